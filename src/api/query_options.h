// SPDX-License-Identifier: Apache-2.0
// The OData query options of a request, checked against the definition and the caller's rights.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/call.h"
#include "record/read.h"

namespace clientela::api {

struct ListQuery {
    record::Query query;
    bool counted = false;                                // $count=true: exact
    std::vector<const schema::ManyLink*> many_links;     // selected many-to-many links
    std::string next_base;                               // target of the next link, without $skiptoken
};

struct SingleQuery {
    record::Query query;  // restricted to the one id
    std::vector<const schema::ManyLink*> many_links;
};

Result<ListQuery> list_query(const Call& call, const schema::Object& object);
Result<SingleQuery> single_query(const Call& call, const schema::Object& object, Id id);

}  // namespace clientela::api
