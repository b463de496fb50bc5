// SPDX-License-Identifier: Apache-2.0
// Whole texts of the options, and the way back from their trees.

#include "filter/syntax.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/hex.h"

namespace clientela::filter {
namespace {

template <typename Item, typename Read>
Result<Item> whole_option(std::string_view text, const char* name, SyntaxError* where, Read read) {
    Parser parser(text, where, name);
    TRY(parser.begin());
    OptionReader reader(parser);
    Item items = TRY((reader.*read)());
    TRY(parser.expect_end());
    return items;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += between;
        out += parts[i];
    }
    return out;
}

std::string options_text(const NestedOptions& options) {
    std::vector<std::string> parts;
    for (const auto& [name, node] : options.aliases)
        parts.push_back(name + "=" + to_text(*node));
    if (options.filter) parts.push_back("$filter=" + to_text(*options.filter));
    if (!options.search.empty()) parts.push_back("$search=" + options.search);
    if (!options.order.empty()) parts.push_back("$orderby=" + to_text(options.order));
    if (options.skip) parts.push_back("$skip=" + std::to_string(*options.skip));
    if (options.top) parts.push_back("$top=" + std::to_string(*options.top));
    if (options.count) parts.push_back(*options.count ? "$count=true" : "$count=false");
    if (options.levels) {
        parts.push_back("$levels=" +
                        (*options.levels < 0 ? "max" : std::to_string(*options.levels)));
    }
    if (!options.apply.empty()) parts.push_back("$apply=" + options.apply);
    if (!options.select.empty()) parts.push_back("$select=" + to_text(options.select));
    if (!options.expand.empty()) parts.push_back("$expand=" + to_text(options.expand));
    return "(" + joined(parts, ";") + ")";
}

}  // namespace

std::string to_text(const std::vector<OrderItem>& items) {
    std::vector<std::string> parts;
    parts.reserve(items.size());
    for (const OrderItem& item : items)
        parts.push_back(to_text(*item.expression) + (item.descending ? " desc" : ""));
    return joined(parts, ",");
}

std::string to_text(const std::vector<SelectItem>& items) {
    std::vector<std::string> parts;
    for (const SelectItem& item : items) {
        std::string part = joined(item.path, "/");
        if (!item.parameters.empty()) part += "(" + joined(item.parameters, ",") + ")";
        if (item.options) part += options_text(*item.options);
        parts.push_back(std::move(part));
    }
    return joined(parts, ",");
}

std::string to_text(const std::vector<ExpandItem>& items) {
    std::vector<std::string> parts;
    for (const ExpandItem& item : items) {
        std::string part = joined(item.path, "/");
        if (item.form == ExpandForm::references) part += "/$ref";
        if (item.form == ExpandForm::count) part += "/$count";
        if (item.options) part += options_text(*item.options);
        parts.push_back(std::move(part));
    }
    return joined(parts, ",");
}

Result<std::vector<OrderItem>> order_syntax(std::string_view text, SyntaxError* where) {
    return whole_option<std::vector<OrderItem>>(text, "$orderby", where, &OptionReader::order);
}

Result<std::vector<SelectItem>> select_syntax(std::string_view text, SyntaxError* where) {
    return whole_option<std::vector<SelectItem>>(text, "$select", where, &OptionReader::select);
}

Result<std::vector<ExpandItem>> expand_syntax(std::string_view text, SyntaxError* where) {
    return whole_option<std::vector<ExpandItem>>(text, "$expand", where, &OptionReader::expand);
}

Result<std::vector<ApplyStep>> apply_syntax(std::string_view text, SyntaxError* where) {
    return whole_option<std::vector<ApplyStep>>(text, "$apply", where, &OptionReader::apply);
}

Decoded percent_decoded(std::string_view text) {
    Decoded made;
    for (std::size_t at = 0; at < text.size();) {
        made.places.push_back(at);
        const int high = at + 2 < text.size() && text[at] == '%' ? hex_value(text[at + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
        if (low < 0) {
            made.text += text[at++];
        } else {
            made.text += static_cast<char>(high * 16 + low);
            at += 3;
        }
    }
    made.places.push_back(text.size());
    return made;
}

Result<void> check_syntax(std::string_view option, std::string_view text, SyntaxError& where) {
    const Decoded decoded = percent_decoded(text);
    const auto judge = [&]() -> Result<void> {
        // White space before and after an option's value is no part of it.
        Parser parser(decoded.text, &where, std::string(option));
        const std::string& plain = decoded.text;
        if (!plain.empty() && is_blank(plain.front())) {
            return parser.fail(0, "filter.space_at_edge");
        }
        if (option == "$orderby") {
            TRY(order_syntax(plain, &where));
        } else if (option == "$select") {
            TRY(select_syntax(plain, &where));
        } else if (option == "$expand") {
            TRY(expand_syntax(plain, &where));
        } else if (option == "$apply") {
            TRY(apply_syntax(plain, &where));
        } else {
            TRY(parse(plain, &where));
        }
        const std::size_t end = plain.find_last_not_of(" \t") + 1;
        if (end < plain.size()) return parser.fail(end, "filter.space_at_edge");
        return {};
    };
    Result<void> good = judge();
    if (!good.ok()) {
        where.offset = decoded.places[std::min(where.offset, decoded.places.size() - 1)];
        for (auto& [name, value] : where.message.args) {
            if (name == "at") value = std::to_string(where.offset);
        }
    }
    return good;
}

}  // namespace clientela::filter
