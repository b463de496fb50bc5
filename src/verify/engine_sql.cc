// SPDX-License-Identifier: Apache-2.0
// Tables of the engine that follow from others: scopes, jobs, places of consumers.
#include <algorithm>

#include "access/scopes.h"
#include "change/log.h"
#include "job/job_table.h"
#include "verify/verify.h"

namespace clientela::verify {

Result<void> look_at_scopes(Examination& examination) {
    const access::ScopeDifference difference = TRY(access::scope_difference(examination.tx));
    examination.looked_at(static_cast<std::int64_t>(difference.right));
    for (const access::Scope& scope : difference.missing)
        examination.found("users", scope.user, {"verify.scope_missing", {}});
    for (const access::Scope& scope : difference.stale)
        examination.found("users", scope.user, {"verify.scope_stale", {}});
    return {};
}

Result<void> look_at_jobs(Examination& examination) {
    job::Search search;
    search.limit = 500;
    for (;;) {
        const std::vector<job::Job> jobs = TRY(job::newest(examination.tx, search));
        for (const job::Job& job : jobs) {
            examination.looked_at();
            const std::vector<std::pair<std::string, std::string>> named{{"id", to_string(job.id)}};
            if (!job.counts.adds_up())
                examination.found("jobs", job.id, {"verify.job_does_not_add_up", named});
            if (job::is_over(job.state) != job.finished_at.has_value())
                examination.found("jobs", job.id, {"verify.job_without_end", named});
        }
        if (jobs.size() < static_cast<std::size_t>(search.limit)) return {};
        search.before = jobs.back().id;
    }
}

Result<void> look_at_places(Examination& examination) {
    change::Cursor newest;
    TRY(examination.tx.query(
        {"select tx_id, seq from change order by tx_id desc, seq desc limit 1", {}},
        [&](const db::Row& row) {
            newest = {row.integer(0), row.integer(1)};
        }));
    return examination.tx.query(
        {"select name, tx_id, seq from consumer", {}}, [&](const db::Row& row) {
            examination.looked_at();
            const change::Cursor place{row.integer(1), row.integer(2)};
            if (place <= newest) return;
            examination.found({}, {}, {"verify.beyond_log", {{"name", std::string(row.text(0))}}});
        });
}

}  // namespace clientela::verify
