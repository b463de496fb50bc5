// SPDX-License-Identifier: Apache-2.0
// What concerns fields: new ones of every type, new words for old ones, hiding, dropping, order. A
// built-in field may get other words, be hidden or be told more strictly; never the opposite.
#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/hex.h"
#include "base/unknown_option.h"
#include "customize/document/editor.h"

namespace clientela::customize {
namespace {

constexpr std::array<std::string_view, 12> kTypes{"string", "text",    "integer", "decimal",
                                                  "money",  "boolean", "date",    "instant",
                                                  "option", "link",    "options", "links"};
// What a new field may say beside name, type and label.
constexpr std::array<std::string_view, 15> kMembers{
    "help",       "required", "filterable", "sortable", "searchable",
    "max_length", "minimum",  "maximum",    "pattern",  "scale",
    "format",     "default",  "target",     "unique",   "personal"};
// What may be said of a custom field at any time.
constexpr std::array<std::string_view, 12> kFree{"label",    "help",       "required", "filterable",
                                                 "sortable", "searchable", "minimum",  "maximum",
                                                 "pattern",  "default",    "in_list",  "personal"};

// Where a new field says its options.
constexpr const char* kOptions = "field/options";

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string stem_of(const std::string& name) {
    return name.starts_with("c_") ? name.substr(2) : name;
}

// PostgreSQL cuts longer names and would take two tables for one. Its indexes add to the name too,
// but are shortened by themselves.
std::string link_table(const std::string& singular, const std::string& name) {
    constexpr std::size_t kLettersMax = 63;
    constexpr std::size_t kLettersKept = 46;
    std::string table = "c_" + stem_of(singular) + "_" + stem_of(name);
    if (table.size() <= kLettersMax) return table;
    const std::string hash = hex_number(fnv1a_64(table));
    table.resize(kLettersKept);
    table += '_';
    // From the last digit to the first: so they stand in stores.
    return table.append(hash.rbegin(), hash.rend());
}

}  // namespace

std::string Editor::free_name(const Place& where, const json::object& asked,
                              std::string_view type) {
    const std::string ending = type == "link" ? "_id" : "";
    std::string name = text_at(asked, "name");
    const bool derived = name.empty();
    if (derived) name = "c_" + plain_word(text_at(object_at(asked, "label"), "es")) + ending;
    const bool well =
        name.starts_with("c_") && name.size() > 2 + ending.size() && name.size() <= 44 &&
        name.ends_with(ending) &&
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!well) {
        refuse("field/name", type == "link" ? "definition_link_name" : "definition_name");
        return {};
    }
    const auto taken = [&](const std::string& wanted) {
        if (find_field(edited_.document, where.name, wanted) != nullptr) return true;
        for (const schema::FieldMark& mark : present_.marks) {
            if (mark.object_id == where.id && mark.name == where.name + "." + wanted) return true;
        }
        return false;
    };
    if (!taken(name)) return name;
    if (!derived) {
        refuse("field/name", "definition_taken", {{"name", name}});
        return {};
    }
    const std::string start = name.substr(0, name.size() - ending.size());
    int number = 2;
    while (taken(start + "_" + std::to_string(number) + ending))
        ++number;
    return start + "_" + std::to_string(number) + ending;
}

int Editor::field_count(const Place& where) const {
    int count = 0;
    if (where.object != nullptr) {
        for (const schema::Field& field : where.object->fields)
            count += field.standard || field.custom ? 0 : 1;
    }
    for (const char* key : {"fields", "many_links"}) {
        if (const json::value* list = where.container->if_contains(key))
            count += static_cast<int>(list->as_array().size());
    }
    return count;
}

bool Editor::check_target(const std::string& target) {
    if (target.empty()) {
        refuse("field/target", "required");
        return false;
    }
    if (present_.stored->find(target) == nullptr &&
        find_object(edited_.document, target) == nullptr) {
        refuse("field/target", "definition_unknown_object", {{"value", target}});
        return false;
    }
    return true;
}

