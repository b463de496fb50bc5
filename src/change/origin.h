// SPDX-License-Identifier: Apache-2.0
// Where a change came from, as the log keeps it: "page", "api", "job:ID"; behind a slash stands
// what else is known of it: "job:ID/import", and in whose name it was made, "page/for:ID".
#pragma once

#include <optional>
#include <string_view>

#include "base/id.h"

namespace clientela::change {

inline constexpr std::string_view kSeedOrigin = "seed";           // what a new store starts with
inline constexpr std::string_view kDemonstrationOrigin = "demo";  // an invented company
inline constexpr std::string_view kImportMark = "/import";        // behind the job that imports

// An origin without what stands behind it, as the person in whose name the change was made:
// "page/for:ID" is "page", "job:ID/import" is "job:ID".
std::string_view plain_origin(std::string_view origin);

// The job that an origin names: "job:ID", in whosever name.
std::optional<Id> job_of(std::string_view origin);

// The content a store was set up with: nobody at work has done anything to anybody.
bool is_initial_content(std::string_view origin);

// It tells of what has been, not of what happens now, so rules ask less of it.
bool is_history(std::string_view origin);

}  // namespace clientela::change
