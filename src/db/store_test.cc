// SPDX-License-Identifier: Apache-2.0
// What both stores promise: transactions, snapshots, savepoints, deadlines.
#include "db/store.h"

#include <atomic>
#include <future>
#include <thread>

#include "tests/store_fixture.h"

namespace clientela::db {
namespace {

Result<void> create_table(Store& store) {
    return store.migrate([](Transaction& tx) -> Result<void> {
        TRY(tx.execute({"CREATE TABLE item (id bigint PRIMARY KEY, name text)", {}}));
        return {};
    });
}

Result<void> insert(Transaction& tx, std::int64_t id, std::string name = "x") {
    TRY(tx.execute({"INSERT INTO item (id, name) VALUES (?, ?)", {id, std::move(name)}}));
    return {};
}

Result<std::int64_t> count(Transaction& tx) {
    std::int64_t found = -1;
    TRY(tx.query({"SELECT count(*) FROM item", {}},
                 [&](const Row& row) { found = row.integer(0); }));
    return found;
}

std::int64_t count(Store& store) {
    std::int64_t found = -1;
    EXPECT_OK(store.read([&](Transaction& tx) -> Result<void> {
        found = TRY(count(tx));
        return {};
    }));
    return found;
}

STORE_TEST(Store, a_write_is_there_for_later_reads_and_after_a_restart) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) { return insert(tx, 1); }));
    EXPECT_EQ(count(store), 1);
    EXPECT_EQ(count(reopen(store)), 1);
}

STORE_TEST(Store, an_error_of_the_closure_undoes_its_writes_and_comes_back_unchanged) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    const Result<void> result = store.write([](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        return make_error(ErrorCode::forbidden, "test.key", {{"name", "value"}});
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::forbidden);
    EXPECT_EQ(result.error().message, (Message{"test.key", {{"name", "value"}}}));
    EXPECT_EQ(count(store), 0);
}

STORE_TEST(Store, an_exception_of_the_closure_undoes_its_writes_and_reaches_the_caller) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    const auto throwing = [](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        throw std::runtime_error("thrown");
    };
    EXPECT_THROW(static_cast<void>(store.write(throwing)), std::runtime_error);
    EXPECT_EQ(count(store), 0);
    EXPECT_OK(store.write([](Transaction& tx) { return insert(tx, 2); }));
}

STORE_TEST(Store, a_failed_nested_part_is_undone_alone) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        const Result<void> inner = tx.nested([&]() -> Result<void> {
            TRY(insert(tx, 2));
            TRY(tx.nested([&] { return insert(tx, 3); }));
            return make_error(ErrorCode::conflict, "test.inner");
        });
        EXPECT_EQ(inner.error().message.key, "test.inner");
        TRY(tx.nested([&] { return insert(tx, 4); }));
        return {};
    }));
    EXPECT_EQ(count(store), 2);
}

STORE_TEST(Store, an_exception_in_a_nested_part_undoes_all_of_what_it_passes_through) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        const Result<void> outer = tx.nested([&]() -> Result<void> {
            TRY(insert(tx, 2));
            try {
                TRY(tx.nested([&]() -> Result<void> {
                    TRY(insert(tx, 3));
                    throw std::runtime_error("thrown");
                }));
            } catch (const std::runtime_error&) {
                return make_error(ErrorCode::internal, "test.thrown");
            }
            return {};
        });
        EXPECT_FALSE(outer.ok());
        return insert(tx, 4);
    }));
    EXPECT_EQ(count(store), 2);
}

STORE_TEST(Store, a_failed_statement_dooms_its_transaction_even_when_ignored) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    const Result<void> result = store.write([](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        static_cast<void>(insert(tx, 1));
        return {};
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::conflict);
    EXPECT_EQ(result.error().message.key, "db.conflict");
    EXPECT_EQ(count(store), 0);
}

