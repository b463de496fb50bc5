// SPDX-License-Identifier: Apache-2.0
#include "party/rules.h"

#include "party/party_sql.h"
#include "tests/workbench.h"

namespace clientela::party {
namespace {

std::string point_of(Id account, const char* rest) {
    return R"({"account_id":")" + to_string(account) + R"(",)" + rest + "}";
}

STORE_TEST(ContactName, follows_its_parts) {
    Workbench bench(fresh_store());
    const Id ana = bench.create("contacts", R"({"first_name":"Ana","last_name":"Ruiz"})");
    EXPECT_EQ(text_of(bench.get("contacts", ana), "name"), "Ana Ruiz");
    EXPECT_OK(bench.update("contacts", ana, R"({"second_last_name":"Gil"})"));
    EXPECT_EQ(text_of(bench.get("contacts", ana), "name"), "Ana Ruiz Gil");
    EXPECT_EQ(faults(bench.try_create("contacts", R"({"position":"CEO"})")),
              "first_name:name_needed");
}

STORE_TEST(ContactPoint, phone_takes_the_country_of_its_account_and_can_be_found_from_its_end) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme","country":"MX"})");
    const Id point = bench.create("contact_points",
                                  point_of(account, R"("kind":"phone","value":"55 1234 5678")"));
    const auto stored = bench.get("contact_points", point);
    EXPECT_EQ(text_of(stored, "normalised"), "+525512345678");
    EXPECT_EQ(text_of(stored, "digits_reversed"), "876543215525");
}

STORE_TEST(ContactPoint, phone_without_country_takes_that_of_the_companys_zone) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id point =
        bench.create("contact_points", point_of(account, R"("kind":"phone","value":"600123456")"));
    EXPECT_EQ(text_of(bench.get("contact_points", point), "normalised"), "+34600123456");
}

STORE_TEST(ContactPoint, belongs_to_exactly_one) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id contact = bench.create("contacts", R"({"first_name":"Ana"})");
    EXPECT_EQ(faults(bench.try_create("contact_points", R"({"kind":"phone","value":"600123456"})")),
              "account_id:account_or_contact");
    const std::string both =
        R"("kind":"phone","value":"600123456","contact_id":")" + to_string(contact) + R"(")";
    EXPECT_EQ(faults(bench.try_create("contact_points", point_of(account, both.c_str()))),
              "account_id:account_or_contact");
}

STORE_TEST(ContactPoint, refuses_what_its_kind_cannot_be) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const auto fault = [&](const char* rest) {
        return faults(bench.try_create("contact_points", point_of(account, rest)));
    };
    EXPECT_EQ(fault(R"("kind":"email","value":"ana@")"), "value:not_an_email");
    EXPECT_EQ(fault(R"("kind":"phone","value":"abc")"), "value:not_a_phone");
    EXPECT_EQ(fault(R"("kind":"web","value":"nada")"), "value:not_a_web_page");
    EXPECT_EQ(fault(R"("kind":"messaging")"), "value:required");
    EXPECT_EQ(fault(R"("kind":"postal","postal_code":"28001")"), "street:street_or_city");
}

STORE_TEST(ContactPoint, postal_address_is_written_in_one_line) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id point = bench.create("contact_points",
                                  point_of(account, R"("kind":"postal","street":"Calle Ñu, 3",)"
                                                    R"("postal_code":"28001","city":"Madrid")"));
    const auto stored = bench.get("contact_points", point);
    EXPECT_EQ(text_of(stored, "value"), "Calle Ñu, 3, 28001 Madrid");
    EXPECT_EQ(text_of(stored, "normalised"), "calle nu, 3, 28001 madrid");
}

