// SPDX-License-Identifier: Apache-2.0
// The functions of PostgreSQL, plain SQL so that the planner can look inside. Letters change case
// by ICU's root locale whatever the database's own collation; SQLite uses the same library.
#include "db/functions.h"

#include <array>

namespace clientela::db {
namespace {

constexpr std::array<const char*, 6> kPostgresFunctions{
    // Combining marks and variation selectors go after decomposition: the non-spacing marks that
    // European texts and emoji have.
    R"(CREATE OR REPLACE FUNCTION clientela_fold(text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $fold$
       SELECT lower(regexp_replace(normalize($1, NFD),
           '[\u0300-\u036f\u0483-\u0487\u1ab0-\u1abd\u1dc0-\u1dff'
           '\u20d0-\u20dc\ufe00-\ufe0f\ufe20-\ufe2f]',
           '', 'g') COLLATE "und-x-icu") $fold$)",
    R"(CREATE OR REPLACE FUNCTION clientela_lower(text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower($1 COLLATE "und-x-icu") $$)",
    R"(CREATE OR REPLACE FUNCTION clientela_upper(text) RETURNS text
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT upper($1 COLLATE "und-x-icu") $$)",
    R"(CREATE OR REPLACE FUNCTION clientela_local_date(timestamptz, text) RETURNS date
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT ($1 AT TIME ZONE $2)::date $$)",
    R"(CREATE OR REPLACE FUNCTION clientela_local_part(timestamptz, text, text) RETURNS bigint
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
       SELECT floor(date_part($3, $1 AT TIME ZONE $2))::bigint $$)",
    R"(CREATE OR REPLACE FUNCTION clientela_bucket(text) RETURNS bigint
       LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
       SELECT ('x' || substr(md5($1), 1, 8))::bit(32)::bigint % 10000 $$)",
};

}  // namespace

Result<void> install_functions(Transaction& tx) {
    if (tx.dialect() == Dialect::sqlite) return {};
    for (const char* function : kPostgresFunctions)
        TRY(tx.execute({function, {}}));
    return {};
}

}  // namespace clientela::db
