// SPDX-License-Identifier: Apache-2.0
// The list itself.
#include "party/rules.h"

namespace clientela::party {

void add_rules(record::Rules& rules) {
    rules.add("classifications", refuse_other_kind_of_parent);
    rules.add("contacts", compose_contact_name);
    rules.add("contact_points", settle_contact_point);
    rules.add_consequence("contact_points", keep_one_primary_point);
    rules.add("account_contacts", settle_primary_account);
    rules.add_consequence("account_contacts", keep_one_primary_account);
    for (const char* owned : {"accounts", "contacts", "leads", "opportunities", "activities"}) {
        rules.add(owned, follow_home_of_owner);
    }
}

}  // namespace clientela::party
