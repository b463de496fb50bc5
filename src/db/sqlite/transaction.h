// SPDX-License-Identifier: Apache-2.0
// A transaction on a SQLite connection. As on PostgreSQL, a failed statement dooms the savepoint or
// transaction it ran in, even when the closure swallows the error: both stores then do the same.
#pragma once

#include <optional>

#include "db/sqlite/connection.h"

namespace clientela::db::sqlite {

class SqliteTransaction final : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    Dialect dialect() const override { return Dialect::sqlite; }
    Result<void> query(const Sql& sql, const OnRow& on_row) override;
    Result<std::int64_t> execute(const Sql& sql) override;
    Result<void> nested(const std::function<Result<void>()>& work) override;

    // Runs a closure; its own error comes first, then that of a statement whose error it swallowed.
    Result<void> run(const std::function<Result<void>()>& work);

private:
    void doom(Error& error, const Sql& sql);
    Result<void> undo_nested();

    Connection& connection_;
    std::optional<Error> doomed_;
};

}  // namespace clientela::db::sqlite
