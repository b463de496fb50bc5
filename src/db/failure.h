// SPDX-License-Identifier: Apache-2.0
// The errors that both stores give for the same trouble. Their texts stand in
// locales/server/db.*.json.
#pragma once

#include "base/result.h"

namespace clientela::db {

inline Error deadline_passed() { return make_error(ErrorCode::unavailable, "error.deadline"); }
inline Error commit_unknown() { return make_error(ErrorCode::unavailable, "error.commit_unknown"); }
inline Error store_unavailable() { return make_error(ErrorCode::unavailable, "db.unavailable"); }
// The same, but the disk is at fault.
inline Error write_unknown() { return make_error(ErrorCode::unavailable, "db.write_unknown"); }
inline Error storage_read_only() {
    return make_error(ErrorCode::unavailable, "db.storage_read_only");
}
inline Error storage_full() { return make_error(ErrorCode::unavailable, "db.storage_full"); }
inline Error storage_damaged() { return make_error(ErrorCode::internal, "db.damaged"); }
inline Error constraint_broken() { return make_error(ErrorCode::conflict, "db.conflict"); }
inline Error text_with_zero() { return make_error(ErrorCode::invalid, "db.text_with_zero"); }

// Whether the work of this error may stand all the same: it came while the commit was on its way.
inline bool may_stand(const Error& error) {
    return error.message.key == commit_unknown().message.key ||
           error.message.key == write_unknown().message.key;
}

// Tells the log which statement failed. The text holds placeholders, never values.
inline void name_statement(Error& error, const std::string& text) {
    if (error.code == ErrorCode::internal) error.detail += " in: " + text.substr(0, 400);
}

}  // namespace clientela::db
