// SPDX-License-Identifier: Apache-2.0
// A program opens the store while another one changes the company's definitions.
#include <gtest/gtest.h>

#include "schema/custom.h"
#include "schema/migrate.h"
#include "schema/pending_index.h"
#include "tests/store_fixture.h"

namespace clientela::schema {
namespace {

constexpr const char* kIndex = "ix_account_c_height";

CustomDocument with_height() {
    return {1, R"({"changes": {"accounts": {"fields": [{"id": 20001, "name": "c_height",
        "type": "integer", "custom": true, "filterable": true,
        "label": {"es": "Altura", "en": "Height"}}]}}})"};
}

std::shared_ptr<const Schema> stored(const CustomDocument& document) {
    const Loaded loaded = load_customized(document, Extent::stored);
    EXPECT_TRUE(loaded.problems.empty()) << to_text(loaded.problems);
    return loaded.schema;
}

Result<void> put_account(db::Store& store) {
    return store.write([](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"insert into account (id, version, name) values (7, 1, 'Tejidos')", {}}));
        return {};
    });
}

// As an administrator's change does it; its index over rows that stand is left for later.
Result<void> add_height(db::Store& store) {
    return store.migrate([](db::Transaction& tx) -> Result<void> {
        const std::optional<StoreLayout> before = TRY(find_layout(tx));
        const StoreLayout wanted = layout_of(*stored(with_height()));
        TRY(apply_plan(tx, plan_migration(&*before, wanted, tx.dialect())));
        return keep_document(tx, with_height(), "[]", 1, Instant{});
    });
}

Result<void> run(db::Store& store, const char* sql) {
    return store.migrate([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({sql, {}}));
        return {};
    });
}

bool layout_has_index(db::Store& store) {
    bool found = false;
    EXPECT_OK(store.read([&](db::Transaction& tx) -> Result<void> {
        const std::optional<StoreLayout> layout = TRY(find_layout(tx));
        for (const Index& index : layout->find_table("account")->indexes)
            found = found || index.name == kIndex;
        return {};
    }));
    return found;
}

STORE_TEST(Definitions, who_read_them_before_a_change_takes_nothing_of_it_away) {
    auto& store = fresh_store();
    ASSERT_OK(open_definitions(store));
    ASSERT_OK(put_account(store));
    const auto read_before = stored({});
    ASSERT_OK(add_height(store));
    const auto late = migrate(store, *read_before);
    ASSERT_FALSE(late.ok());
    EXPECT_EQ(late.error().message.key, "schema.definitions_changed");
    EXPECT_TRUE(layout_has_index(store));
    const auto opened = open_definitions(store);
    ASSERT_OK(opened);
    EXPECT_EQ((*opened)->custom_version, 1);
}

// A build that went on while the index was given up came to its end after that.
STORE_TEST(Definitions, an_index_that_nobody_knows_of_keeps_no_program_from_starting) {
    auto& store = fresh_store();
    ASSERT_OK(open_definitions(store));
    ASSERT_OK(put_account(store));
    ASSERT_OK(run(store, "create index ix_account_c_height on account (name)"));
    ASSERT_OK(add_height(store));
    ASSERT_OK(build_pending(store));
    EXPECT_FALSE(*has_pending(store));
    std::string definition;
    ASSERT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({tx.dialect() == db::Dialect::sqlite
                             ? "select sql from sqlite_master where name = ?"
                             : "select indexdef from pg_indexes where indexname = ?",
                         {kIndex}},
                        [&](const db::Row& row) { definition = row.text(0); });
    }));
    EXPECT_NE(definition.find("c_height", definition.rfind('(')), std::string::npos) << definition;
}

// The same for one that a program of a later version brings, which builds it before it starts.
STORE_TEST(Definitions, an_upgrade_passes_over_an_index_that_nobody_knows_of) {
    auto& store = fresh_store();
    ASSERT_OK(open_definitions(store));
    ASSERT_OK(put_account(store));
    ASSERT_OK(run(store, "create index ix_account_c_height on account (name)"));
    ASSERT_OK(store.migrate(
        [](db::Transaction& tx) { return keep_document(tx, with_height(), "[]", 1, Instant{}); }));
    ASSERT_OK(open_definitions(store));
    EXPECT_TRUE(layout_has_index(store));
}

}  // namespace
}  // namespace clientela::schema
