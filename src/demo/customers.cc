// SPDX-License-Identifier: Apache-2.0
// Accounts of all kinds: organisations with subsidiaries, households, persons; their people and how
// to reach them.
#include <algorithm>
#include <array>

#include "demo/chapter.h"
#include "demo/words.h"

namespace clientela::demo {
namespace {

constexpr std::array<std::pair<int, int>, 5> kEmployees{
    {{1, 9}, {10, 49}, {50, 240}, {260, 1900}, {900, 7800}}};
constexpr std::array<std::int64_t, 5> kRevenuePerHead{62'000, 74'000, 88'000, 110'000, 135'000};

// The first customers are older; prospects came lately.
void draw_standing(Chapter& chapter, Customer& customer) {
    Random& random = chapter.random;
    const std::int64_t dice = random.below(100);
    customer.life_cycle = dice < 70   ? "customer"
                          : dice < 78 ? "at_risk"
                          : dice < 84 ? "former"
                                      : "prospect";
    customer.opened =
        customer.life_cycle == "prospect" ? random.between(-260, -15) : random.between(-1400, -150);
}

void draw_place(Chapter& chapter, Customer& customer) {
    Random& random = chapter.random;
    customer.province = &random.pick_early(chapter.company.provinces);
    if (random.chance(50)) customer.province = &random.pick(chapter.company.provinces);
    customer.city = text(random.pick_early(customer.province->cities));
    const Staff& staff = chapter.company.staff;
    const Desk& desk = staff.desks[customer.province->region];
    customer.owner = customer.is_organisation() ? random.pick_early(desk.sellers)
                                                : random.pick(staff.household_sellers);
}

int draw_size(Random& random) {
    const std::int64_t dice = random.below(100);
    return dice < 46 ? 0 : dice < 78 ? 1 : dice < 92 ? 2 : dice < 98 ? 3 : 4;
}

std::vector<Id> draw_tags(Chapter& chapter, const Customer& customer) {
    Random& random = chapter.random;
    const Tags& tags = chapter.company.tags;
    std::vector<Id> chosen;
    if (customer.is_organisation()) {
        chosen.push_back(random.chance(82) ? tags.organisation_types.front()
                                           : random.pick(tags.organisation_types));
        chosen.push_back(tags.sizes[static_cast<std::size_t>(customer.size)]);
    } else {
        chosen.push_back(tags.residential[customer.kind == "household" ? 0 : 1]);
    }
    if (customer.life_cycle != "prospect") chosen.push_back(random.pick_early(tags.grades));
    if (random.chance(40)) chosen.push_back(random.pick(tags.interests));
    return chosen;
}

Result<void> point(Chapter& chapter, Word owner, Id id, Word kind, Word label, std::string value) {
    ++chapter.planted.contact_points;
    TRY(chapter.scribe.create(
        "contact_points",
        {{owner, id}, {"kind", text(kind)}, {"label", text(label)}, {"value", std::move(value)}}));
    return {};
}

Result<void> address(Chapter& chapter, const Customer& customer, Word owner, Id id, Word label) {
    ++chapter.planted.contact_points;
    TRY(chapter.scribe.create("contact_points",
                              {{owner, id},
                               {"kind", text("postal")},
                               {"label", text(label)},
                               {"street", street(chapter.random)},
                               {"postal_code", postal_code(chapter.random, *customer.province)},
                               {"city", customer.city},
                               {"region", text(customer.province->name)},
                               {"country", text("ES")}}));
    return {};
}

Result<void> write_account(Chapter& chapter, Customer& customer, Word sector, Word line,
                           std::string tax) {
    Random& random = chapter.random;
    const bool organisation = customer.is_organisation();
    const auto size = static_cast<std::size_t>(customer.size);
    const std::int64_t employees =
        organisation ? random.between(kEmployees[size].first, kEmployees[size].second) : 0;
    const bool becomes_risky = customer.life_cycle == "at_risk";
    const Instant moment = chapter.company.moment(customer.opened, random);
    chapter.scribe.at(moment, customer.owner);
    Values values{{"name", customer.name},
                  {"kind", customer.kind},
                  {"number", numbered("C-", customer.index, 6)},
                  {"tax_number", std::move(tax)},
                  {"life_cycle", becomes_risky ? text("customer") : customer.life_cycle},
                  {"country", text("ES")},
                  {"language", text(random.chance(96) ? "es" : "en")},
                  {"owner_id", customer.owner},
                  {"territory_id", customer.province->territory}};
    if (customer.life_cycle != "prospect") {
        values.emplace_back("customer_since",
                            chapter.company.day(customer.opened + random.between(5, 40)));
    }
    if (organisation) {
        values.emplace_back("sector", text(sector));
        values.emplace_back("employees", employees);
        values.emplace_back("founded", random.between(1958, 2021));
        values.emplace_back(
            "revenue", Money{employees * kRevenuePerHead[size] * random.between(70, 130), "EUR"});
        values.emplace_back("description",
                            "Se dedica a " + text(line) + " en " + customer.city + ".");
    }
    if (customer.parent) values.emplace_back("parent_id", customer.parent);
    customer.account = TRY(chapter.scribe.create("accounts", values, draw_tags(chapter, customer)));
    return {};
}

Result<void> write_account_points(Chapter& chapter, const Customer& customer) {
    Random& random = chapter.random;
    const Id id = customer.account;
    TRY(address(chapter, customer, "account_id", id, customer.is_organisation() ? "work" : "home"));
    if (!customer.is_organisation()) {
        if (random.chance(60))
            TRY(point(chapter, "account_id", id, "phone", "home",
                      landline(random, *customer.province)));
        return {};
    }
    TRY(point(chapter, "account_id", id, "phone", "work", landline(random, *customer.province)));
    if (random.chance(30))
        TRY(point(chapter, "account_id", id, "phone", "work",
                  landline(random, *customer.province)));
    TRY(point(chapter, "account_id", id, "email", "work", "info@" + customer.domain));
    if (random.chance(45))
        TRY(point(chapter, "account_id", id, "email", "billing", "facturas@" + customer.domain));
    TRY(point(chapter, "account_id", id, "web", "work", "https://www." + customer.domain));
    if (random.chance(25)) TRY(address(chapter, customer, "account_id", id, "billing"));
    if (random.chance(15)) {
        TRY(chapter.scribe.create("account_members",
                                  {{"account_id", id},
                                   {"user_id", random.pick(chapter.company.staff.agents)},
                                   {"role", text("service")}}));
    }
    return {};
}

Result<void> join(Chapter& chapter, Id account, Id contact, const Position& place) {
    TRY(chapter.scribe.create("account_contacts", {{"account_id", account},
                                                   {"contact_id", contact},
                                                   {"role", text(place.role)},
                                                   {"position", text(place.title)}}));
    return {};
}

constexpr Position kAtHome{"Titular", "", "decides"};

Result<void> write_contact(Chapter& chapter, Customer& customer, const PersonName& name) {
    Random& random = chapter.random;
    const bool organisation = customer.is_organisation();
    const Position& place = organisation ? position(random, customer.contacts.empty()) : kAtHome;
    Values values{{"first_name", name.first},
                  {"last_name", name.last},
                  {"second_last_name", name.second_last},
                  {"salutation", text(name.woman ? "ms" : "mr")},
                  {"language", text("es")},
                  {"owner_id", customer.owner},
                  {"territory_id", customer.province->territory}};
    if (organisation) {
        values.emplace_back("position", text(place.title));
        values.emplace_back("department", text(place.department));
    } else {
        values.emplace_back("birth_on", chapter.company.day(-random.between(19 * 365, 84 * 365)));
    }
    const Id id = TRY(chapter.scribe.create("contacts", values));
    ++chapter.planted.contacts;
    TRY(join(chapter, customer.account, id, place));
    const std::string local = slug(name.first) + "." + slug(name.last);
    if (organisation) {
        TRY(point(chapter, "contact_id", id, "email", "work", local + "@" + customer.domain));
    } else {
        TRY(point(chapter, "contact_id", id, "email", "home",
                  local + std::to_string(random.between(50, 99)) + "@correo.example"));
    }
    if (random.chance(85)) TRY(point(chapter, "contact_id", id, "phone", "mobile", mobile(random)));
    if (organisation && random.chance(20)) {
        TRY(point(chapter, "contact_id", id, "phone", "work",
                  landline(random, *customer.province)));
    }
    customer.contacts.push_back(id);
    return {};
}

Result<void> write_people(Chapter& chapter, Customer& customer, const PersonName& head) {
    Random& random = chapter.random;
    const std::int64_t more = customer.is_organisation()
                                  ? std::min<std::int64_t>(customer.size, 2) + random.below(2)
                              : customer.kind == "household" ? random.between(0, 2)
                                                             : 0;
    TRY(write_contact(chapter, customer, head));
    for (std::int64_t i = 0; i < more; ++i) {
        PersonName name = person_name(random);
        if (!customer.is_organisation() && i > 0) name.last = head.last;
        TRY(write_contact(chapter, customer, name));
    }
    return {};
}

// A customer gets into danger in the last weeks, for everybody to see in the history.
Result<void> turn_risky(Chapter& chapter, const Customer& customer) {
    if (customer.life_cycle != "at_risk") return {};
    ++chapter.planted.at_risk;
    chapter.scribe.at(chapter.company.moment(-chapter.random.between(2, 60), chapter.random),
                      customer.owner);
    return chapter.scribe.update("accounts", customer.account, {{"life_cycle", text("at_risk")}});
}

Result<void> write_around(Chapter& chapter, Customer& customer, const PersonName& head) {
    TRY(write_account_points(chapter, customer));
    TRY(write_people(chapter, customer, head));
    TRY(turn_risky(chapter, customer));
    TRY(write_holdings(chapter, customer));
    TRY(write_care(chapter, customer));
    return write_opportunities(chapter, customer);
}

Result<void> write_subsidiary(Chapter& chapter, const Customer& parent, std::int64_t index,
                              Word sector, Word line, const std::string& bare, Id shared_contact) {
    Customer branch = parent;
    branch.index = index;
    branch.parent = parent.account;
    branch.contacts.clear();
    branch.size = std::max(0, parent.size - 1);
    draw_place(chapter, branch);
    branch.opened = std::min<std::int64_t>(-12, parent.opened + chapter.random.between(0, 90));
    branch.name = bare + " " + branch.city + " S.L.";
    branch.domain = slug(branch.city) + "." + parent.domain;
    TRY(write_account(chapter, branch, sector, line, company_tax_number(chapter.random)));
    ++chapter.planted.organisations;
    ++chapter.planted.subsidiaries;
    TRY(write_around(chapter, branch, person_name(chapter.random)));
    return join(chapter, branch.account, shared_contact, position(chapter.random, true));
}

// Gives how many accounts it wrote.
Result<std::int64_t> write_organisation(Chapter& chapter, Customer& customer, std::int64_t room) {
    Random& random = chapter.random;
    const Firm made = firm(random);
    customer.size = draw_size(random);
    customer.name = made.name;
    customer.domain = made.domain;
    TRY(write_account(chapter, customer, made.sector, made.line, company_tax_number(random)));
    ++chapter.planted.organisations;
    TRY(write_around(chapter, customer, person_name(random)));
    std::int64_t branches = customer.size >= 3                        ? random.between(1, 4)
                            : customer.size == 2 && random.chance(35) ? 1
                                                                      : 0;
    branches = std::min(branches, room - 1);
    const std::string bare = made.name.substr(0, made.name.find(" S."));
    for (std::int64_t i = 1; i <= branches; ++i) {
        TRY(write_subsidiary(chapter, customer, customer.index + i, made.sector, made.line, bare,
                             customer.contacts.front()));
    }
    return 1 + branches;
}

Result<void> write_private(Chapter& chapter, Customer& customer) {
    Random& random = chapter.random;
    const PersonName head = person_name(random);
    const bool household = customer.kind == "household";
    customer.name = household ? "Familia " + head.last + " " + head.second_last : head.full();
    ++(household ? chapter.planted.households : chapter.planted.persons);
    TRY(write_account(chapter, customer, {}, {}, personal_tax_number(random)));
    return write_around(chapter, customer, head);
}

}  // namespace

Result<void> write_customers(Chapter& chapter, std::int64_t first, std::int64_t count) {
    std::int64_t written = 0;
    while (written < count) {
        Customer customer;
        customer.index = first + written;
        const std::int64_t dice = chapter.random.below(100);
        customer.kind = dice < 52 ? "organisation" : dice < 78 ? "household" : "person";
        draw_standing(chapter, customer);
        draw_place(chapter, customer);
        if (customer.is_organisation()) {
            written += TRY(write_organisation(chapter, customer, count - written));
        } else {
            TRY(write_private(chapter, customer));
            ++written;
        }
        if (chapter.random.chance(14)) TRY(write_lead(chapter));
    }
    return {};
}

}  // namespace clientela::demo
