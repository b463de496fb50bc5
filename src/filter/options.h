// SPDX-License-Identifier: Apache-2.0
// The other query options of a list as plain structs: $orderby, $select and $expand with what
// stands in its parentheses. Names are checked against the object; what may be expanded is decided
// by the caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "filter/filter.h"
#include "schema/schema.h"

namespace clientela::filter {

inline constexpr int kExpandDepthMax = 5;
inline constexpr int kExpandItemsMax = 20;  // in one query, all levels together

struct OrderKey {
    std::vector<const schema::Field*> path;  // link fields, then the field itself
    bool descending = false;
};

struct Expand;
struct OrderItem;   // filter/syntax.h
struct SelectItem;  // filter/syntax.h

// Whole records, {"@odata.id":...} alone (/$ref), or how many there are (/$count).
enum class ExpandForm { records, references, count };

// What one level of a query asks for; also the inside of $expand's parentheses.
struct Selection {
    std::vector<const schema::Field*> fields;    // $select; empty: all
    std::vector<const schema::ManyLink*> links;  // many-to-many lists named by $select
    bool selects = false;                        // $select was given (and is not *)
    std::vector<Expand> expand;
    Filter filter;
    std::vector<OrderKey> order;
    int top = -1;  // -1: not given
    bool count = false;
};

// One navigation property: exactly one of link, relation and many is set.
struct Expand {
    std::string name;
    const schema::Field* link = nullptr;
    const schema::Relation* relation = nullptr;
    const schema::ManyLink* many = nullptr;
    const schema::Object* target = nullptr;
    ExpandForm form = ExpandForm::records;
    Selection inner;
};

Result<std::vector<OrderKey>> order_keys(const std::vector<OrderItem>& items,
                                         const schema::Schema& schema, const schema::Object& object,
                                         const MayRead& may_read);
Result<void> select_fields(const std::vector<SelectItem>& items, const schema::Object& object,
                           const MayRead& may_read, Selection& into);
Result<std::vector<OrderKey>> parse_order(std::string_view text, const schema::Schema& schema,
                                          const schema::Object& object,
                                          const MayRead& may_read = {});
// Fills fields, links and selects.
Result<void> parse_select(std::string_view text, const schema::Object& object,
                          const MayRead& may_read, Selection& into);
Result<std::vector<Expand>> parse_expand(std::string_view text, const schema::Schema& schema,
                                         const schema::Object& object,
                                         const MayRead& may_read = {});

}  // namespace clientela::filter