STORE_TEST(Store, a_failed_statement_in_a_nested_part_leaves_the_rest_usable) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        TRY(insert(tx, 1));
        EXPECT_FALSE(tx.nested([&] { return insert(tx, 1); }).ok());
        return insert(tx, 2);
    }));
    EXPECT_EQ(count(store), 2);
}

STORE_TEST(Store, a_read_sees_one_snapshot_while_others_write) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.read([&](Transaction& tx) -> Result<void> {
        EXPECT_EQ(TRY(count(tx)), 0);
        EXPECT_OK(store.write([](Transaction& other) { return insert(other, 1); }));
        EXPECT_EQ(TRY(count(tx)), 0);
        return {};
    }));
    EXPECT_EQ(count(store), 1);
}

STORE_TEST(Store, a_read_cannot_write) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    EXPECT_FALSE(store.read([](Transaction& tx) { return insert(tx, 1); }).ok());
    EXPECT_EQ(count(store), 0);
}

STORE_TEST(Store, a_read_past_its_deadline_is_interrupted_and_the_store_goes_on) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    const Sql endless{
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 2000000000) SELECT count(*) FROM n",
        {}};
    const Result<void> result =
        store.read([&](Transaction& tx) { return tx.query(endless, [](const Row&) {}); },
                   std::chrono::milliseconds(50));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::unavailable);
    EXPECT_EQ(result.error().message.key, "error.deadline");
    EXPECT_EQ(count(store), 0);
}

STORE_TEST(Store, a_query_may_run_inside_the_rows_of_another) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        for (int i = 1; i <= 3; ++i)
            TRY(insert(tx, i));
        return {};
    }));
    int pairs = 0;
    ASSERT_OK(store.read([&](Transaction& tx) -> Result<void> {
        const Sql all{"SELECT id FROM item ORDER BY id", {}};
        return tx.query(
            all, [&](const Row&) { EXPECT_OK(tx.query(all, [&](const Row&) { ++pairs; })); });
    }));
    EXPECT_EQ(pairs, 9);
}

STORE_TEST(Store, execute_tells_the_rows_it_touched) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        for (int i = 1; i <= 5; ++i)
            TRY(insert(tx, i));
        EXPECT_EQ(TRY(tx.execute({"UPDATE item SET name = 'y' WHERE id > ?", {std::int64_t{2}}})),
                  3);
        EXPECT_EQ(TRY(tx.execute({"DELETE FROM item WHERE id > ?", {std::int64_t{99}}})), 0);
        return {};
    }));
}

STORE_TEST(Store, many_threads_write_and_read_at_once) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    std::vector<std::thread> threads;
    std::atomic<int> refused = 0;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&store, &refused, t] {
            for (int i = 0; i < 25; ++i) {
                const auto work = [&](Transaction& tx) -> Result<void> {
                    TRY(insert(tx, t * 1000 + i));
                    if (i % 5 == 0) return make_error(ErrorCode::invalid, "test.refused");
                    return {};
                };
                if (!store.write(work, t % 2 ? Priority::bulk : Priority::interactive)) ++refused;
                EXPECT_GE(count(store), 0);
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(refused, 8 * 5);
    EXPECT_EQ(count(store), 8 * 20);
}

STORE_TEST(Store, migrations_exclude_each_other) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) { return insert(tx, 0, "0"); }));
    const Work add_one = [](Transaction& tx) -> Result<void> {
        int value = 0;
        TRY(tx.query({"SELECT name FROM item", {}},
                     [&](const Row& row) { value = std::stoi(std::string(row.text(0))); }));
        TRY(tx.execute({"UPDATE item SET name = ?", {std::to_string(value + 1)}}));
        return {};
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 5; ++i)
                EXPECT_OK(store.migrate(add_one));
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    std::string value;
    ASSERT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT name FROM item", {}},
                        [&](const Row& row) { value = row.text(0); });
    }));
    EXPECT_EQ(value, "20");
}

}  // namespace
}  // namespace clientela::db
