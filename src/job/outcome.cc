// SPDX-License-Identifier: Apache-2.0
#include "job/outcome.h"

#include <algorithm>

namespace clientela::job {

std::int64_t extra_of(const Job& job, std::string_view name) {
    for (const auto& [known, number] : job.extra) {
        if (known == name) return number;
    }
    return 0;
}

bool is_partial(const Job& job) {
    const std::int64_t left = job.counts.skipped + job.counts.failed;
    return job.state == State::done && left > extra_of(job, "kept_oneself");
}

std::int64_t not_begun(const Job& job) {
    if (job.state != State::cancelled || job.kind == "export") return 0;
    return std::max<std::int64_t>(0, job.total.value_or(0) - job.done);
}

}  // namespace clientela::job
