// SPDX-License-Identifier: Apache-2.0
// Tests that run on both stores. STORE_TEST(Suite, name) { auto& store = fresh_store(); ... }
// registers Suite.name/sqlite and Suite.name/postgres. Each test has directories and databases of
// its own, which are empty but for the SQL functions of db/functions.h and vanish when it ends.
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "db/store.h"

namespace clientela {

class StoreTest : public ::testing::Test {
public:
    explicit StoreTest(db::Dialect dialect) : dialect_(dialect) {}

    db::Dialect dialect() const { return dialect_; }
    bool on_postgres() const { return dialect_ == db::Dialect::postgres; }

    // A further call gives another, independent store.
    db::Store& fresh_store(const db::StoreOptions& options = {});
    // The same for those who open the store themselves.
    std::string fresh_location();
    // Closes a store of fresh_store and opens its location again.
    db::Store& reopen(db::Store& store, const db::StoreOptions& options = {});

protected:
    void TearDown() override;

private:
    struct Opened {
        std::string location;
        std::unique_ptr<db::Store> store;
    };

    db::Dialect dialect_;
    std::vector<Opened> stores_;
    std::vector<std::string> directories_;
    std::vector<std::string> databases_;
};

using MakeStoreTest = ::testing::Test* (*)(db::Dialect);

bool remember_store_test(const char* suite, const char* name, const char* file, int line,
                         MakeStoreTest make);

// Remembers a test for PostgreSQL alone; it carries no store in its name and in no count.
bool remember_postgres_test(const char* suite, const char* name, const char* file, int line,
                            MakeStoreTest make);

// For main: hands the remembered tests to GoogleTest, for one store or (nothing given) for both.
void register_store_tests(bool sqlite, bool postgres);
void print_store_counts();
void stop_shared_cluster();

// Prints key and detail of an unexpected error.
std::string describe(const Error& error);

template <class T>
::testing::AssertionResult is_ok(const Result<T>& result) {
    if (result.ok()) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << describe(result.error());
}

}  // namespace clientela

#define ASSERT_OK(expression) ASSERT_TRUE(::clientela::is_ok((expression)))
#define EXPECT_OK(expression) EXPECT_TRUE(::clientela::is_ok((expression)))

#define STORE_TEST(suite, name) CLIENTELA_STORE_TEST(suite, name, remember_store_test)

// For what only PostgreSQL can do to us; everything else is promised by both stores.
#define POSTGRES_TEST(suite, name) CLIENTELA_STORE_TEST(suite, name, remember_postgres_test)

#define CLIENTELA_STORE_TEST(suite, name, remember)                                      \
    class suite##_##name##_OnStore final : public ::clientela::StoreTest {               \
    public:                                                                              \
        using StoreTest::StoreTest;                                                      \
        void TestBody() override;                                                        \
    };                                                                                   \
    [[maybe_unused]] static const bool suite##_##name##_remembered =                     \
        ::clientela::remember(#suite, #name, __FILE__, __LINE__,                         \
                              [](::clientela::db::Dialect dialect) -> ::testing::Test* { \
                                  return new suite##_##name##_OnStore(dialect);          \
                              });                                                        \
    void suite##_##name##_OnStore::TestBody()
