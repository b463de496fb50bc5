// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/audit: changes of records; for administrators GET /api/v1/audit/acts: signing in,
// tokens, exports and settings, and GET /api/v1/audit/sign-ins: when each person signed in last.
#pragma once

#include "api/application.h"
#include "audit/audit.h"
#include "http/router.h"

namespace clientela::audit {

void add_audit_routes(http::Router& router, api::Application& application);

// The question in words, as the query of the request has them; also used by the export of the log.
struct Words {
    std::string object;
    std::string record;
    std::string field;
    std::string actor;
    std::string from;   // a day, of the company's zone, or an instant
    std::string until;  // a day, included, or an instant, not included
};

// Only administrators may ask about more than one record.
Result<Question> question_of(record::Context& context, const Words& words);

}  // namespace clientela::audit
