// SPDX-License-Identifier: Apache-2.0
// Trouble that only a server can make: lost connections, serialization failures, unknown commits.
#include "db/postgres/postgres_store.h"

#include <atomic>
#include <latch>
#include <thread>

#include "tests/store_fixture.h"

namespace clientela::db::postgres {
namespace {

constexpr const char* kEndOwnConnection = "SELECT pg_terminate_backend(pg_backend_pid())";

Result<void> run(Transaction& tx, std::string text, std::vector<Bind> args = {}) {
    TRY(tx.execute({std::move(text), std::move(args)}));
    return {};
}

Result<void> create_table(Store& store) {
    return store.migrate([](Transaction& tx) {
        return run(tx, "CREATE TABLE item (id bigint PRIMARY KEY, n bigint)");
    });
}

std::int64_t number(Store& store, const std::string& text) {
    std::int64_t found = -1;
    EXPECT_OK(store.read([&](Transaction& tx) {
        return tx.query({text, {}}, [&](const Row& row) { found = row.integer(0); });
    }));
    return found;
}

void end_all_other_connections(const std::string& location) {
    auto other = open_store(location);
    ASSERT_OK(other);
    ASSERT_OK((*other)->write([](Transaction& tx) {
        return run(tx,
                   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                   "WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }));
}

POSTGRES_TEST(PostgresStore, a_write_runs_again_after_a_serialization_failure) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    int runs = 0;
    ASSERT_OK(store.write([&](Transaction& tx) -> Result<void> {
        TRY(run(tx, "INSERT INTO item (id) VALUES (?)", {std::int64_t{1}}));
        if (++runs < 3) {
            TRY(run(tx, "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$"));
        }
        return {};
    }));
    EXPECT_EQ(runs, 3);
    EXPECT_EQ(number(store, "SELECT count(*) FROM item"), 1);
}

POSTGRES_TEST(PostgresStore, a_write_gives_up_when_its_budget_is_spent) {
    StoreOptions options;
    options.retry_budget = std::chrono::milliseconds(120);
    auto& store = fresh_store(options);
    int runs = 0;
    const Result<void> result = store.write([&](Transaction& tx) {
        ++runs;
        return run(tx, "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$");
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::unavailable);
    EXPECT_EQ(result.error().message.key, "db.unavailable");
    EXPECT_GE(runs, 2);
}

POSTGRES_TEST(PostgresStore, a_write_runs_again_after_its_connection_is_lost) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    int runs = 0;
    ASSERT_OK(store.write([&](Transaction& tx) -> Result<void> {
        TRY(run(tx, "INSERT INTO item (id) VALUES (?)", {std::int64_t{1}}));
        if (++runs == 1) TRY(run(tx, kEndOwnConnection));
        return {};
    }));
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(number(store, "SELECT count(*) FROM item"), 1);
}

POSTGRES_TEST(PostgresStore, a_write_whose_closure_swallows_the_loss_runs_again_all_the_same) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    int runs = 0;
    ASSERT_OK(store.write([&](Transaction& tx) -> Result<void> {
        TRY(run(tx, "INSERT INTO item (id) VALUES (?)", {std::int64_t{1}}));
        const bool first = ++runs == 1;
        static_cast<void>(tx.nested([&]() -> Result<void> {
            if (first) TRY(run(tx, kEndOwnConnection));
            return {};
        }));
        return {};
    }));
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(number(store, "SELECT count(*) FROM item"), 1);
}

POSTGRES_TEST(PostgresStore, connections_that_died_while_idle_are_replaced_unnoticed) {
    const std::string location = fresh_location();
    auto store = open_store(location);
    ASSERT_OK(store);
    ASSERT_OK(create_table(**store));
    EXPECT_EQ(number(**store, "SELECT 1"), 1);
    end_all_other_connections(location);
    EXPECT_EQ(number(**store, "SELECT 2"), 2);
    end_all_other_connections(location);
    EXPECT_OK((*store)->write(
        [](Transaction& tx) { return run(tx, "INSERT INTO item (id) VALUES (1)"); }));
}

POSTGRES_TEST(PostgresStore, a_read_that_has_seen_rows_does_not_run_again) {
    auto& store = fresh_store();
    int rows = 0;
    const Result<void> result = store.read([&](Transaction& tx) -> Result<void> {
        TRY(tx.query({"SELECT 1", {}}, [&](const Row&) { ++rows; }));
        return tx.query({kEndOwnConnection, {}}, [](const Row&) {});
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.key, "db.unavailable");
    EXPECT_EQ(rows, 1);
    EXPECT_EQ(number(store, "SELECT 3"), 3);
}

POSTGRES_TEST(PostgresStore, a_connection_lost_during_commit_is_reported_as_unknown) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    // A deferred trigger runs inside COMMIT, so the connection ends exactly there.
    ASSERT_OK(store.migrate([](Transaction& tx) -> Result<void> {
        TRY(run(tx,
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"));
        return run(tx,
                   "CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON item DEFERRABLE "
                   "INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION cut()");
    }));
    int runs = 0;
    const Result<void> result = store.write([&](Transaction& tx) {
        ++runs;
        return run(tx, "INSERT INTO item (id) VALUES (1)");
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::unavailable);
    EXPECT_EQ(result.error().message.key, "error.commit_unknown");
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(number(store, "SELECT count(*) FROM item"), 0);
}

POSTGRES_TEST(PostgresStore, a_deadlock_is_resolved_by_running_one_of_the_two_again) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write(
        [](Transaction& tx) { return run(tx, "INSERT INTO item (id, n) VALUES (1, 0), (2, 0)"); }));
    std::latch both_hold_one(2);
    const auto cross = [&](std::int64_t first, std::int64_t second) {
        int runs = 0;
        EXPECT_OK(store.write([&](Transaction& tx) -> Result<void> {
            TRY(run(tx, "UPDATE item SET n = n + 1 WHERE id = ?", {first}));
            if (++runs == 1) both_hold_one.arrive_and_wait();
            return run(tx, "UPDATE item SET n = n + 1 WHERE id = ?", {second});
        }));
        return runs;
    };
    int runs_there = 0;
    std::thread there([&] { runs_there = cross(1, 2); });
    const int runs_here = cross(2, 1);
    there.join();
    EXPECT_EQ(runs_here + runs_there, 3);
    EXPECT_EQ(number(store, "SELECT sum(n) FROM item"), 4);
}

POSTGRES_TEST(PostgresStore, bulk_work_has_its_turn_among_people_who_never_stop) {
    StoreOptions options;
    options.reader_count = 1;  // two connections
    auto& store = fresh_store(options);
    ASSERT_OK(create_table(store));
    constexpr int kPeople = 4;
    std::atomic<bool> done = false;
    std::atomic<int> going = kPeople;
    std::vector<std::thread> people;
    for (int i = 0; i < kPeople; ++i) {
        people.emplace_back([&] {
            for (int turn = 0; turn < 300 && !done; ++turn) {
                EXPECT_OK(store.write([](Transaction& tx) {
                    return tx.query({"SELECT pg_sleep(0.02)", {}}, [](const Row&) {});
                }));
            }
            --going;
        });
    }
    int going_meanwhile = 0;
    EXPECT_OK(store.write(
        [&](Transaction& tx) {
            going_meanwhile = going;
            return run(tx, "INSERT INTO item (id) VALUES (1)");
        },
        Priority::bulk));
    done = true;
    for (std::thread& person : people)
        person.join();
    EXPECT_EQ(going_meanwhile, kPeople);
}

POSTGRES_TEST(PostgresStore, a_text_settles_on_few_prepared_statements_however_nulls_are_spread) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        const std::monostate null;
        for (std::int64_t i = 0; i < 40; ++i) {
            TRY(run(tx, "INSERT INTO item (id, n) VALUES (?, ?)",
                    {i, i % 2 == 0 ? Bind(null) : Bind(i)}));
        }
        TRY(tx.query({"SELECT count(*) FROM pg_prepared_statements "
                      "WHERE statement LIKE 'INSERT INTO item%'",
                      {}},
                     [](const Row& row) { EXPECT_EQ(row.integer(0), 2); }));
        return {};
    }));
}

POSTGRES_TEST(PostgresStore, a_changed_table_does_not_disturb_cached_statements) {
    auto& store = fresh_store();
    ASSERT_OK(create_table(store));
    EXPECT_EQ(number(store, "SELECT * FROM item UNION ALL SELECT 5, 5"), 5);
    ASSERT_OK(store.migrate(
        [](Transaction& tx) { return run(tx, "ALTER TABLE item ALTER COLUMN n TYPE text"); }));
    ASSERT_OK(store.migrate([](Transaction& tx) {
        return run(tx, "ALTER TABLE item ALTER COLUMN n TYPE integer USING n::integer");
    }));
    EXPECT_EQ(number(store, "SELECT * FROM item UNION ALL SELECT 5, 5"), 5);
}

TEST(PostgresLocation, never_shows_the_password) {
    auto address = Address::parse("postgresql://ana:secret@one:5432,two:5433/crm?sslmode=prefer");
    ASSERT_OK(address);
    EXPECT_EQ(address->display(), "postgresql://ana@one,two:5432,5433/crm");
}

TEST(PostgresLocation, that_cannot_be_read_is_refused_without_quoting_it) {
    auto opened = open_store("postgresql://ana:secret@host:port:x/crm?=");
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().message, (Message{"db.bad_address", {}}));
    EXPECT_EQ(opened.error().detail.find("secret"), std::string::npos);
}

TEST(PostgresLocation, gets_defaults_only_where_it_says_nothing) {
    auto address = Address::parse("postgresql://h/crm?connect_timeout=9&options=-c%20a.b%3D1");
    ASSERT_OK(address);
    const auto value = [&](std::string_view name) {
        for (const auto& [known, text] : address->settings()) {
            if (known == name) return text;
        }
        return std::string("missing");
    };
    EXPECT_EQ(value("connect_timeout"), "9");
    EXPECT_EQ(value("target_session_attrs"), "read-write");
    EXPECT_TRUE(value("options").ends_with(" -c a.b=1"));
    EXPECT_TRUE(value("options").starts_with("-c timezone=UTC"));
}

TEST(PostgresLocation, that_nobody_answers_at_is_an_error_naming_the_place) {
    auto opened = open_store("postgresql:///crm?host=/nonexistent&user=ana");
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().code, ErrorCode::unavailable);
    EXPECT_EQ(opened.error().message,
              (Message{"db.cannot_reach", {{"place", "postgresql://ana@/nonexistent/crm"}}}));
}

}  // namespace
}  // namespace clientela::db::postgres
