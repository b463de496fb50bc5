// SPDX-License-Identifier: Apache-2.0
// What a count tells of records that a role lets one act on and not read.
#include <gtest/gtest.h>

#include "record/read.h"
#include "tests/workbench.h"

namespace clientela::record {
namespace {

using access::Action;
using access::Breadth;

Id account_with_mail(Workbench& bench, const char* name, Id owner) {
    const Id account = bench.create("accounts", std::string(R"({"name":")") + name +
                                                    R"(","owner_id":")" + to_string(owner) + "\"}");
    bench.create("contact_points", R"({"account_id":")" + to_string(account) +
                                       R"(","kind":"email","value":"a@b.es"})");
    return account;
}

STORE_TEST(Count, tells_nothing_of_what_belongs_to_records_that_one_does_not_read) {
    Workbench bench(fresh_store());
    const Id role = bench.create("roles", R"({"name":"r","label_es":"R","label_en":"R"})");
    const auto person = [&](const char* name) {
        return bench.create("users", std::string(R"({"name":")") + name + R"(","role_id":")" +
                                         to_string(role) + "\"}");
    };
    const Id ana = person("Ana");
    account_with_mail(bench, "Mine", ana);
    account_with_mail(bench, "Theirs", person("Otra"));
    bench.principal = {};
    bench.principal.kind = access::Principal::Kind::person;
    bench.principal.user = ana;
    bench.principal.rights["contact_points"].breadth.fill(Breadth::own);
    auto& accounts = bench.principal.rights["accounts"].breadth;
    accounts.fill(Breadth::own);
    accounts[static_cast<std::size_t>(Action::update)] = Breadth::all;
    accounts[static_cast<std::size_t>(Action::target)] = Breadth::all;

    const auto counted = [&](const char* filter, Action action) {
        std::int64_t number = -1;
        EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
            Query query;
            query.object = &context.schema.get("accounts");
            query.action = action;
            query.filter = TRY(filter::parse_and_bind(filter, context.schema, *query.object));
            number = TRY(count(context, query));
            return {};
        }));
        return number;
    };
    EXPECT_EQ(counted("name ne null", Action::update), 1);
    EXPECT_EQ(counted("contact_points/any(p:p/kind eq 'email')", Action::update), 1);
    EXPECT_EQ(counted("name ne null", Action::target), 2);  // counted without being opened
    EXPECT_EQ(counted("contact_points/any(p:p/kind eq 'email')", Action::target), 1);
}

}  // namespace
}  // namespace clientela::record
