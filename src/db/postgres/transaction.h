// SPDX-License-Identifier: Apache-2.0
// A transaction on a PostgreSQL connection. BEGIN travels with its first statement; a failed
// statement dooms the innermost savepoint or the whole, as PostgreSQL itself has it.
#pragma once

#include <optional>

#include "db/postgres/connection.h"

namespace clientela::db::postgres {

class PostgresTransaction final : public Transaction {
public:
    PostgresTransaction(Connection& connection, std::string_view begin, Deadline deadline)
        : connection_(connection), deadline_(deadline) {
        connection_.start_transaction(begin);
    }

    Dialect dialect() const override { return Dialect::postgres; }
    Result<void> query(const Sql& sql, const OnRow& on_row) override;
    Result<std::int64_t> execute(const Sql& sql) override;
    Result<void> nested(const std::function<Result<void>()>& work) override;

    // Runs a closure; its own error comes first, then that of a statement whose error it swallowed.
    Result<void> run(const std::function<Result<void>()>& work);
    bool rows_seen() const { return rows_seen_; }

private:
    Result<ResultPtr> statement(const Sql& sql);
    void undo_nested();

    Connection& connection_;
    Deadline deadline_;
    std::optional<Error> doomed_;
    bool rows_seen_ = false;
};

}  // namespace clientela::db::postgres
