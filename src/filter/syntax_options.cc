// SPDX-License-Identifier: Apache-2.0
// $orderby, $select and $expand with what stands in their parentheses.

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "filter/characters.h"
#include "filter/syntax.h"

namespace clientela::filter {
namespace {

// What may stand in the parentheses of an item, by what the item is.
bool allowed(NestedKind kind, std::string_view name) {
    const auto one_of = [&](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    if (one_of({"filter", "search"})) return true;
    if (kind == NestedKind::count) return false;
    if (one_of({"orderby", "skip", "top", "count"})) return true;
    if (kind == NestedKind::references || kind == NestedKind::select_plain) return false;
    if (name == "select") return true;
    return kind == NestedKind::expand && one_of({"expand", "levels", "apply"});
}

}  // namespace

Result<std::vector<OrderItem>> OptionReader::order() {
    std::vector<OrderItem> items;
    do {
        parser_.skip_space();
        OrderItem item;
        item.expression = TRY(parser_.condition());
        const std::size_t before = parser_.offset();
        parser_.skip_space();
        const bool spaced = parser_.offset() > before;
        for (const std::string_view word : {"asc", "desc"}) {
            if (!spaced || lower_ascii(parser_.rest().substr(0, word.size())) != word) continue;
            const std::string_view after = parser_.rest().substr(word.size());
            if (!after.empty() && (starts_word(after[0]) || is_digit(after[0]))) continue;
            parser_.advance(word.size());
            item.descending = word == "desc";
            break;
        }
        items.push_back(std::move(item));
    } while (parser_.take(','));
    return items;
}

Result<std::int64_t> OptionReader::number() {
    const std::size_t start = parser_.offset();
    std::int64_t value = 0;
    std::size_t length = 0;
    for (; length < parser_.rest().size() && is_digit(parser_.rest()[length]); ++length) {
        if (length < 18) value = value * 10 + (parser_.rest()[length] - '0');
    }
    if (length == 0 || length > 18) return parser_.fail(start, "filter.expected_number");
    parser_.advance(length);
    return value;
}

// Words and phrases up to the ; or ) that ends the option; a phrase may hold both, and so may
// balanced parentheses.
Result<std::string> OptionReader::search() {
    const std::size_t start = parser_.offset();
    int open = 0;
    char quote = 0;
    std::size_t quoted_at = 0;
    while (!parser_.at_end()) {
        const char c = parser_.rest()[0];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || (c == '\'' && parser_.offset() == start)) {
            quote = c;
            quoted_at = parser_.offset();
        } else if (c == '(') {
            ++open;
        } else if (c == ';' || (c == ')' && open-- == 0)) {
            break;
        }
        parser_.advance(1);
    }
    if (quote != 0) return parser_.fail(quoted_at, "filter.open_quote");
    if (open > 0) return parser_.fail(parser_.offset(), "filter.expected", {{"text", ")"}});
    if (parser_.offset() == start) return parser_.fail(start, "filter.expected_expression");
    return std::string(parser_.between(start, parser_.offset()));
}

Result<void> OptionReader::nested(NestedOptions& into, NestedKind kind) {
    TRY(parser_.deeper());
    do {
        if (!parser_.count_item()) return parser_.too_many();
        TRY(option(into, kind));
    } while (parser_.take(';'));
    TRY(parser_.expect(')'));
    parser_.shallower();
    return {};
}

Result<void> OptionReader::option(NestedOptions& into, NestedKind kind) {
    parser_.skip_space();
    const std::size_t start = parser_.offset();
    if (parser_.looking_at('@')) {
        parser_.advance(1);
        const std::string name = "@" + TRY(parser_.word());
        if (kind != NestedKind::expand && kind != NestedKind::select) {
            return parser_.fail(start, "filter.option_not_here", {{"name", name}});
        }
        TRY(parser_.expect('='));
        into.aliases.emplace_back(name, TRY(parser_.value()));
        return {};
    }
    if (parser_.looking_at('$')) parser_.advance(1);
    const std::string name = lower_ascii(TRY(parser_.word()));
    if (!allowed(kind, name)) {
        return parser_.fail(start, "filter.option_not_here", {{"name", "$" + name}});
    }
    for (const auto& [other, place] : into.names) {
        if (other == name) return parser_.fail(start, "filter.option_twice", {{"name", name}});
    }
    into.names.emplace_back(name, start);
    if (!parser_.looking_at('=')) {
        return parser_.fail(parser_.offset(), "filter.expected", {{"text", "="}});
    }
    parser_.advance(1);
    return option_value(into, name);
}

Result<void> OptionReader::option_value(NestedOptions& into, const std::string& name) {
    if (name == "filter") {
        parser_.skip_space();
        into.filter = TRY(parser_.condition());
    } else if (name == "orderby") {
        into.order = TRY(order());
    } else if (name == "select") {
        into.select = TRY(select());
    } else if (name == "expand") {
        into.expand = TRY(expand());
    } else if (name == "search") {
        into.search = TRY(search());
    } else if (name == "apply") {
        const std::size_t start = parser_.offset();
        TRY(apply());
        into.apply = std::string(parser_.between(start, parser_.offset()));
    } else if (name == "top") {
        into.top = TRY(number());
    } else if (name == "skip") {
        into.skip = TRY(number());
    } else if (name == "levels") {
        const bool most = lower_ascii(parser_.rest().substr(0, 3)) == "max";
        if (!most && parser_.looking_at('0')) {
            return parser_.fail(parser_.offset(), "filter.expected_number");
        }
        into.levels = most ? -1 : TRY(number());
        if (most) parser_.advance(3);
    } else {
        const bool yes = lower_ascii(parser_.rest().substr(0, 4)) == "true";
        const bool no = lower_ascii(parser_.rest().substr(0, 5)) == "false";
        if (!yes && !no) return parser_.fail(parser_.offset(), "filter.expected_boolean");
        into.count = yes;
        parser_.advance(yes ? 4 : 5);
    }
    return {};
}

Result<void> OptionReader::item_options(std::shared_ptr<const NestedOptions>& into,
                                        NestedKind kind) {
    if (!parser_.looking_at('(')) return {};
    parser_.advance(1);
    auto made = std::make_shared<NestedOptions>();
    TRY(nested(*made, kind));
    into = std::move(made);
    return {};
}

Result<std::vector<SelectItem>> OptionReader::select() {
    std::vector<SelectItem> items;
    do {
        if (!parser_.count_item()) return parser_.too_many();
        items.push_back(TRY(select_item()));
    } while (parser_.take(','));
    return items;
}

Result<SelectItem> OptionReader::select_item() {
    parser_.skip_space();
    SelectItem item;
    item.offset = parser_.offset();
    if (parser_.looking_at('*')) {
        parser_.advance(1);
        item.path.emplace_back("*");
        return item;
    }
    while (true) {
        std::string part = parser_.looking_at('@') ? "@" : "";
        if (!part.empty()) parser_.advance(1);
        part += TRY(parser_.word());
        while (parser_.looking_at('.')) {
            parser_.advance(1);
            if (parser_.looking_at('*') && item.path.empty()) {
                parser_.advance(1);
                item.path.push_back(part + ".*");
                return item;
            }
            part += '.' + TRY(parser_.word());
        }
        item.path.push_back(std::move(part));
        if (!parser_.looking_at('/')) break;
        parser_.advance(1);
    }
    if (!parser_.looking_at('(')) return item;
    // Names alone are the parameters of a function, name=value is an option.
    const std::string_view inside =
        parser_.rest().substr(1, parser_.rest().find_first_of(")=;") - 1);
    const bool parameters = parser_.rest().size() > inside.size() + 1 &&
                            parser_.rest()[inside.size() + 1] == ')' && !inside.empty() &&
                            starts_word(inside[0]);
    if (!parameters) {
        TRY(item_options(item.options, NestedKind::select));
        return item;
    }
    parser_.advance(1);
    do {
        parser_.skip_space();
        item.parameters.push_back(TRY(parser_.word()));
    } while (parser_.take(','));
    TRY(parser_.expect(')'));
    return item;
}

Result<std::vector<ExpandItem>> OptionReader::expand() {
    std::vector<ExpandItem> items;
    do {
        if (!parser_.count_item()) return parser_.too_many();
        items.push_back(TRY(expand_item()));
    } while (parser_.take(','));
    return items;
}

Result<ExpandItem> OptionReader::expand_item() {
    parser_.skip_space();
    ExpandItem item;
    item.offset = parser_.offset();
    if (parser_.looking_at("$value")) {
        parser_.advance(6);
        item.path.emplace_back("$value");
        return item;
    }
    while (true) {
        if (parser_.looking_at('*')) {
            parser_.advance(1);
            item.path.emplace_back("*");
        } else {
            const bool annotated = parser_.looking_at('@');
            if (annotated) parser_.advance(1);
            item.path.push_back((annotated ? "@" : "") + TRY(parser_.name()));
        }
        if (!parser_.looking_at('/')) break;
        const std::size_t here = parser_.offset();
        parser_.advance(1);
        if (parser_.looking_at("$ref") || parser_.looking_at("$count")) {
            const bool ref = parser_.looking_at("$ref");
            item.form = ref ? ExpandForm::references : ExpandForm::count;
            if (!ref && item.path.back() == "*") {
                return parser_.fail(here, "filter.unexpected", {{"text", "/$count"}});
            }
            parser_.advance(ref ? 4 : 6);
            break;
        }
        if (item.path.back() == "*")
            return parser_.fail(here, "filter.unexpected", {{"text", "/"}});
    }
    if (item.path.back() == "*" && item.form == ExpandForm::references) return item;
    TRY(item_options(item.options, item.form == ExpandForm::records      ? NestedKind::expand
                                   : item.form == ExpandForm::references ? NestedKind::references
                                                                         : NestedKind::count));
    if (item.path.back() == "*" && item.options &&
        (item.options->names.size() != 1 || !item.options->levels)) {
        return parser_.fail(item.offset, "filter.star_levels");
    }
    return item;
}

}  // namespace clientela::filter
