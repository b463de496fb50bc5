// SPDX-License-Identifier: Apache-2.0
#include "demo/planted_sql.h"

#include "demo/scribe.h"

namespace clientela::demo {

namespace {

constexpr std::int64_t kLines = 5'000;
// So many lines of others behind the last of the demonstration: there is none any more.
constexpr std::int64_t kOthers = 50'000;

db::Sql of_planted(const std::string& what, const schema::Object& object,
                   const std::string& condition) {
    return {"select " + what + " from " + schema::quoted(object.singular) + " t where " +
                condition +
                " and exists (select 1 from change c where c.object_id = ? and "
                "c.record_id = t.id and c.origin = ? and c.op = 'create')",
            {static_cast<std::int64_t>(object.id), std::string(kOrigin)}};
}

}  // namespace

Result<std::vector<Id>> living_planted(db::Transaction& tx, const schema::Object& object, Id after,
                                       int limit) {
    db::Sql sql = of_planted("t.id", object, "t.deleted_at is null");
    sql.text.append(" and t.id > ? order by t.id limit ?");
    sql.args.emplace_back(after.value);
    sql.args.emplace_back(static_cast<std::int64_t>(limit));
    std::vector<Id> ids;
    TRY(tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<std::int64_t> count_binned_planted(db::Transaction& tx, const schema::Object& object,
                                          Id group) {
    std::int64_t count = 0;
    db::Sql sql = of_planted("count(*)", object, "t.deleted_at is not null");
    sql.text.append(" and t.deleted_group_id = ?");
    sql.args.emplace_back(group.value);
    TRY(tx.query(sql, [&](const db::Row& row) { count = row.integer(0); }));
    return count;
}

Result<Planted> Planted::load(db::Transaction& tx, const schema::Schema& schema) {
    Planted planted;
    planted.made_.resize(schema.objects.size());
    planted.living_.resize(schema.objects.size());
    planted.added_.resize(schema.objects.size());
    std::int64_t last = 0;
    std::int64_t others = 0;
    for (std::int64_t got = kLines; got == kLines && others < kOthers;) {
        got = 0;
        TRY(tx.query(
            {"select seq, object_id, record_id, origin, op from change where seq > ? "
             "order by seq limit ?",
             {last, kLines}},
            [&](const db::Row& row) {
                ++got;
                ++others;
                last = row.integer(0);
                if (row.text(3) != kOrigin) return;
                others = 0;
                if (row.text(4) != "create" || row.is_null(2)) return;
                const auto* object = schema.find_by_id(static_cast<std::uint16_t>(row.integer(1)));
                if (object == nullptr) return;
                planted.made_[static_cast<std::size_t>(object->index)].insert(row.integer(2));
            }));
    }
    for (const schema::Object& object : schema.objects) {
        const auto index = static_cast<std::size_t>(object.index);
        TRY(tx.query(
            {"select id from " + schema::quoted(object.singular) + " where deleted_at is null", {}},
            [&](const db::Row& row) {
                const std::int64_t id = row.integer(0);
                if (planted.made_[index].contains(id)) {
                    planted.living_[index].insert(id);
                } else {
                    ++planted.added_[index];
                }
            }));
    }
    return planted;
}

}  // namespace clientela::demo
