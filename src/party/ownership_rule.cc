// SPDX-License-Identifier: Apache-2.0
// A record made for somebody, or handed over to somebody, stands in that person's home team and
// territory unless the same change says otherwise.
#include "party/party_sql.h"
#include "party/rules.h"

namespace clientela::party {

Result<void> follow_home_of_owner(record::Context& context, record::Proposal& owned) {
    const auto* owner = std::get_if<Id>(&owned.at("owner_id"));
    if (owner == nullptr || !owned.changes("owner_id")) return {};
    const bool wants_team = !owned.changes("team_id");
    const bool wants_territory = !owned.changes("territory_id");
    if (!wants_team && !wants_territory) return {};
    const Home home = TRY(home_of(context.tx, *owner));
    if (wants_team && home.team) owned.set("team_id", home.team);
    if (wants_territory && home.territory) owned.set("territory_id", home.territory);
    return {};
}

}  // namespace clientela::party
