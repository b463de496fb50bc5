// SPDX-License-Identifier: Apache-2.0
// Calls, meetings, visits and notes that belong to a opportunity or to looking after a customer,
// and the open tasks that its owner finds in the morning.
#include <array>

#include "demo/chapter.h"

namespace clientela::demo {
namespace {

constexpr std::int64_t kMinute = 60'000;

struct Happening {
    Word kind;
    std::string subject;
    Word body;
    Word outcome;
    Word direction;
    Id owner;
};

struct About {
    Id opportunity;  // may be none
    Id contact;      // may be none
};

constexpr std::array<Word, 5> kCallOutcomes{
    "Interesado, pide propuesta", "Llamar la semana que viene", "Conforme con los plazos",
    "Compara con su operador", "Pide hablar con su gerente"};
constexpr std::array<Word, 4> kMeetingOutcomes{"Acordado el alcance", "Piden descuento por volumen",
                                               "Falta el visto bueno de dirección",
                                               "Aprobada la visita técnica"};
constexpr std::array<Word, 6> kNotes{
    "Vence su contrato actual antes del verano; conviene cerrar un mes antes.",
    "Decide la gerencia, pero escucha mucho a informática.",
    "Le importa más el tiempo de reparación que el precio.",
    "Quiere una sola factura para todas las sedes.",
    "Ha tenido dos cortes este trimestre con el operador actual.",
    "Prefiere que le llamemos antes de las once."};
constexpr std::array<Word, 5> kTasks{"Enviar propuesta", "Llamar para seguimiento",
                                     "Preparar la reunión", "Revisar condiciones del contrato",
                                     "Confirmar visita técnica"};
constexpr std::array<Word, 6> kCareCalls{
    "Consulta sobre la factura", "Incidencia de conexión resuelta",
    "Cambio de cuenta bancaria", "Pregunta por la cobertura de fibra",
    "Duplicado de tarjeta SIM",  "Queja por la espera en la avería"};
constexpr std::array<Word, 4> kCareOutcomes{"Resuelto en la llamada", "Abono en la próxima factura",
                                            "Técnico enviado, solucionado", "Informado por correo"};

Result<void> link(Chapter& chapter, Id activity, Word object, Id record, Word role) {
    if (!record) return {};
    TRY(chapter.scribe.create("activity_links", {{"activity_id", activity},
                                                 {"object", text(object)},
                                                 {"record_id", record},
                                                 {"role", text(role)}}));
    return {};
}

Result<void> link_all(Chapter& chapter, Id activity, const Customer& customer, const About& about) {
    TRY(link(chapter, activity, "accounts", customer.account, "about"));
    TRY(link(chapter, activity, "opportunities", about.opportunity, "about"));
    return link(chapter, activity, "contacts", about.contact, "with");
}

Result<void> happened(Chapter& chapter, const Customer& customer, const Happening& what,
                      const About& about, std::int64_t day) {
    const Instant moment = chapter.company.moment(day, chapter.random);
    chapter.scribe.at(moment, what.owner);
    Values values{{"kind", text(what.kind)}, {"subject", what.subject},
                  {"status", text("done")},  {"done_at", moment},
                  {"owner_id", what.owner},  {"territory_id", customer.province->territory}};
    if (!what.body.empty()) values.emplace_back("body", text(what.body));
    if (!what.outcome.empty()) values.emplace_back("outcome", text(what.outcome));
    if (!what.direction.empty()) values.emplace_back("direction", text(what.direction));
    if (what.kind == "meeting" || what.kind == "visit") {
        values.emplace_back("starts_at", Instant{moment.ms - 60 * kMinute});
        values.emplace_back("ends_at", moment);
        values.emplace_back("place", customer.city);
    }
    const Id id = TRY(chapter.scribe.create("activities", values));
    ++chapter.planted.activities;
    return link_all(chapter, id, customer, about);
}

// Tasks may fall on a weekend when they are due today, so that every morning has some.
Instant due_moment(Chapter& chapter, std::int64_t day) {
    const Instant start = chapter.company.settings->zone.start_of_day(chapter.company.day(day));
    return Instant{start.ms + (9 * 60 + chapter.random.below(9 * 4) * 15) * kMinute};
}

Result<void> task(Chapter& chapter, const Customer& customer, const About& about,
                  const std::string& topic, std::int64_t due) {
    Random& random = chapter.random;
    chapter.scribe.at(
        chapter.company.moment(std::min<std::int64_t>(due, 0) - random.between(1, 6), random),
        customer.owner);
    const bool call = random.chance(40);
    const Word priority = random.chance(20) ? "high" : "normal";
    const std::string subject = (call ? "Llamar: " : text(random.pick(kTasks)) + ": ") + topic;
    const Id id =
        TRY(chapter.scribe.create("activities", {{"kind", text(call ? "call" : "task")},
                                                 {"subject", subject},
                                                 {"status", text("open")},
                                                 {"priority", text(priority)},
                                                 {"direction", call ? Value{text("out")} : Value{}},
                                                 {"due_at", due_moment(chapter, due)},
                                                 {"owner_id", customer.owner},
                                                 {"territory_id", customer.province->territory}}));
    ++chapter.planted.activities;
    ++chapter.planted.open_tasks;
    return link_all(chapter, id, customer, about);
}

Result<void> upcoming_meeting(Chapter& chapter, const Customer& customer, const About& about,
                              const std::string& topic) {
    Random& random = chapter.random;
    const std::int64_t ahead = random.between(0, 8);
    const Instant starts = due_moment(chapter, ahead);
    chapter.scribe.at(chapter.company.moment(-random.between(1, 5), random), customer.owner);
    const Id id =
        TRY(chapter.scribe.create("activities", {{"kind", text("meeting")},
                                                 {"subject", "Reunión: " + topic},
                                                 {"status", text("open")},
                                                 {"starts_at", starts},
                                                 {"ends_at", Instant{starts.ms + 60 * kMinute}},
                                                 {"due_at", starts},
                                                 {"place", customer.city},
                                                 {"owner_id", customer.owner},
                                                 {"territory_id", customer.province->territory}}));
    ++chapter.planted.activities;
    ++chapter.planted.open_tasks;
    return link_all(chapter, id, customer, about);
}

}  // namespace

Result<void> write_sale_activities(Chapter& chapter, const Customer& customer,
                                   const Opportunity& opportunity) {
    Random& random = chapter.random;
    const About about{opportunity.id, customer.contacts.front()};
    const bool open = opportunity.kind == "open";
    const std::int64_t last = open ? -1 : opportunity.ends;
    const std::int64_t span = last - opportunity.started;
    TRY(happened(chapter, customer,
                 {"call", "Primera llamada: " + opportunity.topic, "", random.pick(kCallOutcomes),
                  "out", customer.owner},
                 about, opportunity.started + span / 8));
    if (span > 14 && random.chance(70)) {
        TRY(happened(
            chapter, customer,
            {random.chance(40) ? Word{"visit"} : Word{"meeting"}, "Reunión: " + opportunity.topic,
             "", random.pick(kMeetingOutcomes), "", customer.owner},
            about, opportunity.started + span / 2));
    }
    if (random.chance(45)) {
        TRY(happened(
            chapter, customer,
            {"note", "Nota de " + opportunity.topic, random.pick(kNotes), "", "", customer.owner},
            about, opportunity.started + span * 3 / 4));
    }
    if (!open) return {};
    if (random.chance(75)) {
        const std::int64_t dice = random.below(100);
        const std::int64_t due = dice < 18   ? -random.between(1, 6)
                                 : dice < 48 ? 0
                                             : random.between(1, 14);
        TRY(task(chapter, customer, about, opportunity.topic, due));
    }
    if (random.chance(25)) TRY(upcoming_meeting(chapter, customer, about, opportunity.topic));
    return {};
}

Result<void> write_care(Chapter& chapter, const Customer& customer) {
    Random& random = chapter.random;
    if (customer.life_cycle == "prospect" || !random.chance(40)) return {};
    const About about{{}, customer.contacts.front()};
    const std::int64_t first = std::max<std::int64_t>(customer.opened + 1, -360);
    if (first >= -1) return {};
    TRY(happened(chapter, customer,
                 {"call", text(random.pick(kCareCalls)), "", random.pick(kCareOutcomes), "in",
                  random.pick(chapter.company.staff.agents)},
                 about, random.between(first, -1)));
    if (!customer.is_organisation() || !random.chance(25)) return {};
    return happened(chapter, customer,
                    {"visit", "Visita a " + customer.name, "", "Cliente conforme con el servicio",
                     "", customer.owner},
                    about, random.between(first, -1));
}

}  // namespace clientela::demo
