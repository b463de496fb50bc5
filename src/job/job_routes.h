// SPDX-License-Identifier: Apache-2.0
// /api/v1/jobs: people see their own jobs, administrators all of them.
#pragma once

#include "api/call.h"
#include "http/router.h"
#include "job/runner.h"

namespace clientela::job {

void add_job_routes(http::Router& router, api::Application& application, Runner& runner);

// The job of the path, if the caller may see it.
Result<Job> visible_job(const api::Call& call, Id id);
http::Response job_response(const api::Call& call, const Job& job, int status);
// A page of jobs that the caller may see, newest first; `kind` empty: as the query says.
Result<http::Response> jobs_response(const api::Call& call, std::string_view kind = {});
// The file that a job made, as a download; not_found when it made none or it is gone.
Result<http::Response> file_response(const api::Call& call, const Job& job, const Runner& runner);

}  // namespace clientela::job
