// SPDX-License-Identifier: Apache-2.0
// Amounts: a line from quantity, price and discount; an opportunity from its lines when it has
// some; the shares of the people who sell it together never above the whole.
#include "access/masks.h"
#include "record/hold.h"
#include "record/on_behalf.h"
#include "record/save.h"
#include "sales/money_math.h"
#include "sales/rules.h"
#include "sales/stage_rule.h"

namespace clientela::sales {

namespace {

Decimal decimal_or(const Value& value, Decimal fallback) {
    const auto* decimal = std::get_if<Decimal>(&value);
    return decimal == nullptr ? fallback : *decimal;
}

// What is summed up over an opportunity is so by one at a time: who comes second finds what the
// first has added.
Result<void> hold_opportunity(record::Context& context, Id opportunity) {
    return record::hold(context, context.schema.get("opportunities"), opportunity);
}

constexpr std::int64_t kWholeSplit = 100'00;  // percent with two decimals

bool sees(const record::Context& context, std::string_view object, std::string_view field) {
    if (context.principal.kind != access::Principal::Kind::person) return true;
    const schema::Schema& seen = access::schema_for(context.principal, context.schema);
    const schema::Object* found = seen.find(object);
    const schema::Field* price = found == nullptr ? nullptr : found->find_field(field);
    return price != nullptr && !price->masked;
}

// The sum of the lines is the amount, which the role of whoever writes may keep from them.
bool may_change_amount(const record::Context& context) {
    if (context.principal.kind != access::Principal::Kind::person) return true;
    const schema::Schema& seen = access::schema_for(context.principal, context.schema);
    const schema::Object* opportunities = seen.find("opportunities");
    const schema::Field* amount =
        opportunities == nullptr ? nullptr : opportunities->find_field("amount");
    return amount == nullptr || !amount->read_only;
}

// Whoever does not see prices would change a sum without seeing it.
Result<void> refuse_unseen_prices(record::Context& context, const record::Proposal& line) {
    const bool unseen = !sees(context, line.object.name, "unit_price");
    if (!unseen && may_change_amount(context)) return {};
    for (const char* field : {"quantity", "unit_price", "discount_percent", "product_id"}) {
        if (line.changes(field))
            return make_error(ErrorCode::forbidden,
                              unseen ? "sales.prices_hidden" : "sales.amount_kept");
    }
    return {};
}

// A line without a price takes that of the list, unless it would tell it to somebody who may not
// see it; a missing price is never taken for 0, which would change the sum.
Result<void> fill_price(record::Context& context, record::Proposal& line,
                        const std::string& currency) {
    const auto* product = std::get_if<Id>(&line.at("product_id"));
    if (!is_null(line.at("unit_price")) || product == nullptr) return {};
    if (!sees(context, "products", "list_price")) return {};
    const auto price = TRY(list_price(context.tx, *product));
    if (!price) return {};
    if (price->currency != currency)
        return field_error("unit_price", "list_price_in_other_currency",
                           {{"currency", price->currency}});
    const std::int32_t scale = line.object.field("unit_price").scale;
    const auto unit = parse_decimal(amount_text(*price), scale);
    if (unit) line.set("unit_price", *unit);
    return {};
}

}  // namespace

Result<void> settle_amount(record::Context& context, record::Proposal& opportunity) {
    if (opportunity.before != nullptr && opportunity.changes("amount")) {
        const LineSum sum = TRY(sum_of_lines(context.tx, opportunity.after.id()));
        const auto* amount = std::get_if<Money>(&opportunity.at("amount"));
        // The prices of the lines are in the currency that the opportunity had.
        if (sum.lines > 0 && amount != nullptr && amount->currency != sum.currency) {
            return field_error("amount", "lines_in_other_currency",
                               {{"lines", std::to_string(sum.lines)}, {"currency", sum.currency}});
        }
        if (sum.lines > 0 && (amount == nullptr || amount->minor != sum.minor)) {
            return field_error("amount", "sum_of_lines", {{"lines", std::to_string(sum.lines)}});
        }
    }
    apply_weight(opportunity);
    return {};
}

Result<void> settle_line(record::Context& context, record::Proposal& line) {
    TRY(refuse_unseen_prices(context, line));
    const auto* product = std::get_if<Id>(&line.at("product_id"));
    if (is_null(line.at("name")) && product != nullptr) {
        line.set("name", TRY(product_name(context.tx, *product)));
    }
    const auto* opportunity = std::get_if<Id>(&line.at("opportunity_id"));
    if (opportunity == nullptr) return {};  // validation says that it is required
    TRY(hold_opportunity(context, *opportunity));
    std::string currency = TRY(currency_of(context.tx, *opportunity));
    if (currency.empty()) currency = context.company.currency;
    TRY(fill_price(context, line, currency));
    const auto amount = line_amount(
        decimal_or(line.at("quantity"), {1, 0}), decimal_or(line.at("unit_price"), {0, 0}),
        decimal_or(line.at("discount_percent"), {0, 0}), currency_digits(currency).value_or(2));
    if (!amount) return field_error("unit_price", "amount_too_large");
    line.set("amount", Money{*amount, currency});
    return {};
}

Result<void> hold_sum_of_line(record::Context& context, record::Proposal& line) {
    return hold_opportunity(context, std::get<Id>(line.at("opportunity_id")));
}

// The opportunity is held since before the line was written: settle_line, hold_sum_of_line.
Result<void> sum_up_lines(record::Context& context, const record::Record*,
                          const record::Record& after) {
    const Id opportunity = std::get<Id>(after.at("opportunity_id"));
    const LineSum sum = TRY(sum_of_lines(context.tx, opportunity));
    if (sum.lines == 0) return {};  // the last line is gone: the amount stays, and is free again
    const auto* line = std::get_if<Money>(&after.at("amount"));
    if (line == nullptr) return {};
    const schema::Object& opportunities = context.schema.get("opportunities");
    record::OnBehalf behalf(context, "sum of lines");
    record::Draft draft;
    draft.operation = record::Operation::update;
    draft.id = opportunity;
    draft.set(opportunities.field("amount"), Money{sum.minor, line->currency});
    auto saved = record::save(behalf.context(), opportunities, draft);
    // A binned opportunity takes its lines along; its amount is history then.
    if (!saved.ok() && saved.error().code != ErrorCode::not_found) return std::move(saved).error();
    return {};
}

Result<void> limit_splits(record::Context& context, record::Proposal& member) {
    const auto* split = std::get_if<Decimal>(&member.at("split_percent"));
    const auto* opportunity = std::get_if<Id>(&member.at("opportunity_id"));
    if (split == nullptr || opportunity == nullptr) return {};
    TRY(hold_opportunity(context, *opportunity));
    const std::int64_t others = TRY(split_of_others(context.tx, *opportunity, member.after.id()));
    if (others + split->unscaled <= kWholeSplit) return {};
    return field_error("split_percent", "split_too_large",
                       {{"free", to_string(Decimal{kWholeSplit - others, 2})}});
}

}  // namespace clientela::sales
