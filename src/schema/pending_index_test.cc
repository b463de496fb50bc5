// SPDX-License-Identifier: Apache-2.0
// An upgrade that wants other indexes on a table with many rows; migrate_test.cc has the rest.
#include "schema/pending_index.h"

#include <gtest/gtest.h>

#include "schema/layout.h"
#include "schema/migrate.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::schema {
namespace {

std::set<std::string> indexes_of_acts(db::Store& store) {
    std::set<std::string> names;
    EXPECT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({"select indexname from pg_indexes where schemaname = current_schema() "
                         "and tablename = 'act' and indexname <> 'act_pkey'",
                         {}},
                        [&](const db::Row& row) { names.emplace(row.text(0)); });
    }));
    return names;
}

std::set<std::string> wanted_for_acts(const StoreLayout& layout) {
    std::set<std::string> names;
    for (const Index& index : layout.find_table("act")->indexes)
        names.insert(index.name);
    return names;
}

// The store of a program that had one index on the acts.
Result<void> as_earlier(db::Transaction& tx, StoreLayout layout, int acts) {
    for (Table& table : layout.tables) {
        if (table.name != "act") continue;
        for (const Index& index : table.indexes)
            TRY(tx.execute({"drop index " + index.name, {}}));
        table.indexes = {{"ix_act_kind_seq", {"kind", "seq"}, "", false}};
        TRY(tx.execute({create_index(table, table.indexes.front(), tx.dialect()), {}}));
    }
    TRY(
        tx.execute({"insert into act (happened_at, kind) select now(), 'signed_in' from "
                    "generate_series(1, ?::bigint)",
                    {std::int64_t{acts}}}));
    TRY(tx.execute(
        {"update setting set value = ? where name = 'schema.layout'", {to_json(layout)}}));
    return {};
}

POSTGRES_TEST(PendingIndex, what_an_upgrade_drops_serves_until_what_it_adds_stands) {
    db::Store& store = fresh_store();
    const std::shared_ptr<const Schema> schema = *load_builtin();
    ASSERT_OK(migrate(store, *schema));
    const StoreLayout layout = layout_of(*schema);
    const std::set<std::string> wanted = wanted_for_acts(layout);
    ASSERT_GT(wanted.size(), 1U);
    ASSERT_OK(store.migrate([&](db::Transaction& tx) { return as_earlier(tx, layout, 10'001); }));

    ASSERT_OK(migrate(store, *schema));
    EXPECT_EQ(indexes_of_acts(store), std::set<std::string>{"ix_act_kind_seq__old"});
    ASSERT_OK(migrate(store, *schema));  // the next start waits for nothing, either
    EXPECT_EQ(indexes_of_acts(store), std::set<std::string>{"ix_act_kind_seq__old"});
    ASSERT_OK(build_pending(store));
    EXPECT_EQ(indexes_of_acts(store), wanted);
    EXPECT_FALSE(*has_pending(store));
}

}  // namespace
}  // namespace clientela::schema
