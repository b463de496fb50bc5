// SPDX-License-Identifier: Apache-2.0
#include "tests/plans/skewed_rows.h"

#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "db/append.h"

namespace clientela::plans {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

// What hangs together is copied by the same distance, so that every copy hangs together too.
constexpr std::array kTables{"account",       "contact",     "account_contact",    "account_member",
                             "contact_point", "opportunity", "opportunity_member", "stage_change",
                             "lead",          "activity",    "activity_link",      "record_grant",
                             "notification",  "view"};

const std::set<std::string> kMovingIds{"id",      "account_id",  "contact_id", "opportunity_id",
                                       "user_id", "activity_id", "record_id",  "grantee_id"};
const std::set<std::string> kMovingTexts{"name",  "name_sort",  "subject",        "number",
                                         "value", "normalised", "digits_reversed"};

// A column of the copy, whose values follow in `args`.
std::string moved(const schema::Column& column, std::int64_t rows, bool sqlite,
                  std::vector<db::Bind>& args) {
    const auto bind = [&](db::Bind value) { args.push_back(std::move(value)); };
    if (kMovingIds.contains(column.name)) {
        bind(rows * kIdStep);
        return column.name + " + ?";
    }
    if (kMovingTexts.contains(column.name)) {
        bind(rows * kIdStep);
        bind(kIdStep);
        return "'n-' || cast((id + ?) / ? as text)";
    }
    if (column.kind == schema::ColumnKind::instant) {
        bind(rows * kMinuteMs);
        return column.name + (sqlite ? " + ?" : " + cast(? as bigint) * interval '1 millisecond'");
    }
    if (column.kind == schema::ColumnKind::date) {
        if (!sqlite) {
            bind(rows);
            return column.name + " + cast(? as integer)";
        }
        bind("+" + std::to_string(rows) + " days");
        return "date(" + column.name + ", ?)";
    }
    if (column.name == "amount") {
        bind(rows * 100);
        return column.name + " + ?";
    }
    return column.name;
}

Result<void> double_table(db::Transaction& tx, const schema::Table& table, std::int64_t rows) {
    const bool sqlite = tx.dialect() == db::Dialect::sqlite;
    db::Sql copied;
    std::string columns;
    for (const schema::Column& column : table.columns) {
        columns += (columns.empty() ? "" : ", ") + column.name;
        copied.text += (copied.text.empty() ? "" : ", ") + moved(column, rows, sqlite, copied.args);
    }
    TRY(tx.execute({"insert into " + table.name + " (" + columns + ") select " + copied.text +
                        " from " + table.name,
                    copied.args}));
    return {};
}

// The first record of each table belongs to who owns half of them, and has all that hangs on it.
constexpr std::int64_t kFirstPlace = 4;

// The places of copies that hang together are the same, and the same in every run.
db::Sql place_is(const std::string& table, std::int64_t each, std::int64_t rest) {
    return {"((id - (select min(first.id) from " + table + " first)) / ? + ?) % ? = ?",
            {kIdStep, kFirstPlace, each, rest}};
}

// In every row whose place, counted by `each`, is `rest`.
Result<void> give(db::Transaction& tx, const char* table, const std::string& column,
                  const db::Bind& value, std::int64_t each, std::int64_t rest) {
    db::Sql sql{std::string("update ") + table + " set " + column + " = ? where ", {value}};
    append(sql, place_is(table, each, rest));
    TRY(tx.execute(sql));
    return {};
}

}  // namespace

Result<void> multiply(db::Transaction& tx, const schema::StoreLayout& layout) {
    for (int i = 0; i < kDoublings; ++i) {
        for (const char* table : kTables)
            TRY(double_table(tx, *layout.find_table(table), 1LL << i));
    }
    return {};
}

