// SPDX-License-Identifier: Apache-2.0
#include "job/job.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace clientela::job {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> kStates{"waiting",   "running", "paused",
                                                  "cancelled", "done",    "failed"};

std::string text_at(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<std::size_t>(state)]; }

std::optional<State> parse_state(std::string_view name) {
    const auto* const found = std::find(kStates.begin(), kStates.end(), name);
    if (found == kStates.end()) return std::nullopt;
    return static_cast<State>(found - kStates.begin());
}

bool is_over(State state) {
    return state == State::cancelled || state == State::done || state == State::failed;
}

void Counts::add(const Counts& other) {
    rows += other.rows;
    created += other.created;
    updated += other.updated;
    unchanged += other.unchanged;
    skipped += other.skipped;
    failed += other.failed;
}

bool Job::changed_something() const {
    if (counts.created + counts.updated > 0) return true;
    return std::any_of(extra.begin(), extra.end(), [](const auto& one) {
        return (one.first == "targets_created" || one.first == "closed") && one.second > 0;
    });
}

std::string to_stored(const Message& message) {
    json::object args;
    for (const auto& [name, value] : message.args)
        args[name] = value;
    return json::serialize(json::object{{"key", message.key}, {"args", std::move(args)}});
}

Message parse_stored_message(std::string_view text) {
    boost::system::error_code failed;
    const json::value value = json::parse({text.data(), text.size()}, failed);
    if (failed || !value.is_object()) return {};
    const json::object& object = value.get_object();
    Message message{text_at(object, "key"), {}};
    const json::value* args = object.if_contains("args");
    if (args == nullptr || !args->is_object()) return message;
    for (const auto& [name, arg] : args->get_object()) {
        if (arg.is_string()) message.args.emplace_back(name, std::string(arg.get_string()));
    }
    return message;
}

}  // namespace clientela::job
