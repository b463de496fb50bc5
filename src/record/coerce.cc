// SPDX-License-Identifier: Apache-2.0
// Step 4 of save(): every value takes the exact form of its field, and what callers may not set is
// refused.
#include <utility>

#include "base/field_errors.h"
#include "base/text.h"
#include "record/save_steps.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

bool has_type(const Field& field, const Value& value) {
    switch (field.type) {
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference: return std::holds_alternative<Id>(value);
        case FieldType::integer: return std::holds_alternative<std::int64_t>(value);
        case FieldType::decimal: return std::holds_alternative<Decimal>(value);
        case FieldType::money: return std::holds_alternative<Money>(value);
        case FieldType::boolean: return std::holds_alternative<bool>(value);
        case FieldType::date: return std::holds_alternative<Date>(value);
        case FieldType::instant: return std::holds_alternative<Instant>(value);
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::json: return std::holds_alternative<std::string>(value);
    }
    return false;
}

// Text loses blanks at its ends; text that is then empty is null, so that "no value" has one form.
void tidy_text(const Field& field, Value& value) {
    auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || field.type == FieldType::json) return;
    const std::string_view kept = trim(*text);
    if (kept.empty()) {
        value = {};
    } else if (kept.size() != text->size()) {
        value = std::string(kept);
    }
}

// Brings a decimal of any scale to the field's; false when digits would be lost.
bool rescale(const Field& field, Value& value) {
    auto* decimal = std::get_if<Decimal>(&value);
    if (decimal == nullptr || decimal->scale == field.scale) return true;
    const auto exact = parse_decimal(to_string(*decimal), field.scale);
    if (!exact) return false;
    *decimal = *exact;
    return true;
}

}  // namespace

Result<void> coerce(const Context&, const schema::Object&, Draft& draft) {
    FieldErrors errors;
    for (auto& [field, value] : draft.values) {
        tidy_text(*field, value);
        if (is_null(value)) continue;
        if (!has_type(*field, value)) {
            errors.add(field->name, "wrong_type");
        } else if (!rescale(*field, value)) {
            errors.add(field->name, "too_many_digits", {{"scale", std::to_string(field->scale)}});
        }
    }
    return errors.take();
}

Result<void> refuse_read_only(const Context& context, Draft& draft, const Record* before) {
    if (context.principal.kind == access::Principal::Kind::system) return {};
    FieldErrors errors;
    std::erase_if(draft.values, [&](const auto& named) {
        const auto& [field, value] = named;
        const bool fixed = field->immutable && before != nullptr;
        const bool kept = field->read_only;
        const bool by_role = draft.seen != nullptr &&
                             draft.seen->fields[static_cast<std::size_t>(field->index)].read_only;
        if (!kept && !by_role && !fixed) return false;
        const Value stored = before != nullptr ? (*before)[*field] : Value{};
        if (value != stored)
            errors.add(field->name, kept ? "read_only" : by_role ? "role_reads_only" : "immutable");
        return true;
    });
    return errors.take();
}

}  // namespace clientela::record
