// SPDX-License-Identifier: Apache-2.0
// One entry per table of the engine; ARCHITECTURE.md lists the same. A column added here reaches
// existing stores like a field added to a definition; kinds of existing columns never change.
#include "schema/engine_tables.h"

#include <initializer_list>
#include <string_view>
#include <utility>

namespace clientela::schema {
namespace {

using enum ColumnKind;

// "!" before the name of a column: it is never null.
struct ColumnSpec {
    std::string_view name;
    ColumnKind kind;
};

Table table(std::string_view name, std::initializer_list<ColumnSpec> columns,
            std::initializer_list<std::string> key,
            std::initializer_list<std::vector<std::string>> indexes = {}) {
    Table made;
    made.name = name;
    for (const ColumnSpec& column : columns) {
        const bool required = column.name.starts_with('!');
        made.columns.push_back({std::string(required ? column.name.substr(1) : column.name),
                                column.kind, required, ""});
    }
    made.key = key;
    for (const std::vector<std::string>& over : indexes) {
        made.indexes.push_back({index_name(name, over), over, "", false});
    }
    return made;
}

void add_log_tables(std::vector<Table>& tables) {
    // tx_id is 0 on SQLite, where seq alone is the order of commits.
    tables.push_back(table("change",
                           {{"!seq", serial},
                            {"!tx_id", integer},
                            {"!happened_at", instant},
                            {"actor_id", integer},
                            {"!origin", text},
                            {"!op", text},
                            {"!object_id", integer},
                            {"record_id", integer},
                            {"!version", integer},
                            {"!diff", text},
                            {"job_id", integer}},
                           {"seq"}, {{"object_id", "record_id", "seq"}, {"tx_id", "seq"}}));
    tables.back().indexes.back().only_postgres = true;
    // What a job wrote, for its undo; other changes cost nothing here.
    tables.back().indexes.push_back(
        {index_name("change", {"job_id", "seq"}), {"job_id", "seq"}, "job_id", false});
    tables.push_back(
        table("notification_mute", {{"!user_id", integer}, {"!kind", text}}, {"user_id", "kind"}));
    tables.push_back(table("act",
                           {{"!seq", serial},
                            {"!happened_at", instant},
                            {"actor_id", integer},
                            {"!kind", text},
                            {"subject", text},
                            {"address", text},
                            {"detail", text}},
                           {"seq"},
                           {{"happened_at", "seq"},
                            {"kind", "happened_at", "seq"},
                            {"actor_id", "happened_at", "seq"},
                            {"actor_id", "kind", "happened_at", "seq"}}));
    tables.push_back(table(
        "consumer", {{"!name", text}, {"!tx_id", integer}, {"!seq", integer}, {"error", text}},
        {"name"}));
    // What goes by the clock instead of the log: until when it was looked at.
    tables.push_back(table("clock_place", {{"!name", text}, {"!until", instant}}, {"name"}));
    // What was told of it lately, for a clock that goes back strikes the same hour again.
    tables.push_back(table("clock_told",
                           {{"!name", text}, {"!record_id", integer}, {"!struck_at", instant}},
                           {"name", "record_id", "struck_at"}, {{"struck_at"}}));
    tables.push_back(table("claim",
                           {{"!object_id", integer},
                            {"!field_id", integer},
                            {"!value", text},
                            {"!record_id", integer}},
                           {"object_id", "field_id", "value"}));
    tables.push_back(table("setting", {{"!name", text}, {"value", text}}, {"name"}));
}

void add_access_tables(std::vector<Table>& tables) {
    tables.push_back(table("user_scope",
                           {{"!user_id", integer}, {"!kind", text}, {"!scope_id", integer}},
                           {"user_id", "kind", "scope_id"}, {{"kind", "scope_id", "user_id"}}));
    tables.push_back(table("session",
                           {{"!token_hash", text},
                            {"!user_id", integer},
                            {"!created_at", instant},
                            {"!expires_at", instant},
                            {"last_seen_at", instant},
                            {"address", text},
                            {"user_agent", text}},
                           {"token_hash"}, {{"user_id"}, {"expires_at"}}));
    tables.push_back(table("token",
                           {{"!id", integer},
                            {"!token_hash", text},
                            {"!user_id", integer},
                            {"!name", text},
                            {"expires_at", instant},
                            {"!created_at", instant},
                            {"last_used_at", instant},
                            {"revoked_at", instant}},
                           {"id"}, {{"token_hash"}, {"user_id"}}));
    tables.push_back(table("invitation",
                           {{"!token_hash", text},
                            {"!user_id", integer},
                            {"created_by_id", integer},
                            {"!created_at", instant},
                            {"!expires_at", instant},
                            {"used_at", instant}},
                           {"token_hash"}, {{"user_id"}}));
    tables.push_back(table("login_attempt",
                           {{"!key", text},
                            {"!failures", integer},
                            {"first_failed_at", instant},
                            {"last_failed_at", instant},
                            {"locked_until", instant}},
                           {"key"}, {{"last_failed_at"}}));
    tables.push_back(table("request_key",
                           {{"!principal_id", integer},
                            {"!key", text},
                            {"!request_hash", text},
                            {"status", integer},
                            {"response", text},
                            {"!created_at", instant}},
                           {"principal_id", "key"}, {{"created_at"}}));
}

// Sums of opportunities kept with each save, so that the forecast never adds up all of them. Level
// 1 has one row per owner, level 0 one per team with owner_id 0; month is the first day of it, or
// empty.
void add_forecast_table(std::vector<Table>& tables) {
    tables.push_back(table("forecast_cell",
                           {{"!pipeline_id", integer},
                            {"!level", integer},
                            {"!month", text},
                            {"!territory_id", integer},
                            {"!team_id", integer},
                            {"!owner_id", integer},
                            {"!stage_id", integer},
                            {"!currency", text},
                            {"!row_count", integer},
                            {"!amount", integer},
                            {"!weighted", integer}},
                           {"pipeline_id", "level", "month", "territory_id", "team_id", "owner_id",
                            "stage_id", "currency"},
                           {{"owner_id"}, {"team_id"}, {"territory_id"}}));
}

// The company's own definitions, every version whole; layouts of the company, of roles and people.
void add_definition_tables(std::vector<Table>& tables) {
    tables.push_back(table("definition",
                           {{"!version", integer},
                            {"!document", text},
                            {"!changes", text},
                            {"created_by_id", integer},
                            {"!created_at", instant}},
                           {"version"}));
    tables.push_back(table("layout",
                           {{"!scope", text},
                            {"!scope_id", integer},
                            {"!place", text},
                            {"!content", text},
                            {"updated_by_id", integer},
                            {"!updated_at", instant}},
                           {"scope", "scope_id", "place"}));
}

void add_job_tables(std::vector<Table>& tables) {
    tables.push_back(table("job", {{"!id", integer},          {"!kind", text},
                                   {"!title", text},          {"object", text},
                                   {"!state", text},          {"total", integer},
                                   {"!done", integer},        {"started_by_id", integer},
                                   {"!created_at", instant},  {"started_at", instant},
                                   {"finished_at", instant},  {"!updated_at", instant},
                                   {"!receipt", text},        {"undoes_id", integer},
                                   {"undone_by_id", integer}, {"!undoable", boolean},
                                   {"error", text},           {"!parameters", text},
                                   {"!place", text},          {"source_name", text},
                                   {"source_path", text},     {"source_bytes", integer},
                                   {"result_name", text},     {"result_path", text},
                                   {"result_bytes", integer}, {"lease_holder", text},
                                   {"lease_until", instant}},
                           {"id"},
                           {{"state"},
                            {"updated_at"},
                            {"started_by_id", "id"},
                            {"kind", "id"},
                            {"kind", "started_by_id", "id"}}));
    // Files that stand still, for the housekeeping.
    tables.back().indexes.push_back(
        {index_name("job", {"finished_at"}), {"finished_at"}, "result_path", false});
    tables.push_back(table("job_failure",
                           {{"!job_id", integer},
                            {"!number", integer},
                            {"row_number", integer},
                            {"object_id", integer},
                            {"record_id", integer},
                            {"field", text},
                            {"value", text},
                            {"!code", text},
                            {"!message", text}},
                           {"job_id", "number"}));
    tables.push_back(table("job_item",
                           {{"!job_id", integer}, {"!number", integer}, {"content", text}},
                           {"job_id", "number"}));
}

}  // namespace

std::vector<Table> engine_tables() {
    std::vector<Table> tables;
    add_log_tables(tables);
    add_access_tables(tables);
    add_forecast_table(tables);
    add_definition_tables(tables);
    add_job_tables(tables);
    return tables;
}

}  // namespace clientela::schema
