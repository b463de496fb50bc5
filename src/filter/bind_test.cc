// SPDX-License-Identifier: Apache-2.0
// Names and types: what is refused, and that the answer names the field.

#include <gtest/gtest.h>

#include "base/message.h"
#include "filter/filter.h"
#include "tests/filter_fixture.h"

namespace clientela::filter {
namespace {

std::string refusal(std::string_view text, const MayRead& may_read = {}) {
    const auto& cases = filter_cases();
    const auto made = parse_and_bind(text, cases.schema, cases.schema.get("accounts"), may_read);
    return made.ok() ? "none" : made.error().message.key;
}

TEST(FilterBind, refuses_what_the_object_does_not_have) {
    EXPECT_EQ(refusal("nada eq 1"), "filter.unknown_field");
    EXPECT_EQ(refusal("owner/nada eq 1"), "filter.unknown_field");
    EXPECT_EQ(refusal("name/x eq 1"), "filter.unknown_field");
    EXPECT_EQ(refusal("contacts/any(c:c/nada eq 1)"), "filter.unknown_field");
    EXPECT_EQ(refusal("revenue/cents eq 1"), "filter.money_part");
    EXPECT_EQ(refusal("owner eq null"), "filter.incomplete_path");
    EXPECT_EQ(refusal("contacts eq null"), "filter.collection");
    EXPECT_EQ(refusal("owner/any(o:o/name eq 'x')"), "filter.incomplete_path");
    EXPECT_EQ(refusal("name/any()"), "filter.not_a_collection");
    EXPECT_EQ(refusal("settings eq 'x'"), "filter.not_filterable");
}

TEST(FilterBind, hides_secret_and_unreadable_fields_like_missing_ones) {
    EXPECT_EQ(refusal("pin eq '1'"), "filter.unknown_field");
    const MayRead no_ages = [](const schema::Object& object, const schema::Field& field) {
        return object.name != "contacts" || field.name != "age";
    };
    EXPECT_EQ(refusal("contacts/any(c:c/age gt 5)", no_ages), "filter.unknown_field");
    EXPECT_EQ(refusal("contacts/any(c:c/first_name eq 'x')", no_ages), "none");
    const MayRead no_owner = [](const schema::Object&, const schema::Field& field) {
        return field.name != "owner_id";
    };
    EXPECT_EQ(refusal("owner/name eq 'x'", no_owner), "filter.unknown_field");
    EXPECT_EQ(refusal("owner_id eq null", no_owner), "filter.unknown_field");
}

TEST(FilterBind, refuses_values_of_another_type) {
    EXPECT_EQ(refusal("employees eq '3'"), "filter.type_mismatch");
    EXPECT_EQ(refusal("name eq 3"), "filter.type_mismatch");
    EXPECT_EQ(refusal("founded_on eq '2026-11-24'"), "filter.type_mismatch");
    EXPECT_EQ(refusal("met_at gt 2026-11-24"), "filter.instant_and_date");
    EXPECT_EQ(refusal("owner_id eq 'x'"), "filter.bad_id");
    EXPECT_EQ(refusal("kind eq 'club'"), "filter.unknown_option");
    EXPECT_EQ(refusal("kind in ('person','club')"), "filter.unknown_option");
    EXPECT_EQ(refusal("founded_on eq 2026-02-30"), "filter.bad_literal");
    EXPECT_EQ(refusal("employees eq 99999999999999999999"), "filter.bad_literal");
    EXPECT_EQ(refusal("active gt false"), "filter.no_order");
    EXPECT_EQ(refusal("employees"), "filter.not_a_condition");
    EXPECT_EQ(refusal("not employees"), "filter.not_a_condition");
    EXPECT_EQ(refusal("name add 1 eq 2"), "filter.not_a_number");
    EXPECT_EQ(refusal("length(employees) eq 2"), "filter.bad_argument");
    EXPECT_EQ(refusal("employees in (rank)"), "filter.not_a_constant");
    EXPECT_EQ(refusal("founded_on add duration'PT1H' eq null"), "filter.whole_days");
    EXPECT_EQ(refusal("clientela.below(owner_id,'00000000000E1')"), "filter.not_a_tree");
    EXPECT_EQ(refusal("clientela.below(territory_id,'x')"), "filter.bad_id");
    EXPECT_EQ(refusal("contacts/any(c:c/account/contacts/any(c:c/age eq 1))"),
              "filter.variable_twice");
    EXPECT_EQ(
        refusal("discount mul discount mul discount mul discount mul discount mul discount mul "
                "discount eq 1"),
        "filter.too_precise");
}

TEST(FilterBind, says_in_both_languages_which_field_is_missing_where) {
    const auto& cases = filter_cases();
    const auto made = parse_and_bind("nada eq 1", cases.schema, cases.schema.get("accounts"));
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(localize(made.error().message, Language::es),
              "No existe el campo «nada» en cuentas (posición 0). Comprueba el nombre.");
    EXPECT_EQ(localize(made.error().message, Language::en),
              "There is no field “nada” in accounts (position 0). Check its name.");
    ASSERT_EQ(made.error().fields.size(), 1u);
    EXPECT_EQ(made.error().fields[0].field, "nada");
    EXPECT_EQ(made.error().fields[0].code, "unknown_field");
}

}  // namespace
}  // namespace clientela::filter
