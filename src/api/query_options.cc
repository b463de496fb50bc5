// SPDX-License-Identifier: Apache-2.0
// Unknown options are refused: a misspelt $fliter must not give everything. As OData 4.01 says, the
// dollar may be left out.
#include "api/query_options.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>

#include "api/preferences.h"
#include "base/text.h"
#include "filter/alias.h"
#include "filter/filter.h"
#include "http/url.h"

namespace clientela::api {
namespace {

constexpr std::size_t kOptionTextMax = 8192;

using Names = std::set<std::string_view>;

const Names kListOptions{"$filter", "$select", "$orderby", "$top",    "$skiptoken",
                         "$count",  "$search", "$expand",  "$format", "bin"};
const Names kSingleOptions{"$select", "$expand", "$format"};
const Names kGroupOptions{"$apply", "$filter", "$orderby", "$top", "$count", "$format", "bin"};
const Names kKnown{"$filter", "$select", "$orderby", "$top",    "$skiptoken", "$count",
                   "$search", "$expand", "$apply",   "$format", "$skip"};

bool may_read(const schema::Object&, const schema::Field& field) { return !field.secret; }

using Options = std::vector<std::pair<std::string, std::string_view>>;

// "top" and "$TOP" are "$top".
std::string plain_name(std::string_view name) {
    std::string plain = lower(name);
    if (kKnown.contains("$" + plain)) plain.insert(0, "$");
    return plain;
}

// The options by their plain names, each known here and given once.
Result<Options> options_of(const http::Request& request, const Names& allowed) {
    Options options;
    for (const auto& [written, value] : request.query) {
        if (written.size() > 1 && written[0] == '@') continue;  // an alias
        std::string name = plain_name(written);
        if (name == "$skip") return field_error("$skip", "no_skip");
        if (!allowed.contains(name)) {
            return field_error(written,
                               kKnown.contains(name) ? "option_not_here" : "unknown_option_name");
        }
        const bool twice = std::any_of(options.begin(), options.end(),
                                       [&](const auto& other) { return other.first == name; });
        if (twice) return field_error(written, "option_twice");
        if (value.size() > kOptionTextMax) {
            return field_error(written, "too_long", {{"max", std::to_string(kOptionTextMax)}});
        }
        options.emplace_back(std::move(name), value);
    }
    return options;
}

Result<std::int64_t> number_of(const std::string& option, std::string_view text) {
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = parsed.ptr == text.data() + text.size() && !text.empty();
    if (whole && parsed.ec == std::errc::result_out_of_range && text.front() != '-')
        return std::numeric_limits<std::int64_t>::max();
    if (!whole || parsed.ec != std::errc{} || number < 0)
        return field_error(option, "not_a_number");
    return number;
}

Result<bool> truth_of(const std::string& option, std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    return field_error(option, "true_or_false");
}

bool wants_labels(const http::Request& request) {
    return !request.header("prefer").empty() && preferences_of(request).labels();
}

// What $top asks for comes in as few pages as may be; maxpagesize is the page's own measure.
int page_size(const http::Request& request, const std::optional<std::int64_t>& top) {
    int wanted = 0;
    if (!request.header("prefer").empty()) wanted = preferences_of(request).page_size;
    if (wanted == 0) wanted = top ? record::kPageSizeMax : kPageSizeDefault;
    wanted = std::min(wanted, record::kPageSizeMax);
    return top && *top > 0 ? static_cast<int>(std::min<std::int64_t>(*top, wanted)) : wanted;
}

// @p=... of the query: values that $filter may name.
filter::Aliases aliases_of(const http::Request& request) {
    filter::Aliases aliases;
    for (const auto& [name, value] : request.query) {
        if (name.size() > 1 && name[0] == '@') aliases.emplace(name, value);
    }
    return aliases;
}

// A query text percent-encoded as it must stand in the next link.
std::string encoded(std::string_view text) { return http::percent_encode(text, "$,()/':@"); }

std::string next_base(const schema::Object& object, const Options& options) {
    std::string text = object.name + "?";
    for (const auto& [name, value] : options) {
        if (name == "$skiptoken" || name == "$top") continue;
        text.append(encoded(name)).append("=").append(encoded(value)).append("&");
    }
    return text;
}

// Options that lists and groups share; true when it was one of them.
Result<bool> read_rows_option(const Call& call, const std::string& name, std::string_view value,
                              record::Query& query, bool& counted) {
    if (name == "$filter") {
        if (!trim(value).empty()) {
            query.filter = TRY(filter::parse_and_bind(value, call.schema(), *query.object, may_read,
                                                      aliases_of(call.request)));
        }
    } else if (name == "$count") {
        counted = TRY(truth_of(name, value));
    } else if (name == "bin") {
        query.bin = TRY(truth_of(name, value));
    } else if (name == "$format") {
        if (value != "json" && !value.starts_with("application/json"))
            return field_error(name, "json_only");
    } else {
        return false;
    }
    return true;
}

Result<filter::Selection> selection_of(const schema::Object& object, std::string_view text) {
    filter::Selection selection;
    if (trim(text).empty()) return selection;
    TRY(filter::parse_select(text, object, may_read, selection));
    return selection;
}

Result<void> read_select(const schema::Object& object, std::string_view text, record::Query& query,
                         std::vector<const schema::ManyLink*>& many_links) {
    const filter::Selection selection = TRY(selection_of(object, text));
    query.fields = shown_fields(object, selection);
    many_links = shown_links(object, selection);
    return {};
}

Result<std::size_t> cell_named(const filter::Apply& apply, std::string_view name) {
    for (std::size_t place = 0; place < apply.keys.size(); ++place) {
        if (apply.keys[place].name == name) return place;
    }
    for (std::size_t place = 0; place < apply.aggregates.size(); ++place) {
        if (apply.aggregates[place].alias == name) return apply.keys.size() + place;
    }
    return field_error("$orderby", "not_in_apply");
}

Result<std::vector<GroupOrder>> group_order(const filter::Apply& apply, std::string_view text) {
    std::vector<GroupOrder> order;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view part = trim(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t space = std::min(part.find(' '), part.size());
        const std::string_view direction = trim(part.substr(space));
        if (!direction.empty() && direction != "asc" && direction != "desc") {
            return field_error("$orderby", "wrong_form");
        }
        order.push_back({TRY(cell_named(apply, part.substr(0, space))), direction == "desc"});
    }
    return order;
}

}  // namespace

std::vector<const schema::Field*> shown_fields(const schema::Object& object,
                                               const filter::Selection& selection) {
    if (!selection.selects) return {};
    std::vector<const schema::Field*> fields{&object.fields.front()};
    for (const schema::Field* field : selection.fields) {
        if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
    return fields;
}

std::vector<const schema::ManyLink*> shown_links(const schema::Object& object,
                                                 const filter::Selection& selection) {
    std::vector<const schema::ManyLink*> links;
    if (selection.selects) {
        for (const schema::ManyLink* link : selection.links) {
            if (std::find(links.begin(), links.end(), link) == links.end()) links.push_back(link);
        }
        return links;
    }
    for (const schema::ManyLink& link : object.many_links)
        links.push_back(&link);
    return links;
}

std::vector<record::SortKey> sort_keys(const std::vector<filter::OrderKey>& order) {
    std::vector<record::SortKey> keys;
    keys.reserve(order.size());
    for (const filter::OrderKey& key : order)
        keys.push_back(record::SortKey{key.path, key.descending, {}});
    return keys;
}

std::string next_link(const ListQuery& list, const record::Page& page) {
    if (page.next.empty()) return {};
    const std::string behind = "$skiptoken=" + page.next;
    if (!list.top) return list.next_base + behind;
    const std::int64_t left = *list.top - static_cast<std::int64_t>(page.rows.size());
    if (left <= 0) return {};
    return list.next_base + "$top=" + std::to_string(left) + "&" + behind;
}

bool wants_groups(const http::Request& request) {
    return std::any_of(request.query.begin(), request.query.end(),
                       [](const auto& option) { return plain_name(option.first) == "$apply"; });
}

Result<ListQuery> list_query(const Call& call, const schema::Object& object) {
    const Options options = TRY(options_of(call.request, kListOptions));
    ListQuery list;
    list.query.object = &object;
    list.query.labels = wants_labels(call.request);
    list.next_base = next_base(object, options);
    for (const auto& [name, value] : aliases_of(call.request))
        list.next_base.append(encoded(name)).append("=").append(encoded(value)).append("&");
    std::string_view select;
    for (const auto& [name, value] : options) {
        if (TRY(read_rows_option(call, name, value, list.query, list.counted))) continue;
        if (name == "$orderby" && !trim(value).empty()) {
            list.query.sort =
                sort_keys(TRY(filter::parse_order(value, call.schema(), object, may_read)));
        } else if (name == "$select") {
            select = value;
        } else if (name == "$expand" && !trim(value).empty()) {
            list.expand = TRY(filter::parse_expand(value, call.schema(), object, may_read));
        } else if (name == "$top") {
            list.top = TRY(number_of(name, value));
        } else if (name == "$skiptoken") {
            list.query.cursor = value;
        } else if (name == "$search") {
            if (!call.application.search) return field_error(name, "option_not_here");
            list.search = value;
        }
    }
    list.query.page_size = page_size(call.request, list.top);
    TRY(read_select(object, select, list.query, list.many_links));
    return list;
}

Result<SingleQuery> single_query(const Call& call, const schema::Object& object, Id id) {
    SingleQuery single;
    single.query.object = &object;
    single.query.labels = wants_labels(call.request);
    single.query.restriction = db::Sql{"t.id = ?", {id.value}};
    std::string_view select;
    bool counted = false;
    for (const auto& [name, value] : TRY(options_of(call.request, kSingleOptions))) {
        if (TRY(read_rows_option(call, name, value, single.query, counted))) continue;
        if (name == "$select") select = value;
        if (name == "$expand" && !trim(value).empty()) {
            single.expand = TRY(filter::parse_expand(value, call.schema(), object, may_read));
        }
    }
    TRY(read_select(object, select, single.query, single.many_links));
    return single;
}

Result<GroupQuery> group_query(const Call& call, const schema::Object& object) {
    GroupQuery group;
    group.query.object = &object;
    group.query.labels = wants_labels(call.request);
    std::string_view order;
    for (const auto& [name, value] : TRY(options_of(call.request, kGroupOptions))) {
        if (TRY(read_rows_option(call, name, value, group.query, group.counted))) continue;
        if (name == "$apply")
            group.apply = TRY(filter::parse_apply(value, call.schema(), object, may_read));
        if (name == "$orderby") order = value;
        if (name == "$top") group.top = static_cast<std::size_t>(TRY(number_of(name, value)));
    }
    group.order = TRY(group_order(group.apply, order));
    return group;
}

}  // namespace clientela::api
