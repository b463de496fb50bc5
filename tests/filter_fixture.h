// SPDX-License-Identifier: Apache-2.0
// The small company of tests/cases/filter_cases.json: its definitions as a Schema, its records in
// memory and in the tables of a store. Short ids of the file ("A1") are filled up with zeros.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/value.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela {

struct FilterCase {
    std::string filter;
    std::string zone;
    std::vector<std::string> match;  // ids of accounts, sorted
};

struct FilterRecord {
    std::vector<Value> values;                    // by field index
    std::map<std::string, std::vector<Id>> many;  // by name of the many-to-many link
};

using FilterRecords = std::map<std::string, std::vector<FilterRecord>>;  // by object

struct FilterCases {
    schema::Schema schema;
    FilterRecords records;
    std::string zone;
    Instant now;
    Date today;
    Id me;
    std::vector<FilterCase> cases;
};

// Read once; stops the process when the file is broken.
const FilterCases& filter_cases();

Id filter_case_id(std::string_view text);
std::vector<Id> filter_case_branch(const schema::Object& tree, Id root);

Result<void> insert_filter_record(db::Transaction& tx, const schema::Object& object,
                                  const FilterRecord& record);

// Creates the tables of the cases and fills them.
Result<void> create_filter_tables(db::Transaction& tx,
                                  const FilterRecords& records = filter_cases().records);

}  // namespace clientela
