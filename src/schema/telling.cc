// SPDX-License-Identifier: Apache-2.0
// Read once from the definitions that the program carries. Parts count only for the whole that
// somebody hides: a price does not go because the discount did, but the amount made of both does.
#include "schema/telling.h"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/json.hpp>

#include "base/embedded.h"
#include "base/result.h"
#include "schema/source_json.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;
using Names = std::vector<FieldName>;

void add_once(Names& names, const FieldName& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

class Definitions {
public:
    Definitions() {
        for (const EmbeddedFile& file : embedded_files()) {
            if (!file.name.starts_with("objects/")) continue;
            const json::value parsed = json::parse({file.content.data(), file.content.size()});
            objects_.emplace(text_of(parsed.as_object(), "name"), parsed.as_object());
        }
    }

    const std::map<std::string, json::object>& objects() const { return objects_; }

    // Where a path leads from an object: "field", "link_id/field" or "relation/field".
    FieldName end_of(const std::string& object, std::string_view path) const {
        std::string holder = object;
        const std::size_t slash = path.find('/');
        if (slash != std::string_view::npos) {
            holder = target_of(objects_.at(object), path.substr(0, slash));
            path.remove_prefix(slash + 1);
        }
        const auto found = objects_.find(holder);
        CHECK(found != objects_.end());  // the shipped definitions are wrong
        CHECK(named(list_of(found->second, "fields"), path) != nullptr);
        return {holder, std::string(path)};
    }

private:
    static const json::object* named(const json::array& list, std::string_view name) {
        for (const json::value& one : list) {
            if (text_of(one.as_object(), "name") == name) return &one.as_object();
        }
        return nullptr;
    }

    static std::string target_of(const json::object& object, std::string_view step) {
        for (const char* key : {"fields", "relations"}) {
            if (const json::object* one = named(list_of(object, key), step))
                return text_of(*one, "target");
        }
        return {};
    }

    std::map<std::string, json::object> objects_;
};

// Pairs of a field and one that tells it.
using Tellings = std::vector<std::pair<FieldName, FieldName>>;

Tellings read_tellings(const Definitions& definitions, std::string_view key) {
    Tellings found;
    for (const auto& [name, object] : definitions.objects()) {
        for (const json::value& field : list_of(object, "fields")) {
            const FieldName teller{name, text_of(field.as_object(), "name")};
            for (const json::value& path : list_of(field.as_object(), key))
                found.emplace_back(definitions.end_of(name, std::string(path.as_string())), teller);
        }
    }
    return found;
}

void add_tellers(const Tellings& tellings, const FieldName& told, Names& names) {
    for (const auto& [field, teller] : tellings) {
        if (field == told) add_once(names, teller);
    }
}

std::map<std::pair<std::string, std::string>, Names> find_all() {
    const Definitions definitions;
    const Tellings made = read_tellings(definitions, "made_from");
    const Tellings parts = read_tellings(definitions, "part_of");
    Names told;
    for (const Tellings* tellings : {&made, &parts}) {
        for (const auto& [field, teller] : *tellings)
            add_once(told, field);
    }
    std::map<std::pair<std::string, std::string>, Names> all;
    for (const FieldName& field : told) {
        Names names{field};
        add_tellers(parts, field, names);
        for (std::size_t i = 0; i < names.size(); ++i)
            add_tellers(made, FieldName(names[i]), names);
        names.erase(names.begin());
        all.emplace(std::pair(field.object, field.field), std::move(names));
    }
    return all;
}

}  // namespace

const std::vector<FieldName>& hidden_with(std::string_view object, std::string_view field) {
    static const auto kAll = find_all();
    static const Names kNone;
    const auto found = kAll.find({std::string(object), std::string(field)});
    return found == kAll.end() ? kNone : found->second;
}

}  // namespace clientela::schema
