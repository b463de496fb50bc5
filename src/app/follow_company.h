// SPDX-License-Identifier: Apache-2.0
// Takes over what another server of the same store changed in the company's settings.
#pragma once

#include "app/site.h"

namespace clientela::app {

// One small read when nothing changed; true: something had.
Result<bool> follow_company(Site& site);

}  // namespace clientela::app
