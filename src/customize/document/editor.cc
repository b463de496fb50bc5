// SPDX-License-Identifier: Apache-2.0
// What concerns whole objects, and the walk over the changes.
#include "customize/document/editor.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::customize {
namespace {

constexpr std::uint16_t kFirstObject = 5000;
constexpr std::uint16_t kFirstField = 20000;

json::object* in_list(json::array& list, std::string_view name) {
    for (json::value& element : list) {
        if (text_at(element.as_object(), "name") == name) return &element.as_object();
    }
    return nullptr;
}

}  // namespace

std::string text_at(const json::object& source, std::string_view key) {
    const json::value* value = source.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool flag_at(const json::object& source, std::string_view key) {
    const json::value* value = source.if_contains(key);
    return value != nullptr && value->is_bool() && value->as_bool();
}

const json::object& object_at(const json::object& source, std::string_view key) {
    static const json::object empty;
    const json::value* value = source.if_contains(key);
    return value != nullptr && value->is_object() ? value->as_object() : empty;
}

json::array& list_in(json::object& source, std::string_view key) {
    json::value& value = source[key];
    if (!value.is_array()) value = json::array{};
    return value.as_array();
}

json::object& part_in(json::object& source, std::string_view key) {
    json::value& value = source[key];
    if (!value.is_object()) value = json::object{};
    return value.as_object();
}

std::string plain_word(std::string_view label) {
    std::string word;
    for (const char c : fold(label)) {
        const bool keeps = is_lower(c) || is_digit(c);
        if (keeps) word += c;
        if (!keeps && !word.empty() && word.back() != '_') word += '_';
    }
    while (word.ends_with('_'))
        word.pop_back();
    if (word.size() > 34) word.resize(34);
    return word;
}

std::optional<Instant> hidden_since(const json::object& definition) {
    const std::string text = text_at(definition, "hidden_at");
    return text.empty() ? std::nullopt : parse_instant(text);
}

json::object* find_object(json::object& document, std::string_view name) {
    return in_list(list_in(document, "objects"), name);
}

json::object* find_field(json::object& document, std::string_view object, std::string_view name) {
    json::object* container = find_object(document, object);
    if (container == nullptr) {
        json::value* change = part_in(document, "changes").if_contains(object);
        if (change == nullptr) return nullptr;
        container = &change->as_object();
    }
    json::object* field = in_list(list_in(*container, "fields"), name);
    return field != nullptr ? field : in_list(list_in(*container, "many_links"), name);
}

namespace {

// A company that works in one language writes a label once.
void complete_labels(json::value& part) {
    if (json::array* list = part.if_array()) {
        for (json::value& element : *list)
            complete_labels(element);
    }
    json::object* object = part.if_object();
    if (object == nullptr) return;
    for (auto& [name, value] : *object) {
        json::object* label = name == "label" ? value.if_object() : nullptr;
        if (label == nullptr) {
            complete_labels(value);
        } else if (label->contains("es") != label->contains("en")) {
            const json::value given = label->begin()->value();
            label->emplace(label->contains("es") ? "en" : "es", given);
        }
    }
}

// What is added only: a change of a label in one language leaves the other one as it is.
json::object with_both_languages(json::object change) {
    if (!text_at(change, "do").starts_with("add_")) return change;
    for (auto& [name, value] : change)
        complete_labels(value);
    return change;
}

}  // namespace

Result<Edited> Editor::run(const json::array& changes) {
    for (position_ = 0; position_ < changes.size(); ++position_) {
        const json::value& change = changes[position_];
        if (change.is_object()) {
            run_one(with_both_languages(change.as_object()));
        } else {
            refuse("", "definition_unknown_change", {{"value", json::serialize(change)}});
        }
    }
    TRY(refused_.take());
    return std::move(edited_);
}

void Editor::run_one(const json::object& change) {
    const std::string what = text_at(change, "do");
    if (what == "add_object") return add_object(change);
    if (what == "change_object") return change_object(change);
    if (what == "drop_object") return drop_object(change);
    if (what == "add_field") return add_field(change);
    if (what == "change_field") return change_field(change);
    if (what == "drop_field") return drop_field(change);
    if (what == "order_fields") return order_fields(change);
    refuse("do", "definition_unknown_change", {{"value", what}});
}

void Editor::refuse(const std::string& at, std::string code,
                    std::vector<std::pair<std::string, std::string>> args) {
    Message message{"field." + code, std::move(args)};
    refuse_told(at, std::move(code), std::move(message));
}

void Editor::refuse_told(const std::string& at, std::string code, Message message) {
    std::string field = "changes/" + std::to_string(position_);
    if (!at.empty()) field += "/" + at;
    refused_.add_told(std::move(field), std::move(code), std::move(message));
}

bool Editor::check_label(const json::object& source, const std::string& at) {
    const json::value* label = source.if_contains("label");
    const bool given = label != nullptr && label->is_object() &&
                       label->as_object().contains("es") && label->as_object().contains("en");
    if (given) {
        for (const char* language : {"es", "en"}) {
            const json::value& text = label->as_object().at(language);
            if (text.is_string() && !text.as_string().empty()) continue;
            if (text.is_array() && text.as_array().size() == 2) continue;
            refuse(at + "/" + language, "required");
            return false;
        }
        return true;
    }
    refuse(at, "definition_label");
    return false;
}

json::object& Editor::changes_of(const std::string& object) {
    return part_in(part_in(edited_.document, "changes"), object);
}

std::optional<Editor::Place> Editor::place(const std::string& name) {
    Place where;
    where.name = name;
    if (json::object* custom = find_object(edited_.document, name)) {
        where.container = custom;
        where.object = present_.stored->find(name);
        where.singular = text_at(*custom, "singular");
        where.id = custom->at("id").to_number<std::uint16_t>();
        return where;
    }
    where.object = present_.stored->find(name);
    if (where.object == nullptr) {
        refuse("object", "definition_unknown_object", {{"value", name}});
        return std::nullopt;
    }
    where.singular = where.object->singular;
    where.id = where.object->id;
    where.container = &changes_of(name);
    return where;
}

std::uint16_t Editor::next_object_id() {
    std::uint16_t next = kFirstObject;
    const auto beyond = [&](std::uint16_t id) {
        if (id >= next) next = static_cast<std::uint16_t>(id + 1);
    };
    for (const schema::FieldMark& mark : present_.marks)
        beyond(mark.object_id);
    for (const json::value& object : list_in(edited_.document, "objects"))
        beyond(object.as_object().at("id").to_number<std::uint16_t>());
    for (const json::value& mark : list_in(edited_.document, "retired"))
        beyond(mark.as_object().at("object_id").to_number<std::uint16_t>());
    return next;
}

std::uint16_t Editor::next_field_id(std::uint16_t object_id, const json::object& container) const {
    std::uint16_t next = kFirstField;
    const auto beyond = [&](std::uint16_t id) {
        if (id >= next) next = static_cast<std::uint16_t>(id + 1);
    };
    for (const schema::FieldMark& mark : present_.marks) {
        if (mark.object_id == object_id) beyond(mark.field_id);
    }
    for (const char* key : {"fields", "many_links"}) {
        const json::value* list = container.if_contains(key);
        if (list == nullptr) continue;
        for (const json::value& element : list->as_array())
            beyond(element.as_object().at("id").to_number<std::uint16_t>());
    }
    return next;
}

json::object Editor::new_object(const std::string& name, const std::string& singular,
                                const json::object& label, bool administered) {
    json::object object{{"id", next_object_id()},
                        {"name", name},
                        {"singular", singular},
                        {"label", label},
                        {"placement", administered ? "reference" : "distributed"},
                        {"sight", json::object{{"kind", administered ? "everyone" : "owned"}}},
                        {"timeline", !administered},
                        {"administered", administered},
                        {"custom", true},
                        {"title", "c_name"},
                        {"default_sort", administered ? "c_name" : "-updated_at"}};
    json::object title{
        {"id", kFirstField}, {"name", "c_name"},
        {"type", "string"},  {"max_length", 200},
        {"required", true},  {"searchable", true},
        {"sortable", true},  {"filterable", true},
        {"custom", true},    {"label", json::object{{"es", "Nombre"}, {"en", "Name"}}}};
    object["fields"] = json::array{std::move(title)};
    object["many_links"] = json::array{};
    return object;
}

void Editor::add_object(const json::object& change) {
    const json::object& asked = object_at(change, "object");
    if (!check_label(asked, "object/label")) return;
    const json::object& label = asked.at("label").as_object();
    for (const char* language : {"es", "en"}) {
        const json::value& pair = label.at(language);
        if (!pair.is_array() || !pair.as_array()[0].is_string() ||
            !pair.as_array()[1].is_string() || pair.as_array()[0].as_string().empty() ||
            pair.as_array()[1].as_string().empty()) {
            return refuse(std::string("object/label/") + language, "definition_label_pair");
        }
    }
    std::string name = text_at(asked, "name");
    std::string singular = text_at(asked, "singular");
    const json::array& es = label.at("es").as_array();
    if (name.empty()) name = "c_" + plain_word(es[1].as_string());
    if (singular.empty()) singular = "c_" + plain_word(es[0].as_string());
    if (singular == name) singular += "_item";
    for (const auto& [key, value] :
         {std::pair{"object/name", &name}, {"object/singular", &singular}}) {
        if (!value->starts_with("c_") || value->size() < 3 || value->size() > 44 ||
            value->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") !=
                std::string::npos) {
            return refuse(key, "definition_name");
        }
    }
    for (const schema::Object& known : present_.stored->objects) {
        if (known.name == name) return refuse("object/name", "definition_taken", {{"name", name}});
        if (known.singular == singular)
            return refuse("object/singular", "definition_taken", {{"name", singular}});
    }
    for (const json::value& mark : list_in(edited_.document, "retired")) {
        if (!mark.as_object().contains("singular")) continue;
        if (text_at(mark.as_object(), "object") == name)
            return refuse("object/name", "definition_retired", {{"name", name}});
        if (text_at(mark.as_object(), "singular") == singular)
            return refuse("object/singular", "definition_retired", {{"name", singular}});
    }
    json::object object = new_object(name, singular, label, text_at(asked, "sight") == "everyone");
    if (object.at("administered").as_bool())
        object["administered"] = flag_at(asked, "administered");
    const std::string icon = text_at(asked, "icon");
    object["views"] = json::object{{"icon", icon.empty() ? "box" : icon}};
    if (const json::value* title = asked.if_contains("title_label"))
        object["fields"].as_array()[0].as_object()["label"] = *title;
    list_in(edited_.document, "objects").push_back(std::move(object));
    if (const json::value* rows = change.if_contains("rows"); rows != nullptr && rows->is_array()) {
        OptionRows brought{name, {}};
        for (const json::value& row : rows->as_array()) {
            if (row.is_string()) brought.names.emplace_back(row.as_string());
        }
        edited_.rows.push_back(std::move(brought));
    }
    const std::string like = text_at(asked, "rights_like");
    if (!like.empty() && present_.stored->find(like) == nullptr)
        return refuse("object/rights_like", "definition_unknown_object", {{"value", like}});
    edited_.rights.emplace_back(name, like.empty() ? "opportunities" : like);
}

void Editor::change_object(const json::object& change) {
    const std::string name = text_at(change, "object");
    const auto where = place(name);
    if (!where) return;
    const json::object& set = object_at(change, "set");
    json::object* custom = find_object(edited_.document, name);
    for (const auto& [key, value] : set) {
        const std::string at = "set/" + std::string(key);
        if (key == "label") {
            if (check_label(set, "set/label")) (*where->container)["label"] = value;
        } else if (key == "icon" && value.is_string()) {
            if (custom != nullptr) {
                part_in(*custom, "views")["icon"] = value;
            } else {
                (*where->container)["icon"] = value;
            }
        } else if (key == "hidden" && value.is_bool() && custom != nullptr) {
            if (!value.as_bool()) {
                custom->erase("hidden_at");
            } else if (!custom->contains("hidden_at")) {
                (*custom)["hidden_at"] = to_string(present_.now);
            }
        } else {
            refuse(at, "definition_fixed");
        }
    }
}

bool Editor::may_erase(const json::object& source, const json::object& change) {
    const auto hidden = hidden_since(source);
    if (!hidden) {
        refuse("", "definition_hide_first");
        return false;
    }
    const std::int64_t age = present_.now.ms - hidden->ms;
    if (age < kSettleMs) {
        refuse("", "definition_settling", {{"seconds", std::to_string(kSettleMs / 1000)}});
        return false;
    }
    if (age < kKeptDays * kDayMs && !flag_at(change, "erase")) {
        refuse("erase", "definition_kept", {{"days", std::to_string(kKeptDays)}});
        return false;
    }
    return true;
}

void Editor::drop_object(const json::object& change) {
    const std::string name = text_at(change, "object");
    json::object* object = find_object(edited_.document, name);
    if (object == nullptr) {
        const bool standard = present_.stored->find(name) != nullptr;
        return refuse("object",
                      standard ? "definition_standard_object" : "definition_unknown_object",
                      {{"value", name}});
    }
    if (!may_erase(*object, change)) return;
    const auto& known = present_.stored->get(name);
    for (const schema::Object& other : present_.stored->objects) {
        if (other.name == name) continue;
        for (const schema::Field& field : other.fields) {
            if (field.target == name)
                return refuse("object", "definition_linked",
                              {{"field", other.name + "." + field.name}});
        }
        for (const schema::ManyLink& link : other.many_links) {
            if (link.target == name)
                return refuse("object", "definition_linked",
                              {{"field", other.name + "." + link.name}});
        }
    }
    edited_.erased.push_back({known.singular, ""});
    for (const schema::ManyLink& link : known.many_links)
        edited_.erased.push_back({link.table, ""});
    // The words of its records, which the search keeps under the same name.
    edited_.erased.push_back({"search_" + known.singular, "", true});
    list_in(edited_.document, "retired")
        .push_back(json::object{{"object", name},
                                {"object_id", known.id},
                                {"singular", known.singular},
                                {"name", ""},
                                {"id", 20}});
    auto& objects = list_in(edited_.document, "objects");
    objects.erase(std::find_if(objects.begin(), objects.end(), [&](const json::value& element) {
        return text_at(element.as_object(), "name") == name;
    }));
}

Result<Edited> apply_changes(json::object document, const json::array& changes,
                             const Present& present) {
    return Editor(std::move(document), present).run(changes);
}

}  // namespace clientela::customize
