// SPDX-License-Identifier: Apache-2.0
// Form: HASH.KEY.KEY.ID, where a key is a letter for its type and its value, text in hexadecimal.
// Sort keys are columns of the row that the reader was shown, so nothing here needs hiding.
#include "record/cursor.h"

#include <charconv>
#include <optional>

#include "base/hash.h"
#include "base/hex.h"
#include "base/text.h"

namespace clientela::record {
namespace {

void absorb(std::uint64_t& hash, std::string_view text) {
    hash = fnv1a_64("\xFF", fnv1a_64(text, hash));  // a byte that no text has ends each
}

std::string spec_hash(const Query& query) {
    std::uint64_t hash = kFnv1aStart;
    absorb(hash, query.object->name);
    absorb(hash, query.bin ? "bin" : "living");
    for (const SortKey& key : query.sort) {
        for (const schema::Field* field : key.path)
            absorb(hash, field->name);
        absorb(hash, key.descending ? "desc" : "asc");
    }
    char text[17];
    const auto end = std::to_chars(text, text + sizeof text, hash, 16).ptr;
    return {text, end};
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
    Number number{};
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

struct Encode {
    std::string operator()(std::monostate) const { return "n"; }
    std::string operator()(bool value) const { return value ? "b1" : "b0"; }
    std::string operator()(std::int64_t value) const { return "i" + std::to_string(value); }
    std::string operator()(double) const { return "n"; }
    std::string operator()(const std::string& value) const { return "s" + to_hex(value); }
    std::string operator()(Date value) const { return "d" + std::to_string(value.days); }
    std::string operator()(Instant value) const { return "t" + std::to_string(value.ms); }
};

std::optional<db::Bind> decode_key(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const std::string_view rest = text.substr(1);
    switch (text[0]) {
        case 'n': return db::Bind{std::monostate{}};
        case 'b': return db::Bind{rest == "1"};
        case 'i':
            if (const auto number = read_number<std::int64_t>(rest)) return db::Bind{*number};
            return std::nullopt;
        case 'd':
            if (const auto days = read_number<std::int32_t>(rest)) return db::Bind{Date{*days}};
            return std::nullopt;
        case 't':
            if (const auto ms = read_number<std::int64_t>(rest)) return db::Bind{Instant{*ms}};
            return std::nullopt;
        case 's':
            if (auto value = from_hex(rest)) return db::Bind{std::move(*value)};
            return std::nullopt;
        default: return std::nullopt;
    }
}

// The calendar of the stores; beyond it PostgreSQL fails.
bool is_in_calendar(std::int64_t days) {
    static const Date first = *parse_date("0001-01-01");
    static const Date last = *parse_date("9999-12-31");
    return days >= first.days && days <= last.days;
}

// Whether the column of the key can hold such a value; a made-up cursor may say anything.
bool fits(const db::Bind& key, const SortKey& sort) {
    using schema::FieldType;
    if (std::holds_alternative<std::monostate>(key)) return true;
    switch (sort.path.back()->type) {
        case FieldType::boolean: return std::holds_alternative<bool>(key);
        case FieldType::date: {
            const auto* date = std::get_if<Date>(&key);
            return date != nullptr && is_in_calendar(date->days);
        }
        case FieldType::instant: {
            const auto* instant = std::get_if<Instant>(&key);
            return instant != nullptr && is_in_calendar(instant->ms / 86'400'000);
        }
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::json: {
            const auto* text = std::get_if<std::string>(&key);
            return text != nullptr && is_valid_utf8(*text) && text->find('\0') == std::string::npos;
        }
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money: return std::holds_alternative<std::int64_t>(key);
    }
    return false;
}

}  // namespace

std::string encode(const PagePlace& place, const Query& query) {
    std::string text = spec_hash(query);
    for (const db::Bind& key : place.keys)
        text.append(".").append(std::visit(Encode{}, key));
    return text + "." + to_string(place.id);
}

Result<PagePlace> decode(std::string_view text, const Query& query) {
    const Error refused = make_error(ErrorCode::invalid, "error.cursor");
    std::vector<std::string_view> parts;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('.', start), text.size());
        parts.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    if (parts.size() != query.sort.size() + 2 || parts.front() != spec_hash(query)) return refused;
    PagePlace place;
    for (std::size_t part = 1; part + 1 < parts.size(); ++part) {
        auto key = decode_key(parts[part]);
        if (!key || !fits(*key, query.sort[part - 1])) return refused;
        place.keys.push_back(std::move(*key));
    }
    const auto id = parse_id(parts.back());
    if (!id) return refused;
    place.id = *id;
    return place;
}

}  // namespace clientela::record