// Reads [{value?, label, tone?}], which stands `at` this place of the change; a value that is
// missing comes from the label.
bool Editor::take_options(json::object& field, const json::value* wanted, const std::string& at) {
    if (wanted == nullptr || !wanted->is_array() || wanted->as_array().empty()) {
        refuse(at, "definition_options");
        return false;
    }
    json::array options;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < wanted->as_array().size(); ++i) {
        const std::string one = at + "/" + std::to_string(i);
        const json::value& element = wanted->as_array()[i];
        if (!element.is_object()) {
            refuse(one, "wrong_type");
            return false;
        }
        if (!check_label(element.as_object(), one + "/label")) return false;
        json::object option = element.as_object();
        std::string value = text_at(option, "value");
        if (value.empty()) value = plain_word(text_at(object_at(option, "label"), "es"));
        if (value.empty() || value.front() < 'a') value = "o_" + value;
        if (!seen.insert(value).second) {
            refuse(one + "/value", "definition_taken", {{"name", value}});
            return false;
        }
        option["value"] = value;
        options.push_back(std::move(option));
    }
    field["options"] = std::move(options);
    return true;
}

void Editor::add_field(const json::object& change) {
    const auto where = place(text_at(change, "object"));
    if (!where) return;
    const json::object& asked = object_at(change, "field");
    const std::string type = text_at(asked, "type");
    if (!contains(kTypes, type))
        return refuse_told("field/type", "unknown_option",
                           unknown_option_message(type, option_list(kTypes)));
    if (!check_label(asked, "field/label")) return;
    if (field_count(*where) >= kFieldsMax)
        return refuse("field", "definition_budget", {{"max", std::to_string(kFieldsMax)}});
    const std::string name = free_name(*where, asked, type);
    if (name.empty()) return;
    json::object field{{"id", next_field_id(where->id, *where->container)},
                       {"name", name},
                       {"type", type},
                       {"label", asked.at("label")},
                       {"custom", true}};
    for (const std::string_view key : kMembers) {
        const json::value* value = asked.if_contains(key);
        if (value != nullptr && !value->is_null() && !(value->is_bool() && !value->as_bool()))
            field[key] = *value;
    }
    if (flag_at(asked, "in_list")) field["in_list"] = true;
    if (type == "links") return add_links(*where, field);
    if (type == "options") return add_options(*where, field, asked);
    add_plain(*where, std::move(field), asked);
}

void Editor::add_plain(const Place& where, json::object field, const json::object& asked) {
    const std::string type = text_at(field, "type");
    if (type == "option" && !take_options(field, asked.if_contains("options"), kOptions)) return;
    if (type == "link" && !check_target(text_at(field, "target"))) return;
    if (type == "string" && !field.contains("max_length") && !field.contains("format"))
        field["max_length"] = 200;
    if (type == "text" && !field.contains("max_length")) field["max_length"] = 4000;
    if (type == "decimal" && !field.contains("scale")) field["scale"] = 2;
    list_in(*where.container, "fields").push_back(std::move(field));
}

void Editor::add_links(const Place& where, const json::object& field) {
    const std::string target = text_at(field, "target");
    if (!check_target(target)) return;
    if (target == where.name) return refuse("field/target", "definition_same_object");
    for (const char* mark : {"required", "unique", "sortable", "searchable", "default"}) {
        if (field.contains(mark)) return refuse(std::string("field/") + mark, "definition_fixed");
    }
    const std::string name = text_at(field, "name");
    json::object link{{"id", field.at("id")},       {"name", name},
                      {"target", target},           {"table", link_table(where.singular, name)},
                      {"label", field.at("label")}, {"custom", true}};
    list_in(*where.container, "many_links").push_back(std::move(link));
}

