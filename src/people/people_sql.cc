// SPDX-License-Identifier: Apache-2.0
#include "people/people_sql.h"

#include <algorithm>

#include <boost/json.hpp>

#include "access/session.h"
#include "access/token.h"
#include "base/text.h"

namespace clientela::people {
namespace {

Result<std::int64_t> single_number(db::Transaction& tx, const db::Sql& sql) {
    std::int64_t number = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { number = row.integer(0); }));
    return number;
}

// The same diff with the named fields emptied; unchanged text when none is in it.
std::string without(const std::string& diff, const std::vector<std::uint16_t>& fields) {
    boost::system::error_code failed;
    boost::json::value parsed = boost::json::parse(diff, failed);
    if (failed || !parsed.is_object()) return diff;
    boost::json::object& object = parsed.get_object();
    for (const std::uint16_t field : fields) {
        const std::string key = std::to_string(field);
        if (object.contains(key)) object[key] = boost::json::array{nullptr, nullptr};
    }
    return boost::json::serialize(parsed);
}

// The texts on both sides of a field's change in a diff.
void add_texts(const std::string& diff, std::uint16_t field, std::set<std::string>& texts) {
    boost::system::error_code failed;
    const boost::json::value parsed = boost::json::parse(diff, failed);
    if (failed || !parsed.is_object()) return;
    const boost::json::value* pair = parsed.get_object().if_contains(std::to_string(field));
    if (pair == nullptr || !pair->is_array()) return;
    for (const boost::json::value& side : pair->get_array()) {
        if (side.is_string()) texts.emplace(side.get_string());
    }
}

}  // namespace

std::vector<const schema::Object*> owned_objects(const schema::Schema& schema) {
    std::vector<const schema::Object*> objects;
    for (const schema::Object& object : schema.objects) {
        const auto sight = object.sight.kind;
        const bool owned = sight == schema::SightKind::owned ||
                           sight == schema::SightKind::through ||
                           sight == schema::SightKind::regarding;
        if (owned && object.name != "delegations") objects.push_back(&object);
    }
    return objects;
}

Result<std::int64_t> count_owned(db::Transaction& tx, const schema::Schema& schema, Id user) {
    std::int64_t sum = 0;
    for (const schema::Object* object : owned_objects(schema)) {
        sum += TRY(single_number(tx, {"select count(*) from " + schema::quoted(object->singular) +
                                          " where owner_id = ? and deleted_at is null",
                                      {user.value}}));
    }
    return sum;
}

Result<std::vector<OwnedCount>> counts_owned(db::Transaction& tx, const schema::Schema& schema,
                                             Id user) {
    std::vector<OwnedCount> counts;
    for (const schema::Object* object : owned_objects(schema)) {
        OwnedCount count{object, 0, 0};
        TRY(tx.query({"select count(*), count(deleted_at) from " +
                          schema::quoted(object->singular) + " where owner_id = ?",
                      {user.value}},
                     [&](const db::Row& row) {
                         count.binned = row.integer(1);
                         count.living = row.integer(0) - count.binned;
                     }));
        if (count.living + count.binned > 0) counts.push_back(count);
    }
    return counts;
}

Result<std::vector<OwnedRow>> next_owned(db::Transaction& tx, const schema::Object& object, Id user,
                                         const OwnedPlace& after, int limit) {
    std::vector<OwnedRow> rows;
    TRY(tx.query(
        {"select id, team_id, deleted_at is not null, updated_at from " +
             schema::quoted(object.singular) +
             " where owner_id = ? and updated_at >= ? and (updated_at > ? or id > ?) "
             "order by updated_at, id limit ?",
         {user.value, after.updated_at, after.updated_at, after.id.value, std::int64_t{limit}}},
        [&](const db::Row& row) {
            const Id id{row.integer(0)};
            rows.push_back({id,
                            Id{row.is_null(1) ? 0 : row.integer(1)},
                            row.boolean(2),
                            {row.instant(3), id}});
        }));
    return rows;
}

Result<Id> heir_in_team(db::Transaction& tx, Id team, Id except) {
    Id heir;
    TRY(tx.query({"select u.id from \"user\" u left join user_team m on m.user_id = u.id and "
                  "m.team_id = ? and m.deleted_at is null where u.active and u.deleted_at is null "
                  "and u.id <> ? and (u.team_id = ? or m.id is not null) "
                  "order by case when m.role = 'leader' then 0 else 1 end, u.id limit 1",
                  {team.value, except.value, team.value}},
                 [&](const db::Row& row) { heir = Id{row.integer(0)}; }));
    return heir;
}

