// SPDX-License-Identifier: Apache-2.0
// Prepares, binds and steps. The cache keeps a prepared statement per SQL text; a statement that is
// in use further up the stack (a query inside the callback of the same query) is compiled once
// more.
#include "db/sqlite/connection.h"

#include <cerrno>
#include <utility>

#include <sqlite3.h>

#include "db/failure.h"

namespace clientela::db::sqlite {
namespace {

class StatementRow final : public Row {
public:
    explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}

    bool is_null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(statement_, column);
    }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    bool boolean(int column) const override {
        return sqlite3_column_int64(statement_, column) != 0;
    }
    std::string_view text(int column) const override {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (data == nullptr) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    Date date(int column) const override { return parse_date(text(column)).value_or(Date{}); }
    Instant instant(int column) const override { return Instant{integer(column)}; }

private:
    sqlite3_stmt* statement_;
};

int past_deadline(void* context) {
    const auto& deadline = *static_cast<const Connection::Deadline*>(context);
    return deadline != Connection::Deadline::max() && std::chrono::steady_clock::now() >= deadline;
}

constexpr int kBusyMilliseconds = 5000;

int remember_wal_pages(void* context, sqlite3*, const char*, int pages) {
    *static_cast<int*>(context) = pages;
    return SQLITE_OK;
}

std::string pragmas(Access access, std::int64_t cache_bytes) {
    std::string text = "PRAGMA cache_size=-" + std::to_string(cache_bytes / 1024) +
                       ";PRAGMA foreign_keys=OFF"
                       // LIKE then tells large letters from small ones, as PostgreSQL's does.
                       ";PRAGMA case_sensitive_like=ON";
    if (access == Access::reader) return text + ";PRAGMA query_only=ON";
    return text +
           ";PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL"
           ";PRAGMA journal_size_limit=67108864;PRAGMA secure_delete=FAST";
}

}  // namespace

// Holds a statement while it runs; afterwards it is reset, which also lets go of the snapshot.
class Connection::Lease {
public:
    Lease(sqlite3_stmt* statement, bool* busy) : statement_(statement), busy_(busy) {
        if (busy_ != nullptr) *busy_ = true;
    }
    Lease(Lease&& other) noexcept
        : statement_(std::exchange(other.statement_, nullptr)), busy_(other.busy_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
        if (statement_ == nullptr) return;
        if (busy_ == nullptr) {
            sqlite3_finalize(statement_);
        } else {
            sqlite3_reset(statement_);
            *busy_ = false;
        }
    }
    sqlite3_stmt* get() const { return statement_; }

private:
    sqlite3_stmt* statement_;
    bool* busy_;  // null for a statement outside the cache
};

// Many saves run in a savepoint, whose journal spills to a file beyond 64 kB by default: several
// writes per save. Up to this size it stays in memory; what is larger (a dry run of a big import)
// still spills. The library takes this once, before its first connection.
static void keep_savepoints_in_memory() {
    constexpr int kBytes = 8 << 20;
    static const int once = sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kBytes);
    static_cast<void>(once);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Access access,
                                                     std::int64_t cache_bytes) {
    keep_savepoints_in_memory();
    std::unique_ptr<Connection> connection(new Connection);
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                      (access == Access::writer ? SQLITE_OPEN_CREATE : 0);
    int code = sqlite3_open_v2(path.c_str(), &connection->handle_, flags, nullptr);
    if (code != SQLITE_OK) return connection->error(code);
    sqlite3* handle = connection->handle_;
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, kBusyMilliseconds);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    code = register_functions(handle, connection->zones_);
    if (code != SQLITE_OK) return connection->error(code);
    code = sqlite3_exec(handle, pragmas(access, cache_bytes).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return connection->error(code);
    if (access == Access::reader) {
        sqlite3_progress_handler(handle, 2000, past_deadline, &connection->deadline_);
    } else {
        sqlite3_wal_hook(handle, remember_wal_pages, &connection->wal_pages_);
    }
    return connection;
}

Connection::~Connection() {
    for (Cached& cached : statements_)
        sqlite3_finalize(cached.statement);
    sqlite3_close_v2(handle_);
}

std::int64_t Connection::total_changes() const { return sqlite3_total_changes64(handle_); }

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

int Connection::checkpoint(std::chrono::milliseconds patience) {
    const int mode = patience.count() > 0 ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    int in_log = 0;
    int copied = 0;
    sqlite3_busy_timeout(handle_, static_cast<int>(patience.count()));
    sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, &in_log, &copied);
    sqlite3_busy_timeout(handle_, kBusyMilliseconds);
    return copied;
}

Result<sqlite3_stmt*> Connection::compile(std::string_view text, bool keep) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle_, text.data(), static_cast<int>(text.size()),
                                        keep ? SQLITE_PREPARE_PERSISTENT : 0U, &statement, &tail);
    if (code != SQLITE_OK) return error(code);
    if (statement == nullptr || tail != text.data() + text.size()) {
        sqlite3_finalize(statement);
        return internal_error("more than one statement");
    }
    return statement;
}

