// SPDX-License-Identifier: Apache-2.0
// Figures of a plan: about how many rows a step goes through, and what hangs on a field.
#include "customize/document/plan.h"

namespace clientela::customize {
namespace {

Result<std::int64_t> count(db::Transaction& tx, const db::Sql& sql) {
    std::int64_t found = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { found = row.integer(0); }));
    return found;
}

// Names stand in JSON between quotes, in filters between other signs.
db::Sql mentions(const std::string& table, const std::string& columns, const std::string& where,
                 const std::string& name) {
    return {"select count(*) from " + table + " where " + where + " and (" + columns + ") like ?",
            {"%" + name + "%"}};
}

}  // namespace

Result<std::int64_t> rows_of(db::Transaction& tx, const std::string& table) {
    if (tx.dialect() == db::Dialect::postgres) {
        const std::int64_t about =
            TRY(count(tx, {"select reltuples::bigint from pg_class where oid = to_regclass(?)",
                           {schema::quoted(table)}}));
        if (about > 10'000) return about;
    }
    return count(tx, {"select count(*) from " + schema::quoted(table), {}});
}

Result<Loss> loss_of(db::Transaction& tx, const schema::Schema& stored, const std::string& object,
                     const std::string& field) {
    Loss loss{object, field, 0, 0, 0, 0};
    const schema::Object& of = stored.get(object);
    const std::string table = schema::quoted(of.singular);
    if (field.empty()) {
        loss.records = TRY(count(tx, {"select count(*) from " + table, {}}));
    } else if (const schema::ManyLink* link = of.find_many_link(field)) {
        loss.records = TRY(count(tx, {"select count(distinct " + schema::quoted(link->own_column) +
                                          ") from " + schema::quoted(link->table),
                                      {}}));
    } else {
        loss.records =
            TRY(count(tx, {"select count(" + schema::quoted(field) + ") from " + table, {}}));
    }
    const std::string name = field.empty() ? object : field;
    const schema::Object* views = stored.find("views");
    if (views != nullptr) {
        std::string columns;
        for (const schema::Field& column : views->fields) {
            const bool text = column.type == schema::FieldType::json ||
                              column.type == schema::FieldType::text ||
                              column.type == schema::FieldType::string;
            if (!text || column.name == "name") continue;
            if (!columns.empty()) columns += " || ' ' || ";
            columns += "coalesce(" + schema::quoted(column.name) + ", '')";
        }
        loss.views = TRY(count(tx, mentions("\"view\"", columns, "deleted_at is null", name)));
    }
    loss.layouts = TRY(count(tx, mentions("layout", "content", "1 = 1", "\"" + name + "\"")));
    loss.roles = TRY(count(
        tx, mentions("role", "coalesce(rights, '')", "deleted_at is null", "\"" + name + "\"")));
    return loss;
}

}  // namespace clientela::customize
