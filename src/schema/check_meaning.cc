// SPDX-License-Identifier: Apache-2.0
// Checks across fields and across objects. Each function looks at one idea and adds what it finds.
#include "schema/check_meaning.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "schema/check_fields.h"
#include "schema/engine_tables.h"

namespace clientela::schema {
namespace {

// Set names that mean something else in the API.
constexpr std::array<std::string_view, 14> kReservedSets{
    "imports",  "exports",       "jobs",    "changes", "definitions", "search", "forecast",
    "metadata", "customization", "layouts", "audit",   "company",     "demo",   "tokens"};

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_engine_table(std::string_view name) {
    static const std::vector<Table> tables = engine_tables();
    return std::any_of(tables.begin(), tables.end(),
                       [&](const Table& table) { return table.name == name; });
}

std::string_view without_sign(std::string_view name) {
    return name.starts_with('-') ? name.substr(1) : name;
}

class ObjectCheck {
public:
    ObjectCheck(const Schema& schema, const Object& object, const SourceNote& note,
                Problems& problems)
        : schema_(schema), object_(object), note_(note), problems_(problems) {}

    void run() {
        check_names();
        check_ids();
        check_roles_of_fields();
        check_fields(object_, note_.file, problems_);
        check_relations();
        check_many_links();
        check_indexes();
        check_views();
        check_form_is_complete();
        check_sight();
    }

private:
    void add(std::string pointer, std::string reason) {
        problems_.push_back({note_.file, std::move(pointer), std::move(reason)});
    }

    void check_names() {
        if (note_.file != "objects/" + object_.singular + ".json") {
            add("/singular", "the file of `" + object_.singular + "` must be objects/" +
                                 object_.singular + ".json");
        }
        if (contains(kReservedSets, object_.name))
            add("/name", "`" + object_.name + "` is a reserved name");
        if (is_engine_table(object_.singular)) {
            add("/singular", "`" + object_.singular + "` is a table of the engine");
        }
        if (object_.custom != object_.singular.starts_with("c_") ||
            object_.custom != object_.name.starts_with("c_")) {
            add("/name", "names starting with c_ belong to custom objects");
        }
        if (object_.name == object_.singular) add("/name", "plural and singular must differ");
    }

    void check_ids() {
        std::map<std::uint16_t, std::string> ids;
        std::set<std::string> names;
        for (const Field& field : object_.fields) {
            const std::string pointer = field.standard ? "/fields" : field_pointer(field);
            note_id(ids, field.id, field.name, pointer);
            if (!field.standard && !names.insert(field.name).second) {
                add(pointer + "/name", "the field `" + field.name + "` stands twice");
            }
        }
        for (std::size_t i = 0; i < object_.many_links.size(); ++i) {
            const ManyLink& link = object_.many_links[i];
            note_id(ids, link.id, link.name, "/many_links/" + std::to_string(i));
        }
    }

    void note_id(std::map<std::uint16_t, std::string>& ids, std::uint16_t id,
                 const std::string& name, const std::string& pointer) {
        const auto [known, added] = ids.emplace(id, name);
        if (!added) {
            add(pointer + "/id",
                "the id " + std::to_string(id) + " belongs to `" + known->second + "`");
        }
        if (contains_id(id)) {
            add(pointer + "/id",
                "the id " + std::to_string(id) + " is retired and never used again");
        }
    }

    bool contains_id(std::uint16_t id) const {
        return std::find(note_.retired_ids.begin(), note_.retired_ids.end(), id) !=
               note_.retired_ids.end();
    }

    // Fields that the object as a whole leans on: title, subtitle, parent, default order.
    void check_roles_of_fields() {
        if (const Field* title = existing("/title", object_.title)) {
            const bool names = title->type == FieldType::string || title->type == FieldType::text ||
                               title->type == FieldType::option;
            if (!names) add("/title", "the title must be a string, a text or an option");
        }
        if (!object_.subtitle.empty()) existing("/subtitle", object_.subtitle);
        if (!object_.parent.empty()) {
            const Field* parent = existing("/parent", object_.parent);
            if (parent != nullptr && parent->target_object != &object_) {
                add("/parent", "the parent must be a link to `" + object_.name + "` itself");
            }
        }
        const Field* sort = existing("/default_sort", without_sign(object_.default_sort));
        if (sort != nullptr && (sort->type == FieldType::text || sort->type == FieldType::json)) {
            add("/default_sort", "a field of this type has no order");
        }
    }

