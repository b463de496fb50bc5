// SPDX-License-Identifier: Apache-2.0
// Text of statements is built anew at each call: it costs about a microsecond and the stores keep
// the prepared statement by its text.
#include "record/table_sql.h"

#include <utility>

#include "access/visibility.h"
#include "record/columns.h"

namespace clientela::record {

std::string select_list(const std::vector<const schema::Field*>& fields, std::string_view alias) {
    std::string text;
    text.reserve(fields.size() * 24);
    for (const schema::Field* field : fields) {
        if (!text.empty()) text.append(", ");
        append_columns(text, *field, alias);
    }
    return text;
}

std::vector<const schema::Field*> all_fields(const schema::Object& object) {
    std::vector<const schema::Field*> fields;
    fields.reserve(object.fields.size());
    for (const schema::Field& field : object.fields)
        fields.push_back(&field);
    return fields;
}

int fill(Record& record, const std::vector<const schema::Field*>& fields, const db::Row& row,
         int column) {
    for (const schema::Field* field : fields) {
        record.values[static_cast<std::size_t>(field->index)] = read_value(*field, row, column);
        column += column_count(*field);
    }
    return column;
}

std::string_view true_text(db::Dialect dialect) {
    return dialect == db::Dialect::postgres ? "true" : "1";
}

void append_condition(db::Sql& sql, db::Sql part) {
    if (part.text.empty()) return;
    sql.text.append(" and (").append(part.text).append(")");
    sql.args.insert(sql.args.end(), std::make_move_iterator(part.args.begin()),
                    std::make_move_iterator(part.args.end()));
}

// People who act live, and see themselves where everybody is seen: most links of what they write.
static bool is_actor(const Context& context, const schema::Object& object, Id id,
                     access::Action action) {
    const access::Principal& actor = context.principal;
    return actor.kind == access::Principal::Kind::person && id == actor.user && id &&
           object.name == "users" && action == access::Action::read &&
           object.sight.kind == schema::SightKind::everyone &&
           actor.breadth(object.name, action) != access::Breadth::none;
}

Result<bool> is_visible(Context& context, const schema::Object& object, Id id,
                        access::Action action) {
    if (is_actor(context, object, id, action)) return true;
    db::Sql sql{"select 1 from " + schema::quoted(object.singular) +
                    " t where t.id = ? and t.deleted_at is null",
                {id.value}};
    append_condition(
        sql, access::visible_condition(context.principal, context.schema, object, action, "t"));
    bool found = false;
    TRY(context.tx.query(sql, [&](const db::Row&) { found = true; }));
    return found;
}

}  // namespace clientela::record
