// SPDX-License-Identifier: Apache-2.0
// The conditions that every read of an object shares: living or binned, filter, restriction,
// visibility.
#pragma once

#include "filter/filter.h"
#include "record/page_sql.h"
#include "record/read.h"

namespace clientela::record {

// How filters compile in this context: zone, now, me, and paths that see visible rows only.
filter::CompileOptions compile_options(const Context& context);

// What leads to the rows of a query. On PostgreSQL the planner may take an index for the filter,
// because it knows how often a value occurs. SQLite knows nothing or averages: to it an option that
// half of all rows have is as good as a number that one has.
struct Approach {
    Shape shape = Shape::walk;
    // The part of the filter that leads. Find: it gives few rows. Walk: its index gives them in the
    // order asked for, as that of the owner does for the newest.
    filter::Filter lead;
    // Where `lead` asks for elements: the part of it that finds them, or what is seen of them.
    const schema::Object* elements = nullptr;
    filter::Filter part;
    filter::Filter others;     // then, what else the filter asks for
    bool filter_leads = true;  // whether the store may choose an index for the filter
    bool reads_all = false;    // counts and sums: sight of what paths lead to may be read as a set
};

Result<Conditions> conditions_of(Context& context, const Query& query, const access::Sight& sight,
                                 const Approach& approach);

// For rows that something else leads to: an id, or the records that they hang on.
Result<Conditions> tested_conditions_of(Context& context, const Query& query,
                                        const access::Sight& sight);

// For statements that read everything a query means, not a page of it.
Result<Conditions> whole_conditions_of(Context& context, const Query& query,
                                       const access::Sight& sight);

// Fills SortKey::visible of every key that follows links.
void show_keys(const Context& context, Query& query);

// Find when a part of the filter gives few rows, else gather for narrow and walk for wide sight.
Result<Approach> choose_approach(Context& context, const Query& query,
                                 const access::Visibility& visibility);

}  // namespace clientela::record
