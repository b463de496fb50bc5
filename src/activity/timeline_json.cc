// SPDX-License-Identifier: Apache-2.0
// Field by field from the diff of the log. Links carry the title of what they point to, if the
// reader may see that; secret fields and what the engine keeps for itself are left out.
#include <map>
#include <set>
#include <unordered_map>

#include <boost/json.hpp>

#include "activity/timeline.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "record/visible.h"
#include "record/write_json.h"

namespace clientela::activity {
namespace {

namespace json = boost::json;
using Labels = std::map<const schema::Object*, std::unordered_map<std::int64_t, record::LinkLabel>>;

const std::set<std::string_view> kUntold{"created_at", "created_by_id", "deleted_at",
                                         "deleted_group_id"};

struct FieldChange {
    const schema::Field* field = nullptr;  // or else
    const schema::ManyLink* link = nullptr;
    json::value before;
    json::value after;

    const std::string& name() const { return field != nullptr ? field->name : link->name; }
    const schema::Object* target() const {
        return field != nullptr ? field->target_object : link->target_object;
    }
};

struct Told {
    const TimelineItem* item = nullptr;
    std::vector<FieldChange> changes;
};

bool is_told(const schema::Field& field) {
    if (field.secret || kUntold.contains(field.name)) return false;
    return !(field.read_only && field.type == schema::FieldType::instant);
}

std::optional<FieldChange> field_change(const schema::Object& object, std::string_view key,
                                        const json::value& pair) {
    if (!pair.is_array() || pair.get_array().size() != 2) return std::nullopt;
    FieldChange change{nullptr, nullptr, pair.get_array()[0], pair.get_array()[1]};
    for (const schema::Field& field : object.fields) {
        if (std::to_string(field.id) == key && is_told(field)) change.field = &field;
    }
    for (const schema::ManyLink& link : object.many_links) {
        if (std::to_string(link.id) == key) change.link = &link;
    }
    if (change.field == nullptr && change.link == nullptr) return std::nullopt;
    return change;
}

std::vector<FieldChange> changes_of(const schema::Object& object, const std::string& diff) {
    std::vector<FieldChange> changes;
    boost::system::error_code failed;
    const json::value parsed = json::parse(diff, failed);
    if (failed || !parsed.is_object()) return changes;
    for (const auto& [key, pair] : parsed.get_object()) {
        auto change = field_change(object, key, pair);
        if (change) changes.push_back(std::move(*change));
    }
    return changes;
}

// Of a link to one record; those to many are told by their bare ids.
std::optional<Id> linked_id(const json::value& value) {
    if (!value.is_string()) return std::nullopt;
    return parse_id(std::string_view(value.get_string()));
}

class TimelineText {
public:
    TimelineText(record::Context& context, const schema::Object& object)
        : context_(context), object_(object) {}

    Result<std::string> run(const TimelinePage& page) {
        std::vector<Told> told;
        for (const TimelineItem& item : page.items) {
            Told entry{&item, {}};
            if (!item.activity) entry.changes = changes_of(object_, item.change.diff);
            const bool silent = !item.activity && entry.changes.empty();
            if (silent && item.change.op == change::Op::update) continue;
            told.push_back(std::move(entry));
        }
        TRY(load_activities(told));
        TRY(load_labels(told));
        json_.begin_object();
        json_.key("value");
        json_.begin_array();
        for (const Told& entry : told)
            write(entry);
        json_.end_array();
        json_.key("next");
        page.next ? json_.string(to_token(*page.next)) : json_.null();
        json_.end_object();
        return json_.take();
    }

private:
    Result<void> load_activities(const std::vector<Told>& told) {
        record::Query query;
        query.object = context_.schema.find("activities");
        query.labels = true;
        query.page_size = record::kPageSizeMax;
        query.restriction.text = "t.id in (";
        for (const Told& entry : told) {
            if (!entry.item->activity) continue;
            query.restriction.text.append(query.restriction.args.empty() ? "?" : ", ?");
            query.restriction.args.emplace_back(entry.item->activity.value);
        }
        query.restriction.text.append(")");
        if (query.restriction.args.empty()) return {};
        record::Page page = TRY(record::list(context_, query));
        fields_ = std::move(page.fields);
        for (record::Row& row : page.rows) {
            const Id id = row.record.id();
            activities_.emplace(id, std::move(row));
        }
        return {};
    }

