// SPDX-License-Identifier: Apache-2.0
// The same lock as the one that a save takes when it loads the record.
#include "record/hold.h"

namespace clientela::record {

Result<void> hold(Context& context, const schema::Object& object, Id id) {
    if (context.tx.dialect() != db::Dialect::postgres) return {};
    const db::Sql sql{
        "select t.id from " + schema::quoted(object.singular) + " t where t.id = ? for update of t",
        {id.value}};
    return context.tx.query(sql, [](const db::Row&) {});
}

}  // namespace clientela::record