STORE_TEST(PrimaryPoint, first_is_primary_until_another_takes_the_mark) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const auto primary = [&](Id id) {
        return std::get<bool>(bench.get("contact_points", id).at("is_primary"));
    };
    const Id first =
        bench.create("contact_points", point_of(account, R"("kind":"email","value":"a@a.es")"));
    const Id second =
        bench.create("contact_points", point_of(account, R"("kind":"email","value":"b@a.es")"));
    const Id phone =
        bench.create("contact_points", point_of(account, R"("kind":"phone","value":"600123456")"));
    EXPECT_TRUE(primary(first));
    EXPECT_FALSE(primary(second));
    EXPECT_TRUE(primary(phone));
    EXPECT_OK(bench.update("contact_points", second, R"({"is_primary":true})"));
    EXPECT_FALSE(primary(first));
    EXPECT_TRUE(primary(second));
    EXPECT_TRUE(primary(phone));
    EXPECT_OK(bench.remove("contact_points", second));
    EXPECT_TRUE(primary(first));
}

STORE_TEST(LivingRow, that_the_store_cannot_tell_of_is_not_taken_for_gone) {
    Workbench bench(fresh_store());
    bool answered = true;
    const auto rolled_back = bench.with([&](record::Context& context) -> Result<void> {
        TRY(context.tx.execute({"alter table account rename to account_elsewhere", {}}));
        answered = is_living_row(context.tx, context.schema.get("accounts"), Id{1}).ok();
        return make_error(ErrorCode::conflict, "error.conflict");
    });
    EXPECT_FALSE(rolled_back.ok());
    EXPECT_FALSE(answered);
}

STORE_TEST(PrimaryAccount, contact_has_one) {
    Workbench bench(fresh_store());
    const Id contact = bench.create("contacts", R"({"first_name":"Ana"})");
    const auto role = [&](const char* name, bool primary) {
        const Id account = bench.create("accounts", R"({"name":")" + std::string(name) + R"("})");
        return bench.create("account_contacts",
                            R"({"account_id":")" + to_string(account) + R"(","contact_id":")" +
                                to_string(contact) +
                                (primary ? R"(","is_primary":true})" : R"("})"));
    };
    const Id first = role("Acme", false);
    const Id second = role("Betatech", true);
    EXPECT_FALSE(std::get<bool>(bench.get("account_contacts", first).at("is_primary")));
    EXPECT_TRUE(std::get<bool>(bench.get("account_contacts", second).at("is_primary")));
}

STORE_TEST(Classification, parent_is_of_the_same_kind) {
    Workbench bench(fresh_store());
    const Id family = bench.create("classifications", R"({"name":"Hogar","kind":"family"})");
    const std::string below = R"(","name":"Fibra","kind":"category"})";
    EXPECT_EQ(faults(bench.try_create("classifications",
                                      R"({"parent_id":")" + to_string(family) + below)),
              "parent_id:parent_kind");
}

STORE_TEST(Owner, record_stands_in_the_home_of_its_owner) {
    Workbench bench(fresh_store());
    const Id role = bench.create("roles", R"({"name":"rep","label_es":"R","label_en":"R"})");
    const Id team = bench.create("teams", R"({"name":"Norte"})");
    const Id other = bench.create("teams", R"({"name":"Sur"})");
    const Id territory = bench.create("territories", R"({"name":"Galicia"})");
    const Id user = bench.create("users", R"({"name":"Ana","role_id":")" + to_string(role) +
                                              R"(","team_id":")" + to_string(team) + R"("})");
    bench.create("user_territories", R"({"user_id":")" + to_string(user) + R"(","territory_id":")" +
                                         to_string(territory) + R"("})");
    const std::string owned = R"({"name":"Acme","owner_id":")" + to_string(user) + R"(")";
    const auto account = bench.get("accounts", bench.create("accounts", owned + "}"));
    EXPECT_EQ(account.at("team_id"), Value{team});
    EXPECT_EQ(account.at("territory_id"), Value{territory});
    const auto given =
        bench.get("accounts",
                  bench.create("accounts", owned + R"(,"team_id":")" + to_string(other) + R"("})"));
    EXPECT_EQ(given.at("team_id"), Value{other});
}

}  // namespace
}  // namespace clientela::party
