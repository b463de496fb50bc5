// SPDX-License-Identifier: Apache-2.0
// How much of an object a user sees, roughly: what decides between walking and gathering. Counting
// stops once the answer is "enough to walk"; the total comes from the statistics where they exist.
#include <algorithm>

#include "access/visibility.h"

namespace clientela::access {
namespace {

Result<std::int64_t> single_number(db::Transaction& tx, const db::Sql& sql) {
    std::int64_t number = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { number = row.integer(0); }));
    return number;
}

Result<double> followed_share(db::Transaction& tx, const Branch& branch) {
    double share = 0;
    for (const Visibility& seen : branch.nested) {
        share = std::max(share, TRY(estimate_share(tx, seen)));
    }
    return share;
}

}  // namespace

Result<std::int64_t> row_count(db::Transaction& tx, const schema::Object& object) {
    if (tx.dialect() == db::Dialect::postgres) {
        const std::int64_t estimate = TRY(single_number(
            tx, {"select reltuples::bigint from pg_class where oid = cast(? as regclass)",
                 {"\"" + object.singular + "\""}}));
        if (estimate > 0) return estimate;
    }
    return single_number(tx, {"select count(*) from \"" + object.singular + "\"", {}});
}

Result<double> estimate_share(db::Transaction& tx, const Visibility& visibility) {
    if (visibility.kind == Visibility::Kind::nothing) return 0.0;
    if (visibility.kind == Visibility::Kind::everything) return 1.0;
    const std::int64_t total = TRY(row_count(tx, *visibility.object));
    if (total <= 0) return 1.0;
    const auto enough = static_cast<std::int64_t>(static_cast<double>(total) * kGatherShare) + 1;

    double share = 0;
    Visibility one = visibility;
    for (const Branch& branch : visibility.branches) {
        if (share > kGatherShare) break;
        if (!branch.nested.empty()) {
            share += TRY(followed_share(tx, branch));
            continue;
        }
        one.branches = {branch};
        one.hides_private = false;
        db::Sql sql = branch_conditions(one, "t").front();
        sql.text = "select count(*) from (select 1 from \"" + visibility.object->singular +
                   "\" t where " + sql.text + " limit ?) c";
        sql.args.emplace_back(enough);
        share += static_cast<double>(TRY(single_number(tx, sql))) / static_cast<double>(total);
    }
    return std::min(share, 1.0);
}

}  // namespace clientela::access
