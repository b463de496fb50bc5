// SPDX-License-Identifier: Apache-2.0
// What all routes share for the life of the server. Made once in app/, passed explicitly to
// everything.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "access/principal_cache.h"
#include "api/company.h"
#include "base/id.h"
#include "base/time.h"
#include "db/store.h"
#include "http/events.h"
#include "record/record.h"
#include "record/rules.h"
#include "record/shares.h"
#include "schema/live.h"

namespace clientela::api {

struct Application {
    db::Store& store;
    schema::Live schema;  // the present definitions; a Call holds one snapshot of them
    CompanyInForce company;
    const record::Rules& rules;
    const Clock& clock;
    IdSource& ids;
    http::EventHub& events;
    access::PrincipalCache principals;
    record::Shares shares;
    std::string version;
    std::uint32_t log_series = 0;  // of the tokens of the change log, see change/log.h
    // $search of lists, set in app/ from the search module: a condition on alias t.
    std::function<Result<db::Sql>(record::Context&, const schema::Object&, std::string_view)>
        search = {};
    std::function<void()> nudge = {};  // after a commit: the change log has grown
};

// The context of one piece of work inside a transaction, on the present definitions or on those
// that the caller holds.
record::Context context_for(Application& application, db::Transaction& tx,
                            const access::Principal& principal, std::string origin);
record::Context context_for(Application& application, const schema::Schema& schema,
                            db::Transaction& tx, const access::Principal& principal,
                            std::string origin);

// After a commit: whoever cached rights or scopes forgets them, always or where the object that was
// written has to do with them.
void forget_rights(Application& application);
void forget_rights(Application& application, const schema::Object& written);

}  // namespace clientela::api
