// SPDX-License-Identifier: Apache-2.0
// PostgreSQL runs once for all tests; a test's database is a clone of one template. If the server
// cannot start, tests that need it fail: they never skip.
#include "tests/store_fixture.h"

#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <libpq-fe.h>

#include "db/functions.h"
#include "tests/kept_store.h"
#include "tests/postgres_cluster.h"

namespace clientela {
namespace {

struct Remembered {
    const char* suite;
    const char* name;
    const char* file;
    int line;
    MakeStoreTest make;
    bool both = true;
};

std::vector<Remembered>& remembered() {
    static std::vector<Remembered> tests;
    return tests;
}

constexpr const char* kTemplate = "clientela_template";

// The shared server with one connection for creating and dropping databases.
class SharedCluster {
public:
    SharedCluster() : cluster_(PostgresCluster::Durability::fast) {
        if (Result<void> started = cluster_.start(); !started) {
            trouble_ = describe(started.error());
            return;
        }
        connection_ = ::PQconnectdb(cluster_.uri().c_str());
        run(std::string("CREATE DATABASE ") + kTemplate);
        auto opened = db::open_store(cluster_.uri(kTemplate));
        if (!opened) {
            trouble_ = describe(opened.error());
            return;
        }
        const auto nothing = [](db::Transaction&) { return Result<void>{}; };
        if (Result<void> done = (*opened)->migrate(nothing); !done) {
            trouble_ = describe(done.error());
        }
    }
    ~SharedCluster() {
        ::PQfinish(connection_);
        cluster_.stop();
    }

    std::string create_database() {
        check();
        const std::string name = "test_" + std::to_string(++count_);
        run("CREATE DATABASE " + name + " TEMPLATE " + kTemplate);
        check();
        return name;
    }
    void drop_database(const std::string& name) {
        run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }
    std::string uri(const std::string& database) const { return cluster_.uri(database); }

private:
    void check() const {
        if (!trouble_.empty()) throw std::runtime_error("PostgreSQL is needed: " + trouble_);
    }
    void run(const std::string& text) {
        PGresult* result = ::PQexec(connection_, text.c_str());
        if (::PQresultStatus(result) != PGRES_COMMAND_OK) trouble_ = ::PQerrorMessage(connection_);
        ::PQclear(result);
    }

    PostgresCluster cluster_;
    PGconn* connection_ = nullptr;
    std::string trouble_;
    int count_ = 0;
};

std::unique_ptr<SharedCluster>& shared_slot() {
    static std::unique_ptr<SharedCluster> cluster;
    return cluster;
}

std::vector<std::function<void()>>& to_be_closed() {
    static std::vector<std::function<void()>> all;
    return all;
}

SharedCluster& shared_cluster() {
    if (!shared_slot()) shared_slot() = std::make_unique<SharedCluster>();
    return *shared_slot();
}

}  // namespace

std::string describe(const Error& error) {
    std::string text = error.message.key + " (" + error.detail + ")";
    for (const FieldError& field : error.fields)
        text += " " + field.field + ": " + field.code;
    return text;
}

bool remember_store_test(const char* suite, const char* name, const char* file, int line,
                         MakeStoreTest make) {
    remembered().push_back({suite, name, file, line, make, true});
    return true;
}

bool remember_postgres_test(const char* suite, const char* name, const char* file, int line,
                            MakeStoreTest make) {
    remembered().push_back({suite, name, file, line, make, false});
    return true;
}

void register_store_tests(bool sqlite, bool postgres) {
    const auto add = [](const Remembered& test, const char* store, db::Dialect dialect) {
        const std::string name = test.both ? std::string(test.name) + "/" + store : test.name;
        ::testing::RegisterTest(test.suite, name.c_str(), nullptr, nullptr, test.file, test.line,
                                [make = test.make, dialect] { return make(dialect); });
    };
    for (const Remembered& test : remembered()) {
        if (sqlite && test.both) add(test, "sqlite", db::Dialect::sqlite);
        if (postgres) add(test, "postgres", db::Dialect::postgres);
    }
}

void print_store_counts() {
    int sqlite = 0;
    int postgres = 0;
    const ::testing::UnitTest& run = *::testing::UnitTest::GetInstance();
    for (int i = 0; i < run.total_test_suite_count(); ++i) {
        const ::testing::TestSuite& suite = *run.GetTestSuite(i);
        for (int j = 0; j < suite.total_test_count(); ++j) {
            const ::testing::TestInfo& test = *suite.GetTestInfo(j);
            if (!test.should_run()) continue;
            const std::string_view name = test.name();
            if (name.ends_with("/sqlite")) ++sqlite;
            if (name.ends_with("/postgres")) ++postgres;
        }
    }
    std::printf("sqlite: %d tests, postgres: %d tests\n", sqlite, postgres);
}

std::string kept_location(db::Dialect dialect) {
    if (dialect == db::Dialect::postgres)
        return shared_cluster().uri(shared_cluster().create_database());
    static int count = 0;
    return scratch_directory() + "/kept" + std::to_string(++count);
}

void at_end(std::function<void()> close) { to_be_closed().push_back(std::move(close)); }

void stop_shared_cluster() {
    for (const auto& close : std::exchange(to_be_closed(), {}))
        close();
    shared_slot().reset();
}

std::string StoreTest::fresh_location() {
    if (on_postgres()) {
        databases_.push_back(shared_cluster().create_database());
        return shared_cluster().uri(databases_.back());
    }
    static int count = 0;
    directories_.push_back(scratch_directory() + "/store" + std::to_string(++count));
    return directories_.back();
}

db::Store& StoreTest::fresh_store(const db::StoreOptions& options) {
    std::string location = fresh_location();
    auto opened = db::open_store(location, options);
    if (!opened) throw std::runtime_error(describe(opened.error()));
    stores_.push_back({std::move(location), std::move(opened).value()});
    return *stores_.back().store;
}

db::Store& StoreTest::reopen(db::Store& store, const db::StoreOptions& options) {
    for (Opened& known : stores_) {
        if (known.store.get() != &store) continue;
        known.store.reset();
        auto opened = db::open_store(known.location, options);
        if (!opened) throw std::runtime_error(describe(opened.error()));
        known.store = std::move(opened).value();
        return *known.store;
    }
    throw std::runtime_error("reopen wants a store of fresh_store");
}

void StoreTest::TearDown() {
    stores_.clear();
    std::error_code trouble;
    for (const std::string& path : directories_)
        std::filesystem::remove_all(path, trouble);
    for (const std::string& name : databases_)
        shared_cluster().drop_database(name);
}

}  // namespace clientela
