// SPDX-License-Identifier: Apache-2.0
// Whole lists of many-to-many links: they say all of what their writer is shown, nothing of the
// rest.
#include <algorithm>

#include "record/id_sets.h"
#include "tests/workbench.h"

namespace clientela::record {
namespace {

std::string list_of(const std::vector<Id>& ids) {
    std::string text;
    for (const Id id : ids)
        text += (text.empty() ? "\"" : ",\"") + to_string(id) + "\"";
    return R"({"classifications":[)" + text + "]}";
}

// What is stored, whoever may see it.
std::vector<Id> links_of(Workbench& bench, Id account) {
    std::vector<Id> links;
    EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
        const schema::Object& accounts = context.schema.get("accounts");
        auto found = TRY(
            whole_links(context, accounts, *accounts.find_many_link("classifications"), {account}));
        links = found[account.value];
        return {};
    }));
    std::sort(links.begin(), links.end());
    return links;
}

access::Principal person(Id user, bool sees_classifications) {
    access::Principal who;
    who.kind = access::Principal::Kind::person;
    who.user = user;
    who.rights["accounts"].breadth.fill(access::Breadth::all);
    if (sees_classifications) who.rights["classifications"].breadth.fill(access::Breadth::all);
    return who;
}

struct Desk {
    explicit Desk(db::Store& store) : bench(store) {
        for (const char* name : {"Uno", "Dos", "Tres"}) {
            kinds.push_back(
                bench.create("classifications", R"({"name":")" + std::string(name) + "\"}"));
        }
        account = bench.create("accounts", R"({"name":"Acme"})");
        EXPECT_OK(bench.update("accounts", account, list_of({kinds[0], kinds[1]})));
    }
    Result<Saved> save_as(const access::Principal& who, const std::vector<Id>& ids) {
        bench.principal = who;
        auto saved = bench.update("accounts", account, list_of(ids));
        bench.principal = access::Principal::system("test");
        return saved;
    }

    Workbench bench;
    std::vector<Id> kinds;
    Id account;
};

STORE_TEST(ManyLinks, whoever_does_not_see_the_linked_records_takes_none_away) {
    Desk desk(fresh_store());
    const auto saved = desk.save_as(person(Id{7}, false), {});
    ASSERT_OK(saved);
    EXPECT_EQ(saved->outcome, Outcome::unchanged);
    EXPECT_EQ(links_of(desk.bench, desk.account), (std::vector<Id>{desk.kinds[0], desk.kinds[1]}));
}

STORE_TEST(ManyLinks, whoever_sees_the_linked_records_takes_them_away) {
    Desk desk(fresh_store());
    ASSERT_OK(desk.save_as(person(Id{7}, true), {desk.kinds[1]}));
    EXPECT_EQ(links_of(desk.bench, desk.account), std::vector<Id>{desk.kinds[1]});
}

STORE_TEST(ManyLinks, links_to_records_in_the_bin_outlive_the_list_of_a_person) {
    Desk desk(fresh_store());
    ASSERT_OK(desk.bench.remove("classifications", desk.kinds[0]));
    ASSERT_OK(desk.save_as(person(Id{7}, true), {desk.kinds[2]}));
    EXPECT_EQ(links_of(desk.bench, desk.account), (std::vector<Id>{desk.kinds[0], desk.kinds[2]}));
}

STORE_TEST(ManyLinks, the_program_says_the_whole_set) {
    Desk desk(fresh_store());
    ASSERT_OK(desk.bench.remove("classifications", desk.kinds[0]));
    ASSERT_OK(desk.save_as(access::Principal::system("test"), {desk.kinds[2]}));
    EXPECT_EQ(links_of(desk.bench, desk.account), std::vector<Id>{desk.kinds[2]});
}

}  // namespace
}  // namespace clientela::record
