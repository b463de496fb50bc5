// SPDX-License-Identifier: Apache-2.0
// The layout table, written by nobody else.
#include "customize/layouts.h"

namespace clientela::customize {
namespace {

Result<std::vector<LayoutRow>> read(db::Transaction& tx, const std::string& where,
                                    std::vector<db::Bind> args) {
    std::vector<LayoutRow> rows;
    TRY(tx.query({"select scope, scope_id, place, content, updated_at from layout where " + where +
                      " order by scope, scope_id, place",
                  std::move(args)},
                 [&](const db::Row& row) {
                     rows.push_back({std::string(row.text(0)), Id{row.integer(1)},
                                     std::string(row.text(2)), std::string(row.text(3)),
                                     row.instant(4)});
                 }));
    return rows;
}

}  // namespace

// company, person, role in the alphabet: the person is moved behind the role.
Result<std::vector<LayoutRow>> layouts_for(db::Transaction& tx, Id role, Id user) {
    std::vector<LayoutRow> rows =
        TRY(read(tx,
                 "(scope = 'company') or (scope = 'role' and scope_id = ?) "
                 "or (scope = 'person' and scope_id = ?)",
                 {role.value, user.value}));
    std::vector<LayoutRow> ordered;
    for (const std::string_view scope : {"company", "role", "person"}) {
        for (const LayoutRow& row : rows) {
            if (row.scope == scope) ordered.push_back(row);
        }
    }
    return ordered;
}

Result<std::vector<LayoutRow>> layouts_of(db::Transaction& tx, std::string_view scope, Id id) {
    return read(tx, "scope = ? and scope_id = ?", {std::string(scope), id.value});
}

Result<std::vector<LayoutRow>> shared_layouts(db::Transaction& tx) {
    return read(tx, "scope <> 'person'", {});
}

Result<void> keep_layout(db::Transaction& tx, const LayoutRow& row, Id who) {
    TRY(tx.execute(
        {"insert into layout (scope, scope_id, place, content, updated_by_id, updated_at) "
         "values (?, ?, ?, ?, ?, ?) on conflict (scope, scope_id, place) do update set "
         "content = excluded.content, updated_by_id = excluded.updated_by_id, "
         "updated_at = excluded.updated_at",
         {row.scope, row.scope_id.value, row.place, row.content, who.value, row.updated_at}}));
    return {};
}

Result<void> drop_layout(db::Transaction& tx, std::string_view scope, Id id,
                         std::string_view place) {
    TRY(tx.execute({"delete from layout where scope = ? and scope_id = ? and place = ?",
                    {std::string(scope), id.value, std::string(place)}}));
    return {};
}

}  // namespace clientela::customize
