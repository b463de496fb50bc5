// SPDX-License-Identifier: Apache-2.0
// An installation over a store that is open already, or that stands before another one.
#pragma once

#include <memory>

#include "app/site.h"

namespace clientela::app {

Result<std::unique_ptr<Site>> open_site_over(std::unique_ptr<db::Store> store);

}  // namespace clientela::app
