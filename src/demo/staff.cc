// SPDX-License-Identifier: Apache-2.0
// Albor Telecom from inside: departments and sales groups, Spain in four regions with their
// provinces, and the people with their roles.
#include <array>

#include "demo/company.h"
#include "record/read.h"

namespace clientela::demo {
namespace {

struct TeamRow {
    Word name;
    int parent;  // place in this table; -1 none
    Word kind;
};
constexpr std::array kTeams{TeamRow{"Dirección", -1, "department"},
                            TeamRow{"Ventas", -1, "department"},
                            TeamRow{"Empresas Sur", 1, "sales_group"},
                            TeamRow{"Empresas Centro", 1, "sales_group"},
                            TeamRow{"Empresas Norte", 1, "sales_group"},
                            TeamRow{"Empresas Levante", 1, "sales_group"},
                            TeamRow{"Hogares", 1, "sales_group"},
                            TeamRow{"Distribuidores", 1, "sales_group"},
                            TeamRow{"Atención al cliente", -1, "department"},
                            TeamRow{"Marketing", -1, "department"},
                            TeamRow{"Producto", -1, "department"},
                            TeamRow{"Sistemas", -1, "department"}};
constexpr int kSales = 1;
constexpr int kSouthTeam = 2;
constexpr int kHouseholds = 6;

constexpr int kWhole = kRegionCount;  // all of Spain
constexpr int kNowhere = -1;

struct WorkerRow {
    Word name;
    Word email;
    Word role;
    int team;
    Word title;
    int territory;
    int boss;  // place in this table
    bool leads = false;
};
constexpr std::array kWorkers{
    WorkerRow{"Rosa Vidal", "rosa.vidal", "administrator", 11, "Responsable de sistemas", kNowhere,
              1, true},
    WorkerRow{"Carmen Iglesias", "carmen.iglesias", "executive_sponsor", 0, "Directora general",
              kNowhere, -1, true},
    WorkerRow{"Javier Montes", "javier.montes", "sales_manager", 1, "Director de ventas", kWhole, 1,
              true},
    WorkerRow{"Ramón Castaño", "ramon.castano", "sales_manager", 2, "Jefe de ventas Sur", kSouth, 2,
              true},
    WorkerRow{"Beatriz Lozano", "beatriz.lozano", "sales_manager", 3, "Jefa de ventas Centro",
              kCentre, 2, true},
    WorkerRow{"Iñaki Zabala", "inaki.zabala", "sales_manager", 4, "Jefe de ventas Norte", kNorth, 2,
              true},
    WorkerRow{"Elena Prat", "elena.prat", "sales_manager", 5, "Jefa de ventas Levante", kEast, 2,
              true},
    WorkerRow{"Teresa Cano", "teresa.cano", "sales_manager", 6, "Jefa de ventas Hogares", kWhole, 2,
              true},
    WorkerRow{"Lucía Ferrer", "lucia.ferrer", "sales_representative", 2, "Ejecutiva de cuentas",
              kSouth, 3},
    WorkerRow{"Manuel Ortega", "manuel.ortega", "sales_representative", 2, "Ejecutivo de cuentas",
              kSouth, 3},
    WorkerRow{"Rocío Navas", "rocio.navas", "sales_representative", 2, "Ejecutiva de cuentas",
              kSouth, 3},
    WorkerRow{"Andrés Pardo", "andres.pardo", "sales_representative", 3, "Ejecutivo de cuentas",
              kCentre, 4},
    WorkerRow{"Sonia Herrero", "sonia.herrero", "sales_representative", 3, "Ejecutiva de cuentas",
              kCentre, 4},
    WorkerRow{"Pablo Quintana", "pablo.quintana", "sales_representative", 3, "Ejecutivo de cuentas",
              kCentre, 4},
    WorkerRow{"Nuria Camps", "nuria.camps", "sales_representative", 4, "Ejecutiva de cuentas",
              kNorth, 5},
    WorkerRow{"Gorka Etxeberria", "gorka.etxeberria", "sales_representative", 4,
              "Ejecutivo de cuentas", kNorth, 5},
    WorkerRow{"Xavier Souto", "xavier.souto", "sales_representative", 4, "Ejecutivo de cuentas",
              kNorth, 5},
    WorkerRow{"Vicent Soler", "vicent.soler", "sales_representative", 5, "Ejecutivo de cuentas",
              kEast, 6},
    WorkerRow{"Laura Miralles", "laura.miralles", "sales_representative", 5, "Ejecutiva de cuentas",
              kEast, 6},
    WorkerRow{"Tomás Arenas", "tomas.arenas", "field_representative", 2, "Comercial de zona",
              kSouth, 3},
    WorkerRow{"Isabel Luque", "isabel.luque", "field_representative", 5, "Comercial de zona", kEast,
              6},
    WorkerRow{"Diego Rubio", "diego.rubio", "sales_representative", 6, "Asesor de hogares", kWhole,
              7},
    WorkerRow{"Marta Salas", "marta.salas", "sales_representative", 6, "Asesora de hogares", kWhole,
              7},
    WorkerRow{"Óscar Benítez", "oscar.benitez", "distributor_manager", 7,
              "Responsable de distribuidores", kWhole, 2, true},
    WorkerRow{"Pilar Reyes", "pilar.reyes", "service_agent", 8, "Coordinadora de atención",
              kNowhere, 1, true},
    WorkerRow{"Jorge Nieto", "jorge.nieto", "service_agent", 8, "Agente de atención", kNowhere, 24},
    WorkerRow{"Aitana Vela", "aitana.vela", "service_agent", 8, "Agente de atención", kNowhere, 24},
    WorkerRow{"Clara Domingo", "clara.domingo", "marketing_manager", 9, "Responsable de marketing",
              kNowhere, 1, true},
    WorkerRow{"Sergio Blanco", "sergio.blanco", "product_manager", 10, "Responsable de producto",
              kNowhere, 1, true},
    WorkerRow{"Alberto Gil", "alberto.gil", "read_only", 0, "Auditoría interna", kNowhere, 1}};

struct RegionRow {
    Word name;
    Word code;
};
constexpr std::array<RegionRow, kRegionCount> kRegions{
    {{"Sur", "ES-SUR"}, {"Centro", "ES-CENTRO"}, {"Norte", "ES-NORTE"}, {"Levante", "ES-LEVANTE"}}};

Value link(Id id) { return id ? Value{id} : Value{}; }

Result<std::vector<Id>> make_teams(Scribe& scribe) {
    std::vector<Id> teams;
    for (const TeamRow& row : kTeams) {
        const Id parent = row.parent < 0 ? Id{} : teams[static_cast<std::size_t>(row.parent)];
        teams.push_back(TRY(scribe.create(
            "teams",
            {{"name", text(row.name)}, {"kind", text(row.kind)}, {"parent_id", link(parent)}})));
    }
    return teams;
}

// Regions by Region, then Spain as a whole.
Result<std::vector<Id>> make_territories(Scribe& scribe, Company& company) {
    const Id spain =
        TRY(scribe.create("territories", {{"name", text("España")}, {"code", text("ES")}}));
    std::vector<Id> made;
    made.reserve(std::size(kRegions));
    for (const RegionRow& row : kRegions) {
        made.push_back(TRY(scribe.create(
            "territories",
            {{"name", text(row.name)}, {"code", text(row.code)}, {"parent_id", spain}})));
    }
    company.provinces = provinces();
    for (Province& province : company.provinces) {
        province.territory =
            TRY(scribe.create("territories", {{"name", text(province.name)},
                                              {"code", "ES-" + text(province.postal)},
                                              {"parent_id", made[province.region]}}));
    }
    made.push_back(spain);
    return made;
}

Result<std::vector<std::pair<std::string, Id>>> roles(Scribe& scribe) {
    record::Query query;
    query.object = &scribe.context().schema.get("roles");
    query.page_size = record::kPageSizeMax;
    std::vector<std::pair<std::string, Id>> found;
    for (const record::Row& row : TRY(record::list(scribe.context(), query)).rows) {
        found.emplace_back(std::get<std::string>(row.record.at("name")), row.record.id());
    }
    return found;
}

Result<void> make_worker(Scribe& scribe, const WorkerRow& row, Id role,
                         const std::vector<Id>& teams, const std::vector<Id>& territories,
                         Staff& staff) {
    const Id team = teams[static_cast<std::size_t>(row.team)];
    const Id boss = row.boss >= 0 && static_cast<std::size_t>(row.boss) < staff.workers.size()
                        ? staff.workers[static_cast<std::size_t>(row.boss)].id
                        : Id{};
    Worker worker{text(row.name), text(row.email) + "@albor.example", text(row.role), {}};
    const std::string extension = std::to_string(100 + staff.workers.size());
    worker.id = TRY(scribe.create("users", {{"name", worker.name},
                                            {"email", worker.email},
                                            {"role_id", role},
                                            {"team_id", team},
                                            {"manager_id", link(boss)},
                                            {"job_title", text(row.title)},
                                            {"phone", "+34 955 010 " + extension},
                                            {"language", text("es")}}));
    TRY(scribe.create("user_teams", {{"user_id", worker.id},
                                     {"team_id", team},
                                     {"role", text(row.leads ? "leader" : "member")}}));
    if (row.territory != kNowhere) {
        TRY(scribe.create(
            "user_territories",
            {{"user_id", worker.id},
             {"territory_id", territories[static_cast<std::size_t>(row.territory)]}}));
    }
    if (row.leads) TRY(scribe.update("teams", team, {{"leader_id", worker.id}}));
    staff.workers.push_back(std::move(worker));
    return {};
}

void take_places(Staff& staff, const std::vector<Id>& territories) {
    for (int region = 0; region < kRegionCount; ++region) {
        Desk desk;
        desk.territory = territories[static_cast<std::size_t>(region)];
        staff.desks.push_back(std::move(desk));
    }
    for (std::size_t i = 0; i < kWorkers.size(); ++i) {
        const WorkerRow& row = kWorkers[i];
        const Id id = staff.workers[i].id;
        const int region = row.team - kSouthTeam;
        if (row.team == kSales) staff.sales_director = id;
        if (row.role == "marketing_manager") staff.marketing = id;
        if (row.role == "product_manager") staff.product_manager = id;
        if (row.role == "service_agent") staff.agents.push_back(id);
        if (row.team == kHouseholds && !row.leads) staff.household_sellers.push_back(id);
        if (region < 0 || region >= kRegionCount) continue;
        Desk& desk = staff.desks[static_cast<std::size_t>(region)];
        if (row.leads) {
            desk.manager = id;
        } else {
            desk.sellers.push_back(id);
        }
    }
}

}  // namespace

Result<void> hire_staff(Scribe& scribe, Company& company) {
    const std::vector<Id> teams = TRY(make_teams(scribe));
    const std::vector<Id> territories = TRY(make_territories(scribe, company));
    const auto known = TRY(roles(scribe));
    for (const WorkerRow& row : kWorkers) {
        Id role;
        for (const auto& [name, id] : known) {
            if (name == row.role) role = id;
        }
        if (!role) return internal_error("the store lacks the role " + text(row.role));
        TRY(make_worker(scribe, row, role, teams, territories, company.staff));
    }
    Staff& staff = company.staff;
    TRY(scribe.update("users", staff.workers[0].id, {{"manager_id", staff.workers[1].id}}));
    take_places(staff, territories);
    for (const Desk& desk : staff.desks) {
        TRY(scribe.update("territories", desk.territory, {{"leader_id", desk.manager}}));
    }
    return {};
}

}  // namespace clientela::demo
