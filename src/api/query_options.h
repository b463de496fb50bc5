// SPDX-License-Identifier: Apache-2.0
// The OData query options of a request, checked against the definition and the caller's rights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "filter/apply.h"
#include "filter/options.h"
#include "record/read.h"

namespace clientela::api {

inline constexpr int kPageSizeDefault = 50;

struct ListQuery {
    record::Query query;
    bool counted = false;                             // $count=true: exact
    std::vector<const schema::ManyLink*> many_links;  // selected many-to-many links
    std::vector<filter::Expand> expand;
    std::string search;               // $search
    std::optional<std::int64_t> top;  // what the whole list may still give, over all its pages
    std::string next_base;            // target of the next link, without $top and $skiptoken

    bool without_rows() const { return top == 0; }
};

// Where the list goes on behind this page; empty when all was given that there is or was asked for.
std::string next_link(const ListQuery& list, const record::Page& page);

struct SingleQuery {
    record::Query query;  // restricted to the one id
    std::vector<const schema::ManyLink*> many_links;
    std::vector<filter::Expand> expand;
};

struct GroupOrder {
    std::size_t cell = 0;
    bool descending = false;
};

// A list with $apply: groups and sums instead of records.
struct GroupQuery {
    record::Query query;
    filter::Apply apply;
    std::vector<GroupOrder> order;
    std::optional<std::size_t> top;
    bool counted = false;
};

bool wants_groups(const http::Request& request);

Result<ListQuery> list_query(const Call& call, const schema::Object& object);
Result<SingleQuery> single_query(const Call& call, const schema::Object& object, Id id);
Result<GroupQuery> group_query(const Call& call, const schema::Object& object);

// The many-to-many links that a selection shows: the named ones, or all when nothing was selected.
std::vector<const schema::ManyLink*> shown_links(const schema::Object& object,
                                                 const filter::Selection& selection);

// Fields of a selection for record::Query; empty means all.
std::vector<const schema::Field*> shown_fields(const schema::Object& object,
                                               const filter::Selection& selection);

std::vector<record::SortKey> sort_keys(const std::vector<filter::OrderKey>& order);

}  // namespace clientela::api
