// SPDX-License-Identifier: Apache-2.0
// One SQLite connection: opened with the pragmas of the store, with a cache of prepared statements.
// Used by one thread at a time.
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "db/sqlite/functions.h"
#include "db/store.h"

struct sqlite3;
struct sqlite3_stmt;

namespace clientela::db::sqlite {

enum class Access { reader, writer };

class Connection {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    static Result<std::unique_ptr<Connection>> open(const std::string& path, Access access,
                                                    std::int64_t cache_bytes);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Result<void> query(const Sql& sql, const OnRow& on_row);
    Result<std::int64_t> execute(const Sql& sql);
    Result<void> command(std::string_view text);  // BEGIN, COMMIT and their like; cached too

    // Statements that still run at `deadline` stop with "error.deadline".
    void set_deadline(Deadline deadline) { deadline_ = deadline; }
    bool in_transaction() const;
    std::int64_t total_changes() const;  // rows written since it was opened

    int wal_pages() const { return wal_pages_; }
    // Copies the log back into the database file as far as readers allow; gives the pages of the
    // log that are copied now. With patience it waits so long for those who still read in the log,
    // after which the next write begins it anew: without, readers that always overlap keep it
    // growing.
    int checkpoint(std::chrono::milliseconds patience);

private:
    struct Cached {
        std::string text;
        sqlite3_stmt* statement = nullptr;
        bool busy = false;
    };
    class Lease;

    Connection() = default;
    Result<Lease> prepare(std::string_view text);
    Result<sqlite3_stmt*> compile(std::string_view text, bool keep);
    void forget_oldest();
    Result<void> bind(sqlite3_stmt* statement, const std::vector<Bind>& args);
    bool may_not_write(int code) const;
    int reason_of_write() const;
    Error error(int code) const;

    static constexpr std::size_t kStatementsMax = 200;

    sqlite3* handle_ = nullptr;
    ZoneCache zones_;
    Deadline deadline_ = Deadline::max();
    int wal_pages_ = 0;
    std::list<Cached> statements_;  // newest use first
    std::unordered_map<std::string_view, std::list<Cached>::iterator> by_text_;
};

}  // namespace clientela::db::sqlite
