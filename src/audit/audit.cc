// SPDX-License-Identifier: Apache-2.0
// Who may see what is decided per page: the records by their visibility today, the fields by their
// masks; a record that is gone for good is for administrators only.
#include "audit/audit.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <boost/json.hpp>

#include "base/text.h"
#include "record/visible.h"
#include "schema/custom.h"

namespace clientela::audit {
namespace {

namespace json = boost::json;
using Titles = std::map<const schema::Object*, std::unordered_map<std::int64_t, record::LinkLabel>>;

bool is_told(const schema::Field& field) {
    return !field.secret && field.name != "deleted_group_id";
}

struct Known {
    const schema::Field* field = nullptr;
    const schema::ManyLink* link = nullptr;
};

Known find_field(const schema::Object& object, std::string_view key) {
    for (const schema::Field& field : object.fields) {
        if (std::to_string(field.id) == key && is_told(field)) return {&field, nullptr};
    }
    for (const schema::ManyLink& link : object.many_links) {
        if (std::to_string(link.id) == key) return {nullptr, &link};
    }
    return {};
}

const schema::Object* target_of(const schema::Object& object, std::string_view name) {
    if (const schema::Field* field = object.find_field(name)) return field->target_object;
    const schema::ManyLink* link = object.find_many_link(name);
    return link != nullptr ? link->target_object : nullptr;
}

std::optional<Id> id_in(const std::string& text) {
    if (text.size() < 2 || text.front() != '"') return std::nullopt;
    return parse_id(std::string_view(text).substr(1, text.size() - 2));
}

// Decimals as people write them: 50, never 5E1.
std::string plain(const json::value& value) {
    return value.is_double() ? plain_decimal(value.get_double()) : json::serialize(value);
}

// Fields that were hidden since: what they held is still told, to administrators. Their definitions
// are read only when a line names one.
class HiddenFields {
public:
    explicit HiddenFields(record::Context& context) : context_(context) {}

    Result<Known> find(const schema::Object& seen, std::string_view key) {
        if (!context_.principal.administers) return Known{};
        if (!asked_) {
            asked_ = true;
            const schema::CustomDocument document = TRY(schema::find_document(context_.tx));
            if (!document.json.empty())
                stored_ = schema::load_customized(document, schema::Extent::stored).schema;
        }
        const schema::Object* object = stored_ != nullptr ? stored_->find_by_id(seen.id) : nullptr;
        if (object == nullptr) return Known{};
        const Known known = find_field(*object, key);
        // A field that the role hides is there, too, and stays unsaid.
        const std::string name = known.field != nullptr  ? known.field->name
                                 : known.link != nullptr ? known.link->name
                                                         : std::string();
        if (is_masked(seen.name, name)) return Known{};
        return known;
    }
    std::shared_ptr<const schema::Schema> stored() const { return stored_; }

private:
    bool is_masked(const std::string& object, const std::string& field) const {
        if (context_.principal.masks == nullptr) return false;
        const auto masks = context_.principal.masks->find(object);
        return masks != context_.principal.masks->end() && masks->second.contains(field);
    }

    record::Context& context_;
    std::shared_ptr<const schema::Schema> stored_;
    bool asked_ = false;
};

Result<std::vector<FieldChange>> changes_of(const Item& item, std::uint16_t only,
                                            HiddenFields& hidden) {
    std::vector<FieldChange> changes;
    boost::system::error_code failed;
    const json::value parsed = json::parse(item.entry.diff, failed);
    if (failed || !parsed.is_object() || item.object == nullptr) return changes;
    for (const auto& [key, pair] : parsed.get_object()) {
        if (only != 0 && key != std::to_string(only)) continue;
        Known known = find_field(*item.object, key);
        if (known.field == nullptr && known.link == nullptr)
            known = TRY(hidden.find(*item.object, key));
        if (known.field == nullptr && known.link == nullptr) continue;
        if (!pair.is_array() || pair.get_array().size() != 2) continue;
        FieldChange change;
        change.field = known.field != nullptr ? known.field->name : known.link->name;
        change.label = known.field != nullptr ? &known.field->label : &known.link->label;
        change.before = plain(pair.get_array()[0]);
        change.after = plain(pair.get_array()[1]);
        changes.push_back(std::move(change));
    }
    return changes;
}

class Reader {
public:
    explicit Reader(record::Context& context) : context_(context) {}

