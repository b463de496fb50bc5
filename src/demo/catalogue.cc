// SPDX-License-Identifier: Apache-2.0
// What Albor Telecom sells and how it sorts its customers.
#include <algorithm>

#include "demo/company.h"
#include "record/read.h"

namespace clientela::demo {
namespace {

constexpr std::int64_t kHour = 3'600'000;

Result<Id> tag(Scribe& scribe, Word name, Word kind, Id parent, std::int64_t position,
               Word color = {}) {
    return scribe.create("classifications",
                         {{"name", text(name)},
                          {"kind", text(kind)},
                          {"parent_id", parent ? Value{parent} : Value{}},
                          {"position", position},
                          {"color", color.empty() ? Value{} : Value{text(color)}}});
}

Result<void> make_tags(Scribe& scribe, Tags& tags) {
    const Id organisation = TRY(tag(scribe, "Organización", "type", {}, 1));
    std::int64_t place = 0;
    for (const Word name :
         {"Cliente directo", "Distribuidor", "Mayorista", "Administración pública"}) {
        tags.organisation_types.push_back(TRY(tag(scribe, name, "type", organisation, ++place)));
    }
    const Id home = TRY(tag(scribe, "Residencial", "type", {}, 2));
    for (const Word name : {"Hogar", "Particular"}) {
        tags.residential.push_back(TRY(tag(scribe, name, "type", home, ++place)));
    }
    const Id small = TRY(tag(scribe, "Pymes", "family", {}, 1));
    for (const Word name : {"Microempresa", "Pequeña empresa", "Mediana empresa"}) {
        tags.sizes.push_back(TRY(tag(scribe, name, "family", small, ++place)));
    }
    const Id large = TRY(tag(scribe, "Grandes cuentas", "family", {}, 2));
    for (const Word name : {"Cuenta nacional", "Cuenta internacional"}) {
        tags.sizes.push_back(TRY(tag(scribe, name, "family", large, ++place)));
    }
    const Id value = TRY(tag(scribe, "Valor", "category", {}, 1));
    tags.grades.push_back(TRY(tag(scribe, "Bronce", "category", value, 3, "#a0703c")));
    tags.grades.push_back(TRY(tag(scribe, "Plata", "category", value, 2, "#8a93a0")));
    tags.grades.push_back(TRY(tag(scribe, "Oro", "category", value, 1, "#c99a1e")));
    const Id interest = TRY(tag(scribe, "Interés", "category", {}, 2));
    for (const Word name : {"Fibra simétrica", "Centralita en la nube", "Fútbol y series",
                            "Teletrabajo", "Seguridad", "Varias sedes"}) {
        tags.interests.push_back(TRY(tag(scribe, name, "category", interest, ++place)));
    }
    return {};
}

Result<void> make_products(Scribe& scribe, Company& company) {
    std::vector<Id> groups;
    std::int64_t place = 0;
    for (const Word name : product_groups()) {
        const std::string code = "G" + std::to_string(++place);
        groups.push_back(TRY(scribe.create(
            "product_groups", {{"name", text(name)}, {"code", code}, {"position", place}})));
    }
    company.products = products();
    place = 0;
    for (Product& product : company.products) {
        const std::string code = "ALB-" + std::to_string(100 + ++place);
        product.id = TRY(scribe.create(
            "products", {{"name", text(product.name)},
                         {"code", code},
                         {"product_group_id", groups[product.group]},
                         {"series", text(product.for_companies ? "Empresas" : "Hogar")},
                         {"list_price", Money{product.cents, "EUR"}},
                         {"unit", text(product.group == 7 ? "proyecto" : "mes")},
                         {"started_on", company.day(-1200 + 25 * place)}}));
    }
    return {};
}

std::string text_at(const record::Record& found, Word field) {
    const auto* value = std::get_if<std::string>(&found.at(field));
    return value != nullptr ? *value : std::string();
}

}  // namespace

std::vector<std::string_view> product_groups() {
    return {"Internet", "Voz",        "Móvil",     "Televisión",
            "Paquetes", "Centralita", "Seguridad", "Redes y proyectos"};
}

std::vector<Product> products() {
    return {
        {"Fibra 300 Mb", 0, 29'00, false, {}},
        {"Fibra 600 Mb", 0, 36'00, false, {}},
        {"Fibra 1 Gb", 0, 44'00, false, {}},
        {"Fibra Empresas 1 Gb", 0, 79'00, true, {}},
        {"Fibra simétrica dedicada 1 Gb", 0, 390'00, true, {}},
        {"Internet rural por radio", 0, 33'00, false, {}},
        {"Respaldo 4G de internet", 0, 19'00, true, {}},
        {"Línea fija", 1, 12'00, false, {}},
        {"Tarifa plana nacional", 1, 16'00, true, {}},
        {"Número 900", 1, 45'00, true, {}},
        {"Móvil 20 GB", 2, 12'00, false, {}},
        {"Móvil 60 GB", 2, 18'00, false, {}},
        {"Móvil ilimitado", 2, 26'00, false, {}},
        {"Flota de móviles Empresa", 2, 22'00, true, {}},
        {"Líneas M2M", 2, 3'50, true, {}},
        {"TV Esencial", 3, 9'00, false, {}},
        {"TV Cine y series", 3, 19'00, false, {}},
        {"TV Fútbol", 3, 32'00, false, {}},
        {"TV para hoteles y bares", 3, 120'00, true, {}},
        {"Paquete Albor Hogar", 4, 59'00, false, {}},
        {"Paquete Albor Familia", 4, 84'00, false, {}},
        {"Paquete Albor Negocio", 4, 98'00, true, {}},
        {"Centralita en la nube, puesto", 5, 14'00, true, {}},
        {"Centralita en la nube, sede", 5, 120'00, true, {}},
        {"Centro de llamadas, agente", 5, 48'00, true, {}},
        {"Cortafuegos gestionado", 6, 85'00, true, {}},
        {"Copia de seguridad en la nube", 6, 35'00, true, {}},
        {"Videovigilancia gestionada", 6, 42'00, true, {}},
        {"Red privada entre sedes", 7, 2'400'00, true, {}},
        {"Wifi de grandes espacios", 7, 3'200'00, true, {}},
        {"Cableado e instalación", 7, 950'00, true, {}},
    };
}

Instant Company::moment(std::int64_t offset, Random& random) const {
    Date at = day(offset);
    const int weekday = (at.days % 7 + 10) % 7;  // 0 is Monday; 1970-01-01 was a Thursday
    if (weekday >= 5) at = Date{at.days - (weekday - 4)};
    const std::int64_t minute = 9 * 60 + random.below(9 * 12) * 5;
    return Instant{settings->zone.start_of_day(at).ms + minute * kHour / 60};
}

Result<void> stock_catalogue(Scribe& scribe, Company& company) {
    TRY(make_tags(scribe, company.tags));
    return make_products(scribe, company);
}

Result<void> read_pipeline(Scribe& scribe, Company& company) {
    record::Context& context = scribe.context();
    record::Query query;
    query.object = &context.schema.get("stages");
    query.page_size = record::kPageSizeMax;
    query.filter =
        TRY(filter::parse_and_bind("pipeline/is_default eq true", context.schema, *query.object));
    query.sort = {record::SortKey{{&query.object->field("position")}, false}};
    for (const record::Row& row : TRY(record::list(context, query)).rows) {
        const auto* days = std::get_if<std::int64_t>(&row.record.at("usual_days"));
        company.stages.push_back(
            {row.record.id(), text_at(row.record, "kind"), days != nullptr ? *days : 0});
    }
    record::Query reasons;
    reasons.object = &context.schema.get("loss_reasons");
    reasons.page_size = record::kPageSizeMax;
    reasons.sort = {record::SortKey{{&reasons.object->field("position")}, false}};
    for (const record::Row& row : TRY(record::list(context, reasons)).rows) {
        company.loss_reasons.push_back(row.record.id());
    }
    const auto of_kind = [&](Word kind) {
        return std::any_of(company.stages.begin(), company.stages.end(),
                           [&](const Stage& stage) { return stage.kind == kind; });
    };
    if (of_kind("open") && of_kind("won") && of_kind("lost") && !company.loss_reasons.empty())
        return {};
    return internal_error("the store lacks its first pipeline or its reasons for losing");
}

}  // namespace clientela::demo
