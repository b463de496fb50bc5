// SPDX-License-Identifier: Apache-2.0
// Plans are compared as text; what they do is tried on both stores.
#include "schema/migrate.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "base/text.h"
#include "schema/load.h"
#include "schema/pending_index.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::schema {
namespace {

using db::Dialect;

// One object `shelves` with the given fields after its name.
std::shared_ptr<const Schema> shelves(const std::string& more_fields = "",
                                      const std::string& name_marks = "") {
    const std::string text = R"({
      "id": 1, "name": "shelves", "singular": "shelf",
      "label": {"es": ["Estante", "Estantes"], "en": ["Shelf", "Shelves"]},
      "placement": "reference", "sight": {"kind": "everyone"}, "title": "name",
      "fields": [
        {"id": 20, "name": "name", "type": "string", "max_length": 80, )" +
                             name_marks + R"("label": {"es": "Nombre", "en": "Name"}})" +
                             more_fields +
                             R"(],
      "default_sort": "id",
      "views": {"icon": "books", "list": ["name"], "key": [],
                "form": [{"label": {"es": "Todo", "en": "All"}, "fields": ["name"]}]}
    })";
    const Loaded loaded = load_definitions({{"objects/shelf.json", text}});
    EXPECT_TRUE(loaded.problems.empty()) << to_text(loaded.problems);
    return loaded.schema;
}

std::string field(int id, const std::string& name, const std::string& type) {
    return R"(, {"id": )" + std::to_string(id) + R"(, "name": ")" + name + R"(", "type": ")" +
           type + R"(", "filterable": true, "label": {"es": "x", "en": "x"}})";
}

// All statements, a line each.
std::string text_of(const Plan& plan) {
    std::string text;
    for (const Statement& statement : plan.statements)
        text += statement.sql + ";\n";
    return text;
}

// Statements about the table of shelves alone.
std::string text_about_shelf(const Plan& plan) {
    std::string text;
    for (const Statement& statement : plan.statements) {
        if (statement.sql.find("\"shelf\"") != std::string::npos) text += statement.sql + "\n";
    }
    return text;
}

Plan plan_between(const Schema& before, const Schema& wanted, Dialect dialect = Dialect::sqlite) {
    const StoreLayout old = layout_of(before);
    return plan_migration(&old, layout_of(wanted), dialect);
}

TEST(PlanMigration, creates_tables_first_and_indexes_last) {
    const Plan plan =
        plan_migration(nullptr, layout_of(*shelves(field(21, "price", "money"))), Dialect::sqlite);
    EXPECT_EQ(
        text_about_shelf(plan),
        R"(create table "shelf" ("id" integer not null primary key, "name" text, "price" integer, )"
        R"("price_currency" text, "version" integer not null, "created_at" integer, )"
        R"("created_by_id" integer, "updated_at" integer, "updated_by_id" integer, )"
        R"("deleted_at" integer, "deleted_group_id" integer) strict)"
        "\n"
        R"(create index "ix_shelf_price" on "shelf" ("price"))"
        "\n"
        R"(create index "ix_shelf_deleted_at_id" on "shelf" ("deleted_at") )"
        R"(where "deleted_at" is not null)"
        "\n"
        R"(create index "ix_shelf_deleted_group_id" on "shelf" ("deleted_group_id") )"
        R"(where "deleted_group_id" is not null)"
        "\n");
    EXPECT_TRUE(
        std::is_sorted(plan.statements.begin(), plan.statements.end(),
                       [](const Statement& a, const Statement& b) { return a.phase < b.phase; }));
}

TEST(PlanMigration, names_types_as_postgres_wants_them) {
    const Plan plan = plan_migration(nullptr, layout_of(*shelves(field(21, "built_on", "date"))),
                                     Dialect::postgres);
    EXPECT_TRUE(text_about_shelf(plan).starts_with(
        R"(create table "shelf" ("id" bigint not null, "name" text collate "C", "built_on" date, )"
        R"("version" bigint not null, "created_at" timestamptz, )"))
        << text_about_shelf(plan);
}

TEST(PlanMigration, has_nothing_to_do_when_nothing_changed) {
    EXPECT_TRUE(plan_between(*shelves(), *shelves()).empty());
}