    Result<void> fill(std::vector<Item>& items) {
        collect(items);
        for (const auto& [object, ids] : wanted_) {
            const std::vector<Id> list(ids.begin(), ids.end());
            titles_[object] = TRY(record::labels_of(context_, *object, list));
        }
        for (Item& item : items)
            name(item);
        return {};
    }

private:
    void collect(const std::vector<Item>& items) {
        const schema::Object& users = context_.schema.get("users");
        for (const Item& item : items) {
            if (item.entry.actor) wanted_[&users].insert(item.entry.actor);
            if (item.object == nullptr) continue;
            if (item.entry.record) wanted_[item.object].insert(item.entry.record);
            for (const FieldChange& change : item.changes) {
                const schema::Object* target = target_of(*item.object, change.field);
                if (target == nullptr) continue;
                for (const std::string* side : {&change.before, &change.after}) {
                    if (const auto id = id_in(*side)) wanted_[target].insert(*id);
                }
            }
        }
    }

    const record::LinkLabel* title(const schema::Object* object, Id id) const {
        const auto of = titles_.find(object);
        if (of == titles_.end()) return nullptr;
        const auto found = of->second.find(id.value);
        return found == of->second.end() ? nullptr : &found->second;
    }

    std::string text_of(const schema::Object* object, const std::string& value) const {
        const auto id = id_in(value);
        const record::LinkLabel* label = object != nullptr && id ? title(object, *id) : nullptr;
        return label != nullptr && !label->locked ? label->text : std::string();
    }

    void name(Item& item) const {
        const auto* actor = title(&context_.schema.get("users"), item.entry.actor);
        if (actor != nullptr) item.actor = actor->text;
        if (item.object == nullptr) return;
        if (const auto* label = title(item.object, item.entry.record)) item.record = *label;
        for (FieldChange& change : item.changes) {
            const schema::Object* target = target_of(*item.object, change.field);
            change.before_title = text_of(target, change.before);
            change.after_title = text_of(target, change.after);
        }
    }

    record::Context& context_;
    std::map<const schema::Object*, std::set<Id>> wanted_;
    Titles titles_;
};

// What the reader may see of them, by the records' visibility.
Result<void> drop_hidden(record::Context& context, std::vector<Item>& items) {
    if (context.principal.administers) return {};
    std::map<const schema::Object*, std::vector<Id>> asked;
    for (const Item& item : items) {
        if (item.object != nullptr && item.entry.record)
            asked[item.object].push_back(item.entry.record);
    }
    std::map<const schema::Object*, std::unordered_set<std::int64_t>> seen;
    for (const auto& [object, ids] : asked)
        seen[object] = TRY(record::visible_ids(context, *object, ids));
    std::erase_if(items, [&](const Item& item) {
        const auto found = seen.find(item.object);
        return found == seen.end() || !found->second.contains(item.entry.record.value);
    });
    return {};
}

}  // namespace

Result<Page> read(record::Context& context, const Question& question) {
    Piece piece = TRY(read_piece(context.tx, question));
    Page page;
    HiddenFields hidden(context);
    page.next = piece.at_end ? 0 : piece.last;
    for (change::Entry& entry : piece.entries) {
        Item item;
        item.object = context.schema.find_by_id(entry.object_id);
        item.entry = std::move(entry);
        item.changes = TRY(changes_of(item, question.field_id, hidden));
        if (question.field_id != 0 && item.changes.empty()) continue;
        page.items.push_back(std::move(item));
    }
    page.stored = hidden.stored();
    TRY(drop_hidden(context, page.items));
    TRY(Reader(context).fill(page.items));
    return page;
}

}  // namespace clientela::audit
