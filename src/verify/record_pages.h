// SPDX-License-Identifier: Apache-2.0
// All records of an object, those in the bin too, page by page in the order of their ids, so that
// memory does not grow with the store.
#pragma once

#include <functional>
#include <vector>

#include "db/store.h"
#include "record/record.h"

namespace clientela::verify {

// Ids above `after` up to and with `last`; the final page is open at its end, because the log may
// know of records that are missing.
struct RecordPage {
    Id after;
    Id last;
    std::vector<record::Record> records;
};

Result<void> each_page(db::Transaction& tx, const schema::Object& object,
                       const std::function<Result<void>(const RecordPage&)>& look);

}  // namespace clientela::verify
