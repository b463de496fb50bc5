// SPDX-License-Identifier: Apache-2.0
// Saved views that everybody shares, so that the lists have something to choose from on the first
// day.
#include "demo/company.h"

namespace clientela::demo {
namespace {

struct View {
    const char* object;
    const char* name;
    std::string filter;
    const char* columns;
    const char* sort;
    const char* layout = "list";
};

std::string below(const char* field, Id id) {
    return "clientela.below(" + std::string(field) + ",'" + to_string(id) + "')";
}

}  // namespace

Result<void> save_views(Scribe& scribe, const Company& company) {
    const Id south = company.staff.desks[kSouth].territory;
    const Id gold = company.tags.grades.back();
    const char* opportunities =
        R"(["name","account_id","stage_id","amount","expected_close_on","owner_id"])";
    const char* accounts = R"(["name","kind","life_cycle","territory_id","owner_id"])";
    const View views[] = {
        {"opportunities", "Las mías", "status eq 'open' and owner_id eq clientela.me()",
         opportunities, "expected_close_on"},
        {"opportunities", "En riesgo",
         "status eq 'open' and expected_close_on lt clientela.today()", opportunities,
         "expected_close_on"},
        {"opportunities", "Sur", "status eq 'open' and " + below("territory_id", south),
         opportunities, "-amount"},
        {"opportunities", "Ganadas", "status eq 'won'", opportunities, "-closed_on"},
        {"opportunities", "Tablero", "status eq 'open'", opportunities, "expected_close_on",
         "board"},
        {"accounts", "Mis cuentas", "owner_id eq clientela.me()", accounts, "name"},
        {"accounts", "En riesgo", "life_cycle eq 'at_risk'", accounts, "name"},
        {"accounts", "Sur", below("territory_id", south), accounts, "name"},
        {"accounts", "Oro", below("classifications", gold), accounts, "name"},
        {"holdings", "Permanencias que vencen",
         "ended_on eq null and committed_until ge clientela.today() and committed_until le "
         "clientela.today() add duration'P90D'",
         R"(["name","account_id","number","committed_until","price"])", "committed_until"},
        {"leads", "Nuevos", "status eq 'new'",
         R"(["name","company","source","owner_id","created_at"])", "-created_at"},
        {"activities", "Pendientes mías", "status eq 'open' and owner_id eq clientela.me()",
         R"(["subject","kind","due_at","priority"])", "due_at"},
    };
    std::int64_t place = 0;
    for (const View& view : views) {
        TRY(scribe.create("views", {{"name", std::string(view.name)},
                                    {"object", std::string(view.object)},
                                    {"layout", std::string(view.layout)},
                                    {"filter", view.filter},
                                    {"columns", std::string(view.columns)},
                                    {"sort", std::string(view.sort)},
                                    {"shared", std::string("everyone")},
                                    {"position", ++place}}));
    }
    return {};
}

}  // namespace clientela::demo
