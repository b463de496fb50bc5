// SPDX-License-Identifier: Apache-2.0
// Runs a query and writes its OData JSON.
#pragma once

#include <optional>
#include <string>

#include "api/query_options.h"

namespace clientela::api {

Result<std::string> list_answer(record::Context& context, const ListQuery& query);

// Nothing when the record is missing or may not be seen.
Result<std::optional<std::string>> single_answer(record::Context& context,
                                                 const SingleQuery& query);

// Groups and sums of $apply; sums of money are exact JSON numbers.
Result<std::string> group_answer(record::Context& context, const GroupQuery& query);

// The etag that a body made by single_answer carries.
Result<std::string> etag_in(std::string_view body);

}  // namespace clientela::api
