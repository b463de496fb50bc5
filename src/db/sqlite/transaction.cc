// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite/transaction.h"

#include "db/failure.h"

namespace clientela::db::sqlite {

Result<void> SqliteTransaction::query(const Sql& sql, const OnRow& on_row) {
    if (doomed_) return *doomed_;
    Result<void> result = connection_.query(sql, on_row);
    if (!result) doom(result.error(), sql);
    return result;
}

Result<std::int64_t> SqliteTransaction::execute(const Sql& sql) {
    if (doomed_) return *doomed_;
    Result<std::int64_t> result = connection_.execute(sql);
    if (!result) doom(result.error(), sql);
    return result;
}

void SqliteTransaction::doom(Error& error, const Sql& sql) {
    name_statement(error, sql.text);
    doomed_ = error;
}

Result<void> SqliteTransaction::run(const std::function<Result<void>()>& work) {
    Result<void> result = work();
    if (result && doomed_) return *doomed_;
    return result;
}

Result<void> SqliteTransaction::undo_nested() {
    if (!connection_.in_transaction()) return {};
    TRY(connection_.command("ROLLBACK TO nested"));
    doomed_.reset();
    return connection_.command("RELEASE nested");
}

// All depths share one name, so each must be gone before the one around it goes on, also where an
// exception passes through.
Result<void> SqliteTransaction::nested(const std::function<Result<void>()>& work) {
    if (doomed_) return *doomed_;
    TRY(connection_.command("SAVEPOINT nested"));
    Result<void> result;
    try {
        result = run(work);
    } catch (...) {
        if (Result<void> undone = undo_nested(); !undone) doomed_ = undone.error();
        throw;
    }
    if (!result) {
        TRY(undo_nested());
        return result;
    }
    if (connection_.in_transaction()) TRY(connection_.command("RELEASE nested"));
    return result;
}

}  // namespace clientela::db::sqlite
