// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/customization, POST .../plan and .../apply.
#pragma once

#include <memory>

#include "customize/customize.h"

namespace clientela::customize {

void add_customization_routes(http::Router& router, const std::shared_ptr<const Host>& host);

}  // namespace clientela::customize
