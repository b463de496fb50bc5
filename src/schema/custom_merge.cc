// SPDX-License-Identifier: Apache-2.0
// The joining happens in JSON, before anything is read: what comes out are definition files. Lists
// and forms take in what no file could name.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "schema/custom.h"
#include "schema/source_json.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;

bool is_hidden(const json::object& source) { return source.contains("hidden_at"); }

json::array& list_in(json::object& object, std::string_view key) {
    json::value& value = object[key];
    if (!value.is_array()) value = json::array{};
    return value.as_array();
}

// Words of the document that no definition file knows.
json::object cleaned(json::object source) {
    for (const char* key : {"hidden_at", "in_list", "rights_like", "options_of"})
        source.erase(key);
    return source;
}

// An override holds the list as it was then; what a later version ships stands behind it.
json::value with_shipped(const json::value& said, const json::array& shipped) {
    if (!said.is_array()) return said;
    json::array options = said.as_array();
    const auto is_said = [&](const json::value& option) {
        return std::any_of(options.begin(), options.end(), [&](const json::value& one) {
            return text_of(one.as_object(), "value") == text_of(option.as_object(), "value");
        });
    };
    for (const json::value& option : shipped) {
        if (!is_said(option)) options.push_back(option);
    }
    return options;
}

class Merge {
public:
    Merge(const json::object& document, Extent extent) : document_(document), extent_(extent) {}

    std::vector<DefinitionFile> run(const std::vector<DefinitionFile>& files) {
        for (const DefinitionFile& file : files) {
            json::object parsed = json::parse(file.text).as_object();
            order_.push_back(text_of(parsed, "name"));
            shipped_.emplace(order_.back(), file.text);
            objects_.emplace(order_.back(), std::move(parsed));
        }
        for (const json::value& object : list_of(document_, "objects"))
            add_object(object.as_object());
        if (const json::value* changes = document_.if_contains("changes")) {
            for (const auto& [name, change] : changes->as_object()) {
                if (objects_.contains(std::string(name)))
                    change_object(std::string(name), change.as_object());
            }
        }
        for (const json::value& mark : list_of(document_, "retired"))
            retire(mark.as_object());
        return finish();
    }

private:
    bool shows(const json::object& source) const {
        return extent_ == Extent::stored || !is_hidden(source);
    }

    void add_object(const json::object& source) {
        if (!shows(source)) return;
        json::object object = cleaned(source);
        std::vector<json::value> fields(list_of(source, "fields").begin(),
                                        list_of(source, "fields").end());
        std::vector<json::value> links(list_of(source, "many_links").begin(),
                                       list_of(source, "many_links").end());
        object["fields"] = json::array{};
        object["many_links"] = json::array{};
        const std::string name = text_of(object, "name");
        if (!object.contains("views")) object["views"] = json::object{{"icon", "box"}};
        json::object& views = object["views"].as_object();
        views["list"] = json::array{json::value(text_of(object, "title"))};
        views["key"] = json::array{};
        views["form"] = json::array{};
        order_.push_back(name);
        json::object& placed = objects_.emplace(name, std::move(object)).first->second;
        own_.insert(name);
        add_fields(placed, fields);
        add_links(placed, links);
    }

    void change_object(const std::string& name, const json::object& change) {
        json::object& object = objects_.at(name);
        if (const json::value* label = change.if_contains("label")) object["label"] = *label;
        if (const json::value* icon = change.if_contains("icon"))
            object["views"].as_object()["icon"] = *icon;
        if (const json::value* overrides = change.if_contains("overrides"))
            override_fields(object, overrides->as_object());
        add_fields(object, {list_of(change, "fields").begin(), list_of(change, "fields").end()});
        add_links(object,
                  {list_of(change, "many_links").begin(), list_of(change, "many_links").end()});
    }

    void override_fields(json::object& object, const json::object& overrides) {
        for (json::value& element : list_in(object, "fields")) {
            json::object& field = element.as_object();
            const json::value* change = overrides.if_contains(text_of(field, "name"));
            if (change == nullptr) continue;
            for (const auto& [key, value] : change->as_object())
                field[key] = key == "options" ? with_shipped(value, list_of(field, key)) : value;
        }
    }

    void add_fields(json::object& object, const std::vector<json::value>& fields) {
        for (const json::value& element : fields) {
            const json::object& source = element.as_object();
            if (!shows(source)) continue;
            list_in(object, "fields").push_back(cleaned(source));
            const json::value* listed = source.if_contains("in_list");
            json::array& list = list_in(object["views"].as_object(), "list");
            const bool known = std::find(list.begin(), list.end(), source.at("name")) != list.end();
            if (listed != nullptr && listed->is_bool() && listed->as_bool() && !known)
                list.push_back(source.at("name"));
        }
    }

