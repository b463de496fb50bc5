// SPDX-License-Identifier: Apache-2.0
// Everything goes through the one door, as work of the program itself.
#include "app/seed.h"

#include <array>

#include "access/shipped_roles.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::app {
namespace {

using Values = std::vector<std::pair<std::string_view, Value>>;

Result<Id> create(record::Context& context, std::string_view object_name, Values&& values) {
    const schema::Object& object = context.schema.get(object_name);
    record::Draft draft;
    for (auto& [name, value] : values)
        draft.set(object.field(name), std::move(value));
    return TRY(record::save(context, object, draft)).id;
}

Result<bool> has_roles(record::Context& context) {
    record::Query query;
    query.object = &context.schema.get("roles");
    return TRY(record::count(context, query, 1)) > 0;
}

Result<void> seed_roles(record::Context& context) {
    for (const access::ShippedRole& role : access::shipped_roles()) {
        TRY(create(context, "roles",
                   {{"name", role.name},
                    {"label_es", role.label_es},
                    {"label_en", role.label_en},
                    {"description", role.description_es},
                    {"rights", role.rights},
                    {"administers", role.administers},
                    {"position", std::int64_t{role.position}}}));
    }
    return {};
}

struct StageRow {
    const char* name;
    const char* kind;
    std::int64_t probability;
    std::int64_t usual_days;
};
constexpr std::array kStages{
    StageRow{"Contacto", "open", 10, 7},   StageRow{"Necesidad", "open", 25, 14},
    StageRow{"Propuesta", "open", 50, 14}, StageRow{"Negociación", "open", 75, 10},
    StageRow{"Por firmar", "open", 90, 5}, StageRow{"Ganada", "won", 100, 0},
    StageRow{"Perdida", "lost", 0, 0},
};

Result<void> seed_pipeline(record::Context& context) {
    const Id pipeline = TRY(create(context, "pipelines",
                                   {{"name", std::string("Ventas")},
                                    {"is_default", true},
                                    {"active", true},
                                    {"position", std::int64_t{1}}}));
    std::int64_t position = 0;
    for (const StageRow& stage : kStages) {
        Values values{{"name", std::string(stage.name)},
                      {"pipeline_id", pipeline},
                      {"kind", std::string(stage.kind)},
                      {"position", ++position},
                      {"probability", stage.probability}};
        if (stage.usual_days > 0) values.emplace_back("usual_days", stage.usual_days);
        TRY(create(context, "stages", std::move(values)));
    }
    return {};
}

Result<void> seed_loss_reasons(record::Context& context) {
    std::int64_t position = 0;
    for (const char* name : {"Precio", "Eligió a la competencia", "Sin presupuesto", "Sin decisión",
                             "No era lo que necesitaba", "Mal momento"}) {
        TRY(create(context, "loss_reasons",
                   {{"name", std::string(name)}, {"active", true}, {"position", ++position}}));
    }
    return {};
}

}  // namespace

Result<void> seed_new_store(record::Context& context) {
    if (TRY(has_roles(context))) return {};
    TRY(seed_roles(context));
    TRY(seed_pipeline(context));
    return seed_loss_reasons(context);
}

}  // namespace clientela::app