TEST(PlanMigration, adds_a_field_as_a_column_and_its_index) {
    const Plan plan = plan_between(*shelves(), *shelves(field(21, "height", "integer")));
    EXPECT_EQ(text_of(plan),
              "alter table \"shelf\" add column \"height\" integer;\n"
              "create index \"ix_shelf_height\" on \"shelf\" (\"height\");\n");
}

TEST(PlanMigration, keeps_the_column_of_a_field_that_went_away) {
    const auto with = shelves(field(21, "height", "integer"));
    const Plan plan = plan_between(*with, *shelves());
    EXPECT_EQ(text_of(plan), "drop index if exists \"ix_shelf_height\";\n");
    EXPECT_NE(plan.layout.find_table("shelf")->find_column("height"), nullptr);
    const Plan back = plan_migration(&plan.layout, layout_of(*with), Dialect::sqlite);
    EXPECT_EQ(text_of(back), "create index \"ix_shelf_height\" on \"shelf\" (\"height\");\n");
}

TEST(PlanMigration, refuses_an_id_that_stood_for_another_field_even_a_retired_one) {
    const Plan gone = plan_between(*shelves(field(21, "height", "integer")), *shelves());
    const StoreLayout wanted = layout_of(*shelves(field(21, "width", "integer")));
    const Plan plan = plan_migration(&gone.layout, wanted, Dialect::sqlite);
    EXPECT_EQ(plan.refusals,
              std::vector<std::string>{"the id 21 of shelves.width belonged to shelves.height"});
}

TEST(PlanMigration, refuses_another_id_for_the_same_field) {
    const Plan plan = plan_between(*shelves(field(21, "height", "integer")),
                                   *shelves(field(22, "height", "integer")));
    EXPECT_EQ(plan.refusals,
              std::vector<std::string>{"shelves.height had the id 21 and cannot have 22"});
}

TEST(PlanMigration, refuses_another_type_for_the_same_field) {
    const Plan plan = plan_between(*shelves(field(21, "height", "integer")),
                                   *shelves(field(21, "height", "date")));
    EXPECT_EQ(plan.refusals,
              std::vector<std::string>{"the column shelf.height cannot change its type"});
}

TEST(StoreLayout, survives_its_json) {
    const StoreLayout layout = layout_of(**load_builtin());
    const auto read = parse_layout(to_json(layout));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, layout);
}

TEST(StoreLayout, has_an_index_for_every_link_and_every_filterable_field) {
    const auto schema = *load_builtin();
    const StoreLayout layout = layout_of(*schema);
    for (const Object& object : schema->objects) {
        const Table& table = *layout.find_table(object.singular);
        for (const Field& f : object.fields) {
            const bool expected =
                (f.filterable && f.type != FieldType::boolean && f.type != FieldType::id) ||
                (f.type == FieldType::link && !f.standard);
            if (!expected) continue;
            EXPECT_TRUE(std::any_of(table.indexes.begin(), table.indexes.end(),
                                    [&](const Index& i) { return i.columns.front() == f.name; }))
                << object.name << "." << f.name;
        }
    }
}

TEST(StoreLayout, orders_what_an_owner_or_a_team_sees) {
    const StoreLayout layout = layout_of(**load_builtin());
    const Table& account = *layout.find_table("account");
    for (const char* scope : {"owner_id", "team_id", "territory_id", "originator_id"}) {
        const std::vector<std::string> columns{scope, "updated_at", "id"};
        EXPECT_TRUE(std::any_of(account.indexes.begin(), account.indexes.end(),
                                [&](const Index& i) { return i.columns == columns; }))
            << scope;
    }
}

