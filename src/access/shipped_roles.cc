// SPDX-License-Identifier: Apache-2.0
// The roles as one table: an object per line, a role per column, six letters per cell.
// Everybody decides on the same customer data, so who deals with customers reads all accounts;
// leads and opportunities stay with their owner, team or the teams below, so that a forecast is
// exactly one's share.
#include "access/shipped_roles.h"

#include <array>
#include <boost/json.hpp>
#include <string_view>

#include "access/rights.h"

namespace clientela::access {
namespace {

struct Column {
    std::string_view name, label_es, label_en, description_es;
};

constexpr std::size_t kColumnCount = 9;
constexpr std::array<Column, kColumnCount> kColumns{{
    {"executive_sponsor", "Patrocinador ejecutivo", "Executive sponsor",
     "Ve toda la información de la empresa y sus previsiones; no cambia datos de clientes."},
    {"sales_manager", "Jefe de ventas", "Sales manager",
     "Dirige equipos: ve y cambia lo suyo, lo de sus equipos y lo de sus territorios."},
    {"sales_representative", "Representante de ventas", "Sales representative",
     "Vende: ve a todos los clientes y lleva sus propias oportunidades."},
    {"field_representative", "Representante de campo", "Field representative",
     "Visita clientes: ve a todos y lleva sus propias visitas y oportunidades."},
    {"distributor_manager", "Responsable de distribuidores", "Distributor manager",
     "Cuida la red de distribuidores: ve y cambia lo de sus equipos y territorios."},
    {"service_agent", "Agente de servicio", "Service agent",
     "Atiende a los clientes: ve y corrige sus datos; no ve oportunidades ajenas."},
    {"marketing_manager", "Responsable de marketing", "Marketing manager",
     "Prepara campañas: ve y exporta clientes y lleva los contactos iniciales."},
    {"product_manager", "Responsable de producto", "Product manager",
     "Lleva el catálogo; cuenta clientes y se dirige a ellos sin abrir sus fichas."},
    {"read_only", "Solo lectura", "Read only", "Ve toda la información y no cambia nada."},
}};

struct Line {
    std::string_view object;
    std::string_view cells;  // in the order of kColumns, one blank between them
};

constexpr std::size_t kCellWidth = kActionCount + 1;

// Letters: read, create, update, remove, export, target; a all, b team and below, t team, o own, -
// none. Objects that follow another one (points, lines, members, links) need any letter: how far it
// reaches is decided by the record they follow. Of views, the letters of create and update say with
// whom they may be shared.
// clang-format off
constexpr std::array<Line, 14> kLines{{
    // sponsor manager sales field distributors service marketing product read-only
    {"accounts",            "a---a- abbbba aot-o- aoo--- abbbb- aoo--- aot-aa -----a a-----"},
    {"account_members",     "a----- aaaa-- aaaa-- aaaa-- aaaa-- a----- a----- ------ a-----"},
    {"contacts",            "a---a- abbbba aot-o- aoo--- abbbb- aoa--- aot-aa -----a a-----"},
    {"account_contacts",    "a----- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- ------ a-----"},
    {"contact_points",      "a---a- aaaaa- aaaaa- aaaa-- aaaaa- aaaa-- aaaaa- ------ a-----"},
    {"holdings",            "a---a- aaaaa- aaaa-- aaaa-- aaaaa- aaaa-- a---aa -----a a-----"},
    {"leads",               "a---a- bbbbb- tooo-- tooo-- bbbbb- ooo--- aaaaa- ------ a-----"},
    {"opportunities",       "a---a- bbbbb- oooo-- oooo-- bbbbb- ooo--- o----- ------ a-----"},
    {"opportunity_lines",   "a---a- aaaaa- aaaa-- aaaa-- aaaaa- aaaa-- a----- ------ a-----"},
    {"opportunity_members", "a----- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- a----- ------ a-----"},
    {"stage_changes",       "a---a- aa--a- aa---- aa---- aa--a- aa---- a----- ------ a-----"},
    {"activities",          "aooo-- bbbbb- oooo-- oooo-- bbbbb- oooo-- oooo-- oooo-- a-----"},
    {"activity_links",      "aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- aaaa-- a-----"},
    {"views",               "oooo-- otto-- oooo-- oooo-- otto-- oooo-- otto-- otto-- oooo--"},
}};
// clang-format on

// What every role reads, because the rest cannot be understood without it.
constexpr std::array<std::string_view, 13> kOpenObjects{
    "users",           "roles",     "teams",  "territories",  "user_teams",     "user_territories",
    "classifications", "pipelines", "stages", "loss_reasons", "exchange_rates", "products",
    "product_groups"};

Breadth breadth_of(char letter) {
    switch (letter) {
        case 'a': return Breadth::all;
        case 'b': return Breadth::team_and_below;
        case 't': return Breadth::team;
        case 'o': return Breadth::own;
        default: return Breadth::none;
    }
}

boost::json::object cell_json(std::string_view cell) {
    boost::json::object rights;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        const Breadth breadth = breadth_of(cell[i]);
        if (breadth != Breadth::none) rights[name_of(static_cast<Action>(i))] = name_of(breadth);
    }
    return rights;
}

std::string column_rights(std::size_t column) {
    boost::json::object rights;
    for (const Line& line : kLines) {
        boost::json::object cell = cell_json(line.cells.substr(column * kCellWidth, kActionCount));
        if (!cell.empty()) rights[line.object] = std::move(cell);
    }
    const bool keeps_catalogue = kColumns[column].name == "product_manager";
    for (std::string_view object : kOpenObjects) {
        const bool catalogue = object == "products" || object == "product_groups";
        rights[object] = cell_json(keeps_catalogue && catalogue ? "aaaaa-" : "a-----");
    }
    return boost::json::serialize(rights);
}

}  // namespace

std::vector<ShippedRole> shipped_roles() {
    std::vector<ShippedRole> roles;
    boost::json::object everything;
    everything["*"] = cell_json("aaaaaa");
    roles.push_back({"administrator", "Administrador", "Administrator",
                     "Configura el sistema, da de alta a las personas y puede hacerlo todo.", true,
                     0, boost::json::serialize(everything)});
    for (std::size_t i = 0; i < kColumnCount; ++i) {
        const Column& column = kColumns[i];
        roles.push_back({std::string(column.name), std::string(column.label_es),
                         std::string(column.label_en), std::string(column.description_es), false,
                         static_cast<int>(i + 1), column_rights(i)});
    }
    return roles;
}

}  // namespace clientela::access
