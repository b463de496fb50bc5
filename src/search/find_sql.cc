// SPDX-License-Identifier: Apache-2.0
// On SQLite "cross join" keeps the index as the outer loop, whatever the planner thinks of
// visibility.
#include "search/find_sql.h"

#include <utility>

#include "access/masks.h"
#include "access/visibility.h"
#include "record/table_sql.h"
#include "search/document.h"
#include "search/index.h"

namespace clientela::search {
namespace {

using access::Action;

bool is_sqlite(const record::Context& context) {
    return context.tx.dialect() == db::Dialect::sqlite;
}

// "t.name", or an empty text where the definition names no textual field.
std::string column_of(const schema::Object& object, const std::string& name) {
    const schema::Field* field = object.find_field(name);
    const bool textual =
        field != nullptr && !field->secret &&
        (field->type == schema::FieldType::string || field->type == schema::FieldType::option);
    return textual ? "t." + field->name : "''";
}

std::string head_of(const schema::Object& object) {
    return "select t.id, " + column_of(object, object.title) + ", " +
           column_of(object, object.subtitle);
}

db::Sql visible(const record::Context& context, const schema::Object& object,
                std::string_view alias) {
    return access::visible_condition(context.principal, context.schema, object, Action::read,
                                     alias);
}

// "f.search_account match ?" or "f.name @@ ?::tsquery", with its key in f.
std::string matches(const schema::Object& object, Where where, db::Dialect dialect) {
    if (dialect == db::Dialect::sqlite) return "f." + index_table(object) + " match ?";
    return where == Where::name ? "f.name @@ ?::tsquery" : "f.words @@ ?::tsquery";
}

const char* key_of(db::Dialect dialect) {
    return dialect == db::Dialect::sqlite ? "f.rowid" : "f.id";
}

const schema::Object* points_of(const schema::Schema& schema) {
    return schema.find("contact_points");
}

// The link of contact points to this object.
const schema::Field* point_link(const schema::Schema& schema, const schema::Object& object) {
    const schema::Object* points = points_of(schema);
    if (points == nullptr || points->field("value").secret || points->field("kind").secret)
        return nullptr;
    for (const std::string& link : points->sight.follow_links) {
        const schema::Field& field = points->field(link);
        if (field.target_object == &object) return &field;
    }
    return nullptr;
}

Result<void> run(record::Context& context, const db::Sql& sql, bool with_point,
                 const OnFound& on_found) {
    return context.tx.query(sql, [&](const db::Row& row) {
        Found found{Id{row.integer(0)}, std::string(row.text(1)), std::string(row.text(2)), {}, {}};
        if (with_point) {
            found.point = row.text(3);
            found.point_kind = row.text(4);
        }
        on_found(std::move(found));
    });
}

// ... join OBJECT t on t.id = p.LINK where CONDITION and everything visible.
Result<void> find_through_points(record::Context& context, const schema::Object& object,
                                 db::Sql from, const db::Sql& condition, const OnFound& on_found) {
    const schema::Object& points = *points_of(context.schema);
    const schema::Field* link = point_link(context.schema, object);
    const std::string join = is_sqlite(context) ? " cross join " : " join ";
    db::Sql sql{head_of(object) + ", p.value, p.kind from " + from.text + join +
                    schema::quoted(object.singular) + " t on t.id = p." + link->name +
                    " where p.deleted_at is null and t.deleted_at is null",
                std::move(from.args)};
    record::append_condition(sql, condition);
    record::append_condition(sql, visible(context, points, "p"));
    record::append_condition(sql, visible(context, object, "t"));
    sql.text.append(" limit ").append(std::to_string(kHitsRead));
    return run(context, sql, true, on_found);
}

// All numbers that end in these digits: backwards they stand beside each other in an index.
db::Sql digit_range(const std::string& digits) {
    const std::string first(digits.rbegin(), digits.rend());
    return {"p.digits_reversed >= ? and p.digits_reversed < ?", {first, first + ":"}};
}

}  // namespace

db::Sql unmasked_words(const record::Context& context, const schema::Object& object,
                       const Wanted& wanted, const std::string& alias) {
    const schema::Object* whole = access::whole_of(context.schema).find_by_id(object.id);
    const auto readable = searchable_fields(object);
    if (whole == nullptr || searchable_fields(*whole).size() == readable.size()) return {};
    db::Sql sql;
    for (const Part& part : wanted.parts) {
        for (const std::string& word : part.words) {
            db::Sql any;
            for (const schema::Field* field : readable) {
                any.text += any.text.empty() ? "" : " or ";
                any.text += "clientela_fold(" + alias + "." + field->name + ") like ?";
                any.args.emplace_back("%" + word + "%");
            }
            if (any.text.empty()) any.text = "1 = 0";
            record::append_condition(sql, std::move(any));
        }
    }
    if (sql.text.empty()) return {"1 = 0", {}};
    sql.text.erase(0, std::string_view(" and ").size());
    return sql;
}

Result<void> find_by_words(record::Context& context, const schema::Object& object,
                           const std::string& match, Where where, const db::Sql& unmasked,
                           const OnFound& on_found) {
    const db::Dialect dialect = context.tx.dialect();
    const std::string join = is_sqlite(context) ? " cross join " : " join ";
    db::Sql sql{head_of(object) + " from " + index_table(object) + " f" + join +
                    schema::quoted(object.singular) + " t on t.id = " + key_of(dialect) +
                    " where " + matches(object, where, dialect) + " and t.deleted_at is null",
                {match}};
    record::append_condition(sql, unmasked);
    record::append_condition(sql, visible(context, object, "t"));
    sql.text.append(" limit ").append(std::to_string(kHitsRead));
    return run(context, sql, false, on_found);
}

Result<void> find_by_points(record::Context& context, const schema::Object& object,
                            const std::string& match, const Wanted& wanted,
                            const OnFound& on_found) {
    if (point_link(context.schema, object) == nullptr) return {};
    const schema::Object& points = *points_of(context.schema);
    const db::Dialect dialect = context.tx.dialect();
    const std::string join = is_sqlite(context) ? " cross join " : " join ";
    db::Sql from{index_table(points) + " f" + join + schema::quoted(points.singular) +
                     " p on p.id = " + key_of(dialect),
                 {}};
    db::Sql condition{matches(points, Where::anywhere, dialect), {match}};
    record::append_condition(condition, unmasked_words(context, points, wanted, "p"));
    return find_through_points(context, object, std::move(from), condition, on_found);
}

Result<void> find_by_digits(record::Context& context, const schema::Object& object,
                            const std::string& digits, const OnFound& on_found) {
    if (digits.empty() || point_link(context.schema, object) == nullptr) return {};
    db::Sql from{schema::quoted(points_of(context.schema)->singular) + " p", {}};
    return find_through_points(context, object, std::move(from), digit_range(digits), on_found);
}

Result<int> count_hits(record::Context& context, const schema::Object& object,
                       const db::Sql& condition, int most) {
    db::Sql sql{
        "select 1 from " + schema::quoted(object.singular) + " t where t.deleted_at is null", {}};
    record::append_condition(sql, condition);
    record::append_condition(sql, visible(context, object, "t"));
    sql.text.append(" limit ").append(std::to_string(most));
    int count = 0;
    TRY(context.tx.query(sql, [&](const db::Row&) { ++count; }));
    return count;
}

namespace {

// ... union all select LINK from the contact points that match, by words and by digits.
void append_owners_of_points(const record::Context& context, const schema::Object& object,
                             const std::string& match, const Wanted& wanted, db::Sql& sql) {
    const schema::Field* link = point_link(context.schema, object);
    if (link == nullptr) return;
    const db::Dialect dialect = context.tx.dialect();
    const schema::Object& points = *points_of(context.schema);
    const std::string table = schema::quoted(points.singular);
    const std::string branch = " union all select p." + link->name + " from ";
    sql.text.append(branch + index_table(points) + " f" +
                    (is_sqlite(context) ? " cross join " : " join ") + table +
                    " p on p.id = " + key_of(dialect) + " where p.deleted_at is null and " +
                    matches(points, Where::anywhere, dialect));
    sql.args.emplace_back(match);
    record::append_condition(sql, unmasked_words(context, points, wanted, "p"));
    record::append_condition(sql, visible(context, points, "p"));
    if (wanted.digits.empty()) return;
    db::Sql range = digit_range(wanted.digits);
    sql.text.append(branch + table + " p where p.deleted_at is null and " + range.text);
    sql.args.insert(sql.args.end(), range.args.begin(), range.args.end());
    record::append_condition(sql, visible(context, points, "p"));
}

}  // namespace

db::Sql condition_of(const record::Context& context, const schema::Object& object,
                     const std::string& match, const Wanted& wanted) {
    const db::Dialect dialect = context.tx.dialect();
    const std::string join = is_sqlite(context) ? " cross join " : " join ";
    db::Sql sql{
        std::string("t.id in (select ") + key_of(dialect) + " from " + index_table(object) + " f",
        {}};
    db::Sql unmasked = unmasked_words(context, object, wanted, "u");
    if (!unmasked.text.empty()) {
        sql.text.append(join + schema::quoted(object.singular) + " u on u.id = " + key_of(dialect));
    }
    sql.text.append(" where " + matches(object, Where::anywhere, dialect));
    sql.args.emplace_back(match);
    record::append_condition(sql, std::move(unmasked));
    append_owners_of_points(context, object, match, wanted, sql);
    sql.text.append(")");
    return sql;
}

}  // namespace clientela::search
