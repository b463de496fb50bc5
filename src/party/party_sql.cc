// SPDX-License-Identifier: Apache-2.0
// SQL of the rules; identifiers come from the definitions.
#include "party/party_sql.h"

#include <string>
#include <utility>

namespace clientela::party {

namespace {

db::Sql siblings(const schema::Object& object, const std::vector<SiblingKey>& keys, Id except,
                 bool only_primary) {
    db::Sql sql;
    sql.text = "select id from " + schema::quoted(object.singular) +
               " where deleted_at is null and id <> ?";
    sql.args.emplace_back(except.value);
    for (const SiblingKey& key : keys) {
        sql.text += " and " + object.field(key.column).name + " = ?";
        sql.args.push_back(key.value);
    }
    if (only_primary) {
        sql.text += " and is_primary = ?";
        sql.args.emplace_back(true);
    }
    sql.text += " order by id limit 100";
    return sql;
}

}  // namespace

// The first territory is chosen here: for the few that a person has, sorting in the store costs
// more than reading them.
Result<Home> home_of(db::Transaction& tx, Id user) {
    const db::Sql sql{
        "select u.team_id, t.territory_id, t.role, t.id from \"user\" u left join user_territory t"
        " on t.user_id = u.id and t.deleted_at is null where u.id = ?",
        {user.value}};
    Home home;
    std::pair<std::string, std::int64_t> first;
    TRY(tx.query(sql, [&](const db::Row& row) {
        if (!row.is_null(0)) home.team = Id{row.integer(0)};
        if (row.is_null(1)) return;
        const std::pair<std::string, std::int64_t> place{row.text(2), row.integer(3)};
        if (home.territory && first < place) return;
        home.territory = Id{row.integer(1)};
        first = place;
    }));
    return home;
}

Result<std::vector<Id>> primary_siblings(db::Transaction& tx, const schema::Object& object,
                                         const std::vector<SiblingKey>& keys, Id except) {
    std::vector<Id> ids;
    TRY(tx.query(siblings(object, keys, except, true),
                 [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<Id> oldest_sibling(db::Transaction& tx, const schema::Object& object,
                          const std::vector<SiblingKey>& keys, Id except) {
    Id oldest;
    TRY(tx.query(siblings(object, keys, except, false), [&](const db::Row& row) {
        if (!oldest) oldest = Id{row.integer(0)};
    }));
    return oldest;
}

Result<bool> is_living_row(db::Transaction& tx, const schema::Object& object, Id id) {
    bool living = false;
    const db::Sql sql{
        "select 1 from " + schema::quoted(object.singular) + " where id = ? and deleted_at is null",
        {id.value}};
    TRY(tx.query(sql, [&](const db::Row&) { living = true; }));
    return living;
}

Result<std::string> country_of(db::Transaction& tx, Id account) {
    std::string country;
    const db::Sql sql{"select country from account where id = ?", {account.value}};
    TRY(tx.query(sql, [&](const db::Row& row) {
        if (!row.is_null(0)) country = std::string(row.text(0));
    }));
    return country;
}

Result<std::string> classification_kind(db::Transaction& tx, Id classification) {
    std::string kind;
    const db::Sql sql{"select kind from classification where id = ?", {classification.value}};
    TRY(tx.query(sql, [&](const db::Row& row) { kind = std::string(row.text(0)); }));
    return kind;
}

}  // namespace clientela::party
