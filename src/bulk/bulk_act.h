// SPDX-License-Identifier: Apache-2.0
// One act on everything that a query finds: its words, what it would touch, and the draft that it
// makes of each record.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/application.h"
#include "record/read.h"
#include "record/record.h"

namespace clientela::bulk {

enum class Action { edit, remove, restore, assign, classify, unclassify };

struct BulkAct {
    std::string object;  // entity set
    Action action = Action::edit;
    std::string filter;
    std::string search;
    bool bin = false;
    std::string values = "{}";  // JSON of a record: fields, or one many-to-many link
    std::optional<std::int64_t> expected_count;
    bool preview = false;
};

// Field errors for what is wrong with the words themselves.
Result<BulkAct> parse_act(const schema::Object& object, std::string_view body);
std::string to_parameters(const BulkAct& act);
Result<BulkAct> parse_parameters(std::string_view json);
std::string_view name_of(Action action);

// The records that it means, as the principal of the context sees them.
Result<record::Query> query_of(api::Application& application, record::Context& context,
                               const BulkAct& act);

struct Reach {
    std::int64_t count = 0;       // seen
    std::int64_t changeable = 0;  // of them; the others are locked
};
Result<Reach> reach_of(api::Application& application, record::Context& context, const BulkAct& act);

// The role may do such a thing at all.
Result<void> may_act(const access::Principal& principal, const BulkAct& act);

// What is saved for one record, without its id; classify and unclassify add the links per record.
Result<record::Draft> draft_of(const record::Company& company, const schema::Object& object,
                               const BulkAct& act);

}  // namespace clientela::bulk
