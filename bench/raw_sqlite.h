// SPDX-License-Identifier: Apache-2.0
// SQLite as someone would use it who writes one program for one question: what the baselines and
// the generator stand on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "measure.h"

namespace clientela::bench {

class RawDatabase {
public:
    explicit RawDatabase(const std::string& directory) {
        if (sqlite3_open((directory + "/clientela.db").c_str(), &handle_) != SQLITE_OK)
            stop("cannot open " + directory);
        run("pragma cache_size=-16384");  // as the server's connections
        sqlite3_busy_timeout(handle_, 10'000);
    }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;
    ~RawDatabase() { sqlite3_close(handle_); }

    void run(const std::string& text) {
        char* message = nullptr;
        if (sqlite3_exec(handle_, text.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
            stop(std::string(message) + " in " + text);
        }
    }
    sqlite3* handle() const { return handle_; }

private:
    sqlite3* handle_ = nullptr;
};

class RawStatement {
public:
    RawStatement(RawDatabase& database, const std::string& text) {
        if (sqlite3_prepare_v3(database.handle(), text.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                               &statement_, nullptr) != SQLITE_OK) {
            stop(std::string(sqlite3_errmsg(database.handle())) + " in " + text);
        }
    }
    RawStatement(const RawStatement&) = delete;
    RawStatement& operator=(const RawStatement&) = delete;
    ~RawStatement() { sqlite3_finalize(statement_); }

    RawStatement& bind(std::int64_t value) {
        sqlite3_bind_int64(statement_, ++bound_, value);
        return *this;
    }
    RawStatement& bind(std::string_view value) {
        sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT);
        return *this;
    }
    RawStatement& null() {
        sqlite3_bind_null(statement_, ++bound_);
        return *this;
    }
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code != SQLITE_ROW && code != SQLITE_DONE)
            stop(sqlite3_errmsg(sqlite3_db_handle(statement_)));
        return code == SQLITE_ROW;
    }
    void reset() {
        sqlite3_reset(statement_);
        bound_ = 0;
    }
    void done() {
        while (step())
            continue;
        reset();
    }
    bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::string_view text(int column) const {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {data == nullptr ? "" : data,
                static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
};

}  // namespace clientela::bench
