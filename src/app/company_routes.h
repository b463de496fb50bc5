// SPDX-License-Identifier: Apache-2.0
// GET and PATCH /api/v1/company: the settings of the company, for administrators. Everybody reads
// what the page needs of them in /auth/me.
#pragma once

#include "app/site.h"
#include "http/router.h"

namespace clientela::app {

void add_company_routes(http::Router& router, Site& site);

}  // namespace clientela::app
