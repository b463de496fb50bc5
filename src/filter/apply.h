// SPDX-License-Identifier: Apache-2.0
// $apply: filter(...)/groupby((paths),aggregate(...)) or aggregate(...), as plain data, as SQL, and
// how its rows are read back. Sums stay exact; money of several currencies is never added up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "db/store.h"
#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {

enum class Measure { count, sum, min, max, average, countdistinct };

struct GroupKey {
    std::string name;  // the path as written: "owner_id", "account/name", "amount/currency"
    NodePtr path;      // bound; path->bound.field says what the values are
};

struct Aggregate {
    std::string alias;
    Measure measure = Measure::count;
    NodePtr expression;        // bound; null for $count
    NodePtr money;             // the money path inside the expression, if any
    bool whole_money = false;  // the expression is that path itself: the result is money
};

struct Apply {
    Filter filter;  // of the rows, before they are grouped
    std::vector<GroupKey> keys;
    std::vector<Aggregate> aggregates;
};

Result<Apply> parse_apply(std::string_view text, const schema::Schema& schema,
                          const schema::Object& object, const MayRead& may_read = {});

// select SELECT from TABLE ALIAS where ... [group by GROUP_BY]; `group_by` may be empty. The filter
// is the caller's to join with its own.
struct ApplySql {
    db::Sql select;
    std::string group_by;
};
Result<ApplySql> compile(const Apply& apply, const CompileOptions& options);

// A value with the currency it is in, where it is an amount. An average of money is a Decimal,
// because it has more digits than the currency.
struct Cell {
    Value value;
    std::string currency;
};

// One cell per key, then one per aggregate. An error when an aggregate met several currencies.
Result<std::vector<Cell>> read_apply_row(const Apply& apply, const db::Row& row);

}  // namespace clientela::filter
