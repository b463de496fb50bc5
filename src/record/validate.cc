// SPDX-License-Identifier: Apache-2.0
// Step 7 of save(): what the definition demands of the whole record. All errors are collected, so
// that a person mends a form once.
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <unordered_map>

#include <boost/regex.hpp>

#include "access/masks.h"
#include "base/ascii.h"
#include "base/field_errors.h"
#include "base/text.h"
#include "base/unknown_option.h"
#include "record/check_values.h"
#include "record/save_steps.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::FieldType;

constexpr std::size_t kTextCharactersMax = 100'000;
constexpr int kTreeDepthMax = 64;

enum class Form { right, wrong, too_costly };

// Administrators write patterns, so one may ask for more steps than there is time, or be no pattern
// at all. Boost counts its steps and does not recurse; std::regex does neither.
Form form_of(const std::string& pattern, const std::string& text) {
    thread_local std::unordered_map<std::string, boost::regex> compiled;
    try {
        auto found = compiled.find(pattern);
        if (found == compiled.end()) found = compiled.emplace(pattern, boost::regex(pattern)).first;
        const auto flags = boost::match_single_line | boost::match_not_dot_newline;
        return boost::regex_match(text, found->second, flags) ? Form::right : Form::wrong;
    } catch (const std::runtime_error&) {
        return Form::too_costly;
    }
}

// Deliberately loose: one @, something on both sides, a point in the domain, no blanks.
bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos)
        return false;
    const std::string_view domain = text.substr(at + 1);
    const std::size_t dot = domain.rfind('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() &&
           text.find_first_of(" \t\r\n,;<>") == std::string_view::npos;
}

bool has_upper_letters(std::string_view text, std::size_t count) {
    return text.size() == count && std::all_of(text.begin(), text.end(), is_upper);
}

// For a sentence: nobody reads more of it there.
std::string shortened(const std::string& text) {
    constexpr std::size_t kShown = 60;
    if (text.size() <= kShown) return text;
    std::size_t end = kShown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return text.substr(0, end) + "…";
}

void check_format(const Field& field, const std::string& text, FieldErrors& errors) {
    // One reason per value is enough: the most telling one.
    switch (field.format) {
        case schema::Format::email:
            if (!is_email(text)) return errors.add(field.name, "not_an_email");
            break;
        case schema::Format::country:
            if (!has_upper_letters(text, 2))
                return errors.add(field.name, "not_a_country", {{"value", shortened(text)}});
            break;
        case schema::Format::currency:
            if (!currency_digits(text))
                return errors.add(field.name, "unknown_currency", {{"currency", text}});
            break;
        case schema::Format::zone:
            if (!Zone::find(text).ok())
                return errors.add(field.name, "unknown_zone", {{"zone", text}});
            break;
        case schema::Format::none:
        case schema::Format::phone:
        case schema::Format::url:
        case schema::Format::language:
        case schema::Format::color: break;
    }
    if (field.pattern.empty()) return;
    const Form form = form_of(field.pattern, text);
    if (form == Form::wrong) errors.add(field.name, "wrong_form");
    if (form == Form::too_costly) errors.add(field.name, "pattern_too_costly");
}

void check_text(const Field& field, const std::string& text, FieldErrors& errors) {
    if (!is_valid_utf8(text) || text.find('\0') != std::string::npos) {
        errors.add(field.name, "not_text");
        return;
    }
    const std::size_t most =
        field.max_length > 0 ? static_cast<std::size_t>(field.max_length) : kTextCharactersMax;
    // That a name has more letters than a code says nothing of what is wrong with it.
    const bool coded = field.format == schema::Format::country;
    if (!coded && text.size() > most && length_in_characters(text) > most) {
        errors.add(field.name, "too_long", {{"max", std::to_string(most)}});
        return;
    }
    if (field.type == FieldType::option) {
        const bool known =
            std::any_of(field.options.begin(), field.options.end(),
                        [&](const schema::Option& option) { return option.value == text; });
        if (!known) {
            std::vector<std::string_view> values;
            for (const schema::Option& option : field.options)
                values.emplace_back(option.value);
            errors.add_told(field.name, "unknown_option",
                            unknown_option_message(text, option_list(values)));
        }
    }
    if (field.type == FieldType::string && text.find('\n') != std::string::npos)
        errors.add(field.name, "one_line");
    if (field.required && !has_visible_character(text)) errors.add(field.name, "required");
    check_format(field, text, errors);
}

// A bound in the units of the field; one that no value can reach ends at the last value there is.
std::int64_t in_units(std::int64_t bound, std::int64_t unit) {
    std::int64_t product = 0;
    if (!__builtin_mul_overflow(bound, unit, &product)) return product;
    using Limits = std::numeric_limits<std::int64_t>;
    return bound < 0 ? Limits::min() : Limits::max();
}

void check_range(const Field& field, std::int64_t value, FieldErrors& errors) {
    const std::int64_t unit = [&] {
        std::int64_t power = 1;
        for (int digit = 0; field.type == FieldType::decimal && digit < field.scale; ++digit)
            power *= 10;
        return power;
    }();
    if (field.minimum && value < in_units(*field.minimum, unit)) {
        errors.add(field.name, "too_small", {{"min", std::to_string(*field.minimum)}});
    }
    if (field.maximum && value > in_units(*field.maximum, unit)) {
        errors.add(field.name, "too_large", {{"max", std::to_string(*field.maximum)}});
    }
}

