// SPDX-License-Identifier: Apache-2.0
// Unknown options that begin with $ are refused: a misspelt $fliter must not give everything.
#include "api/query_options.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "filter/filter.h"

namespace clientela::api {
namespace {

constexpr int kPageSizeDefault = 50;

const std::set<std::string_view> kListOptions{"$filter", "$select",    "$orderby", "$top",   "$skiptoken",
                                              "$count",  "$search", "$expand",  "$apply", "$format"};

Error option_error(std::string option, std::string code, std::vector<std::pair<std::string, std::string>> args = {}) {
    return field_error(std::move(option), std::move(code), std::move(args));
}

bool may_read(const schema::Object&, const schema::Field& field) { return !field.secret; }

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        parts.push_back(trim(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// "account/name" as fields: links, then the field itself.
Result<std::vector<const schema::Field*>> sort_path(const schema::Object& object, std::string_view text) {
    std::vector<const schema::Field*> path;
    const schema::Object* place = &object;
    const std::vector<std::string_view> steps = split(text, '/');
    for (std::size_t step = 0; step < steps.size(); ++step) {
        const bool last = step + 1 == steps.size();
        const schema::Field* field = place->find_field(last ? std::string(steps[step]) : std::string(steps[step]) + "_id");
        if (field == nullptr || !may_read(*place, *field) || field->type == schema::FieldType::json) {
            return option_error("$orderby", "unknown_field");
        }
        path.push_back(field);
        if (!last) place = field->target_object;
        if (place == nullptr) return option_error("$orderby", "unknown_field");
    }
    return path;
}

Result<std::vector<record::SortKey>> sort_keys(const schema::Object& object, std::string_view text) {
    std::vector<record::SortKey> keys;
    for (const std::string_view part : split(text, ',')) {
        std::string_view name = part;
        bool descending = false;
        if (const std::size_t space = part.find(' '); space != std::string_view::npos) {
            name = part.substr(0, space);
            const std::string_view direction = trim(part.substr(space));
            descending = direction == "desc";
            if (!descending && direction != "asc") return option_error("$orderby", "wrong_form");
        }
        if (name.ends_with("/amount")) name.remove_suffix(std::string_view("/amount").size());
        keys.push_back(record::SortKey{TRY(sort_path(object, name)), descending});
    }
    return keys;
}

Result<void> read_select(const schema::Object& object, std::string_view text, record::Query& query,
                         std::vector<const schema::ManyLink*>& many_links) {
    if (text.empty() || text == "*") {
        for (const schema::ManyLink& link : object.many_links) many_links.push_back(&link);
        return {};
    }
    query.fields.push_back(&object.fields.front());
    for (const std::string_view name : split(text, ',')) {
        if (const schema::ManyLink* link = object.find_many_link(name)) {
            many_links.push_back(link);
            continue;
        }
        const schema::Field* field = object.find_field(name);
        if (field == nullptr || !may_read(object, *field)) {
            return option_error("$select", "unknown_field", {{"name", std::string(name)}});
        }
        if (std::find(query.fields.begin(), query.fields.end(), field) == query.fields.end()) {
            query.fields.push_back(field);
        }
    }
    return {};
}

Result<int> page_size(std::string_view text) {
    int size = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), size);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || size < 1) {
        return option_error("$top", "not_a_number");
    }
    return std::min(size, record::kPageSizeMax);
}

bool wants_labels(const http::Request& request) {
    const std::string_view prefer = request.header("prefer");
    return prefer.find("include-annotations") != std::string_view::npos &&
           (prefer.find("clientela") != std::string_view::npos || prefer.find("\"*\"") != std::string_view::npos);
}

// A query text percent-encoded as it must stand in the next link.
std::string encoded(std::string_view text) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~$,()/':@";
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string result;
    for (const char character : text) {
        if (kPlain.find(character) != std::string_view::npos) {
            result.push_back(character);
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        result.push_back('%');
        result.push_back(kHex[byte >> 4U]);
        result.push_back(kHex[byte & 15U]);
    }
    return result;
}

std::string next_base(const http::Request& request, const schema::Object& object) {
    std::string text = object.name + "?";
    for (const auto& [name, value] : request.query) {
        if (name == "$skiptoken") continue;
        text.append(encoded(name)).append("=").append(encoded(value)).append("&");
    }
    return text;
}

}  // namespace

Result<ListQuery> list_query(const Call& call, const schema::Object& object) {
    ListQuery list;
    list.query.object = &object;
    list.query.page_size = kPageSizeDefault;
    list.query.labels = wants_labels(call.request);
    list.next_base = next_base(call.request, object);
    std::string_view select;
    for (const auto& [name, value] : call.request.query) {
        if (name.starts_with('$') && !kListOptions.contains(name)) return option_error(name, "unknown_option_name");
        if (name == "$filter" && !trim(value).empty()) {
            list.query.filter = TRY(filter::parse_and_bind(value, call.schema(), object, may_read));
        }
        if (name == "$orderby") list.query.sort = TRY(sort_keys(object, value));
        if (name == "$select") select = value;
        if (name == "$top") list.query.page_size = TRY(page_size(value));
        if (name == "$skiptoken") list.query.cursor = value;
        if (name == "$count") list.counted = value == "true";
        if (name == "bin") list.query.bin = value == "true";
    }
    TRY(read_select(object, select, list.query, list.many_links));
    return list;
}

Result<SingleQuery> single_query(const Call& call, const schema::Object& object, Id id) {
    SingleQuery single;
    single.query.object = &object;
    single.query.page_size = 1;
    single.query.labels = wants_labels(call.request);
    single.query.restriction = db::Sql{"t.id = ?", {id.value}};
    const auto select = call.request.query_value("$select");
    TRY(read_select(object, select.value_or(""), single.query, single.many_links));
    return single;
}

}  // namespace clientela::api
