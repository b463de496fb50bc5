// SPDX-License-Identifier: Apache-2.0
// Rules run in the order of this list, before every write of their object; each module says in its
// own rules.h what they do.
#include "app/rules.h"

#include "activity/rules.h"
#include "customize/view_rule.h"
#include "party/rules.h"
#include "people/rules.h"
#include "sales/rules.h"

namespace clientela::app {

void add_all_rules(record::Rules& rules) {
    people::add_rules(rules);
    party::add_rules(rules);
    activity::add_rules(rules);
    sales::add_rules(rules);
    customize::add_rules(rules);
}

}  // namespace clientela::app
