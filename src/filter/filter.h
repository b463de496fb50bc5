// SPDX-License-Identifier: Apache-2.0
// The one expression language. Its text form is OData 4.01 $filter; its meaning is OData's
// everywhere: `x ne 5` and `not (x gt 5)` are true for null. Three steps, three functions: parse
// the text, bind it to an object, compile it to SQL. The tests evaluate it in memory, to compare.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "base/zone.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::filter {

struct Node;  // filter/node.h

// A bound filter; cheap to copy, immutable. Default: no condition.
struct Filter {
    std::shared_ptr<const Node> root;
    bool empty() const { return root == nullptr; }
};

struct SyntaxError {
    std::size_t offset = 0;  // byte where the text breaks
    Message message;
};

// Syntax alone; gives the byte offset of the first mistake. (`clientela filter check --syntax`)
Result<std::shared_ptr<const Node>> parse(std::string_view text, SyntaxError* where = nullptr);

// Checks names and types against an object. May-read is asked for every field met, so that a hidden
// field cannot be filtered on.
using MayRead = std::function<bool(const schema::Object&, const schema::Field&)>;
Result<Filter> bind(const std::shared_ptr<const Node>& node, const schema::Schema& schema,
                    const schema::Object& object, const MayRead& may_read);
Result<Filter> parse_and_bind(std::string_view text, const schema::Schema& schema,
                              const schema::Object& object, const MayRead& may_read = {});

std::string to_text(const Filter& filter);

struct CompileOptions {
    db::Dialect dialect = db::Dialect::sqlite;
    std::string alias = "t";   // of the object's own table
    std::string zone = "UTC";  // for date(), year(), hour() ... of instants
    Instant now;               // for now()
    Date today;                // in the zone
    Id me;                     // for clientela.me()
    // Condition that holds for the rows of `object` under `alias` that the reader may see; paths
    // and lambdas see only those. `via`: where they are elements of a row that is seen already, the
    // link that leads back to it; else empty. Empty text: all rows.
    std::function<db::Sql(const schema::Object& object, const std::string& alias,
                          std::string_view via)>
        visible;
    // The ids of a node of a tree and of all nodes under it, for clientela.below(). Bound as a
    // list, because distributed tables allow no recursion inside a statement.
    std::function<std::vector<Id>(const schema::Object& tree, Id root)> below;
    // Few rows are tested: what a path leads to is looked up from each of them, instead of
    // everything that meets its condition being listed once.
    bool row_by_row = false;
    // A condition in WHERE may be null where it is false, which is what indexes like. Set this
    // where null and false differ (a selected column, a condition under NOT).
    bool never_null = false;
};

// A boolean SQL expression, true exactly for the rows that match. Self-contained: to-one paths
// become scalar subqueries or EXISTS, so that it can stand in any WHERE.
Result<db::Sql> compile(const Filter& filter, const CompileOptions& options);

// "select account_id from ...": the owners of the elements that `part` of an ElementTerm finds
// (filter/index_terms.h), each as often as it has one. `Elements::matching`: of those alone that
// are visible and meet the whole condition. Without a part it is their visibility that finds them.
enum class Elements { found, matching };
Result<db::Sql> owners_of(const Filter& condition, const Filter& part, Elements elements,
                          const CompileOptions& options);

}  // namespace clientela::filter
