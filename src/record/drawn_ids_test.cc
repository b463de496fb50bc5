// SPDX-License-Identifier: Apache-2.0
// Servers that share a store draw ids without asking each other, and may draw the same.
#include "record/id_sets.h"
#include "tests/workbench.h"

namespace clientela::record {
namespace {

class TwoServers {
public:
    explicit TwoServers(db::Store& store) : bench(store) {
        kind = bench.create("classifications", R"({"name":"Cliente"})");
    }

    // One of them makes an account with a class and a number of its own.
    Result<Saved> create(IdSource& ids, const std::string& number, Id id = {}, bool drawn = false) {
        Saved saved;
        const Result<void> done = bench.with([&](Context& context) -> Result<void> {
            Context server{context.tx,      context.schema, context.principal,
                           context.company, context.rules,  ids,
                           context.now,     context.today};
            const schema::Object& accounts = context.schema.get("accounts");
            Draft draft;
            draft.id = id;
            draft.id_is_drawn = drawn;
            draft.set(accounts.field("name"), std::string("Acme ") + number);
            draft.set(accounts.field("number"), number);
            draft.links.emplace_back(accounts.find_many_link("classifications"), std::vector{kind});
            saved = TRY(save(server, accounts, draft));
            return {};
        });
        if (!done.ok()) return done.error();
        return saved;
    }

    Id made(IdSource& ids, const std::string& number, Id id = {}, bool drawn = false) {
        const auto saved = create(ids, number, id, drawn);
        EXPECT_OK(saved);
        return saved.ok() ? saved->id : Id{};
    }

    bool is_whole(Id id, const std::string& number) {
        const std::string mine = "number eq '" + number + "'";
        const auto found =
            bench.list("accounts", mine + " and classifications/any(c:c/name eq 'Cliente')");
        return found.size() == 1 && found[0].id() == id;
    }

    Workbench bench;
    Id kind;
    IdSource first{7};
    IdSource second{7};  // draws what the first one draws
};

STORE_TEST(DrawnIds, that_another_server_drew_as_well_are_drawn_again) {
    TwoServers servers(fresh_store());
    std::vector<Id> made;
    for (const char* number : {"A1", "A2", "A3"})
        made.push_back(servers.made(servers.first, number));
    for (const char* number : {"B1", "B2"})
        made.push_back(servers.made(servers.second, number));
    EXPECT_GT(made[3], made[2]);
    EXPECT_TRUE(servers.is_whole(made[0], "A1"));
    EXPECT_TRUE(servers.is_whole(made[2], "A3"));
    EXPECT_TRUE(servers.is_whole(made[3], "B1"));
    EXPECT_TRUE(servers.is_whole(made[4], "B2"));
}

STORE_TEST(DrawnIds, are_drawn_again_for_rows_of_an_import_as_well) {
    TwoServers servers(fresh_store());
    const Id taken = servers.made(servers.first, "A1");
    const Id other = servers.made(servers.second, "B1", taken, true);
    EXPECT_NE(other, taken);
    EXPECT_TRUE(servers.is_whole(taken, "A1"));
    EXPECT_TRUE(servers.is_whole(other, "B1"));
}

STORE_TEST(DrawnIds, that_somebody_names_are_refused_when_they_are_taken) {
    TwoServers servers(fresh_store());
    const Id taken = servers.made(servers.first, "A1");
    EXPECT_EQ(faults(servers.create(servers.first, "C1", taken)), "error.id_taken");
    EXPECT_TRUE(servers.is_whole(taken, "A1"));
    EXPECT_EQ(servers.bench.count("accounts", "number eq 'C1'"), 0);
}

}  // namespace
}  // namespace clientela::record
