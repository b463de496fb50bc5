// SPDX-License-Identifier: Apache-2.0
// What is SQLite's own: the lock of the directory and the limited number of readers.
#include "db/sqlite/sqlite_store.h"

#include <filesystem>

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

}  // namespace
}  // namespace clientela::db::sqlite
