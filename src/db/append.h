// SPDX-License-Identifier: Apache-2.0
// Statements put together from pieces, each with the values that it binds.
#pragma once

#include <span>

#include "base/id.h"
#include "db/store.h"

namespace clientela::db {

constexpr std::size_t kIdsInStatement = 500;  // so many at a time

void append(Sql& sql, Sql part);

// "(?, ?, ?)" with the ids bound; "()" for none, which no store takes.
void append_ids(Sql& sql, std::span<const Id> ids);

}  // namespace clientela::db