    const Field* existing(const std::string& pointer, std::string_view name) {
        const Field* field = object_.find_field(name);
        if (field == nullptr) {
            add(pointer, "`" + object_.name + "` has no field `" + std::string(name) + "`");
        } else if (field->secret) {
            add(pointer, "the field `" + std::string(name) + "` is secret");
        }
        return field;
    }

    void check_relations() {
        std::set<std::string> names;
        for (std::size_t i = 0; i < object_.relations.size(); ++i) {
            const Relation& relation = object_.relations[i];
            const std::string pointer = "/relations/" + std::to_string(i);
            if (!names.insert(relation.name).second ||
                object_.find_field(relation.name) != nullptr ||
                object_.find_many_link(relation.name) != nullptr) {
                add(pointer + "/name", "the name `" + relation.name + "` stands twice");
            }
            if (relation.target_object == nullptr) {
                add(pointer + "/target", "no object is named `" + relation.target + "`");
            } else if (relation.via_field == nullptr) {
                add(pointer + "/via",
                    "`" + relation.target + "` has no field `" + relation.via + "`");
            } else if (relation.via_field->target_object != &object_) {
                add(pointer + "/via", "`" + relation.target + "." + relation.via +
                                          "` is no link to `" + object_.name + "`");
            }
        }
    }

    void check_many_links() {
        for (std::size_t i = 0; i < object_.many_links.size(); ++i) {
            const ManyLink& link = object_.many_links[i];
            const std::string pointer = "/many_links/" + std::to_string(i);
            if (object_.find_field(link.name) != nullptr) {
                add(pointer + "/name", "the name `" + link.name + "` stands twice");
            }
            if (link.target_object == nullptr) {
                add(pointer + "/target", "no object is named `" + link.target + "`");
                continue;
            }
            if (link.target_object == &object_) {
                add(pointer + "/target", "a link table joins two different objects");
            }
            const std::string table = object_.singular + "_" + link.target_object->singular;
            if (link.custom ? !link.table.starts_with("c_") : link.table != table)
                add(pointer + "/table", "the link table must be `" + table + "`");
        }
    }

    void check_indexes() {
        check_lists("/indexes/", object_.indexes);
        check_lists("/unique_together/", object_.unique_together);
    }

    void check_lists(const std::string& start, const std::vector<std::vector<std::string>>& lists) {
        for (std::size_t i = 0; i < lists.size(); ++i) {
            for (std::size_t j = 0; j < lists[i].size(); ++j) {
                const std::string pointer = start + std::to_string(i) + "/" + std::to_string(j);
                const Field* field = existing(pointer, without_sign(lists[i][j]));
                if (field != nullptr &&
                    (field->type == FieldType::text || field->type == FieldType::json)) {
                    add(pointer, "a field of this type cannot be indexed");
                }
            }
        }
    }

    void check_views() {
        check_columns("/views/list", object_.views.list, true);
        check_columns("/views/key", object_.views.key, false);
        std::set<std::string> seen;
        for (std::size_t i = 0; i < object_.views.form.size(); ++i) {
            const std::string pointer = "/views/form/" + std::to_string(i) + "/fields";
            check_columns(pointer, object_.views.form[i].fields, true);
            for (const std::string& name : object_.views.form[i].fields) {
                if (!seen.insert(name).second)
                    add(pointer, "the field `" + name + "` stands in two sections");
            }
        }
    }

    void check_columns(const std::string& pointer, const std::vector<std::string>& names,
                       bool links) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (links && object_.find_many_link(names[i]) != nullptr) continue;
            existing(pointer + "/" + std::to_string(i), names[i]);
        }
    }

