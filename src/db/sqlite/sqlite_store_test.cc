// SPDX-License-Identifier: Apache-2.0
// What is SQLite's own: the lock of the directory and the limited number of readers.
#include "db/sqlite/sqlite_store.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "db/held.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela::db::sqlite {
namespace {

class SqliteDirectory : public ::testing::Test {
protected:
    SqliteDirectory() {
        static int count = 0;
        path_ = scratch_directory() + "/directory" + std::to_string(++count);
    }
    ~SqliteDirectory() override { std::filesystem::remove_all(path_); }
    std::string path_;
};

TEST_F(SqliteDirectory, a_store_in_use_cannot_be_opened_again_until_it_is_closed) {
    auto first = open_store(path_);
    ASSERT_OK(first);
    auto second = open_store(path_);
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().message, (Message{"db.store_in_use", {{"path", path_}}}));
    EXPECT_EQ(refuse_if_held(path_).error().message, second.error().message);
    first.value().reset();
    EXPECT_OK(refuse_if_held(path_));
    EXPECT_OK(open_store(path_));
}

TEST_F(SqliteDirectory, asking_whether_it_is_held_makes_nothing) {
    std::filesystem::create_directories(path_);
    EXPECT_OK(refuse_if_held(path_));
    EXPECT_TRUE(std::filesystem::is_empty(path_));
}

TEST_F(SqliteDirectory, a_place_that_is_no_directory_is_refused_with_its_path) {
    auto opened = open_store("/dev/null/store");
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().message,
              (Message{"db.cannot_open_directory",
                       {{"path", "/dev/null/store"}, {"reason", "system.ENOTDIR"}}}));
}

TEST_F(SqliteDirectory, a_database_file_that_was_lost_is_not_made_anew) {
    ASSERT_OK(open_store(path_));
    const std::string file = path_ + "/clientela.db";
    for (const bool missing : {false, true}) {
        std::filesystem::resize_file(file, 0);
        if (missing) std::filesystem::remove(file);
        auto opened = open_store(path_);
        ASSERT_FALSE(opened.ok());
        EXPECT_EQ(opened.error().message, (Message{"db.file_lost", {{"path", file}}}));
        EXPECT_EQ(std::filesystem::exists(file), !missing);
    }
}

// A store that an earlier version made, whose server was killed.
TEST_F(SqliteDirectory, a_log_beside_an_empty_database_file_is_kept) {
    std::filesystem::create_directories(path_);
    const std::string log = path_ + "/clientela.db-wal";
    std::ofstream(log) << "the last changes";
    std::ofstream(path_ + "/clientela.db").close();
    auto opened = open_store(path_);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().message.key, "db.file_lost");
    EXPECT_EQ(std::filesystem::file_size(log), 16U);
}

TEST_F(SqliteDirectory, a_file_that_is_no_database_is_named) {
    std::filesystem::create_directories(path_);
    const std::string file = path_ + "/clientela.db";
    std::ofstream(file) << std::string(8192, 'x');
    auto opened = open_store(path_);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.error().message, (Message{"db.file_damaged", {{"path", file}}}));
}

TEST_F(SqliteDirectory, nobody_else_may_look_into_a_new_directory) {
    ASSERT_OK(open_store(path_));
    using std::filesystem::perms;
    EXPECT_EQ(std::filesystem::status(path_).permissions(), perms::owner_all);
    EXPECT_EQ(std::filesystem::status(path_ + "/clientela.db").permissions(),
              perms::owner_read | perms::owner_write);
}

TEST_F(SqliteDirectory, a_read_waits_for_a_free_reader_until_its_deadline_only) {
    StoreOptions options;
    options.reader_count = 1;
    auto store = open_store(path_, options);
    ASSERT_OK(store);
    const Work inner = [](Transaction&) { return Result<void>{}; };
    ASSERT_OK((*store)->read([&](Transaction&) -> Result<void> {
        const Result<void> second = (*store)->read(inner, std::chrono::milliseconds(5));
        if (second) return internal_error("a second reader");
        EXPECT_EQ(second.error().message.key, "error.deadline");
        return {};
    }));
    EXPECT_OK((*store)->read(inner, std::chrono::milliseconds(5000)));
}

TEST_F(SqliteDirectory, a_read_at_once_finds_a_free_reader_or_does_nothing) {
    StoreOptions options;
    options.reader_count = 1;
    auto store = open_store(path_, options);
    ASSERT_OK(store);
    int reads = 0;
    const auto at_once = [&] {
        const auto done = (*store)->read_at_once([&](Transaction&) {
            ++reads;
            return Result<void>{};
        });
        EXPECT_OK(done);
        return done.ok() && *done;
    };
    EXPECT_FALSE(at_once()) << "to open a connection is to wait for the disk";
    ASSERT_OK((*store)->read([&](Transaction&) -> Result<void> {
        EXPECT_FALSE(at_once()) << "the only reader is in use";
        return {};
    }));
    EXPECT_EQ(reads, 0);
    EXPECT_TRUE(at_once());
    EXPECT_EQ(reads, 1);
    const auto endless = (*store)->read_at_once([](Transaction& tx) {
        return tx.query({"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "
                         "count(*) FROM n",
                         {}},
                        [](const Row&) {});
    });
    ASSERT_OK(endless);
    EXPECT_FALSE(*endless) << "what takes long is not done at once";
}

// Somebody always reads, and everybody only for a moment: without waiting for them once in a while
// the log would keep all that is written (this much: 400 MB).
TEST_F(SqliteDirectory, its_log_stays_bounded_while_somebody_always_reads) {
    auto store = open_store(path_);
    ASSERT_OK(store);
    ASSERT_OK((*store)->write([](Transaction& tx) -> Result<void> {
        TRY(tx.execute({"CREATE TABLE page (number INTEGER PRIMARY KEY, text TEXT)", {}}));
        return {};
    }));
    std::atomic<bool> over = false;
    const auto read = [&](std::chrono::milliseconds begin) {
        std::this_thread::sleep_for(begin);
        while (!over)
            EXPECT_OK((*store)->read([](Transaction& tx) -> Result<void> {
                TRY(tx.query({"SELECT count(*) FROM page", {}}, [](const Row&) {}));
                std::this_thread::sleep_for(std::chrono::milliseconds(40));
                return {};
            }));
    };
    std::thread first(read, std::chrono::milliseconds(0));
    std::thread second(read, std::chrono::milliseconds(15));
    std::thread third(read, std::chrono::milliseconds(30));
    const std::string text(1 << 20, 'x');
    std::uintmax_t largest = 0;
    for (std::int64_t number = 0; number < 400; ++number) {
        EXPECT_OK((*store)->write([&](Transaction& tx) -> Result<void> {
            TRY(tx.execute({"INSERT OR REPLACE INTO page VALUES (?, ?)", {number % 8, text}}));
            return {};
        }));
        largest = std::max(largest, std::filesystem::file_size(path_ + "/clientela.db-wal"));
    }
    over = true;
    first.join();
    second.join();
    third.join();
    EXPECT_LT(largest, 350U << 20);
}

}  // namespace
}  // namespace clientela::db::sqlite
