// SPDX-License-Identifier: Apache-2.0
// First the records that something added by people points at, then what those point at in turn and
// their parts (points of contact, lines, who works there). A part that people added to a record of
// the demonstration, such as a note's link or a change of stage, is a trial and keeps nothing.
#include "demo/kept_sql.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "demo/scribe.h"

namespace clientela::demo {
namespace {

constexpr std::array<std::string_view, 6> kOrganisation{"users", "teams",      "territories",
                                                        "roles", "user_teams", "user_territories"};

bool may_stay(const schema::Object& object) {
    return std::find(kOrganisation.begin(), kOrganisation.end(), object.name) ==
           kOrganisation.end();
}

// Who looks after the record: people go.
bool is_membership(const schema::Schema& schema, const schema::Object& part) {
    return std::any_of(
        schema.objects.begin(), schema.objects.end(),
        [&](const schema::Object& whole) { return whole.sight.members == part.name; });
}

bool is_part(const schema::Object& object) {
    return object.sight.kind == schema::SightKind::follows;
}

// Links whose target may have to stay.
std::vector<const schema::Field*> links_of(const schema::Object& object) {
    std::vector<const schema::Field*> links;
    for (const schema::Field& field : object.fields) {
        if (field.target_object != nullptr && may_stay(*field.target_object))
            links.push_back(&field);
    }
    return links;
}

// Appends that the demonstration wrote the record of `object` whose id stands in `column`.
void append_planted(db::Sql& sql, const schema::Object& object, const std::string& column) {
    sql.text += "exists (select 1 from change c where c.object_id = ? and c.record_id = " + column +
                " and c.origin = ? and c.op = 'create')";
    sql.args.emplace_back(static_cast<std::int64_t>(object.id));
    sql.args.emplace_back(std::string(kOrigin));
}

// Customer data, not the catalogue or the stages that every record names.
bool is_of_customers(const schema::Object& object) {
    using schema::SightKind;
    const SightKind kind = object.sight.kind;
    return kind == SightKind::owned || kind == SightKind::through || kind == SightKind::regarding;
}

// Appends that people added row t, and for a part: to a record that people added, or for one.
void append_of_people(db::Sql& sql, const schema::Object& object) {
    sql.text += " and t.deleted_at is null and not ";
    append_planted(sql, object, "t.id");
    if (!is_part(object)) return;
    std::string separator = " and (";
    for (const schema::Field* link : links_of(object)) {
        if (!is_of_customers(*link->target_object)) continue;
        sql.text += separator + "t." + schema::quoted(link->name) + " is not null and not ";
        append_planted(sql, *link->target_object, "t." + schema::quoted(link->name));
        separator = " or ";
    }
    sql.text += ")";
}

using Found = std::pair<const schema::Object*, Id>;

class Search {
public:
    Search(db::Transaction& tx, const schema::Schema& schema)
        : tx_(tx), schema_(schema), kept_(schema) {}

    Result<Kept> run() {
        for (const schema::Object& object : schema_.objects)
            TRY(add_named_by_people(object));
        TRY(add_regarded_by_people());
        for (std::size_t i = 0; i < all_.size(); ++i) {  // grows on the way
            const Found found = all_[i];
            TRY(add_named_by(found));
            TRY(add_parts(found));
        }
        return std::move(kept_);
    }

private:
    // `sql` selects the ids of living planted records of `object`.
    Result<void> add(const schema::Object& object, const db::Sql& sql) {
        return tx_.query(sql, [&](const db::Row& row) {
            const Id id{row.integer(0)};
            if (kept_.add(object, id)) all_.emplace_back(&object, id);
        });
    }

    // The target's row p of a link, living and planted.
    static void append_target(db::Sql& sql, const schema::Object& target,
                              const std::string& column) {
        sql.text += " join " + schema::quoted(target.singular) + " p on p.id = " + column +
                    " and p.deleted_at is null and ";
        append_planted(sql, target, "p.id");
    }

