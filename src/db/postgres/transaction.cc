// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/transaction.h"

#include <charconv>

#include <libpq-fe.h>

#include "db/failure.h"

namespace clientela::db::postgres {
namespace {

class ResultRow final : public Row {
public:
    explicit ResultRow(const PGresult* result) : result_(result) {}
    void move_to(int row) { row_ = row; }

    bool is_null(int column) const override { return ::PQgetisnull(result_, row_, column) == 1; }
    std::int64_t integer(int column) const override {
        const std::string_view written = text(column);
        if (written == "t") return 1;
        std::int64_t value = 0;
        std::from_chars(written.data(), written.data() + written.size(), value);
        return value;
    }
    double real(int column) const override {
        const std::string_view written = text(column);
        double value = 0;
        std::from_chars(written.data(), written.data() + written.size(), value);
        return value;
    }
    bool boolean(int column) const override {
        const std::string_view written = text(column);
        return written == "t" || written == "1";
    }
    std::string_view text(int column) const override {
        return {::PQgetvalue(result_, row_, column),
                static_cast<std::size_t>(::PQgetlength(result_, row_, column))};
    }
    Date date(int column) const override { return parse_date(text(column)).value_or(Date{}); }
    Instant instant(int column) const override { return parse_timestamp(text(column)); }

private:
    const PGresult* result_;
    int row_ = 0;
};

}  // namespace

Result<ResultPtr> PostgresTransaction::statement(const Sql& sql) {
    if (doomed_) return *doomed_;
    Result<ResultPtr> result = connection_.run(sql, deadline_);
    if (!result) {
        name_statement(result.error(), sql.text);
        doomed_ = result.error();
    }
    return result;
}

Result<void> PostgresTransaction::query(const Sql& sql, const OnRow& on_row) {
    const ResultPtr result = TRY(statement(sql));
    const int count = ::PQntuples(result.get());
    if (count > 0) rows_seen_ = true;
    ResultRow row(result.get());
    for (int i = 0; i < count; ++i) {
        row.move_to(i);
        on_row(row);
    }
    return {};
}

Result<std::int64_t> PostgresTransaction::execute(const Sql& sql) {
    const ResultPtr result = TRY(statement(sql));
    const std::string_view written = ::PQcmdTuples(result.get());
    std::int64_t rows = 0;
    if (::PQresultStatus(result.get()) == PGRES_COMMAND_OK || ::PQntuples(result.get()) > 0) {
        std::from_chars(written.data(), written.data() + written.size(), rows);
    }
    return rows;
}

Result<void> PostgresTransaction::run(const std::function<Result<void>()>& work) {
    Result<void> result = work();
    if (result && doomed_) return *doomed_;
    return result;
}

// When the connection is lost or the whole transaction must run again, everything stays doomed.
Result<void> PostgresTransaction::nested(const std::function<Result<void>()>& work) {
    if (doomed_) return *doomed_;
    connection_.queue("SAVEPOINT nested");
    Result<void> result;
    try {
        result = run(work);
    } catch (...) {
        undo_nested();
        throw;
    }
    if (result) {
        connection_.queue("RELEASE nested");
    } else if (connection_.lost() || connection_.transient_trouble()) {
        if (!doomed_) doomed_ = result.error();
    } else {
        undo_nested();
    }
    return result;
}

void PostgresTransaction::undo_nested() {
    connection_.queue("ROLLBACK TO nested");
    connection_.queue("RELEASE nested");
    doomed_.reset();
}

}  // namespace clientela::db::postgres