void check_value(const Field& field, const Value& value, FieldErrors& errors) {
    if (const auto* text = std::get_if<std::string>(&value)) check_text(field, *text, errors);
    if (const auto* number = std::get_if<std::int64_t>(&value)) check_range(field, *number, errors);
    if (const auto* decimal = std::get_if<Decimal>(&value))
        check_range(field, decimal->unscaled, errors);
    if (const auto* money = std::get_if<Money>(&value)) {
        if (!currency_digits(money->currency)) {
            errors.add(field.name, "unknown_currency", {{"currency", money->currency}});
        }
    }
}

// The target of a changed link must exist, live and be visible to the writer.
Result<void> check_link(Context& context, const Field& field, const Value& value,
                        FieldErrors& errors) {
    const auto* id = std::get_if<Id>(&value);
    if (id == nullptr || field.target_object == nullptr) return {};
    if (!TRY(is_visible(context, *field.target_object, *id, access::Action::read))) {
        errors.add(field.name, "link_not_found", {{"id", to_string(*id)}});
    }
    return {};
}

// A tree must stay a tree: walking up from the new parent never meets the record itself. A record
// that moves is held by its save, so nobody on the way up can move until this one stands, and who
// moved first is seen. One that is only being made has nothing below it.
Result<void> check_tree(Context& context, const Proposal& proposal, FieldErrors& errors) {
    if (proposal.object.parent.empty() || !proposal.changes(proposal.object.parent)) return {};
    const Field& parent = proposal.object.field(proposal.object.parent);
    const auto* up = std::get_if<Id>(&proposal.after[parent]);
    Id place = up != nullptr ? *up : Id{};
    const bool holds = proposal.before != nullptr && context.tx.dialect() == db::Dialect::postgres;
    const std::string held = holds ? " for share of t" : "";
    for (int depth = 0; place; ++depth) {
        if (place == proposal.after.id() || depth > kTreeDepthMax) {
            errors.add(parent.name, "cycle");
            return {};
        }
        const db::Sql sql{"select t." + parent.name + " from " +
                              schema::quoted(proposal.object.singular) + " t where t.id = ?" + held,
                          {place.value}};
        Id next;
        TRY(context.tx.query(sql, [&](const db::Row& row) {
            if (!row.is_null(0)) next = Id{row.integer(0)};
        }));
        place = next;
    }
    return {};
}

bool changes(const Proposal& proposal, const Field& field) {
    return proposal.before == nullptr || (*proposal.before)[field] != proposal.after[field];
}

Result<void> check_links(Context& context, const Proposal& proposal, FieldErrors& errors) {
    for (const Field& field : proposal.object.fields) {
        if (field.type != FieldType::link || (field.standard && field.read_only)) continue;
        if (!changes(proposal, field)) continue;
        TRY(check_link(context, field, proposal.after[field], errors));
    }
    return check_tree(context, proposal, errors);
}

}  // namespace

Result<void> validate_links(Context& context, const Proposal& proposal) {
    FieldErrors errors;
    TRY(check_links(context, proposal, errors));
    return errors.take();
}

Result<void> validate(Context& context, const Proposal& proposal, const Draft&) {
    FieldErrors errors;
    for (const Field& field : proposal.object.fields) {
        const Value& value = proposal.after[field];
        if (is_null(value)) {
            if (field.required && !field.standard) errors.add(field.name, "required");
            continue;
        }
        if (changes(proposal, field)) check_value(field, value, errors);
    }
    TRY(check_links(context, proposal, errors));
    return errors.take();
}

namespace {

// A closed account looks after nothing.
Result<void> check_owner(Context& context, const Field& field, const Value& value,
                         FieldErrors& errors) {
    const auto* id = std::get_if<Id>(&value);
    if (field.name != "owner_id" || id == nullptr || field.target != "users") return {};
    std::string closed;
    TRY(context.tx.query({"select name from \"user\" where id = ? and not active", {id->value}},
                         [&](const db::Row& row) { closed = row.text(0); }));
    if (!closed.empty()) errors.add(field.name, "owner_closed", {{"name", closed}});
    return {};
}

Result<void> check_for_many(Context& context, const schema::Object& object, const Field& field,
                            const Value& value, std::int64_t records, FieldErrors& errors) {
    const schema::Object* plain = access::whole_of(context.schema).find_by_id(object.id);
    if (field.read_only) {
        const Field* own = plain != nullptr ? plain->find_field(field.name) : nullptr;
        errors.add(field.name, own != nullptr && !own->read_only ? "role_reads_only" : "read_only");
        return {};
    }
    if (field.immutable) {
        errors.add(field.name, "immutable");
        return {};
    }
    if (is_null(value)) return {};  // a rule may fill it again: each save knows
    if (field.unique && records > 1)
        errors.add(field.name, "unique_for_many", {{"count", std::to_string(records)}});
    check_value(field, value, errors);
    TRY(check_link(context, field, value, errors));
    return check_owner(context, field, value, errors);
}

}  // namespace

Result<void> check_values(Context& context, const schema::Object& object, const Draft& wanted,
                          std::int64_t records) {
    Draft draft = wanted;
    TRY(coerce(context, object, draft));
    FieldErrors errors;
    const bool person = context.principal.kind != access::Principal::Kind::system;
    for (const auto& [field, value] : draft.values) {
        if (person) TRY(check_for_many(context, object, *field, value, records, errors));
    }
    for (const auto& [link, ids] : draft.links) {
        for (const Id id : ids) {
            if (TRY(is_visible(context, *link->target_object, id, access::Action::read))) continue;
            errors.add(link->name, "link_not_found", {{"id", to_string(id)}});
            break;
        }
    }
    return errors.take();
}

}  // namespace clientela::record