    Result<void> add_named_by_people(const schema::Object& object) {
        if (!may_stay(object)) return {};
        const std::string table = schema::quoted(object.singular) + " t";
        for (const schema::Field* link : links_of(object)) {
            db::Sql sql{"select distinct p.id from " + table, {}};
            append_target(sql, *link->target_object, "t." + schema::quoted(link->name));
            sql.text += " where 1 = 1";
            append_of_people(sql, object);
            TRY(add(*link->target_object, sql));
        }
        for (const schema::ManyLink& many : object.many_links) {
            db::Sql sql{"select distinct p.id from " + table + " join " +
                            schema::quoted(many.table) + " m on m." +
                            schema::quoted(many.own_column) + " = t.id",
                        {}};
            append_target(sql, *many.target_object, "m." + schema::quoted(many.other_column));
            sql.text += " where 1 = 1";
            append_of_people(sql, object);
            TRY(add(*many.target_object, sql));
        }
        return {};
    }

    Result<void> add_regarded_by_people() {
        const schema::Object& links = schema_.get("activity_links");
        for (const schema::Object& object : schema_.objects) {
            if (!may_stay(object) || is_part(object)) continue;
            db::Sql sql{"select distinct p.id from " + schema::quoted(links.singular) + " t", {}};
            append_target(sql, object, "t.record_id");
            sql.text += " where t.object = ?";
            sql.args.emplace_back(object.name);
            append_of_people(sql, links);
            TRY(add(object, sql));
        }
        return {};
    }

    Result<void> add_named_by(Found found) {
        const auto [object, id] = found;
        for (const schema::Field* link : links_of(*object)) {
            db::Sql sql{"select p.id from " + schema::quoted(object->singular) + " t", {}};
            append_target(sql, *link->target_object, "t." + schema::quoted(link->name));
            sql.text += " where t.id = ?";
            sql.args.emplace_back(id.value);
            TRY(add(*link->target_object, sql));
        }
        for (const schema::ManyLink& many : object->many_links) {
            db::Sql sql{"select p.id from " + schema::quoted(many.table) + " m", {}};
            append_target(sql, *many.target_object, "m." + schema::quoted(many.other_column));
            sql.text += " where m." + schema::quoted(many.own_column) + " = ?";
            sql.args.emplace_back(id.value);
            TRY(add(*many.target_object, sql));
        }
        return {};
    }

    Result<void> add_parts(Found whole) {
        for (const schema::Object& object : schema_.objects) {
            if (!is_part(object) || is_membership(schema_, object)) continue;
            for (const std::string& name : object.sight.follow_links) {
                if (object.field(name).target_object != whole.first) continue;
                TRY(add_parts_by(object, name, whole.second));
            }
        }
        return {};
    }

    // A part of two records stays with both of them only.
    Result<void> add_parts_by(const schema::Object& part, const std::string& via, Id whole) {
        const auto& follows = part.sight.follow_links;
        db::Sql sql{"select t.id", {}};
        for (const std::string& name : follows)
            sql.text += ", t." + schema::quoted(name);
        sql.text += " from " + schema::quoted(part.singular) +
                    " t where t.deleted_at is null and t." + schema::quoted(via) + " = ? and ";
        sql.args.emplace_back(whole.value);
        append_planted(sql, part, "t.id");
        return tx_.query(sql, [&](const db::Row& row) {
            int column = 0;
            for (const std::string& name : follows) {
                ++column;
                if (row.is_null(column)) continue;
                if (!kept_.has(*part.field(name).target_object, Id{row.integer(column)})) return;
            }
            const Id id{row.integer(0)};
            if (kept_.add(part, id)) all_.emplace_back(&part, id);
        });
    }

    db::Transaction& tx_;
    const schema::Schema& schema_;
    Kept kept_;
    std::vector<Found> all_;  // in the order in which they were found
};

}  // namespace

Result<Kept> kept_for_people(db::Transaction& tx, const schema::Schema& schema) {
    return Search(tx, schema).run();
}

}  // namespace clientela::demo
