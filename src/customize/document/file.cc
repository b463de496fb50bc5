// SPDX-License-Identifier: Apache-2.0
// From the file to the list of changes that anybody could have asked for one by one.
#include "customize/document/file.h"

#include <algorithm>
#include <array>

#include "customize/document/editor.h"

namespace clientela::customize {
namespace {

constexpr std::array<std::string_view, 13> kSettable{
    "label",   "help",    "required", "filterable", "sortable",   "searchable", "minimum",
    "maximum", "pattern", "default",  "in_list",    "max_length", "personal"};

class Comparison {
public:
    Comparison(const json::object& file, json::object present)
        : document_(object_at(file, "document")),
          rows_(object_at(file, "rows")),
          present_(std::move(present)) {}

    json::array run() {
        json::object file = document_;
        // All objects first: fields may link to any of them.
        for (const json::value& element : list_in(file, "objects"))
            compare_object(element.as_object());
        for (json::value& element : list_in(file, "objects"))
            compare_fields(text_at(element.as_object(), "name"), element.as_object());
        for (auto& [name, change] : part_in(file, "changes"))
            compare_change(std::string(name), change.as_object());
        return std::move(changes_);
    }

private:
    void add(json::object change) { changes_.push_back(std::move(change)); }

    void compare_object(const json::object& wanted) {
        const std::string name = text_at(wanted, "name");
        json::object* known = find_object(present_, name);
        if (known == nullptr) {
            const bool administered = flag_at(wanted, "administered");
            json::object object{{"name", name},
                                {"singular", wanted.at("singular")},
                                {"label", wanted.at("label")},
                                {"icon", text_at(object_at(wanted, "views"), "icon")},
                                {"sight", object_at(wanted, "sight").at("kind")},
                                {"administered", administered}};
            json::object change{{"do", "add_object"}, {"object", std::move(object)}};
            if (const json::value* rows = rows_.if_contains(name)) change["rows"] = *rows;
            return add(std::move(change));
        }
        json::object set;
        if (known->at("label") != wanted.at("label")) set["label"] = wanted.at("label");
        compare_sight(wanted, *known, set);
        if (!set.empty()) add({{"do", "change_object"}, {"object", name}, {"set", std::move(set)}});
    }

    static void compare_sight(const json::object& wanted, const json::object& known,
                              json::object& set) {
        const bool hidden = wanted.contains("hidden_at");
        if (hidden != known.contains("hidden_at")) set["hidden"] = hidden;
    }

    void compare_fields(const std::string& object, json::object& source) {
        for (const char* key : {"fields", "many_links"}) {
            for (const json::value& element : list_in(source, key))
                compare_field(object, element.as_object(), std::string_view(key) == "many_links");
        }
    }

    void compare_field(const std::string& object, const json::object& wanted, bool links) {
        const std::string name = text_at(wanted, "name");
        json::object* known = find_field(present_, object, name);
        if (known == nullptr) {
            const bool own_title = name == "c_name" && object.starts_with("c_");
            if (!own_title) {
                json::object field = wanted;
                for (const char* word : {"id", "custom", "table", "hidden_at"})
                    field.erase(word);
                if (links) field["type"] = "links";
                add({{"do", "add_field"}, {"object", object}, {"field", std::move(field)}});
            }
            if (!own_title || text_at(object_at(wanted, "label"), "es") == "Nombre") return;
            return add({{"do", "change_field"},
                        {"object", object},
                        {"field", name},
                        {"set", json::object{{"label", wanted.at("label")}}}});
        }
        json::object set;
        for (const std::string_view key : kSettable) {
            const json::value* now = known->if_contains(key);
            const json::value* then = wanted.if_contains(key);
            if ((links && key != "label") || (then == nullptr && now == nullptr)) continue;
            if (then != nullptr && (now == nullptr || *now != *then)) set[key] = *then;
            if (then == nullptr && key != "max_length") set[key] = nullptr;
        }
        if (const json::value* options = wanted.if_contains("options")) {
            const json::value* now = known->if_contains("options");
            if (now == nullptr || *now != *options) set["options"] = *options;
        }
        compare_sight(wanted, *known, set);
        if (!set.empty())
            add({{"do", "change_field"},
                 {"object", object},
                 {"field", name},
                 {"set", std::move(set)}});
    }

    void compare_change(const std::string& object, json::object& wanted) {
        const json::object known = object_at(object_at(present_, "changes"), object);
        json::object set;
        for (const char* key : {"label", "icon"}) {
            const json::value* then = wanted.if_contains(key);
            const json::value* now = known.if_contains(key);
            if (then != nullptr && (now == nullptr || *now != *then)) set[key] = *then;
        }
        if (!set.empty())
            add({{"do", "change_object"}, {"object", object}, {"set", std::move(set)}});
        compare_fields(object, wanted);
        const json::object& overrides = object_at(known, "overrides");
        for (const auto& [name, said] : object_at(wanted, "overrides")) {
            json::object differing;
            const json::object& now = object_at(overrides, name);
            for (const auto& [key, value] : said.as_object()) {
                const json::value* kept = now.if_contains(key);
                if (kept == nullptr || *kept != value) differing[key] = value;
            }
            if (!differing.empty())
                add({{"do", "change_field"},
                     {"object", object},
                     {"field", name},
                     {"set", std::move(differing)}});
        }
    }

    const json::object& document_;
    const json::object& rows_;
    json::object present_;
    json::array changes_;
};

}  // namespace

json::array changes_towards(const json::object& file, json::object present) {
    return Comparison(file, std::move(present)).run();
}

}  // namespace clientela::customize