namespace {

// Customers belong to those who see no others; a head office with some branches, a territory that
// holds half of all and one that holds few.
Result<void> spread_customers(db::Transaction& tx, const std::map<std::string, Id>& ids) {
    TRY(give(tx, "account", "life_cycle", std::string("customer"), 2, 1));
    TRY(give(tx, "account", "life_cycle", std::string("former"), 2'000, 5));
    TRY(give(tx, "account", "territory_id", ids.at("north").value, 2, 0));
    TRY(give(tx, "account", "territory_id", ids.at("south").value, 1'000, 11));
    return give(tx, "account", "parent_id", ids.at("account").value, 1'000, 9);
}

// Each has three places in one tree, half of them in that of types; sixteen also have two in a
// small one. In the order of the customers, as they come in when each is saved.
Result<void> classify_customers(db::Transaction& tx) {
    const std::string into =
        "insert into account_classification (account_id, classification_id) select a.id, c.id from "
        "(select id, ";
    const std::string in_order = " order by a.id, c.id";
    db::Sql all{into + "case when ", {}};
    append(all, place_is("account", 4, 0));
    all.text += " or ";
    append(all, place_is("account", 4, 1));
    all.text +=
        " then 'type' else 'family' end as kind from account) a join classification c on "
        "c.kind = a.kind" +
        in_order;
    TRY(tx.execute(all));
    db::Sql some{into + "name from account where ", {}};
    append(some, place_is("account", 1'000, 3));
    some.text += ") a join classification c on c.kind = 'category'" + in_order;
    TRY(tx.execute(some));
    return {};
}

// A quarter is shared with teams, most of it with one to which nobody belongs.
Result<void> share_views(db::Transaction& tx, const std::map<std::string, Id>& ids) {
    TRY(give(tx, "view", "team_id", ids.at("other_team").value, 4, 1));
    TRY(give(tx, "view", "team_id", ids.at("team").value, 100, 1));
    TRY(give(tx, "view", "shared", std::string("team"), 4, 1));
    return give(tx, "view", "shared", std::string("everyone"), 5'000, 9);
}

// One ends on each day, from 2026 on. Those who lend and stand in are no people, so that nobody
// sees more for it.
Result<void> add_delegations(db::Transaction& tx) {
    TRY(
        tx.execute({"insert into delegation (id, version, created_at, updated_at, owner_id, "
                    "delegate_id, starts_on, ends_on, level) select id, 1, created_at, updated_at, "
                    "id, id, expected_close_on, expected_close_on, 'read' from opportunity",
                    {}}));
    return {};
}

// Three of ten activities regard a customer alone, the others a sale of theirs as well.
Result<void> spread_activities(db::Transaction& tx) {
    for (const std::int64_t rest : {0, 1, 3}) {
        db::Sql sql{"delete from activity_link where object = 'opportunities' and ", {}};
        append(sql, place_is("activity_link", 10, rest));
        TRY(tx.execute(sql));
    }
    return {};
}

}  // namespace

Result<void> spread(db::Transaction& tx, const std::map<std::string, Id>& ids) {
    TRY(tx.execute({"update view set owner_id = null", {}}));
    for (const char* table : {"account", "contact", "opportunity", "lead", "activity", "view"}) {
        const bool customers = table == std::string_view("account");
        const Id half = ids.at(customers ? "keeper_of_half" : "half");
        const Id few = ids.at(customers ? "keeper_of_few" : "few");
        TRY(give(tx, table, "owner_id", half.value, 2, 0));
        TRY(give(tx, table, "team_id", ids.at("team").value, 100, 1));
        TRY(give(tx, table, "owner_id", few.value, 10'000, 3));
        db::Sql sql{std::string("update ") + table +
                        " set deleted_at = updated_at, deleted_group_id = id where ",
                    {}};
        append(sql, place_is(table, 500, 7));
        TRY(tx.execute(sql));
    }
    TRY(spread_customers(tx, ids));
    TRY(classify_customers(tx));
    TRY(spread_activities(tx));
    TRY(add_delegations(tx));
    TRY(share_views(tx, ids));
    TRY(give(tx, "opportunity", "status", std::string("lost"), 2'000, 5));
    TRY(give(tx, "lead", "team_id", ids.at("wide_team").value, 2, 0));
    TRY(give(tx, "notification", "owner_id", ids.at("half").value, 2, 0));
    return give(tx, "notification", "owner_id", ids.at("few").value, 10'000, 3);
}

Result<void> add_engine_rows(db::Transaction& tx, const schema::Schema& schema, Id user) {
    const schema::Object& object = schema.get("opportunities");
    const auto field = std::int64_t{object.field("number").id};
    const std::string from = " from opportunity";
    TRY(tx.execute(
        {"insert into change (tx_id, happened_at, actor_id, origin, op, object_id, record_id, "
         "version, diff) select (select max(tx_id) from change), updated_at, ?, 'api', 'create', "
         "?, id, 1, '{}'" +
             from,
         {user.value, std::int64_t{object.id}}}));
    TRY(
        tx.execute({"insert into claim (object_id, field_id, value, record_id) "
                    "select ?, ?, number, id from opportunity where number is not null "
                    "on conflict do nothing",
                    {std::int64_t{object.id}, field}}));
    TRY(
        tx.execute({"insert into act (happened_at, actor_id, kind) select updated_at, owner_id, "
                    "'signed_in'" +
                        from,
                    {}}));
    TRY(
        tx.execute({"insert into session (token_hash, user_id, created_at, expires_at) "
                    "select 'h' || cast(id as text), ?, created_at, updated_at" +
                        from,
                    {user.value}}));
    TRY(
        tx.execute({"insert into token (id, token_hash, user_id, name, created_at) "
                    "select id, 'h' || cast(id as text), ?, 'x', created_at" +
                        from,
                    {user.value}}));
    TRY(
        tx.execute({"insert into job (id, kind, title, state, done, started_by_id, created_at, "
                    "updated_at, finished_at, receipt, undoable, parameters, place) select id, "
                    "'bulk', '{}', 'done', 0, ?, created_at, updated_at, updated_at, '[]', ?, "
                    "'{}', '{}'" +
                        from,
                    {user.value, false}}));
    TRY(
        tx.execute({"insert into job_failure (job_id, number, code, message) select id, 1, 'x', "
                    "'{}'" +
                        from,
                    {}}));
    TRY(
        tx.execute({"insert into login_attempt (\"key\", failures, last_failed_at, locked_until) "
                    "select 'h' || cast(id as text), 1, updated_at, updated_at" +
                        from,
                    {}}));
    TRY(
        tx.execute({"insert into request_key (principal_id, \"key\", request_hash, created_at) "
                    "select ?, 'h' || cast(id as text), 'x', created_at" +
                        from,
                    {user.value}}));
    TRY(
        tx.execute({"insert into clock_told (name, record_id, struck_at) select 'task reminders', "
                    "id, updated_at" +
                        from,
                    {}}));
    TRY(tx.execute(
        {"insert into forecast_cell (pipeline_id, level, month, territory_id, team_id, "
         "owner_id, stage_id, currency, row_count, amount, weighted) select pipeline_id, "
         "1, '2026-11', 0, coalesce(team_id, 0), id, stage_id, 'EUR', 1, 1, 1" +
             from,
         {}}));
    return {};
}

}  // namespace clientela::plans
