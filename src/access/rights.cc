// SPDX-License-Identifier: Apache-2.0
// Names of actions and breadths, and the JSON form of rights.
#include "access/rights.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "access/visibility.h"

namespace clientela::access {
namespace {

constexpr std::array<std::string_view, kActionCount> kActionNames{"read",   "create", "update",
                                                                  "remove", "export", "target"};
constexpr std::array<std::string_view, 5> kBreadthNames{"none", "own", "team", "team_and_below",
                                                        "all"};

Error rights_error(std::string_view object, std::string_view word) {
    return field_error("rights", "unknown_right",
                       {{"object", std::string(object)}, {"word", std::string(word)}});
}

Result<ObjectRights> parse_rights_on(std::string_view object, const boost::json::value& value) {
    ObjectRights rights;
    if (!value.is_object()) return rights_error(object, "{}");
    for (const auto& [action_name, breadth_name] : value.get_object()) {
        const auto action = parse_action(action_name);
        if (!action) return rights_error(object, action_name);
        if (!breadth_name.is_string()) return rights_error(object, action_name);
        const auto breadth = parse_breadth(breadth_name.get_string());
        if (!breadth) return rights_error(object, breadth_name.get_string());
        rights.breadth[static_cast<std::size_t>(*action)] = *breadth;
    }
    return rights;
}

}  // namespace

std::string_view name_of(Action action) { return kActionNames[static_cast<std::size_t>(action)]; }
std::string_view name_of(Breadth breadth) {
    return kBreadthNames[static_cast<std::size_t>(breadth)];
}

std::optional<Action> parse_action(std::string_view name) {
    const auto found = std::find(kActionNames.begin(), kActionNames.end(), name);
    if (found == kActionNames.end()) return std::nullopt;
    return static_cast<Action>(found - kActionNames.begin());
}

std::optional<Breadth> parse_breadth(std::string_view name) {
    const auto found = std::find(kBreadthNames.begin(), kBreadthNames.end(), name);
    if (found == kBreadthNames.end()) return std::nullopt;
    return static_cast<Breadth>(found - kBreadthNames.begin());
}

Result<Rights> parse_rights(std::string_view json, const schema::Schema& schema) {
    Rights rights;
    if (json.empty()) return rights;
    boost::system::error_code failure;
    const boost::json::value document = boost::json::parse(json, failure);
    if (failure || !document.is_object()) return rights_error("*", "{}");
    std::optional<ObjectRights> others;
    for (const auto& [object, value] : document.get_object()) {
        const ObjectRights parsed = TRY(parse_rights_on(object, value));
        if (object == "*") {
            others = parsed;
        } else {
            rights[std::string(object)] = parsed;
        }
    }
    if (others) {
        for (const schema::Object& object : schema.objects)
            rights.try_emplace(object.name, *others);
    }
    // Options that an administrator made for a field are read by everybody, like those of the
    // files.
    ObjectRights open;
    open.breadth[static_cast<std::size_t>(Action::read)] = Breadth::all;
    for (const schema::Object& object : schema.objects) {
        if (object.custom && object.administered) rights.try_emplace(object.name, open);
    }
    return rights;
}

std::string rights_json(const Principal& principal, const schema::Schema& schema) {
    boost::json::object all;
    for (const schema::Object& object : schema.objects) {
        boost::json::object one;
        for (std::size_t i = 0; i < kActionCount; ++i) {
            const auto action = static_cast<Action>(i);
            one[name_of(action)] = name_of(reach(principal, object, action));
        }
        all[object.name] = std::move(one);
    }
    return boost::json::serialize(all);
}

}  // namespace clientela::access