    Result<void> load_labels(const std::vector<Told>& told) {
        std::map<const schema::Object*, std::set<Id>> wanted;
        std::set<Id>& people = wanted[context_.schema.find("users")];
        for (const Told& entry : told) {
            const Id who = actor(*entry.item);
            if (who) people.insert(who);
            for (const FieldChange& change : entry.changes) {
                if (change.target() == nullptr) continue;
                for (const json::value* side : {&change.before, &change.after}) {
                    if (const auto id = linked_id(*side)) wanted[change.target()].insert(*id);
                }
            }
        }
        for (const auto& [object, ids] : wanted) {
            if (object == nullptr || ids.empty()) continue;
            const std::vector<Id> list(ids.begin(), ids.end());
            labels_[object] = TRY(record::labels_of(context_, *object, list));
        }
        return {};
    }

    Id actor(const TimelineItem& item) const {
        if (!item.activity) return item.change.actor;
        const auto found = activities_.find(item.activity);
        if (found == activities_.end()) return {};
        for (const char* name : {"owner_id", "created_by_id"}) {
            const auto* id = std::get_if<Id>(&found->second.record.at(name));
            if (id != nullptr) return *id;
        }
        return {};
    }

    const record::LinkLabel* label(const schema::Object* object, Id id) const {
        const auto of = labels_.find(object);
        if (of == labels_.end()) return nullptr;
        const auto found = of->second.find(id.value);
        return found == of->second.end() ? nullptr : &found->second;
    }

    void write_actor(Id id) {
        json_.key("actor");
        const record::LinkLabel* name = label(context_.schema.find("users"), id);
        if (!id) return json_.null();
        json_.begin_object();
        json_.member("id", to_string(id));
        json_.member("name", name == nullptr ? std::string() : name->text);
        json_.end_object();
    }

    // "before" and "after" are as in the record itself; NAME_label or NAME_locked stand beside
    // them.
    void write_side(const FieldChange& change, const char* name, const json::value& value) {
        json_.key(name);
        json_.raw(value.is_double() ? plain_decimal(value.get_double()) : json::serialize(value));
        const auto* target = change.target();
        const auto id = linked_id(value);
        if (target == nullptr || !id) return;
        const record::LinkLabel* title = label(target, *id);
        if (title == nullptr) return;
        if (title->locked) {
            json_.member(std::string(name) + "_locked", true);
        } else {
            json_.member(std::string(name) + "_label", title->text);
        }
    }

    std::string_view kind_of(const Told& entry) const {
        if (entry.item->activity) return "activity";
        for (const FieldChange& change : entry.changes) {
            const bool stage = change.field != nullptr && change.field->target == "stages";
            if (stage && entry.item->change.op == change::Op::update) return "stage";
        }
        return "change";
    }

    void write(const Told& entry) {
        const TimelineItem& item = *entry.item;
        const auto activity = activities_.find(item.activity);
        if (item.activity && activity == activities_.end()) return;
        json_.begin_object();
        json_.member("kind", kind_of(entry));
        json_.member("happened_at", to_string(item.happened_at));
        write_actor(actor(item));
        if (!item.activity) json_.member("op", change::name_of(item.change.op));
        json_.key("activity");
        if (item.activity) {
            json_.begin_object();
            record::write_members(json_, activity->second, fields_, true);
            json_.end_object();
        } else {
            json_.null();
        }
        json_.key("changes");
        json_.begin_array();
        for (const FieldChange& change : entry.changes) {
            json_.begin_object();
            json_.member("field", change.name());
            write_side(change, "before", change.before);
            write_side(change, "after", change.after);
            json_.end_object();
        }
        json_.end_array();
        json_.end_object();
    }

    record::Context& context_;
    const schema::Object& object_;
    JsonWriter json_;
    std::vector<const schema::Field*> fields_;
    std::map<Id, record::Row> activities_;
    Labels labels_;
};

}  // namespace

Result<std::string> timeline_json(record::Context& context, const schema::Object& object,
                                  const TimelinePage& page) {
    return TimelineText(context, object).run(page);
}

}  // namespace clientela::activity