Result<Connection::Lease> Connection::prepare(std::string_view text) {
    const auto found = by_text_.find(text);
    if (found != by_text_.end()) {
        const auto cached = found->second;
        if (cached->busy) return Lease(TRY(compile(text, false)), nullptr);
        if (cached != statements_.begin()) {
            statements_.splice(statements_.begin(), statements_, cached);
        }
        return Lease(cached->statement, &cached->busy);
    }
    sqlite3_stmt* statement = TRY(compile(text, true));
    if (statements_.size() >= kStatementsMax) forget_oldest();
    statements_.push_front(Cached{std::string(text), statement, false});
    by_text_.emplace(statements_.front().text, statements_.begin());
    return Lease(statement, &statements_.front().busy);
}

void Connection::forget_oldest() {
    for (auto oldest = std::prev(statements_.end());; --oldest) {
        if (!oldest->busy) {
            by_text_.erase(oldest->text);
            sqlite3_finalize(oldest->statement);
            statements_.erase(oldest);
            return;
        }
        if (oldest == statements_.begin()) return;
    }
}

Result<void> Connection::bind(sqlite3_stmt* statement, const std::vector<Bind>& args) {
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != args.size()) {
        return internal_error("wrong number of arguments");
    }
    for (std::size_t i = 0; i < args.size(); ++i) {
        const int index = static_cast<int>(i) + 1;
        int code = SQLITE_OK;
        if (const auto* integer = std::get_if<std::int64_t>(&args[i])) {
            code = sqlite3_bind_int64(statement, index, *integer);
        } else if (const auto* text = std::get_if<std::string>(&args[i])) {
            if (text->find('\0') != std::string::npos) return text_with_zero();
            code = sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        } else if (const auto* boolean = std::get_if<bool>(&args[i])) {
            code = sqlite3_bind_int64(statement, index, *boolean ? 1 : 0);
        } else if (const auto* real = std::get_if<double>(&args[i])) {
            code = sqlite3_bind_double(statement, index, *real);
        } else if (const auto* date = std::get_if<Date>(&args[i])) {
            const std::string day = to_string(*date);
            code = sqlite3_bind_text64(statement, index, day.data(), day.size(), SQLITE_TRANSIENT,
                                       SQLITE_UTF8);
        } else if (const auto* instant = std::get_if<Instant>(&args[i])) {
            code = sqlite3_bind_int64(statement, index, instant->ms);
        } else {
            code = sqlite3_bind_null(statement, index);
        }
        if (code != SQLITE_OK) return error(code);
    }
    return {};
}

Result<void> Connection::query(const Sql& sql, const OnRow& on_row) {
    const Lease lease = TRY(prepare(sql.text));
    TRY(bind(lease.get(), sql.args));
    const StatementRow row(lease.get());
    int code = sqlite3_step(lease.get());
    while (code == SQLITE_ROW) {
        on_row(row);
        code = sqlite3_step(lease.get());
    }
    if (code != SQLITE_DONE) return error(code);
    return {};
}

Result<std::int64_t> Connection::execute(const Sql& sql) {
    const Lease lease = TRY(prepare(sql.text));
    TRY(bind(lease.get(), sql.args));
    const std::int64_t before = sqlite3_total_changes64(handle_);
    int code = sqlite3_step(lease.get());
    while (code == SQLITE_ROW)
        code = sqlite3_step(lease.get());
    if (code != SQLITE_DONE) return error(code);
    return static_cast<std::int64_t>(sqlite3_total_changes64(handle_)) - before;
}

Result<void> Connection::command(std::string_view text) {
    const Lease lease = TRY(prepare(text));
    const int code = sqlite3_step(lease.get());
    if (code != SQLITE_DONE) return error(code);
    return {};
}

// Whether nothing was written because nothing may be: a disk that turned read-only under work, or a
// file that was locked. Not so for what was written and may not be forced to the disk.
bool Connection::may_not_write(int code) const {
    // A database that was moved away from under its connection is another matter.
    if ((code & 0xff) == SQLITE_READONLY) return code != SQLITE_READONLY_DBMOVED;
    if (code != SQLITE_IOERR_WRITE) return false;
    const int reason = reason_of_write();
    return reason == EROFS || reason == EPERM || reason == EACCES;
}

// What the system said when the log, to which all is written first, could not be written. (The
// rollback behind it may change what sqlite3_system_errno() gives.)
int Connection::reason_of_write() const {
    sqlite3_file* log = nullptr;
    int reason = 0;
    if (handle_ == nullptr) return reason;
    sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (log == nullptr || log->pMethods == nullptr) return reason;
    log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &reason);
    return reason;
}

// SQLite's own texts name tables and columns and, for a broken constraint, never a value.
Error Connection::error(int code) const {
    Error result;
    switch (code & 0xff) {
        case SQLITE_INTERRUPT: result = deadline_passed(); break;
        case SQLITE_CONSTRAINT: result = constraint_broken(); break;
        case SQLITE_FULL: result = storage_full(); break;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: result = storage_damaged(); break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: result = store_unavailable(); break;
        default: result = internal_error({});
    }
    if (code == SQLITE_IOERR_SHORT_READ) result = storage_damaged();
    if (may_not_write(code)) result = storage_read_only();
    result.detail = "sqlite " + std::to_string(code) + ": " +
                    (handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code));
    return result;
}

}  // namespace clientela::db::sqlite
