// SPDX-License-Identifier: Apache-2.0
// What all routes share for the life of the server. Made once in app/, passed explicitly to everything.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "access/principal_cache.h"
#include "base/id.h"
#include "base/time.h"
#include "db/store.h"
#include "http/events.h"
#include "record/record.h"
#include "record/rules.h"
#include "record/shares.h"
#include "schema/schema.h"

namespace clientela::api {

struct Application {
    db::Store& store;
    std::shared_ptr<const schema::Schema> schema;
    record::Company company;
    const record::Rules& rules;
    const Clock& clock;
    IdSource& ids;
    http::EventHub& events;
    access::PrincipalCache principals;
    record::Shares shares;
    std::string version;
    bool insecure_cookies = true;  // without TLS; a Secure cookie would never come back
};

// The context of one piece of work inside a transaction.
record::Context context_for(Application& application, db::Transaction& tx,
                            const access::Principal& principal, std::string origin);

}  // namespace clientela::api
