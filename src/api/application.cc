// SPDX-License-Identifier: Apache-2.0
// One moment per piece of work: everything written in a transaction carries the same instant.
#include "api/application.h"

#include "access/masks.h"
#include "access/scopes.h"

namespace clientela::api {

record::Context context_for(Application& application, db::Transaction& tx,
                            const access::Principal& principal, std::string origin) {
    return context_for(application, *application.schema, tx, principal, std::move(origin));
}

record::Context context_for(Application& application, const schema::Schema& schema,
                            db::Transaction& tx, const access::Principal& principal,
                            std::string origin) {
    const Instant now = application.clock.now();
    const record::Company& company = application.company;
    return record::Context{tx,
                           access::schema_for(principal, schema),
                           principal,
                           company,
                           application.rules,
                           application.ids,
                           now,
                           company.zone.local(now).date,
                           std::move(origin),
                           &application.shares};
}

void forget_rights(Application& application) {
    application.principals.invalidate();
    application.shares.forget();
}

void forget_rights(Application& application, const schema::Object& written) {
    if (access::affects_principals(written.name)) forget_rights(application);
}

}  // namespace clientela::api
