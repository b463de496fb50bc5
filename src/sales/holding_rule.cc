// SPDX-License-Identifier: Apache-2.0
// What a customer holds: named like its product, ended and committed no earlier than begun, sold by
// an opportunity of the same customer.
#include <initializer_list>

#include "record/table_sql.h"
#include "sales/rules.h"
#include "sales/sales_sql.h"

namespace clientela::sales {
namespace {

Result<void> refuse_end_before_start(const record::Proposal& holding) {
    const auto* started = std::get_if<Date>(&holding.at("started_on"));
    for (const char* field : {"ended_on", "committed_until"}) {
        const auto* end = std::get_if<Date>(&holding.at(field));
        if (started != nullptr && end != nullptr && *end < *started)
            return field_error(field, "ends_before_start");
    }
    return {};
}

Result<void> refuse_sale_to_others(record::Context& context, const record::Proposal& holding) {
    const auto* opportunity = std::get_if<Id>(&holding.at("opportunity_id"));
    if (opportunity == nullptr || !holding.changes("opportunity_id")) return {};
    // What the writer may not see is refused by the engine, like what is not there.
    const schema::Object& opportunities = context.schema.get("opportunities");
    if (!TRY(record::is_visible(context, opportunities, *opportunity, access::Action::read)))
        return {};
    const Id account = TRY(account_of(context.tx, *opportunity));
    if (account && Value{account} != holding.at("account_id"))
        return field_error("opportunity_id", "opportunity_of_other_account");
    return {};
}

}  // namespace

Result<void> settle_holding(record::Context& context, record::Proposal& holding) {
    const auto* product = std::get_if<Id>(&holding.at("product_id"));
    if (is_null(holding.at("name")) && product != nullptr)
        holding.set("name", TRY(product_name(context.tx, *product)));
    TRY(refuse_end_before_start(holding));
    return refuse_sale_to_others(context, holding);
}

}  // namespace clientela::sales
