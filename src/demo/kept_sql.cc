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

// What belongs to a record that stays, stays with it; but for who looks after it and for what the
// customer holds, which is as invented as the sales.
bool stays_along(const schema::Schema& schema, const schema::Object& object) {
    return is_part(object) && !is_membership(schema, object) && object.name != "holdings";
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

// Customer data, not the catalogue or the stages that every record names.
bool is_of_customers(const schema::Object& object) {
    using schema::SightKind;
    const SightKind kind = object.sight.kind;
    return kind == SightKind::owned || kind == SightKind::through || kind == SightKind::regarding;
}

using Found = std::pair<const schema::Object*, Id>;

class Search {
public:
    Search(db::Transaction& tx, const schema::Schema& schema, const Planted& planted)
        : tx_(tx), schema_(schema), planted_(planted), kept_(schema) {}

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
    void add(const schema::Object& object, Id id) {
        if (planted_.lives(object, id) && kept_.add(object, id)) all_.emplace_back(&object, id);
    }

    // The targets in the columns from `column` on, one for each link.
    void add_targets(const std::vector<const schema::Field*>& links, const db::Row& row,
                     int column) {
        for (const schema::Field* link : links) {
            if (!row.is_null(column)) add(*link->target_object, Id{row.integer(column)});
            ++column;
        }
    }

    // People added the row; a part of two records: to one that people added, or for one.
    bool is_of_people(const schema::Object& object, const std::vector<const schema::Field*>& links,
                      const db::Row& row) const {
        if (planted_.wrote(object, Id{row.integer(0)})) return false;
        if (!is_part(object)) return true;
        for (std::size_t i = 0; i < links.size(); ++i) {
            const int column = static_cast<int>(i) + 1;
            const schema::Object& target = *links[i]->target_object;
            if (is_of_customers(target) && !row.is_null(column) &&
                !planted_.wrote(target, Id{row.integer(column)}))
                return true;
        }
        return false;
    }

    static db::Sql rows_of(const schema::Object& object,
                           const std::vector<const schema::Field*>& links) {
        db::Sql sql{"select t.id", {}};
        for (const schema::Field* link : links)
            sql.text += ", t." + schema::quoted(link->name);
        sql.text += " from " + schema::quoted(object.singular) + " t where ";
        return sql;
    }

    Result<void> add_named_by_people(const schema::Object& object) {
        if (!may_stay(object) || planted_.added(object) == 0) return {};
        const auto links = links_of(object);
        db::Sql sql = rows_of(object, links);
        sql.text += "t.deleted_at is null";
        std::unordered_set<std::int64_t> theirs;
        TRY(tx_.query(sql, [&](const db::Row& row) {
            if (!is_of_people(object, links, row)) return;
            theirs.insert(row.integer(0));
            add_targets(links, row, 1);
        }));
        if (theirs.empty()) return {};
        for (const schema::ManyLink& many : object.many_links) {
            TRY(tx_.query({"select m." + schema::quoted(many.own_column) + ", m." +
                               schema::quoted(many.other_column) + " from " +
                               schema::quoted(many.table) + " m",
                           {}},
                          [&](const db::Row& row) {
                              if (theirs.contains(row.integer(0)))
                                  add(*many.target_object, Id{row.integer(1)});
                          }));
        }
        return {};
    }

    Result<void> add_regarded_by_people() {
        const schema::Object& regards = schema_.get("activity_links");
        const auto links = links_of(regards);
        db::Sql sql = rows_of(regards, links);
        sql.text.replace(sql.text.find(" from "), 0, ", t.object, t.record_id");
        sql.text += "t.deleted_at is null";
        return tx_.query(sql, [&](const db::Row& row) {
            if (!is_of_people(regards, links, row)) return;
            const int column = static_cast<int>(links.size()) + 1;
            const schema::Object* object = schema_.find(std::string(row.text(column)));
            if (object == nullptr || !may_stay(*object) || is_part(*object)) return;
            add(*object, Id{row.integer(column + 1)});
        });
    }

    Result<void> add_named_by(Found found) {
        const auto [object, id] = found;
        const auto links = links_of(*object);
        db::Sql sql = rows_of(*object, links);
        sql.text += "t.id = ?";
        sql.args.emplace_back(id.value);
        TRY(tx_.query(sql, [&](const db::Row& row) { add_targets(links, row, 1); }));
        for (const schema::ManyLink& many : object->many_links) {
            TRY(tx_.query(
                {"select m." + schema::quoted(many.other_column) + " from " +
                     schema::quoted(many.table) + " m where m." + schema::quoted(many.own_column) +
                     " = ?",
                 {id.value}},
                [&](const db::Row& row) { add(*many.target_object, Id{row.integer(0)}); }));
        }
        return {};
    }

    Result<void> add_parts(Found whole) {
        for (const schema::Object& object : schema_.objects) {
            if (!stays_along(schema_, object)) continue;
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
                    " t where t.deleted_at is null and t." + schema::quoted(via) + " = ?";
        sql.args.emplace_back(whole.value);
        return tx_.query(sql, [&](const db::Row& row) {
            int column = 0;
            for (const std::string& name : follows) {
                ++column;
                if (row.is_null(column)) continue;
                if (!kept_.has(*part.field(name).target_object, Id{row.integer(column)})) return;
            }
            add(part, Id{row.integer(0)});
        });
    }

    db::Transaction& tx_;
    const schema::Schema& schema_;
    const Planted& planted_;
    Kept kept_;
    std::vector<Found> all_;  // in the order in which they were found
};

}  // namespace

Result<Kept> kept_for_people(db::Transaction& tx, const schema::Schema& schema,
                             const Planted& planted) {
    return Search(tx, schema, planted).run();
}

std::vector<const schema::Field*> place_links(const schema::Object& object) {
    std::vector<const schema::Field*> links;
    for (const schema::Field& field : object.fields) {
        const bool place = field.target == "teams" || field.target == "territories";
        if (place && field.target_object != nullptr && !field.required) links.push_back(&field);
    }
    return links;
}

Result<std::int64_t> count_placed(db::Transaction& tx, const schema::Object& object,
                                  const Planted& planted, const Kept& kept) {
    const auto links = place_links(object);
    std::int64_t count = 0;
    if (links.empty()) return count;
    db::Sql sql{"select t.id", {}};
    std::string any;
    for (const schema::Field* link : links) {
        sql.text += ", t." + schema::quoted(link->name);
        any += (any.empty() ? "t." : " or t.") + schema::quoted(link->name) + " is not null";
    }
    sql.text += " from " + schema::quoted(object.singular) + " t where t.deleted_at is null and (" +
                any + ")";
    TRY(tx.query(sql, [&](const db::Row& row) {
        const Id id{row.integer(0)};
        if (planted.wrote(object, id) && !kept.has(object, id)) return;
        for (std::size_t i = 0; i < links.size(); ++i) {
            const int column = static_cast<int>(i) + 1;
            if (row.is_null(column)) continue;
            if (!planted.lives(*links[i]->target_object, Id{row.integer(column)})) continue;
            ++count;
            return;
        }
    }));
    return count;
}

Result<std::vector<Placed>> placed_in_bin(db::Transaction& tx, const schema::Object& object,
                                          Id group, Id after, int limit) {
    const auto links = place_links(object);
    std::vector<Placed> found;
    if (links.empty()) return found;
    db::Sql sql{"select t.id", {}};
    std::string any;
    std::vector<db::Bind> groups;
    for (const schema::Field* link : links) {
        const std::string gone =
            "exists (select 1 from " + schema::quoted(link->target_object->singular) +
            " p where p.id = t." + schema::quoted(link->name) + " and p.deleted_group_id = ?)";
        groups.emplace_back(group.value);
        sql.text += ", case when " + gone + " then 1 else 0 end";
        any += (any.empty() ? "" : " or ") + gone;
    }
    sql.text += " from " + schema::quoted(object.singular) +
                " t where t.deleted_at is null and t.id > ? and (" + any +
                ") order by t.id limit ?";
    sql.args = groups;
    sql.args.emplace_back(after.value);
    sql.args.insert(sql.args.end(), groups.begin(), groups.end());
    sql.args.emplace_back(static_cast<std::int64_t>(limit));
    TRY(tx.query(sql, [&](const db::Row& row) {
        Placed placed{Id{row.integer(0)}, {}};
        for (std::size_t i = 0; i < links.size(); ++i) {
            if (row.integer(static_cast<int>(i) + 1) == 1) placed.gone.push_back(links[i]);
        }
        found.push_back(std::move(placed));
    }));
    return found;
}

}  // namespace clientela::demo
