// SPDX-License-Identifier: Apache-2.0
#include "verify/verify.h"

#include <algorithm>

namespace clientela::verify {
namespace {

constexpr std::chrono::hours kPatience{24};  // a store of many millions takes its time

}  // namespace

void Examination::found(std::string_view object, Id record, Message message) {
    ++outcome.found;
    if (outcome.findings.size() == kFindingsKept) return;
    outcome.findings.push_back({std::string(object), record, std::move(message)});
}

Result<std::vector<Outcome>> look(db::Transaction& tx, const schema::Schema& schema,
                                  const std::vector<Check>& checks,
                                  const std::function<void(std::string_view)>& begins) {
    std::vector<Outcome> outcomes;
    for (const Check& check : checks) {
        if (begins) begins(check.name);
        Examination examination(tx, schema);
        examination.outcome.check = check.name;
        // What cannot even be read is told like everything else, and the other checks go on.
        const Result<void> looked = tx.nested([&] { return check.look(examination); });
        if (!looked.ok()) {
            examination.found({}, {}, {"verify.unreadable", {{"reason", looked.error().detail}}});
        }
        outcomes.push_back(std::move(examination.outcome));
    }
    return outcomes;
}

Result<std::vector<Outcome>> run(db::Store& store, const schema::Schema& schema,
                                 const std::vector<Check>& checks,
                                 const std::function<void(std::string_view)>& begins) {
    std::vector<Outcome> outcomes;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        outcomes = TRY(look(tx, schema, checks, begins));
        return {};
    };
    TRY(store.read(work, kPatience));
    return outcomes;
}

bool all_hold(const std::vector<Outcome>& outcomes) {
    return std::all_of(outcomes.begin(), outcomes.end(),
                       [](const Outcome& outcome) { return outcome.found == 0; });
}

}  // namespace clientela::verify
