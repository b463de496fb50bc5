// SPDX-License-Identifier: Apache-2.0
// Reading records: one by id, or a page of a list. Both see exactly what access::visibility()
// allows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/principal.h"
#include "filter/filter.h"
#include "record/record.h"

namespace clientela::record {

struct SortKey {
    std::vector<const schema::Field*> path;  // link fields, then the field itself; usually one
    bool descending = false;
    // Filled by list(): what the reader may see behind each link of the path, under the aliases s1,
    // s2 ...; a place in a list must not tell what stands in a hidden record.
    std::vector<db::Sql> visible = {};
};

inline constexpr int kPageSizeMax = 200;
inline constexpr int kSortKeysMax = 3;

struct Query {
    const schema::Object* object = nullptr;
    std::vector<const schema::Field*> fields;  // empty: all readable ones
    filter::Filter filter;                     // empty: everything visible
    std::vector<SortKey> sort;  // empty: the object's default; id is always the last key
    db::Sql restriction;        // further condition on alias t, made by a feature (search)
    std::string cursor;         // $skiptoken; empty: first page
    int page_size = 50;
    bool bin = false;     // only binned records instead of only living ones
    bool labels = false;  // also the titles of linked records
    access::Action action = access::Action::read;  // whose breadth counts
};

struct LinkLabel {
    std::string text;
    bool locked = false;  // the linked record may not be seen: show a lock, not the text
};

struct Row {
    Record record;                  // fields that were not asked for are null
    std::vector<LinkLabel> labels;  // by field index; only when Query::labels
};

struct Page {
    std::vector<const schema::Field*> fields;  // those that are filled
    std::vector<Row> rows;
    std::string next;  // cursor of the next page; empty on the last one
};

Result<Page> list(Context& context, const Query& query);

// A page of the one record that the query's restriction names, or an empty one: without order,
// place and next page, which cost as much as the record itself.
Result<Page> only(Context& context, const Query& query);

// A record that does not exist and one that may not be seen are both not_found.
Result<Record> get(Context& context, const schema::Object& object, Id id,
                   access::Action action = access::Action::read);

// Exact; capped at `limit` + 1 when limit > 0.
Result<std::int64_t> count(Context& context, const Query& query, std::int64_t limit = 0);

// Ids of a many-to-many link for several records at once, visible targets only.
Result<std::vector<std::pair<Id, Id>>> linked_ids(Context& context, const schema::ManyLink& link,
                                                  const std::vector<Id>& owners);

}  // namespace clientela::record
