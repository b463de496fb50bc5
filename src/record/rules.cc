// SPDX-License-Identifier: Apache-2.0
// The list of rules itself is filled by hand in app/rules.cc.
#include "record/rules.h"

namespace clientela::record {

bool Proposal::changes(std::string_view field_name) const {
    const schema::Field& field = object.field(field_name);
    if (before == nullptr) return !is_null(after[field]);
    return (*before)[field] != after[field];
}

void Proposal::set(std::string_view field_name, Value value) {
    after.values[static_cast<std::size_t>(object.field(field_name).index)] = std::move(value);
}

void Rules::add(std::string object, Rule rule) {
    rules_[std::move(object)].push_back(std::move(rule));
}

void Rules::add_consequence(std::string object, Consequence consequence) {
    consequences_[std::move(object)].push_back(std::move(consequence));
}

void Rules::add_projection(std::string object, Consequence projection) {
    projections_[std::move(object)].push_back(std::move(projection));
}

const std::vector<Rule>& Rules::of(const std::string& object) const {
    static const std::vector<Rule> none;
    const auto found = rules_.find(object);
    return found == rules_.end() ? none : found->second;
}

void Rules::add_removal(std::string object, Rule rule) {
    removals_[std::move(object)].push_back(std::move(rule));
}

const std::vector<Rule>& Rules::removals_of(const std::string& object) const {
    static const std::vector<Rule> none;
    const auto found = removals_.find(object);
    return found == removals_.end() ? none : found->second;
}

const std::vector<Consequence>& Rules::consequences_of(const std::string& object) const {
    static const std::vector<Consequence> none;
    const auto found = consequences_.find(object);
    return found == consequences_.end() ? none : found->second;
}

const std::vector<Consequence>& Rules::projections_of(const std::string& object) const {
    static const std::vector<Consequence> none;
    const auto found = projections_.find(object);
    return found == projections_.end() ? none : found->second;
}

}  // namespace clientela::record
