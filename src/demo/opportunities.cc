// SPDX-License-Identifier: Apache-2.0
// Opportunities of the last year and the coming quarter, walked through their stages day by day,
// and the leads that may become some.
#include <algorithm>
#include <array>

#include "demo/chapter.h"
#include "demo/words.h"

namespace clientela::demo {
namespace {

constexpr std::int64_t kDaysBetweenMoves = 4;  // a weekend never folds two moves into one day
constexpr std::array<int, kRegionCount> kWinPercent{52, 57, 64, 55};
constexpr std::array<std::int64_t, 5> kAmountMax{4'000'00, 18'000'00, 60'000'00, 140'000'00,
                                                 240'000'00};
constexpr std::array<std::pair<int, int>, 5> kUnits{
    {{1, 4}, {3, 15}, {10, 60}, {40, 200}, {80, 400}}};
constexpr std::array<Word, 10> kSources{"phone", "web",   "referral", "prospecting", "campaign",
                                        "email", "event", "partner",  "social",      "other"};
constexpr std::array<Word, 8> kNextSteps{
    "Enviar la propuesta revisada",     "Llamar para cerrar la fecha de instalación",
    "Visita técnica a la sede",         "Esperar la firma del contrato",
    "Confirmar cobertura de fibra",     "Reunión con compras",
    "Mandar la comparativa de tarifas", "Resolver dudas de permanencia"};
constexpr std::array<Word, 6> kLossNotes{"Pidió igualar una oferta que no llegábamos a cubrir.",
                                         "Firmó con su operador actual al anunciarle el cambio.",
                                         "Aplaza la inversión al próximo ejercicio.",
                                         "No obtuvo el visto bueno de su central.",
                                         "La cobertura no llegaba a una de las sedes.",
                                         "Cambió la persona que decidía y no quiso seguir."};

struct Line {
    const Product* product = nullptr;
    std::int64_t units = 1;
    std::int64_t months = 24;
    std::int64_t cents() const { return units * months * product->cents; }
};

struct Plan {
    Word outcome;  // open, won, lost
    std::int64_t start = 0;
    std::int64_t end = 0;           // closed on, or expected to
    std::vector<std::size_t> path;  // stages after the first one
    std::vector<Line> lines;
    std::int64_t cents() const {
        std::int64_t sum = 0;
        for (const Line& line : lines)
            sum += line.cents();
        return sum;
    }
};

Line draw_line(Chapter& chapter, const Customer& customer) {
    Random& random = chapter.random;
    Line line;
    do {
        line.product = &random.pick(chapter.company.products);
    } while (line.product->for_companies != customer.is_organisation());
    const bool project = line.product->group == 7;
    line.months = project ? 1 : customer.is_organisation() ? 12 * random.between(1, 3) : 12;
    const auto size = static_cast<std::size_t>(customer.size);
    if (!customer.is_organisation()) return line;
    const std::int64_t most =
        kAmountMax[size] * random.between(30, 100) / 100 / (line.product->cents * line.months);
    const std::int64_t wanted = random.between(kUnits[size].first, kUnits[size].second);
    line.units = std::max<std::int64_t>(1, std::min(wanted, most));
    return line;
}

std::size_t place_of(const std::vector<Stage>& stages, Word kind) {
    const auto found = std::find_if(stages.begin(), stages.end(),
                                    [&](const Stage& stage) { return stage.kind == kind; });
    return static_cast<std::size_t>(found - stages.begin());
}

void draw_path(Chapter& chapter, Plan& plan) {
    Random& random = chapter.random;
    const std::vector<Stage>& stages = chapter.company.stages;
    const auto open_stages = static_cast<std::int64_t>(std::count_if(
        stages.begin(), stages.end(), [](const Stage& stage) { return stage.kind == "open"; }));
    const std::int64_t last_day = plan.outcome == "open" ? -1 : plan.end;
    const std::int64_t room =
        std::max<std::int64_t>(0, (last_day - plan.start) / kDaysBetweenMoves - 1);
    std::int64_t visited = open_stages - 1;
    if (plan.outcome == "lost") visited = random.between(0, open_stages - 1);
    if (plan.outcome == "open") {
        visited = (-plan.start) * open_stages / std::max<std::int64_t>(1, plan.end - plan.start);
        visited -= random.chance(30) ? 1 : 0;
    }
    visited = std::clamp<std::int64_t>(visited, 0, std::min(room, open_stages - 1));
    for (std::size_t place = 0;
         plan.path.size() < static_cast<std::size_t>(visited) && place < stages.size(); ++place) {
        if (place != place_of(stages, "open") && stages[place].kind == "open")
            plan.path.push_back(place);
    }
    if (plan.outcome != "open") plan.path.push_back(place_of(stages, plan.outcome));
}

Plan draw_plan(Chapter& chapter, const Customer& customer) {
    Random& random = chapter.random;
    Plan plan;
    plan.end = random.between(-365, 92);
    plan.start = plan.end - random.between(20, 130);
    if (plan.start > -3) plan.start = -random.between(3, 12);
    plan.start = std::max(plan.start, customer.opened + 1);
    if (plan.end <= plan.start + 8) plan.end = plan.start + random.between(9, 60);
    plan.outcome = "open";
    if (plan.end < 0) {
        const bool won = random.chance(kWinPercent[customer.province->region]) &&
                         customer.life_cycle != "prospect";
        plan.outcome = won ? "won" : "lost";
        if (plan.end > -45 && random.chance(28)) plan.outcome = "open";  // slips past its date
    }
    draw_path(chapter, plan);
    const std::int64_t lines = customer.is_organisation() ? random.between(1, 3) : 1;
    for (std::int64_t i = 0; i < lines; ++i)
        plan.lines.push_back(draw_line(chapter, customer));
    return plan;
}

std::string title(Chapter& chapter, const Customer& customer, const Plan& plan) {
    Random& random = chapter.random;
    const Word whole = plan.lines.front().product->name;
    const std::string product = text(whole.substr(0, whole.find(',')));
    if (!customer.is_organisation())
        return (random.chance(60) ? "Alta de " : "Cambio a ") + product;
    switch (random.below(4)) {
        case 0: return product + " en " + customer.city;
        case 1: return "Renovación: " + product;
        case 2: return "Ampliación: " + product;
        default: return product + " para " + customer.name.substr(0, customer.name.find(" S."));
    }
}

Result<void> write_lines(Chapter& chapter, Id opportunity, const Plan& plan) {
    std::int64_t place = 0;
    for (const Line& line : plan.lines) {
        std::string name = text(line.product->name);
        if (line.months > 1) name += ", " + std::to_string(line.months) + " meses";
        TRY(chapter.scribe.create(
            "opportunity_lines",
            {{"opportunity_id", opportunity},
             {"product_id", line.product->id},
             {"name", std::move(name)},
             {"quantity", Decimal{line.units * 1'000, 3}},
             {"unit_price", Decimal{line.product->cents * line.months * 100, 4}},
             {"position", ++place}}));
    }
    return {};
}

Result<void> walk_stages(Chapter& chapter, const Customer& customer, Id opportunity,
                         const Plan& plan) {
    const Company& company = chapter.company;
    const auto moves = static_cast<std::int64_t>(plan.path.size());
    const bool open = plan.outcome == "open";
    const std::int64_t last_day = open ? -1 : plan.end;
    for (std::int64_t move = 1; move <= moves; ++move) {
        const std::int64_t day =
            plan.start + (last_day - plan.start) * move / (open ? moves + 1 : moves);
        chapter.scribe.at(company.moment(day, chapter.random), customer.owner);
        const Stage& stage = company.stages[plan.path[static_cast<std::size_t>(move - 1)]];
        Values values{{"stage_id", stage.id}};
        if (stage.kind != "open") values.emplace_back("next_step", Value{});
        if (stage.kind == "lost") {
            values.emplace_back("loss_reason_id", chapter.random.pick_early(company.loss_reasons));
            if (chapter.random.chance(60))
                values.emplace_back("loss_note", text(chapter.random.pick(kLossNotes)));
        }
        TRY(chapter.scribe.update("opportunities", opportunity, values));
    }
    return {};
}

Result<void> write_sold_lines(Chapter& chapter, const Customer& customer, std::int64_t place,
                              Id opportunity, const Plan& plan) {
    std::int64_t number = place * 4;  // a sale has at most three lines
    for (const Line& line : plan.lines) {
        TRY(write_sold(chapter, customer, number++,
                       {line.product, line.units, line.months, plan.end, opportunity}));
    }
    return {};
}

void count(Truth& planted, const Customer& customer, const Plan& plan) {
    const auto region = static_cast<std::size_t>(customer.province->region);
    if (plan.outcome == "won") {
        ++planted.won;
        planted.won_cents[region] += plan.cents();
    } else if (plan.outcome == "lost") {
        ++planted.lost;
    } else {
        ++planted.open;
        planted.open_cents[region] += plan.cents();
        if (plan.end < 0) ++planted.overdue;
    }
}

Result<void> write_opportunity(Chapter& chapter, const Customer& customer, std::int64_t place) {
    Random& random = chapter.random;
    const Plan plan = draw_plan(chapter, customer);
    const Company& company = chapter.company;
    const Instant moment = company.moment(plan.start, random);
    chapter.scribe.at(moment, customer.owner);
    Opportunity opportunity{
        {}, title(chapter, customer, plan), text(plan.outcome), plan.start, plan.end};
    const bool with_lines = plan.lines.size() > 1 || random.chance(30);
    Values values{{"name", opportunity.topic},
                  {"number", numbered("OP-", customer.index * 4 + place, 7)},
                  {"account_id", customer.account},
                  {"contact_id", random.pick_early(customer.contacts)},
                  {"product_id", plan.lines.front().product->id},
                  {"amount", Money{plan.cents(), "EUR"}},
                  {"expected_close_on", company.day(plan.end)},
                  {"engaged_on", company.settings->zone.local(moment).date},
                  {"next_step", text(random.pick(kNextSteps))},
                  {"source", text(random.pick_early(kSources))},
                  {"owner_id", customer.owner},
                  {"territory_id", customer.province->territory}};
    if (with_lines) values.erase(values.begin() + 5);
    opportunity.id = TRY(chapter.scribe.create("opportunities", values));
    if (with_lines) TRY(write_lines(chapter, opportunity.id, plan));
    if (customer.size >= 2 && random.chance(40)) {
        TRY(chapter.scribe.create("opportunity_members",
                                  {{"opportunity_id", opportunity.id},
                                   {"user_id", company.staff.product_manager},
                                   {"role", text("technical")}}));
    }
    TRY(walk_stages(chapter, customer, opportunity.id, plan));
    if (plan.outcome == "won")
        TRY(write_sold_lines(chapter, customer, place, opportunity.id, plan));
    count(chapter.planted, customer, plan);
    return write_sale_activities(chapter, customer, opportunity);
}

constexpr std::array<Word, 4> kLeadSteps{"Llamar mañana por la mañana", "Enviar folleto de fibra",
                                         "Comprobar cobertura", "Pedir su última factura"};
constexpr std::array<Word, 4> kRefusals{"Sin cobertura en su zona", "Permanencia con otro operador",
                                        "Teléfono equivocado", "No quiere cambiar"};

}  // namespace

Result<void> write_opportunities(Chapter& chapter, const Customer& customer) {
    if (customer.life_cycle == "former") return {};
    Random& random = chapter.random;
    if (!random.chance(customer.is_organisation() ? 50 : 12)) return {};
    const std::int64_t opportunities =
        customer.is_organisation() ? random.between(1, 2 + (customer.size > 1 ? 1 : 0)) : 1;
    for (std::int64_t i = 0; i < opportunities; ++i)
        TRY(write_opportunity(chapter, customer, i));
    return {};
}

Result<void> write_lead(Chapter& chapter) {
    Random& random = chapter.random;
    const Company& company = chapter.company;
    const Province& province = random.pick(company.provinces);
    const PersonName name = person_name(random);
    const Firm made = firm(random);
    const std::int64_t dice = random.below(100);
    const Word status = dice < 34   ? "new"
                        : dice < 66 ? "working"
                        : dice < 82 ? "qualified"
                                    : "disqualified";
    const Id owner = random.chance(80)
                         ? random.pick_early(company.staff.desks[province.region].sellers)
                         : company.staff.marketing;
    chapter.scribe.at(company.moment(-random.between(2, status == "new" ? 15 : 120), random),
                      owner);
    const Product& product = random.pick(company.products);
    Values values{{"name", name.full()},
                  {"company", made.name},
                  {"position", text(position(random, true).title)},
                  {"email", slug(name.first) + "." + slug(name.last) + "@" + made.domain},
                  {"phone", "+34 " + mobile(random)},
                  {"country", text("ES")},
                  {"status", text(status)},
                  {"source", text(random.pick_early(kSources))},
                  {"product_id", product.id},
                  {"estimated_amount", Money{random.between(6, 240) * 100'00, "EUR"}},
                  {"owner_id", owner},
                  {"territory_id", province.territory}};
    if (status == "disqualified") {
        values.emplace_back("disqualified_reason", text(random.pick(kRefusals)));
    } else {
        values.emplace_back("next_step", text(random.pick(kLeadSteps)));
    }
    TRY(chapter.scribe.create("leads", values));
    ++chapter.planted.leads;
    return {};
}

}  // namespace clientela::demo
