// SPDX-License-Identifier: Apache-2.0
// The log as followers see it: in the order of commits, and no entry ever lost, also when
// transactions commit in another order than they began or took their numbers.
#include "change/log.h"

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "schema/migrate.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::change {
namespace {

Result<void> prepare(db::Store& store) {
    const auto schema = TRY(load_builtin());
    TRY(schema::migrate(store, *schema));
    return {};
}

Entry entry_of(std::int64_t record, std::int64_t version = 1) {
    Entry entry;
    entry.happened_at = Instant{1'790'000'000'123};
    entry.actor = Id{77};
    entry.origin = "test";
    entry.op = Op::update;
    entry.object_id = 12;
    entry.record = Id{record};
    entry.version = version;
    entry.diff = R"({"20":["a","b"]})";
    return entry;
}

// Reads on from where it stood, like a consumer.
class Follower {
public:
    explicit Follower(db::Store& store) : store_(store) {}

    std::vector<std::int64_t> read(int limit = 100) {
        std::vector<std::int64_t> records;
        const auto work = [&](db::Transaction& tx) -> Result<void> {
            for (const Entry& entry : TRY(read_after(tx, cursor_, limit))) {
                records.push_back(entry.record.value);
                cursor_ = Cursor{entry.tx_id, entry.seq};
            }
            return {};
        };
        EXPECT_OK(store_.read(work));
        return records;
    }
    Cursor cursor() const { return cursor_; }

private:
    db::Store& store_;
    Cursor cursor_;
};

// Lets threads take their steps in a fixed order.
class Stage {
public:
    void reach(int step) {
        const std::lock_guard lock(mutex_);
        step_ = std::max(step_, step);
        moved_.notify_all();
    }
    bool wait_for(int step) {
        std::unique_lock lock(mutex_);
        return moved_.wait_for(lock, std::chrono::seconds(30), [&] { return step_ >= step; });
    }

private:
    std::mutex mutex_;
    std::condition_variable moved_;
    int step_ = 0;
};

Result<void> take_transaction_id(db::Transaction& tx) {
    if (tx.dialect() == db::Dialect::sqlite) return {};
    return tx.query({"select pg_current_xact_id()::text", {}}, [](const db::Row&) {});
}

STORE_TEST(ChangeLog, entries_come_back_as_they_were_written) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    Entry bare = entry_of(0, 0);
    bare.actor = Id{};
    bare.op = Op::create;
    const auto write = [&](db::Transaction& tx) -> Result<void> {
        TRY(append(tx, entry_of(5, 3)));
        return append(tx, bare);
    };
    ASSERT_OK(store.write(write));
    std::vector<Entry> entries;
    const auto read = [&](db::Transaction& tx) -> Result<void> {
        entries = TRY(read_after(tx, {}, 10));
        return {};
    };
    ASSERT_OK(store.read(read));
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].record, Id{5});
    EXPECT_EQ(entries[0].version, 3);
    EXPECT_EQ(entries[0].actor, Id{77});
    EXPECT_EQ(entries[0].origin, "test");
    EXPECT_EQ(entries[0].op, Op::update);
    EXPECT_EQ(entries[0].object_id, 12);
    EXPECT_EQ(entries[0].happened_at.ms, 1'790'000'000'123);
    EXPECT_EQ(entries[0].diff, R"({"20":["a","b"]})");
    EXPECT_EQ(entries[1].op, Op::create);
    EXPECT_FALSE(entries[1].actor);
    EXPECT_FALSE(entries[1].record);
    EXPECT_LT(entries[0].seq, entries[1].seq);
}