// Several options: a small object that keeps them, and a link table to it.
void Editor::add_options(const Place& where, const json::object& field, const json::object& asked) {
    json::object read;
    if (!take_options(read, asked.if_contains("options"), kOptions)) return;
    const std::string start =
        "c_" + stem_of(where.singular) + "_" + stem_of(text_at(field, "name"));
    const std::string set = start.substr(0, 36) + "_options";
    if (present_.stored->find(set) != nullptr || find_object(edited_.document, set) != nullptr)
        return refuse("field/name", "definition_taken", {{"name", set}});
    const json::object& label = field.at("label").as_object();
    json::object pairs;
    for (const char* language : {"es", "en"}) {
        pairs[language] = json::array{label.at(language), label.at(language)};
    }
    json::object object = new_object(set, start.substr(0, 36) + "_option", pairs, true);
    object["views"] = json::object{{"icon", "list-check"}};
    object["options_of"] = where.name + "." + text_at(field, "name");
    list_in(edited_.document, "objects").push_back(std::move(object));
    json::object link = field;
    link["target"] = set;
    // The list of objects has grown, so the place is looked up anew.
    const auto again = place(where.name);
    if (again) add_links(*again, link);
    OptionRows rows{set, {}};
    for (const json::value& option : read.at("options").as_array())
        rows.names.push_back(text_at(object_at(option.as_object(), "label"), "es"));
    edited_.rows.push_back(std::move(rows));
}

void Editor::change_field(const json::object& change) {
    const auto where = place(text_at(change, "object"));
    if (!where) return;
    const std::string name = text_at(change, "field");
    const json::object& set = object_at(change, "set");
    if (json::object* custom = find_field(edited_.document, where->name, name))
        return set_on_custom(*custom, set);
    const schema::Field* field =
        where->object == nullptr ? nullptr : where->object->find_field(name);
    if (field == nullptr || field->secret || field->custom)
        return refuse("field", "definition_unknown_field", {{"value", name}});
    override_field(*where, *field, set);
}

void Editor::set_on_custom(json::object& field, const json::object& set) {
    const bool is_link_table = field.contains("table");
    const bool is_title = text_at(field, "name") == "c_name" && flag_at(field, "required");
    for (const auto& [key, value] : set) {
        const std::string at = "set/" + std::string(key);
        if (key == "hidden" && value.is_bool()) {
            if (!value.as_bool()) {
                field.erase("hidden_at");
            } else if (is_title) {
                refuse(at, "definition_title");
            } else if (!field.contains("hidden_at")) {
                field["hidden_at"] = to_string(present_.now);
            }
        } else if (key == "options") {
            set_options(field, value, false);
        } else if (key == "max_length" && value.is_int64() && field.contains("max_length")) {
            if (value.as_int64() < field.at("max_length").to_number<std::int64_t>()) {
                refuse(at, "definition_shorter");
            } else {
                field["max_length"] = value;
            }
        } else if (contains(kFree, key) && (!is_link_table || key == "label")) {
            if (key == "label" && !check_label(set, at)) continue;
            const bool off = value.is_null() || (value.is_bool() && !value.as_bool());
            if (off) field.erase(key);
            if (!off) field[key] = value;
        } else {
            refuse(at, "definition_fixed");
        }
    }
}

// Options may be added, renamed, reordered and hidden; none goes away, because records keep it.
void Editor::set_options(json::object& field, const json::value& wanted, bool built_in) {
    const json::array before = list_in(field, "options");
    json::object read;
    if (before.empty()) return refuse("set/options", "definition_fixed");
    if (!take_options(read, &wanted, "set/options")) return;
    const json::array& after = read.at("options").as_array();
    const auto stands = [](const json::array& list, const std::string& value) {
        return std::any_of(list.begin(), list.end(), [&](const json::value& option) {
            return text_at(option.as_object(), "value") == value;
        });
    };
    for (const json::value& option : before) {
        const std::string value = text_at(option.as_object(), "value");
        if (!stands(after, value))
            return refuse("set/options", "definition_option_gone", {{"value", value}});
    }
    for (const json::value& option : after) {
        const std::string value = text_at(option.as_object(), "value");
        if (built_in && !stands(before, value) && !value.starts_with("c_"))
            return refuse("set/options", "definition_option_name", {{"value", value}});
    }
    field["options"] = after;
}