    void add_links(json::object& object, const std::vector<json::value>& links) {
        for (const json::value& element : links) {
            const json::object& source = element.as_object();
            if (shows(source)) list_in(object, "many_links").push_back(cleaned(source));
        }
    }

    void retire(const json::object& mark) {
        const auto object = objects_.find(text_of(mark, "object"));
        if (object != objects_.end())
            list_in(object->second, "retired_ids").push_back(mark.at("id"));
    }

    // A link to an object that is not shown is not shown either.
    void drop_lost_links(json::object& object) {
        const auto lost = [&](const json::value& element) {
            const json::object& source = element.as_object();
            const std::string target = text_of(source, "target");
            const json::value* custom = source.if_contains("custom");
            return !target.empty() && custom != nullptr && !objects_.contains(target);
        };
        for (const char* key : {"fields", "many_links"}) {
            if (!object.contains(key)) continue;
            json::array kept;
            for (json::value& element : list_in(object, key)) {
                if (!lost(element)) kept.push_back(std::move(element));
            }
            object[key] = std::move(kept);
        }
    }

    // What leads here: c_projects.c_account_id makes the relation c_projects_account of accounts.
    void add_relations(const std::string& name) {
        const json::object& object = objects_.at(name);
        for (const json::value& element : list_of(object, "fields")) {
            const json::object& field = element.as_object();
            if (!field.contains("custom") || text_of(field, "type") != "link") continue;
            const auto target = objects_.find(text_of(field, "target"));
            if (target == objects_.end()) continue;
            const std::string link = text_of(field, "name");
            std::string relation = name.starts_with("c_") ? name : "c_" + name;
            if (link.size() > 5) relation += "_" + link.substr(2, link.size() - 5);
            const json::object& label = object.at("label").as_object();
            list_in(target->second, "relations")
                .push_back(
                    json::object{{"name", relation},
                                 {"target", name},
                                 {"via", link},
                                 {"label", json::object{{"es", label.at("es").as_array().at(1)},
                                                        {"en", label.at("en").as_array().at(1)}}}});
        }
    }

    // Custom fields stand behind the others, each in a form once.
    void complete_form(const std::string& name) {
        json::object& object = objects_.at(name);
        json::array& form = list_in(object["views"].as_object(), "form");
        std::set<std::string> placed;
        for (const json::value& section : form) {
            for (const json::value& field : list_of(section.as_object(), "fields"))
                placed.emplace(field.as_string());
        }
        json::array missing;
        for (const char* key : {"fields", "many_links"}) {
            for (const json::value& element : list_of(object, key)) {
                const json::object& source = element.as_object();
                if (source.contains("custom") && !placed.contains(text_of(source, "name")))
                    missing.push_back(source.at("name"));
            }
        }
        if (missing.empty()) return;
        json::object label{{"es", "Otros datos"}, {"en", "More"}};
        if (own_.contains(name)) label = {{"es", "Datos"}, {"en", "Details"}};
        form.push_back(json::object{{"label", std::move(label)}, {"fields", std::move(missing)}});
    }

    std::vector<DefinitionFile> finish() {
        for (const std::string& name : order_)
            drop_lost_links(objects_.at(name));
        for (const std::string& name : order_)
            add_relations(name);
        std::vector<DefinitionFile> files;
        for (const std::string& name : order_) {
            complete_form(name);
            const json::object& object = objects_.at(name);
            DefinitionFile file{"objects/" + text_of(object, "singular") + ".json", {}, false};
            const auto untouched = shipped_.find(name);
            const bool changed =
                untouched == shipped_.end() || object != json::parse(untouched->second).as_object();
            file.text = changed ? json::serialize(object) : untouched->second;
            file.well_shaped = !changed;
            files.push_back(std::move(file));
        }
        return files;
    }

    const json::object& document_;
    Extent extent_;
    std::vector<std::string> order_;
    std::map<std::string, std::string> shipped_;
    std::map<std::string, json::object> objects_;
    std::set<std::string> own_;
};

}  // namespace

Loaded load_customized(const CustomDocument& document, Extent extent) {
    std::vector<DefinitionFile> files = builtin_files();
    for (DefinitionFile& file : files)
        file.well_shaped = true;
    if (!document.json.empty()) {
        boost::system::error_code failed;
        const json::value parsed = json::parse(document.json, failed);
        if (failed || !parsed.is_object()) {
            return {nullptr, {{"definition", "", "the document is no JSON object"}}};
        }
        files = Merge(parsed.as_object(), extent).run(files);
    }
    Loaded loaded = load_definitions(files);
    if (loaded.schema != nullptr && document.version > 0) {
        auto marked = std::const_pointer_cast<Schema>(loaded.schema);  // nobody else holds it yet
        marked->custom_version = document.version;
    }
    return loaded;
}

}  // namespace clientela::schema
