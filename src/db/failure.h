// SPDX-License-Identifier: Apache-2.0
// The errors that both stores give for the same trouble. Their texts stand in
// locales/server/db.*.json.
#pragma once

#include "base/result.h"

namespace clientela::db {

inline Error deadline_passed() { return make_error(ErrorCode::unavailable, "error.deadline"); }
inline Error commit_unknown() { return make_error(ErrorCode::unavailable, "error.commit_unknown"); }
inline Error store_unavailable() { return make_error(ErrorCode::unavailable, "db.unavailable"); }
inline Error storage_full() { return make_error(ErrorCode::unavailable, "db.storage_full"); }
inline Error storage_damaged() { return make_error(ErrorCode::internal, "db.damaged"); }
inline Error constraint_broken() { return make_error(ErrorCode::conflict, "db.conflict"); }
inline Error text_with_zero() { return make_error(ErrorCode::invalid, "db.text_with_zero"); }

// Tells the log which statement failed. The text holds placeholders, never values.
inline void name_statement(Error& error, const std::string& text) {
    if (error.code == ErrorCode::internal) error.detail += " in: " + text.substr(0, 400);
}

}  // namespace clientela::db