TEST(StoreLayout, names_of_indexes_are_short_and_differ) {
    const StoreLayout layout = layout_of(**load_builtin());
    std::vector<std::string> names;
    for (const Table& table : layout.tables) {
        for (const Index& index : table.indexes) {
            EXPECT_LE(index.name.size(), 60U);
            names.push_back(index.name);
        }
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
    const std::vector<std::string> two{"a_rather_long_column_name", "another_long_column_name_1"};
    const std::vector<std::string> three{"a_rather_long_column_name", "another_long_column_name_2"};
    EXPECT_NE(index_name("a_table_with_a_name", two), index_name("a_table_with_a_name", three));
}

STORE_TEST(Migrate, builds_an_empty_store_and_then_finds_nothing_to_do) {
    auto& store = fresh_store();
    const auto schema = *load_builtin();
    const auto first = migrate(store, *schema);
    ASSERT_OK(first);
    EXPECT_FALSE(first->empty());
    const auto second = migrate(reopen(store), *schema);
    ASSERT_OK(second);
    EXPECT_TRUE(second->empty());
}

STORE_TEST(Migrate, adds_a_field_and_keeps_the_rows) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(store.write([](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"insert into shelf (id, version, name) values (?, 1, ?)",
                        {std::int64_t{7}, "Ñandú"}}));
        return {};
    }));
    ASSERT_OK(migrate(store, *shelves(field(21, "height", "integer"))));
    std::string found;
    ASSERT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({"select name from shelf where id = 7 and height is null", {}},
                        [&](const db::Row& row) { found = row.text(0); });
    }));
    EXPECT_EQ(found, "Ñandú");
}

STORE_TEST(Migrate, writes_the_sort_keys_of_rows_that_stand_already) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(store.write([](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(
            {"insert into shelf (id, version, name) values (1, 1, 'Ñandú'), (2, 1, null)", {}}));
        return {};
    }));
    ASSERT_OK(migrate(store, *shelves("", R"("sortable": true, )")));
    std::string key;
    ASSERT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({"select name_sort from shelf where name_sort is not null", {}},
                        [&](const db::Row& row) { key = row.text(0); });
    }));
    EXPECT_EQ(key, sort_key("Ñandú"));
}

// From what the store has to what is wanted, without what may take long.
Result<Plan> begin(db::Store& store, const Schema& wanted) {
    Plan plan;
    TRY(store.migrate([&](db::Transaction& tx) -> Result<void> {
        const std::optional<StoreLayout> before = TRY(find_layout(tx));
        plan = plan_migration(before ? &*before : nullptr, layout_of(wanted), tx.dialect());
        return apply_plan(tx, plan);
    }));
    return plan;
}

std::string sort_key_in(db::Store& store) {
    std::string key;
    EXPECT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({"select name_sort from shelf where name_sort is not null", {}},
                        [&](const db::Row& row) { key = row.text(0); });
    }));
    return key;
}

Result<void> put_shelf(db::Store& store, const std::string& name) {
    return store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"insert into shelf (id, version, name) values (1, 1, ?)", {name}}));
        return {};
    });
}

constexpr const char* kSortable = R"("sortable": true, )";

STORE_TEST(Migrate, the_next_start_fills_what_was_left_before_another_change) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Ñandú"));
    ASSERT_OK(begin(store, *shelves("", kSortable)));
    const auto wanted = shelves(field(21, "height", "integer"), kSortable);
    ASSERT_OK(begin(store, *wanted));
    EXPECT_EQ(sort_key_in(store), "");
    ASSERT_OK(migrate(store, *wanted));
    EXPECT_EQ(sort_key_in(store), sort_key("Ñandú"));
}

STORE_TEST(Migrate, the_next_change_fills_what_was_left) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Ñandú"));
    ASSERT_OK(begin(store, *shelves("", kSortable)));
    const auto next = begin(store, *shelves(field(21, "height", "integer"), kSortable));
    ASSERT_OK(next);
    ASSERT_OK(finish_plan(store, *next));
    EXPECT_EQ(sort_key_in(store), sort_key("Ñandú"));
}

// Until somebody waits for a lock that this transaction holds.
Result<void> wait_for_a_waiter(db::Transaction& tx) {
    std::int64_t waiting = 0;
    for (int tries = 0; waiting == 0 && tries < 2'000; ++tries) {
        TRY(tx.query({"select count(*) from pg_locks where not granted", {}},
                     [&](const db::Row& row) { waiting = row.integer(0); }));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (waiting == 0) return internal_error("nobody waits");
    return {};
}

POSTGRES_TEST(Migrate, a_fill_leaves_the_key_of_a_name_that_changed_meanwhile) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Old"));
    const auto plan = begin(store, *shelves("", kSortable));
    ASSERT_OK(plan);
    std::thread filling;
    Result<void> filled;
    const Result<void> renamed = store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"update shelf set name = ?, name_sort = ? where id = 1",
                        {std::string("New"), sort_key("New")}}));
        filling = std::thread([&] { filled = finish_plan(store, *plan); });
        return wait_for_a_waiter(tx);
    });
    filling.join();
    ASSERT_OK(renamed);
    ASSERT_OK(filled);
    EXPECT_EQ(sort_key_in(store), sort_key("New"));
}

