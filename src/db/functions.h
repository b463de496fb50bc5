// SPDX-License-Identifier: Apache-2.0
// SQL functions with the same name and meaning on both stores, for the compilers of SQL text:
//   clientela_fold(text), clientela_lower(text), clientela_upper(text)   as in base/text.h
//   clientela_local_date(instant, zone)          the local day, a date
//   clientela_local_part(instant, zone, part)    an integer: year, month, day, hour, minute, second
//   md5(text), clientela_bucket(text)            lower-case hexadecimal; 0 to 9999
// All are null when an argument is null. SQLite has them on every connection.
#pragma once

#include "base/result.h"
#include "db/store.h"

namespace clientela::db {

// Creates or renews the functions on PostgreSQL; Store::migrate does it by itself before its work.
// Nothing happens on SQLite.
Result<void> install_functions(Transaction& tx);

}  // namespace clientela::db