STORE_TEST(ChangeLog, a_follower_reads_page_by_page_and_misses_nothing) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    for (std::int64_t i = 1; i <= 7; ++i) {
        ASSERT_OK(store.write([&](db::Transaction& tx) { return append(tx, entry_of(i)); }));
    }
    Follower follower(store);
    EXPECT_EQ(follower.read(3), (std::vector<std::int64_t>{1, 2, 3}));
    EXPECT_EQ(follower.read(3), (std::vector<std::int64_t>{4, 5, 6}));
    EXPECT_EQ(follower.read(3), (std::vector<std::int64_t>{7}));
    EXPECT_TRUE(follower.read(3).empty());
    Cursor newest;
    const auto read = [&](db::Transaction& tx) -> Result<void> {
        newest = TRY(head(tx));
        return {};
    };
    ASSERT_OK(store.read(read));
    EXPECT_EQ(newest, follower.cursor());
}

// A takes its transaction id first, B takes seq 1, A takes seq 2 and commits, then B commits: a
// cursor over seq alone moves to 2 and never sees 1.
STORE_TEST(ChangeLog, a_writer_that_commits_late_with_an_early_number_is_not_lost) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    Follower follower(store);
    std::vector<std::int64_t> seen;
    const auto follow = [&] {
        for (std::int64_t record : follower.read())
            seen.push_back(record);
    };
    if (!on_postgres()) {  // one writer: whoever takes a number first commits first
        ASSERT_OK(store.write([&](db::Transaction& tx) { return append(tx, entry_of(1)); }));
        follow();
        ASSERT_OK(store.write([&](db::Transaction& tx) { return append(tx, entry_of(2)); }));
        follow();
        EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 2}));
        return;
    }
    Stage stage;
    std::thread a([&] {
        EXPECT_OK(store.write([&](db::Transaction& tx) -> Result<void> {
            if (const auto id = take_transaction_id(tx); !id.ok()) return id;
            stage.reach(1);
            EXPECT_TRUE(stage.wait_for(2));
            return append(tx, entry_of(2));
        }));
        stage.reach(3);
    });
    std::thread b([&] {
        EXPECT_TRUE(stage.wait_for(1));
        EXPECT_OK(store.write([&](db::Transaction& tx) -> Result<void> {
            auto appended = append(tx, entry_of(1));
            stage.reach(2);
            EXPECT_TRUE(stage.wait_for(4));
            return appended;
        }));
        stage.reach(5);
    });
    EXPECT_TRUE(stage.wait_for(3));
    follow();  // A has committed seq 2, B still holds seq 1
    stage.reach(4);
    EXPECT_TRUE(stage.wait_for(5));
    follow();
    a.join();
    b.join();
    EXPECT_EQ(std::multiset<std::int64_t>(seen.begin(), seen.end()),
              (std::multiset<std::int64_t>{1, 2}));
}

// The other way round: B began later, took seq 1 and committed first; A still runs below it.
STORE_TEST(ChangeLog, nothing_is_read_above_a_transaction_that_still_runs) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    Follower follower(store);
    if (!on_postgres()) {
        ASSERT_OK(store.write([&](db::Transaction& tx) { return append(tx, entry_of(1)); }));
        EXPECT_EQ(follower.read(), (std::vector<std::int64_t>{1}));
        return;
    }
    Stage stage;
    std::thread a([&] {
        EXPECT_OK(store.write([&](db::Transaction& tx) -> Result<void> {
            if (const auto id = take_transaction_id(tx); !id.ok()) return id;
            stage.reach(1);
            EXPECT_TRUE(stage.wait_for(2));
            return append(tx, entry_of(2));
        }));
    });
    EXPECT_TRUE(stage.wait_for(1));
    EXPECT_OK(store.write([&](db::Transaction& tx) { return append(tx, entry_of(1)); }));
    EXPECT_TRUE(follower.read().empty());
    stage.reach(2);
    a.join();
    EXPECT_EQ(follower.read(), (std::vector<std::int64_t>{2, 1}));  // by transaction id
}