Result<bool> role_administers(db::Transaction& tx, Id role) {
    bool administers = false;
    TRY(tx.query({"select administers from role where id = ?", {role.value}},
                 [&](const db::Row& row) { administers = row.boolean(0); }));
    return administers;
}

Result<bool> somebody_enters_with(db::Transaction& tx, Id role) {
    bool found = false;
    TRY(tx.query({"select 1 from \"user\" where role_id = ? and active and email is not null "
                  "and deleted_at is null limit 1",
                  {role.value}},
                 [&](const db::Row&) { found = true; }));
    return found;
}

Result<bool> somebody_administers(db::Transaction& tx) {
    db::Sql sql{
        "select 1 from \"user\" u join role r on r.id = u.role_id where u.active and "
        "u.email is not null and u.deleted_at is null and r.administers and "
        "r.deleted_at is null limit 1",
        {}};
    // Two people, or two roles, that give up at the same moment must not rely on each other.
    if (tx.dialect() == db::Dialect::postgres) sql.text += " for update of u, r";
    bool found = false;
    TRY(tx.query(sql, [&](const db::Row&) { found = true; }));
    return found;
}

Result<void> end_access(db::Transaction& tx, Id user, Instant now) {
    TRY(access::end_sessions_of(tx, user));
    TRY(tx.execute({"update token set revoked_at = ? where user_id = ? and revoked_at is null",
                    {now, user.value}}));
    TRY(tx.execute({"delete from invitation where user_id = ?", {user.value}}));
    TRY(tx.execute({"delete from request_key where principal_id = ?", {user.value}}));
    return {};
}

Result<std::set<std::string>> texts_in_log(db::Transaction& tx, std::uint16_t object_id, Id record,
                                           std::uint16_t field) {
    std::set<std::string> texts;
    TRY(tx.query({"select diff from change where object_id = ? and record_id = ?",
                  {std::int64_t{object_id}, record.value}},
                 [&](const db::Row& row) { add_texts(std::string(row.text(0)), field, texts); }));
    return texts;
}

namespace {

// What an act keeps of a long address is its beginning.
constexpr std::size_t kSubjectWhole = 190;  // bytes; shorter ones were not cut

bool is_of(const std::string& typed, const std::string& mail) {
    return typed == mail || (typed.size() > kSubjectWhole && mail.starts_with(typed));
}

// An address may have passed on to somebody else, whose failed sign-ins stay.
Result<bool> somebody_has(db::Transaction& tx, const std::string& mail) {
    bool found = false;
    TRY(tx.query({"select 1 from \"user\" where clientela_lower(email) = ? limit 1", {mail}},
                 [&](const db::Row&) { found = true; }));
    return found;
}

}  // namespace

Result<void> forget_sign_ins(db::Transaction& tx, const std::set<std::string>& mails) {
    std::vector<std::string> gone;
    for (const std::string& mail : mails) {
        std::string wanted = lower(trim(mail));
        if (!TRY(somebody_has(tx, wanted))) gone.push_back(std::move(wanted));
    }
    std::vector<std::int64_t> acts;
    TRY(tx.query({"select seq, subject from act where kind = 'sign_in_failed' and subject is not "
                  "null",
                  {}},
                 [&](const db::Row& row) {
                     const std::string typed = lower(trim(row.text(1)));
                     const bool theirs =
                         std::any_of(gone.begin(), gone.end(),
                                     [&](const std::string& mail) { return is_of(typed, mail); });
                     if (theirs) acts.push_back(row.integer(0));
                 }));
    for (const std::int64_t act : acts)
        TRY(tx.execute({"update act set subject = null where seq = ?", {act}}));
    return {};
}

Result<void> forget_in_log(db::Transaction& tx, std::uint16_t object_id, Id record,
                           const std::vector<std::uint16_t>& fields) {
    std::vector<std::pair<std::int64_t, std::string>> lines;
    TRY(tx.query({"select seq, diff from change where object_id = ? and record_id = ?",
                  {std::int64_t{object_id}, record.value}},
                 [&](const db::Row& row) {
                     const std::string diff(row.text(1));
                     std::string emptied = without(diff, fields);
                     if (emptied != diff) lines.emplace_back(row.integer(0), std::move(emptied));
                 }));
    for (auto& [seq, diff] : lines)
        TRY(tx.execute({"update change set diff = ? where seq = ?", {std::move(diff), seq}}));
    return {};
}

}  // namespace clientela::people
