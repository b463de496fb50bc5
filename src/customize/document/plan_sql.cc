// SPDX-License-Identifier: Apache-2.0
// Figures of a plan: about how many rows a step goes through, and what hangs on a field.
#include "base/ascii.h"
#include "customize/document/editor.h"
#include "customize/document/plan.h"

namespace clientela::customize {
namespace {

Result<std::int64_t> count(db::Transaction& tx, const db::Sql& sql) {
    std::int64_t found = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { found = row.integer(0); }));
    return found;
}

bool is_in_words(char c) { return is_alphanumeric(c) || c == '_'; }

// As a word of its own, whatever stands around it in lists, filters and JSON: c_size_2 is not
// c_size.
bool says(std::string_view text, std::string_view name) {
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        const bool begins = at == 0 || !is_in_words(text[at - 1]);
        if (begins && (end == text.size() || !is_in_words(text[end]))) return true;
    }
    return false;
}

Result<std::int64_t> count_saying(db::Transaction& tx, const db::Sql& sql,
                                  const std::string& name) {
    std::int64_t found = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { found += says(row.text(0), name) ? 1 : 0; }));
    return found;
}

// At the end of a path, as account/c_size of contacts.
bool leads_to(std::string_view text, std::string_view name) {
    const std::string step = "/" + std::string(name);
    for (std::size_t at = text.find(step); at != text.npos; at = text.find(step, at + 1)) {
        const std::size_t end = at + step.size();
        if (end == text.size() || !is_in_words(text[end])) return true;
    }
    return false;
}

// A field is told also of views of others that reach a field of its name over a link.
Result<std::int64_t> views_with(db::Transaction& tx, const std::string& object,
                                const std::string& field) {
    if (field.empty())
        return count(tx, {"select count(*) from \"view\" where object = ? and deleted_at is null",
                          {object}});
    std::int64_t found = 0;
    TRY(tx.query({"select object, coalesce(filter, '') || ' ' || coalesce(columns, '') || ' ' || "
                  "coalesce(sort, '') || ' ' || coalesce(\"grouping\", '') from \"view\" where "
                  "deleted_at is null",
                  {}},
                 [&](const db::Row& row) {
                     const bool own = row.text(0) == object && says(row.text(1), field);
                     found += own || leads_to(row.text(1), field) ? 1 : 0;
                 }));
    return found;
}

// Those of the object itself, and those of others that show it as a tab, by its link to them.
Result<std::int64_t> layouts_with(db::Transaction& tx, const schema::Schema& stored,
                                  const std::string& object, const std::string& field) {
    const db::Sql own{"select content from layout where place = ?", {object}};
    std::int64_t found = 0;
    TRY(tx.query(own, [&](const db::Row& row) {
        found += field.empty() || says(row.text(0), field) ? 1 : 0;
    }));
    for (const schema::Object& other : stored.objects) {
        for (const schema::Relation& tab : other.relations) {
            if (tab.target != object || !(field.empty() || tab.via == field)) continue;
            found += TRY(count_saying(
                tx, {"select content from layout where place = ?", {other.name}}, tab.name));
        }
    }
    return found;
}

json::object members_of(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse({text.data(), text.size()}, failed);
    return failed || !value.is_object() ? json::object{} : std::move(value.as_object());
}

// Rights are of whole objects; of fields a role says only what it may not.
Result<std::int64_t> roles_with(db::Transaction& tx, const std::string& object,
                                const std::string& field) {
    std::int64_t found = 0;
    TRY(tx.query({"select coalesce(rights, '{}'), coalesce(masks, '{}') from role where "
                  "deleted_at is null",
                  {}},
                 [&](const db::Row& row) {
                     const json::object masks = members_of(row.text(1));
                     const bool named = field.empty() ? masks.contains(object) ||
                                                            members_of(row.text(0)).contains(object)
                                                      : object_at(masks, object).contains(field);
                     found += named ? 1 : 0;
                 }));
    return found;
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
    loss.views = TRY(views_with(tx, object, field));
    loss.layouts = TRY(layouts_with(tx, stored, object, field));
    loss.roles = TRY(roles_with(tx, object, field));
    return loss;
}

}  // namespace clientela::customize