STORE_TEST(ChangeLog, many_writers_at_once_leave_every_entry_to_a_follower_exactly_once) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    constexpr int kWriters = 4;
    constexpr int kChanges = 40;
    std::vector<std::thread> writers;
    std::atomic<int> running{kWriters};
    for (int writer = 0; writer < kWriters; ++writer) {
        writers.emplace_back([&, writer] {
            for (int i = 0; i < kChanges; ++i) {
                EXPECT_OK(store.write([&](db::Transaction& tx) {
                    return append(tx, entry_of(writer * 1000 + i + 1));
                }));
            }
            running -= 1;
        });
    }
    Follower follower(store);
    std::multiset<std::int64_t> seen;
    for (bool last = false; !last;) {
        last = running == 0;
        for (std::int64_t record : follower.read(7)) {
            seen.insert(record);
            last = false;
        }
    }
    for (std::thread& writer : writers)
        writer.join();
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(kWriters * kChanges));
    EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), seen.size());
}

STORE_TEST(ChangeLog, the_history_of_a_record_comes_newest_first_in_pages) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    for (std::int64_t version = 1; version <= 5; ++version) {
        const auto write = [&](db::Transaction& tx) -> Result<void> {
            TRY(append(tx, entry_of(9, version)));
            return append(tx, entry_of(10, version));
        };
        ASSERT_OK(store.write(write));
    }
    std::vector<std::int64_t> versions;
    const auto read = [&](db::Transaction& tx) -> Result<void> {
        std::optional<Cursor> before;
        for (int page = 0; page < 3; ++page) {
            for (const Entry& entry : TRY(history(tx, 12, Id{9}, 2, before))) {
                EXPECT_EQ(entry.record, Id{9});
                versions.push_back(entry.version);
                before = Cursor{entry.tx_id, entry.seq};
            }
        }
        return {};
    };
    ASSERT_OK(store.read(read));
    EXPECT_EQ(versions, (std::vector<std::int64_t>{5, 4, 3, 2, 1}));
}

STORE_TEST(ChangeLog, a_consumer_begins_at_zero_and_goes_on_where_it_stopped) {
    auto& store = fresh_store();
    ASSERT_OK(prepare(store));
    Cursor fresh{9, 9};
    Cursor moved;
    const auto work = [&](db::Transaction& tx) -> Result<void> {
        fresh = TRY(consumer_cursor(tx, "search"));
        TRY(set_consumer_cursor(tx, "search", {4, 17}));
        TRY(set_consumer_cursor(tx, "search", {5, 18}));
        TRY(set_consumer_cursor(tx, "mart", {1, 2}));
        moved = TRY(consumer_cursor(tx, "search"));
        return {};
    };
    ASSERT_OK(store.write(work));
    EXPECT_EQ(fresh, Cursor{});
    EXPECT_EQ(moved, (Cursor{5, 18}));
}

TEST(ChangeToken, every_cursor_comes_back_from_its_token) {
    for (const Cursor& cursor :
         {Cursor{}, Cursor{0, 1}, Cursor{725, 2}, Cursor{1LL << 62, 1LL << 40}}) {
        const auto parsed = parse_token(to_token(cursor, 7), 7);
        ASSERT_TRUE(parsed.has_value());
        EXPECT_EQ(*parsed, cursor);
    }
}

TEST(ChangeToken, a_token_of_a_log_that_was_replaced_is_refused) {
    EXPECT_TRUE(parse_token(to_token({725, 2}, 1), 1).has_value());
    EXPECT_FALSE(parse_token(to_token({725, 2}, 1), 2).has_value());
}

TEST(ChangeToken, a_token_that_was_touched_is_refused) {
    const std::string token = to_token({725, 2}, 0x123456);
    EXPECT_FALSE(parse_token("", 0x123456).has_value());
    EXPECT_FALSE(parse_token(token.substr(1), 0x123456).has_value());
    EXPECT_FALSE(parse_token(token + "A", 0x123456).has_value());
    EXPECT_FALSE(parse_token("!" + token.substr(1), 0x123456).has_value());
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(parse_token(changed, 0x123456).has_value()) << changed;
    }
}

}  // namespace
}  // namespace clientela::change
