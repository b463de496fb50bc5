// SPDX-License-Identifier: Apache-2.0
// One interface over the two stores, SQLite and PostgreSQL. A store runs closures inside
// transactions; nobody outside src/db sees a connection. Statements bind every value; `?` is the
// placeholder on both.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace clientela::db {

enum class Dialect { sqlite, postgres };

// What can be bound and read. SQLite keeps bool as 0/1, Date as 'YYYY-MM-DD', Instant as integer
// milliseconds; PostgreSQL uses boolean, date and timestamptz. Text columns of PostgreSQL are
// created with COLLATE "C", so both stores compare text by code point. LIKE minds the case on both.
// SQL functions that both have: db/functions.h.
using Bind = std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, Instant>;

struct Sql {
    std::string text;
    std::vector<Bind> args;
};

// One row of a result, valid only inside the callback. Columns count from 0; reading a null column
// gives the type's zero, so ask is_null first.
class Row {
public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual double real(int column) const = 0;
    virtual bool boolean(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual Date date(int column) const = 0;
    virtual Instant instant(int column) const = 0;

protected:
    ~Row() = default;
};

using OnRow = std::function<void(const Row&)>;

class Transaction {
public:
    virtual Dialect dialect() const = 0;
    virtual Result<void> query(const Sql& sql, const OnRow& on_row) = 0;
    virtual Result<std::int64_t> execute(const Sql& sql) = 0;  // rows touched
    // Runs `work` inside a savepoint: its failure undoes what it did and leaves the rest standing.
    // A statement that fails dooms the innermost nested part, or the transaction, it stands in:
    // even when the closure ignores the error, that part is undone and reports it.
    virtual Result<void> nested(const std::function<Result<void>()>& work) = 0;

protected:
    ~Transaction() = default;
};

using Work = std::function<Result<void>(Transaction&)>;
using Done = std::function<void(const Result<void>&)>;

enum class Priority { interactive, bulk };  // interactive work overtakes queued bulk work

struct StoreOptions {
    int reader_count = 4;
    std::chrono::milliseconds read_deadline{10'000};
    std::chrono::milliseconds retry_budget{8'000};  // PostgreSQL: whole-transaction retry
    std::int64_t cache_bytes = 16 << 20;            // SQLite page cache of each connection
};

class Store {
public:
    virtual ~Store() = default;
    virtual Dialect dialect() const = 0;

    // Runs `work` on one consistent snapshot, without writing. A deadline that passes interrupts
    // the statement and gives ErrorCode::unavailable with key "error.deadline". After a lost
    // connection PostgreSQL runs `work` again only if it has seen no row yet.
    virtual Result<void> read(const Work& work, std::chrono::milliseconds deadline) = 0;
    Result<void> read(const Work& work) { return read(work, default_deadline()); }

    // The same for a short read on a thread that must not wait: false where it would wait for a
    // connection or another machine, or takes over ten milliseconds. `work` may have begun then.
    virtual Result<bool> read_at_once(const Work& work);

    // Runs `work` and returns once it is durable. An error from `work` rolls back all it did and is
    // returned unchanged. PostgreSQL may run `work` again after a serialization failure, a deadlock
    // or a lost connection, so it must take ids, times and random values from outside. A connection
    // lost during COMMIT gives ErrorCode::unavailable with key "error.commit_unknown"; a disk that
    // refuses it, with key "db.write_unknown".
    virtual Result<void> write(const Work& work, Priority priority) = 0;
    Result<void> write(const Work& work) { return write(work, Priority::interactive); }

    // The same for a thread that must not wait: `done` is told on another thread, once what `work`
    // did is durable or why it is not, and must not block it. `work` may run twice: the first time
    // is undone then. False where the store cannot do that (PostgreSQL), with nothing done.
    virtual bool write_later(Work work, Done done);

    // For DDL and for system set-up: one connection, and no other migration meanwhile.
    virtual Result<void> migrate(const Work& work) = 0;

    // One statement outside any transaction, for as long as it takes: PostgreSQL builds an index so
    // while others write (CREATE INDEX CONCURRENTLY). SQLite has one writer, which it holds.
    virtual Result<void> run_alone(const std::string& statement);

    virtual std::chrono::milliseconds default_deadline() const = 0;
    virtual std::string location() const = 0;  // for people; never holds a password
};

// `location` is a directory (SQLite: clientela.db inside it, created when missing) or a
// postgresql:// URI, possibly with several hosts.
Result<std::unique_ptr<Store>> open_store(std::string_view location,
                                          const StoreOptions& options = {});

}  // namespace clientela::db