void Editor::override_field(const Place& where, const schema::Field& field,
                            const json::object& set) {
    json::object& kept = part_in(part_in(*where.container, "overrides"), field.name);
    for (const auto& [key, value] : set) {
        const std::string at = "set/" + std::string(key);
        const bool on = value.is_bool() && value.as_bool();
        const bool off = value.is_null() || (value.is_bool() && !value.as_bool());
        if (key == "label" || key == "help") {
            if (off) {
                kept.erase(key);
            } else if (check_label(json::object{{"label", value}}, at)) {
                kept[key] = value;
            }
        } else if (key == "hidden") {
            if (on && (field.required || field.standard || field.name == where.object->title))
                refuse(at, "definition_hide_required");
            if (on) kept["hidden"] = true;
            if (!on) kept.erase("hidden");
        } else if (key == "required" || key == "filterable" || key == "sortable" ||
                   key == "searchable") {
            if (field.standard) refuse(at, "definition_fixed");
            const bool ours = kept.contains(key);
            const bool builtin_has = !ours && ((key == "required" && field.required) ||
                                               (key == "filterable" && field.filterable) ||
                                               (key == "sortable" && field.sortable) ||
                                               (key == "searchable" && field.searchable));
            if (off && builtin_has) refuse(at, "definition_loosens");
            if (on && !builtin_has) kept[key] = true;
            if (off) kept.erase(key);
        } else if (key == "max_length" && value.is_int64() && field.max_length > 0) {
            if (value.as_int64() > field.max_length) refuse(at, "definition_loosens");
            kept[key] = value;
        } else if ((key == "minimum" || key == "maximum") && value.is_int64()) {
            const bool low = key == "minimum";
            const auto& limit = low ? field.minimum : field.maximum;
            if (limit && (low ? value.as_int64() < *limit : value.as_int64() > *limit))
                refuse(at, "definition_loosens");
            kept[key] = value;
        } else if (key == "options" && !field.read_only) {
            json::array present;
            for (const schema::Option& option : field.options)
                present.push_back(json::object{{"value", option.value}});
            json::object frame{{"options", std::move(present)}};
            set_options(frame, value, true);
            kept["options"] = frame.at("options");
        } else {
            refuse(at, "definition_fixed");
        }
    }
    if (kept.empty()) part_in(*where.container, "overrides").erase(field.name);
}

void Editor::drop_field(const json::object& change) {
    const auto where = place(text_at(change, "object"));
    if (!where) return;
    const std::string name = text_at(change, "field");
    json::object* field = find_field(edited_.document, where->name, name);
    if (field == nullptr) {
        const schema::Field* known =
            where->object != nullptr ? where->object->find_field(name) : nullptr;
        const bool standard = known != nullptr && !known->secret;
        return refuse("field", standard ? "definition_standard_field" : "definition_unknown_field",
                      {{"value", name}});
    }
    if (!may_erase(*field, change)) return;
    const bool link = field->contains("table");
    list_in(edited_.document, "retired")
        .push_back(json::object{{"object", where->name},
                                {"object_id", where->id},
                                {"name", name},
                                {"id", field->at("id")}});
    if (link) {
        edited_.erased.push_back({text_at(*field, "table"), ""});
    } else {
        edited_.erased.push_back({where->singular, name});
        const std::string type = text_at(*field, "type");
        if (type == "money") edited_.erased.push_back({where->singular, name + "_currency"});
        if (type == "string") edited_.erased.push_back({where->singular, name + "_sort"});
    }
    json::array& list = list_in(*where->container, link ? "many_links" : "fields");
    list.erase(std::find_if(list.begin(), list.end(), [&](const json::value& element) {
        return text_at(element.as_object(), "name") == name;
    }));
}

void Editor::order_fields(const json::object& change) {
    const auto where = place(text_at(change, "object"));
    if (!where) return;
    const json::value* wanted = change.if_contains("fields");
    if (wanted == nullptr || !wanted->is_array()) return refuse("fields", "required");
    json::array& list = list_in(*where->container, "fields");
    std::vector<std::string> order;
    for (const json::value& name : wanted->as_array()) {
        if (name.is_string()) order.emplace_back(name.as_string());
    }
    const auto rank = [&](const json::value& field) {
        return std::find(order.begin(), order.end(), text_at(field.as_object(), "name")) -
               order.begin();
    };
    std::vector<json::value> sorted(list.begin(), list.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const json::value& a, const json::value& b) { return rank(a) < rank(b); });
    list = json::array(sorted.begin(), sorted.end());
}

}  // namespace clientela::customize