    // A form that leaves out a required field cannot create a record.
    void check_form_is_complete() {
        for (const Field& field : object_.fields) {
            const bool must_be_given =
                field.required && !field.read_only && is_null(field.default_value);
            if (!must_be_given) continue;
            const bool stands = std::any_of(
                object_.views.form.begin(), object_.views.form.end(),
                [&](const FormSection& section) { return contains(section.fields, field.name); });
            if (!stands) add("/views/form", "the required field `" + field.name + "` is missing");
        }
    }

    void check_sight() {
        const SightRule& sight = object_.sight;
        for (std::size_t i = 0; i < sight.also_owners.size(); ++i) {
            user_link("/sight/also_owners/" + std::to_string(i), sight.also_owners[i]);
        }
        if (sight.kind == SightKind::follows && sight.follow_links.empty()) {
            add("/sight", "this kind of sight needs follow_links");
        }
        for (std::size_t i = 0; i < sight.follow_links.size(); ++i) {
            const std::string pointer = "/sight/follow_links/" + std::to_string(i);
            const Field* field = existing(pointer, sight.follow_links[i]);
            if (field != nullptr && field->type != FieldType::link) {
                add(pointer, "`" + field->name + "` is no link");
            }
        }
        if (!sight.members.empty()) {
            joins("/sight/members", sight.members,
                  {{sight.members_via, &object_}, {"user_id", nullptr}});
        }
        if (sight.kind == SightKind::through) {
            joins("/sight/through_object", sight.through_object,
                  {{sight.through_own, &object_}, {sight.through_other, nullptr}});
        }
    }

    void user_link(const std::string& pointer, const std::string& name) {
        const Field* field = existing(pointer, name);
        if (field != nullptr && field->target != "users")
            add(pointer, "`" + name + "` is no link to users");
    }

    // The joining object exists and has the named links, the first of them to this object.
    void joins(const std::string& pointer, const std::string& name,
               const std::vector<std::pair<std::string, const Object*>>& links) {
        const Object* joining = schema_.find(name);
        if (joining == nullptr) {
            add(pointer, "no object is named `" + name + "`");
            return;
        }
        for (const auto& [link, target] : links) {
            const Field* field = joining->find_field(link);
            if (field == nullptr || field->type != FieldType::link ||
                (target != nullptr && field->target_object != target)) {
                add(pointer, "`" + name + "` has no fitting link `" + link + "`");
            }
        }
    }

    const Schema& schema_;
    const Object& object_;
    const SourceNote& note_;
    Problems& problems_;
};

// The same id, set name or table twice.
void check_objects_differ(const Schema& schema, const std::vector<SourceNote>& notes,
                          Problems& problems) {
    std::map<std::string, std::string> owners;
    const auto claim = [&](std::size_t i, const std::string& pointer, const std::string& what) {
        const auto [known, added] = owners.emplace(what, notes[i].file);
        if (!added)
            problems.push_back({notes[i].file, pointer, what + " is taken by " + known->second});
    };
    for (std::size_t i = 0; i < schema.objects.size(); ++i) {
        const Object& object = schema.objects[i];
        claim(i, "/id", "the id " + std::to_string(object.id));
        claim(i, "/name", "the set `" + object.name + "`");
        claim(i, "/singular", "the table `" + object.singular + "`");
        for (std::size_t j = 0; j < object.many_links.size(); ++j) {
            claim(i, "/many_links/" + std::to_string(j) + "/table",
                  "the table `" + object.many_links[j].table + "`");
        }
    }
}

}  // namespace

Problems check_meaning(const Schema& schema, const std::vector<SourceNote>& notes) {
    CHECK(schema.objects.size() == notes.size());
    Problems problems;
    check_objects_differ(schema, notes, problems);
    for (std::size_t i = 0; i < schema.objects.size(); ++i) {
        ObjectCheck(schema, schema.objects[i], notes[i], problems).run();
    }
    return problems;
}

}  // namespace clientela::schema
