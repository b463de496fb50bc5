// SPDX-License-Identifier: Apache-2.0
// What customers hold: some of it since before the sales that are told, the rest as it was sold.
#include <algorithm>

#include "demo/chapter.h"
#include "demo/words.h"

namespace clientela::demo {
namespace {

constexpr std::uint64_t kStream = 1ULL << 32U;  // apart from those of the chapters
constexpr std::int64_t kYear = 365;
constexpr std::int64_t kBefore = 20;  // numbers of a customer for what no told sale brought
constexpr std::int64_t kNumbers = 100;

struct Term {
    std::int64_t started = 0;  // days from today, like the others
    std::int64_t committed = 0;
    std::int64_t ended = 0;  // 0: not
};

// Projects are delivered once; everything else is billed by the month.
bool is_project(const Product& product) { return product.group == 7; }

bool has_equipment(const Product& product) {
    return product.group == 0 || product.group == 5 || product.group == 6;
}

Result<void> write_holding(Chapter& chapter, const Customer& customer, std::int64_t place,
                           const Product& product, std::int64_t units, const Term& term,
                           Id opportunity) {
    const Company& company = chapter.company;
    const std::int64_t number = customer.index * kNumbers + place;
    Values values{{"account_id", customer.account},
                  {"product_id", product.id},
                  {"number", numbered("SV-", number, 8)},
                  {"quantity", Decimal{units * 1'000, 3}},
                  {"started_on", company.day(term.started)},
                  {"contract", numbered("CT-", customer.index, 6)},
                  {"price", Money{units * product.cents, "EUR"}},
                  {"billing", text(is_project(product) ? "once" : "monthly")}};
    if (!is_project(product)) values.emplace_back("committed_until", company.day(term.committed));
    if (term.ended != 0) values.emplace_back("ended_on", company.day(term.ended));
    if (has_equipment(product))
        values.emplace_back("serial", numbered("ALB", number * 7919 % 100'000'000, 8));
    if (!customer.is_organisation()) values.emplace_back("contact_id", customer.contacts.front());
    if (opportunity) values.emplace_back("opportunity_id", opportunity);
    TRY(chapter.scribe.create("holdings", values));
    ++chapter.planted.holdings;
    if (term.ended != 0) ++chapter.planted.ended_holdings;
    return {};
}

Term draw_term(Random& random, const Customer& customer) {
    Term term;
    const std::int64_t latest = std::max<std::int64_t>(customer.opened + 10, -30);
    term.started = random.between(customer.opened + 5, latest);
    const std::int64_t years = random.between(1, 2);
    term.committed = term.started + years * kYear;
    while (term.committed < 0 && customer.life_cycle == "customer" && random.chance(70))
        term.committed += kYear;  // renewed
    if (customer.life_cycle == "former")
        term.ended = random.between(std::min<std::int64_t>(term.started + 60, -5), -2);
    return term;
}

}  // namespace

Result<void> write_holdings(Chapter& chapter, const Customer& customer) {
    if (customer.life_cycle == "prospect") return {};
    // A chance of its own, so that whoever comes after draws what they would without this.
    Random random(chapter.company.seed, kStream + static_cast<std::uint64_t>(customer.index));
    chapter.scribe.at(chapter.company.moment(customer.opened + 5, random), customer.owner);
    const std::int64_t products = random.between(1, customer.is_organisation() ? 4 : 2);
    for (std::int64_t place = 0; place < products; ++place) {
        const Product* product = nullptr;
        do {
            product = &random.pick_early(chapter.company.products);
        } while (product->for_companies != customer.is_organisation() || is_project(*product));
        const std::int64_t units =
            customer.is_organisation() ? random.between(1, 3 + 4 * customer.size) : 1;
        TRY(write_holding(chapter, customer, place, *product, units, draw_term(random, customer),
                          {}));
    }
    return {};
}

Result<void> write_sold(Chapter& chapter, const Customer& customer, std::int64_t place,
                        const Sold& sold) {
    const Term term{sold.day, sold.day + sold.months * kYear / 12, 0};
    return write_holding(chapter, customer, kBefore + place, *sold.product, sold.units, term,
                         sold.opportunity);
}

}  // namespace clientela::demo
