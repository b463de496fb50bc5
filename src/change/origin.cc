// SPDX-License-Identifier: Apache-2.0
#include "change/origin.h"

namespace clientela::change {

std::string_view plain_origin(std::string_view origin) {
    return origin.substr(0, origin.find('/'));
}

std::optional<Id> job_of(std::string_view origin) {
    constexpr std::string_view kJob = "job:";
    if (!origin.starts_with(kJob)) return std::nullopt;
    return parse_id(plain_origin(origin).substr(kJob.size()));
}

bool is_initial_content(std::string_view origin) {
    return origin == kSeedOrigin || origin == kDemonstrationOrigin;
}

bool is_history(std::string_view origin) {
    return origin == kDemonstrationOrigin || origin.find(kImportMark) != std::string_view::npos;
}

}  // namespace clientela::change
