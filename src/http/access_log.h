// SPDX-License-Identifier: Apache-2.0
// Where access lines go: a file or standard error, through spdlog, flushed each second.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela::http {

// `path` "-" is standard error. The lines are JSON objects, one per request:
// {"t":"2026-11-24T09:42:00.000Z","method":"GET","path":"/api/v1/accounts?$top","status":200,
//  "ms":1.2,"bytes":512,"peer":"10.0.0.7","trace":"1f0c..."}. Values of the query are left out.
Result<std::function<void(std::string_view)>> open_access_log(const std::string& path);

}  // namespace clientela::http
