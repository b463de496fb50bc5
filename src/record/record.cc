// SPDX-License-Identifier: Apache-2.0
// First values, and small accessors of drafts; a draft names few fields, so a walk beats a map.
#include "record/record.h"

namespace clientela::record {

Value first_value(const schema::Field& field, Instant now, Date today, Id user) {
    using schema::FieldType;
    const auto* word = std::get_if<std::string>(&field.default_value);
    if (word == nullptr) return field.default_value;
    if (field.type == FieldType::instant && *word == "now") return now;
    if (field.type == FieldType::date && *word == "today") return today;
    if (field.type == FieldType::link && *word == "me") return user ? Value{user} : Value{};
    return field.default_value;
}

const Value* Draft::find(const schema::Field& field) const {
    for (const auto& [named, value] : values) {
        if (named == &field) return &value;
    }
    return nullptr;
}

const Value* Draft::find(std::string_view field_name) const {
    for (const auto& [named, value] : values) {
        if (named->name == field_name) return &value;
    }
    return nullptr;
}

void Draft::set(const schema::Field& field, Value value) {
    for (auto& [named, old] : values) {
        if (named == &field) {
            old = std::move(value);
            return;
        }
    }
    values.emplace_back(&field, std::move(value));
}

}  // namespace clientela::record