bool has_index(db::Store& store, const std::string& name) {
    const bool sqlite = store.dialect() == db::Dialect::sqlite;
    bool found = false;
    EXPECT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({sqlite ? "select 1 from sqlite_master where name = ?"
                                : "select 1 from pg_indexes where indexname = ?",
                         {name}},
                        [&](const db::Row&) { found = true; });
    }));
    return found;
}

STORE_TEST(Migrate, an_index_still_to_be_built_is_in_nobodys_way) {
    auto& store = fresh_store();
    const auto wanted = shelves(field(21, "height", "integer"));
    const std::string index = index_name("shelf", {"height"});
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Old"));
    const auto first = begin(store, *wanted);
    ASSERT_OK(first);
    EXPECT_NE(text_of(*first).find(index), std::string::npos) << text_of(*first);
    EXPECT_FALSE(has_index(store, index));
    const auto next = begin(store, *wanted);  // as when somebody changes a label meanwhile
    ASSERT_OK(next);
    EXPECT_EQ(text_about_shelf(*next), "");
    ASSERT_OK(finish_plan(store, *next));  // whoever comes next builds what was left
    EXPECT_TRUE(has_index(store, index));
    EXPECT_OK(finish_plan(store, *first));  // and the first one finds it done
}

// Those of its indexes that the database has, with what PostgreSQL says of empty values.
std::string indexes_on_height(db::Store& store) {
    std::string text;
    EXPECT_OK(store.read([&](db::Transaction& tx) {
        return tx.query({"select indexname, indexdef like '%NULLS FIRST%' from pg_indexes where "
                         "schemaname = current_schema() and indexname like 'ix_shelf_height%' "
                         "order by 1",
                         {}},
                        [&](const db::Row& row) {
                            text += std::string(row.text(0)) +
                                    (row.boolean(1) ? " nulls first\n" : "\n");
                        });
    }));
    return text;
}

POSTGRES_TEST(Migrate, an_index_over_many_rows_steps_aside_until_the_new_one_stands) {
    db::Store& store = fresh_store();
    const auto with = shelves(field(21, "height", "integer"));
    ASSERT_OK(migrate(store, *with));
    const auto as_earlier = [&](int rows) {  // the index of a program that sorted otherwise
        ASSERT_OK(store.migrate([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({"drop index ix_shelf_height", {}}));
            TRY(tx.execute({"create index ix_shelf_height on shelf (height)", {}}));
            TRY(
                tx.execute({"insert into shelf (id, version, created_at, updated_at) select g, 1, "
                            "now(), now() from generate_series(1, ?::bigint) g on conflict do "
                            "nothing",
                            {std::int64_t{rows}}}));
            std::optional<StoreLayout> layout = TRY(find_layout(tx));
            for (Table& table : layout->tables) {
                for (Index& index : table.indexes) {
                    if (index.name == "ix_shelf_height") index.nulls_first = false;
                }
            }
            TRY(tx.execute(
                {"update setting set value = ? where name = 'schema.layout'", {to_json(*layout)}}));
            return {};
        }));
    };
    as_earlier(10);  // of few rows, it is exchanged at once
    ASSERT_OK(migrate(store, *with));
    EXPECT_EQ(indexes_on_height(store), "ix_shelf_height nulls first\n");
    as_earlier(10'001);
    ASSERT_OK(migrate(store, *with));
    EXPECT_EQ(indexes_on_height(store), "ix_shelf_height__old\n");
    ASSERT_OK(migrate(store, *with));  // the next start does not wait for it, either
    EXPECT_EQ(indexes_on_height(store), "ix_shelf_height__old\n");
    EXPECT_TRUE(*has_pending(store));
    ASSERT_OK(build_pending(store));
    EXPECT_EQ(indexes_on_height(store), "ix_shelf_height nulls first\n");
    EXPECT_FALSE(*has_pending(store));
}

