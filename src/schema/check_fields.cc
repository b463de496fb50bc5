// SPDX-License-Identifier: Apache-2.0
// One small check per idea; each adds its own problem, so that an author sees all of them at once.
#include "schema/check_fields.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <string_view>

#include <boost/regex.hpp>

#include "schema/standard_fields.h"

namespace clientela::schema {
namespace {

// Words that a column must not take: reserved in SQL on one of the stores, or unusable there.
constexpr std::array<std::string_view, 46> kReservedColumns{
    "all",    "and",    "any",    "as",      "asc",     "at",     "between", "case",
    "check",  "column", "create", "current", "default", "delete", "desc",    "distinct",
    "drop",   "else",   "end",    "exists",  "false",   "for",    "foreign", "from",
    "group",  "having", "in",     "insert",  "into",    "is",     "join",    "like",
    "limit",  "not",    "null",   "offset",  "on",      "or",     "order",   "primary",
    "select", "table",  "true",   "update",  "user",    "where"};

class FieldCheck {
public:
    FieldCheck(const Object& object, const Field& field, const std::string& file,
               Problems& problems)
        : object_(object), field_(field), file_(file), problems_(problems) {}

    void run() {
        check_name();
        check_link();
        check_options();
        check_limits();
        check_marks();
        check_default();
    }

private:
    void add(std::string_view key, std::string reason) {
        std::string pointer = field_pointer(field_);
        if (!key.empty()) pointer.append("/").append(key);
        problems_.push_back({file_, std::move(pointer), std::move(reason)});
    }

    bool is(FieldType type) const { return field_.type == type; }

    void check_name() {
        const std::string& name = field_.name;
        if (is_standard_name(name, object_.sight.kind)) {
            add("name", "`" + name + "` is the name of a standard field");
        }
        if (std::find(kReservedColumns.begin(), kReservedColumns.end(), name) !=
            kReservedColumns.end()) {
            add("name", "`" + name + "` is a reserved word of SQL");
        }
        if (name.starts_with("c_") != field_.custom) {
            add("name", field_.custom ? "the name of a custom field starts with c_"
                                      : "names starting with c_ belong to custom fields");
        }
        const bool ends_in_id = name.ends_with("_id");
        if (ends_in_id && !is(FieldType::link) && !is(FieldType::reference)) {
            add("name", "only links and references end in _id");
        }
        for (const std::string_view suffix : {"_currency", "_sort"}) {
            if (!name.ends_with(suffix)) continue;
            const Field* other = object_.find_field(name.substr(0, name.size() - suffix.size()));
            if (other != nullptr)
                add("name", "`" + name + "` is a column of the field `" + other->name + "`");
        }
    }

    void check_link() {
        if (is(FieldType::link)) {
            if (field_.target_object == nullptr) {
                add("target", "no object is named `" + field_.target + "`");
            }
            const std::string name = field_.name.substr(0, field_.name.size() - 3);
            if (object_.find_field(name) != nullptr || object_.find_relation(name) != nullptr ||
                object_.find_many_link(name) != nullptr) {
                add("name",
                    "the link would be followed as `" + name + "`, which is another name here");
            }
        } else if (!field_.target.empty()) {
            add("target", "only a link has a target");
        }
    }

    void check_options() {
        if (!is(FieldType::option)) {
            if (!field_.options.empty()) add("options", "only a field of type option has options");
            return;
        }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < field_.options.size(); ++i) {
            const std::string& value = field_.options[i].value;
            if (!seen.insert(value).second) {
                add("options/" + std::to_string(i) + "/value",
                    "the option `" + value + "` stands twice");
            }
        }
    }

    void check_limits() {
        const bool is_text = is(FieldType::string) || is(FieldType::text);
        if (is(FieldType::string) && field_.max_length == 0) {
            add("", "a string needs max_length or a format");
        }
        if (!is_text && field_.max_length != 0)
            add("max_length", "only strings and texts have a length");
        if (!is_text && !field_.pattern.empty())
            add("pattern", "only strings and texts have a pattern");
        if (!is(FieldType::string) && field_.format != Format::none) {
            add("format", "only a string has a format");
        }
        if (!is(FieldType::decimal) && field_.scale != 0)
            add("scale", "only a decimal has a scale");
        const bool has_range = field_.minimum.has_value() || field_.maximum.has_value();
        if (has_range && !is(FieldType::integer) && !is(FieldType::decimal)) {
            add("", "only integers and decimals have a minimum or a maximum");
        }
        if (field_.minimum && field_.maximum && *field_.minimum > *field_.maximum) {
            add("minimum", "the minimum is above the maximum");
        }
        // By the same library that saves ask.
        try {
            const boost::regex compiled(field_.pattern);
        } catch (const std::runtime_error&) {
            add("pattern", "no regular expression");
        }
    }

    void check_marks() {
        const bool opaque = is(FieldType::json);
        if (opaque && field_.filterable) add("filterable", "json is never filtered");
        if (is(FieldType::text) && field_.filterable)
            add("filterable", "a text is searched, not filtered");
        if (field_.sortable && (opaque || is(FieldType::text) || is(FieldType::reference))) {
            add("sortable", "a field of this type has no order");
        }
        if (field_.searchable && !is(FieldType::string) && !is(FieldType::text)) {
            add("searchable", "only strings and texts are searched");
        }
        if (field_.unique && !is(FieldType::string) && !is(FieldType::integer)) {
            add("unique", "only strings and integers can be unique");
        }
        if (field_.secret && (field_.filterable || field_.sortable || field_.searchable)) {
            add("secret", "a secret field cannot be filtered, sorted or searched");
        }
    }

    void check_default() {
        if (is_null(field_.default_value)) return;
        const auto* text = std::get_if<std::string>(&field_.default_value);
        bool fits = false;
        switch (field_.type) {
            case FieldType::string:
            case FieldType::text: fits = text != nullptr; break;
            case FieldType::option: fits = text != nullptr && has_option(*text); break;
            case FieldType::boolean:
                fits = std::holds_alternative<bool>(field_.default_value);
                break;
            case FieldType::integer: fits = in_range(); break;
            case FieldType::decimal:
                fits = std::holds_alternative<Decimal>(field_.default_value);
                break;
            case FieldType::date:
                fits = text != nullptr && (*text == "today" || parse_date(*text));
                break;
            case FieldType::instant: fits = text != nullptr && *text == "now"; break;
            case FieldType::link:
                fits = text != nullptr && *text == "me" && field_.target == "users";
                break;
            case FieldType::id:
            case FieldType::money:
            case FieldType::reference:
            case FieldType::json: break;
        }
        if (!fits) add("default", "the default is no value that the field can hold");
    }

    bool has_option(const std::string& value) const {
        return std::any_of(field_.options.begin(), field_.options.end(),
                           [&](const Option& option) { return option.value == value; });
    }

    bool in_range() const {
        const auto* number = std::get_if<std::int64_t>(&field_.default_value);
        return number != nullptr && *number >= field_.minimum.value_or(*number) &&
               *number <= field_.maximum.value_or(*number);
    }

    const Object& object_;
    const Field& field_;
    const std::string& file_;
    Problems& problems_;
};

}  // namespace

std::string field_pointer(const Field& field) {
    return "/fields/" + std::to_string(field.index - 1);
}

void check_fields(const Object& object, const std::string& file, Problems& problems) {
    for (const Field& field : object.fields) {
        if (!field.standard) FieldCheck(object, field, file, problems).run();
    }
}

}  // namespace clientela::schema
