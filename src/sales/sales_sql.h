// SPDX-License-Identifier: Apache-2.0
// What the rules of this module ask of the store, each one statement by key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "db/store.h"

namespace clientela::sales {

struct Stage {
    Id id;
    Id pipeline;
    std::string name;
    std::string kind;  // open, won, lost
    std::int64_t probability = 0;
    std::string required_fields;  // JSON list of field names; empty: none
    bool binned = false;
};

Result<std::optional<Stage>> find_stage(db::Transaction& tx, Id stage);  // binned ones, too
Result<std::optional<Stage>> first_open_stage(db::Transaction& tx, Id pipeline);
Result<Id> default_pipeline(db::Transaction& tx);  // 0: there is none

struct LineSum {
    std::int64_t lines = 0;
    std::int64_t minor = 0;
    std::string currency;  // of all of them
};
Result<LineSum> sum_of_lines(db::Transaction& tx, Id opportunity);

// Sum of the other members' shares, in hundredths of a percent.
Result<std::int64_t> split_of_others(db::Transaction& tx, Id opportunity, Id except);

Result<std::string> currency_of(db::Transaction& tx,
                                Id opportunity);             // empty: it has no amount yet
Result<Id> account_of(db::Transaction& tx, Id opportunity);  // 0: it has none
Result<std::string> product_name(db::Transaction& tx, Id product);
Result<std::optional<Money>> list_price(db::Transaction& tx, Id product);

}  // namespace clientela::sales