STORE_TEST(Migrate, the_next_start_builds_an_index_that_was_left) {
    auto& store = fresh_store();
    const auto wanted = shelves(field(21, "height", "integer"));
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Old"));
    ASSERT_OK(begin(store, *wanted));
    ASSERT_OK(migrate(store, *wanted));
    EXPECT_TRUE(has_index(store, index_name("shelf", {"height"})));
}

STORE_TEST(Migrate, one_step_that_fails_leaves_no_other_undone) {
    auto& store = fresh_store();
    const auto wanted = shelves(field(21, "height", "integer"), kSortable);
    const std::string index = index_name("shelf", {"height"});
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Ñandú"));
    const auto plan = begin(store, *wanted);
    ASSERT_OK(plan);
    Plan broken = *plan;
    broken.fills.insert(broken.fills.begin(), {"nowhere", "name", "name_sort"});
    EXPECT_FALSE(finish_plan(store, broken).ok());
    EXPECT_EQ(sort_key_in(store), sort_key("Ñandú"));
    EXPECT_TRUE(has_index(store, index));
}

STORE_TEST(Migrate, an_index_that_is_wanted_no_more_is_not_built) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(put_shelf(store, "Old"));
    ASSERT_OK(begin(store, *shelves(field(21, "height", "integer"))));
    const auto without = begin(store, *shelves());
    ASSERT_OK(without);
    ASSERT_OK(finish_plan(store, *without));
    EXPECT_FALSE(has_index(store, index_name("shelf", {"height"})));
}

STORE_TEST(Migrate, erases_a_table_that_no_layout_knows) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves()));
    ASSERT_OK(store.run_alone("create table search_shelf (id integer primary key)"));
    const StoreLayout wanted = layout_of(*shelves());
    const auto drop = [&](db::Transaction& tx) {
        const std::vector<Erased> erased{{"search_shelf", "", true}};
        return apply_plan(tx, plan_migration(&wanted, wanted, tx.dialect(), erased));
    };
    ASSERT_OK(store.migrate(drop));
    EXPECT_FALSE(
        store
            .read([](db::Transaction& tx) {
                return tx.query({"select id from search_shelf", {}}, [](const db::Row&) {});
            })
            .ok());
    EXPECT_OK(store.migrate(drop));  // or was never there
}

STORE_TEST(Migrate, changes_nothing_when_it_refuses) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, *shelves(field(21, "height", "integer"))));
    const auto refused =
        migrate(store, *shelves(field(21, "height", "date") + field(22, "width", "date")));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().message.key, "schema.refused");
    const Result<void> read = store.read([&](db::Transaction& tx) {
        return tx.query({"select width from shelf", {}}, [](const db::Row&) {});
    });
    EXPECT_FALSE(read.ok());
    EXPECT_OK(migrate(store, *shelves(field(21, "height", "integer"))));
}

STORE_TEST(Migrate, gives_every_engine_table_its_columns) {
    auto& store = fresh_store();
    ASSERT_OK(migrate(store, **load_builtin()));
    for (const char* sql :
         {"select seq, tx_id, happened_at, actor_id, origin, op, object_id, record_id, version, "
          "diff from change",
          "select name, tx_id, seq, error from consumer",
          "select object_id, field_id, value, record_id from claim",
          "select user_id, kind, scope_id from user_scope",
          "select token_hash, user_id, created_at, expires_at, last_seen_at from session",
          "select id, token_hash, user_id, name, expires_at, created_at, revoked_at from token",
          "select token_hash, user_id, expires_at, used_at from invitation",
          "select failures, locked_until from login_attempt",
          "select principal_id, request_hash, status, response, created_at from request_key",
          "select account_id, classification_id from account_classification"}) {
        EXPECT_OK(store.read([&](db::Transaction& tx) {
            return tx.query({sql, {}}, [](const db::Row&) {});
        })) << sql;
    }
}

}  // namespace
}  // namespace clientela::schema
