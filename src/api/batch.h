// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/$batch in the JSON format of OData 4.01: several requests in one, in their order;
// those of one atomicity group succeed or fail together.
#pragma once

#include <memory>

#include "http/router.h"

namespace clientela::api {

struct Application;

inline constexpr std::size_t kBatchRequestsMax = 100;
inline constexpr std::size_t kBatchBytesMax = 4 << 20;

// `inner` finds the handlers of the requests inside.
void add_batch_routes(http::Router& router, Application& application,
                      std::shared_ptr<const http::Router> inner);

}  // namespace clientela::api
