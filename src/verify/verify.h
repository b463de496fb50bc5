// SPDX-License-Identifier: Apache-2.0
// Looks whether a store agrees with itself: the records with the change log, links with what they
// point to, and everything that is kept beside the records with what it is kept of. Reads only, on
// one snapshot; a server may go on writing meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::verify {

// Something that does not hold.
struct Finding {
    std::string object;  // entity set; empty: none in particular
    Id record;           // 0: none in particular
    Message message;
};

struct Outcome {
    std::string check;
    std::int64_t looked_at = 0;  // rows, lines, cells
    std::int64_t found = 0;
    std::vector<Finding> findings;    // the first kFindingsKept
    std::optional<Message> left_out;  // why it could not be looked at now
};

inline constexpr std::size_t kFindingsKept = 100;

// What a check works with and tells.
class Examination {
public:
    Examination(db::Transaction& snapshot, const schema::Schema& definitions)
        : tx(snapshot), schema(definitions) {}

    void looked_at(std::int64_t count = 1) { outcome.looked_at += count; }
    void found(std::string_view object, Id record, Message message);
    void leave_out(Message why) { outcome.left_out = std::move(why); }

    db::Transaction& tx;
    const schema::Schema& schema;
    Outcome outcome;
};

struct Check {
    std::string_view name;  // "log"
    std::function<Result<void>(Examination&)> look;
};

// Runs all of them on one snapshot. `begins` hears the name of each check before it runs.
Result<std::vector<Outcome>> run(db::Store& store, const schema::Schema& schema,
                                 const std::vector<Check>& checks,
                                 const std::function<void(std::string_view)>& begins = {});

// The same inside a transaction of the caller.
Result<std::vector<Outcome>> look(db::Transaction& tx, const schema::Schema& schema,
                                  const std::vector<Check>& checks,
                                  const std::function<void(std::string_view)>& begins = {});

bool all_hold(const std::vector<Outcome>& outcomes);

// Checks of the engine itself; features bring their own, and app/checks.cc lists all of them.
Result<void> look_at_store(Examination& examination);   // what the database says of itself
Result<void> look_at_tables(Examination& examination);  // tables and columns that there must be
Result<void> look_at_log(Examination& examination);     // records are what the log made them
Result<void> look_at_links(Examination& examination);   // links end at records
Result<void> look_at_trees(Examination& examination);   // nobody stands above themselves
Result<void> look_at_claims(Examination& examination);  // unique values and their claims
Result<void> look_at_scopes(Examination& examination);  // teams and territories of everybody
Result<void> look_at_jobs(Examination& examination);    // receipts add up, states make sense
Result<void> look_at_places(Examination& examination);  // nobody has read beyond the log

}  // namespace clientela::verify
