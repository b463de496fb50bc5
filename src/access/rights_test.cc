// SPDX-License-Identifier: Apache-2.0
// Rights as text, and the ten roles: what each must and must never be able to do.
#include "access/rights.h"

#include <gtest/gtest.h>

#include <set>

#include "access/shipped_roles.h"
#include "tests/builtin_schema.h"

namespace clientela::access {
namespace {

const schema::Schema& built_in() {
    static const std::shared_ptr<const schema::Schema> kSchema = load_builtin().value();
    return *kSchema;
}

Principal person_with(const std::string& role_name) {
    Principal person;
    for (const ShippedRole& role : shipped_roles()) {
        if (role.name != role_name) continue;
        person.kind = Principal::Kind::person;
        person.role = role.name;
        person.administers = role.administers;
        person.rights = parse_rights(role.rights, built_in()).value();
    }
    EXPECT_EQ(person.kind, Principal::Kind::person) << role_name;
    return person;
}

TEST(Rights, what_is_not_named_is_none) {
    const Rights rights =
        parse_rights(R"({"accounts": {"read": "team_and_below"}})", built_in()).value();
    EXPECT_EQ(rights.at("accounts").of(Action::read), Breadth::team_and_below);
    EXPECT_EQ(rights.at("accounts").of(Action::update), Breadth::none);
    EXPECT_EQ(rights.count("contacts"), 0U);
    EXPECT_TRUE(parse_rights("", built_in()).value().empty());
}

TEST(Rights, the_star_speaks_for_the_objects_that_are_not_named) {
    const Rights rights =
        parse_rights(R"({"*": {"read": "all"}, "leads": {"read": "own"}})", built_in()).value();
    EXPECT_EQ(rights.at("accounts").of(Action::read), Breadth::all);
    EXPECT_EQ(rights.at("leads").of(Action::read), Breadth::own);
}

TEST(Rights, a_typing_error_is_an_error_on_the_field) {
    for (const char* text :
         {"[]", "{", R"({"accounts": "all"})", R"({"accounts": {"reed": "all"}})",
          R"({"accounts": {"read": "al"}})", R"({"accounts": {"read": true}})"}) {
        const auto refused = parse_rights(text, built_in());
        ASSERT_FALSE(refused.ok()) << text;
        EXPECT_EQ(refused.error().fields.front().field, "rights");
    }
}

TEST(Rights, json_of_a_principal_reads_back_the_same) {
    const Principal person = person_with("sales_manager");
    const Rights again = parse_rights(rights_json(person, built_in()), built_in()).value();
    for (const schema::Object& object : built_in().objects) {
        for (int i = 0; i < kActionCount; ++i) {
            const auto action = static_cast<Action>(i);
            EXPECT_EQ(again.at(object.name).of(action), person.breadth(object.name, action));
        }
    }
}

TEST(ShippedRoles, there_are_ten_with_labels_and_rights_over_known_objects_only) {
    std::set<std::string> names;
    for (const ShippedRole& role : shipped_roles()) {
        names.insert(role.name);
        EXPECT_FALSE(role.label_es.empty());
        EXPECT_FALSE(role.label_en.empty());
        EXPECT_FALSE(role.description_es.empty());
        const auto over = parse_rights(role.rights, built_in());
        for (const auto& [object, rights] : over.value()) {
            EXPECT_NE(built_in().find(object), nullptr) << role.name << " " << object;
        }
    }
    EXPECT_EQ(names, (std::set<std::string>{"administrator", "executive_sponsor", "sales_manager",
                                            "sales_representative", "field_representative",
                                            "distributor_manager", "service_agent",
                                            "marketing_manager", "product_manager", "read_only"}));
}

TEST(ShippedRoles, only_the_administrator_administers_and_may_do_everything) {
    for (const ShippedRole& role : shipped_roles()) {
        const Principal person = person_with(role.name);
        EXPECT_EQ(person.administers, role.name == "administrator");
        for (const schema::Object& object : built_in().objects) {
            const bool writes = person.breadth(object.name, Action::update) != Breadth::none;
            if (role.name == "administrator") {
                EXPECT_TRUE(writes) << object.name;
            }
            if (role.name == "read_only" && object.name != "views") {
                EXPECT_FALSE(writes) << object.name;
            }
            if (role.name != "administrator" && object.administered) {
                EXPECT_FALSE(writes) << role.name << " " << object.name;
            }
        }
    }
}

TEST(ShippedRoles, forecasts_are_exactly_ones_share) {
    const auto reads = [](const char* role) {
        return person_with(role).breadth("opportunities", Action::read);
    };
    EXPECT_EQ(reads("administrator"), Breadth::all);
    EXPECT_EQ(reads("executive_sponsor"), Breadth::all);
    EXPECT_EQ(reads("sales_manager"), Breadth::team_and_below);
    EXPECT_EQ(reads("sales_representative"), Breadth::own);
    EXPECT_EQ(reads("product_manager"), Breadth::none);
}

TEST(ShippedRoles, a_product_manager_targets_customers_without_opening_them) {
    const Principal person = person_with("product_manager");
    EXPECT_EQ(person.breadth("accounts", Action::target), Breadth::all);
    EXPECT_EQ(person.breadth("accounts", Action::read), Breadth::none);
    EXPECT_EQ(person.breadth("products", Action::update), Breadth::all);
}

}  // namespace
}  // namespace clientela::access
