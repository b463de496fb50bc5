// SPDX-License-Identifier: Apache-2.0
// Routes about sight and people: why a record is seen, counting without opening, handing over the
// records of a leaver, closing their account and erasing their data.
#pragma once

#include "api/call.h"
#include "job/runner.h"

namespace clientela::people {

void add_people_routes(http::Router& router, api::Application& application, job::Runner& runner);

// Called by the above.
void add_why_routes(http::Router& router, api::Application& application);
void add_target_routes(http::Router& router, api::Application& application);
void add_leave_routes(http::Router& router, api::Application& application, job::Runner& runner);

}  // namespace clientela::people
