// SPDX-License-Identifier: Apache-2.0
#include "record/id_sets.h"

#include <future>

#include "tests/workbench.h"

namespace clientela::record {
namespace {

// What another transaction could lock of the accounts at this moment.
int free_accounts(db::Store& store) {
    int free = 0;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        free = 0;
        return tx.query({"select id from account for update skip locked", {}},
                        [&](const db::Row&) { ++free; });
    };
    EXPECT_OK(store.write(work, db::Priority::bulk));
    return free;
}

POSTGRES_TEST(WholeLinks, keep_others_from_the_records_until_the_transaction_ends) {
    Workbench bench(fresh_store());
    const Id label = bench.create("classifications", R"({"name":"VIP"})");
    const Id id = bench.create("accounts", R"({"name":"A"})");
    bench.create("accounts", R"({"name":"B"})");
    EXPECT_OK(
        bench.update("accounts", id, R"({"classifications":[")" + to_string(label) + R"("]})"));
    EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
        const schema::Object& accounts = context.schema.get("accounts");
        const auto links = TRY(whole_links(context, accounts, accounts.many_links.front(), {id}));
        EXPECT_EQ(links.at(id.value), std::vector<Id>{label});
        EXPECT_EQ(std::async(std::launch::async, [&] { return free_accounts(bench.store); }).get(),
                  1);
        return {};
    }));
}

}  // namespace
}  // namespace clientela::record
