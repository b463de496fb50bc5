// SPDX-License-Identifier: Apache-2.0
// Definition against definition: the layout that the store has now, and the one it is to have.
#include "customize/document/plan.h"

#include <algorithm>
#include <set>

#include "base/hash.h"
#include "base/hex.h"
#include "base/json_writer.h"
#include "customize/document/plan_words.h"
#include "customize/document/same_labels.h"

namespace clientela::customize {
namespace {

Result<json::object> parsed_document(const schema::CustomDocument& document) {
    if (document.json.empty()) return json::object{};
    boost::system::error_code failed;
    json::value parsed = json::parse(document.json, failed);
    if (failed || !parsed.is_object()) return internal_error("the definition is no JSON object");
    return std::move(parsed.as_object());
}

// What slipped through the checks of the changes is said with the place in the merged file.
Error not_fitting(const schema::Problems& problems) {
    Error error = make_error(ErrorCode::invalid, "error.invalid_fields");
    for (const schema::Problem& problem : problems) {
        error.fields.push_back(
            {problem.file + problem.pointer,
             "definition_invalid",
             {"field.definition_invalid",
              {{"place", problem.file + " " + problem.pointer}, {"reason", problem.reason}}}});
    }
    return error;
}

std::set<std::string> searched(const schema::Object* object) {
    std::set<std::string> names;
    if (object == nullptr) return names;
    for (const schema::Field& field : object->fields) {
        if (field.searchable && !field.secret) names.insert(field.name);
    }
    return names;
}

// A field that no record can have yet changes no word of the index.
std::vector<std::string> reindexed(const schema::Schema& before, const schema::Schema& stored,
                                   const schema::Schema& after) {
    std::vector<std::string> objects;
    for (const schema::Object& object : after.objects) {
        std::set<std::string> now = searched(&object);
        std::set<std::string> was = searched(before.find(object.name));
        const schema::Object* old = stored.find(object.name);
        if (old == nullptr) continue;
        std::erase_if(now,
                      [&](const std::string& name) { return old->find_field(name) == nullptr; });
        if (now != was) objects.push_back(object.name);
    }
    return objects;
}

Result<void> add_steps(db::Transaction& tx, Planned& planned) {
    for (const schema::Statement& statement : planned.migration.statements) {
        Step step{statement.kind,    Cost::instant, statement.table,
                  statement.subject, statement.sql, 0};
        if (statement.has_rows && statement.kind != schema::StatementKind::add_column)
            step.rows = TRY(rows_of(tx, statement.table));
        if (statement.kind == schema::StatementKind::create_index && statement.has_rows)
            step.cost = Cost::index;
        if (statement.kind == schema::StatementKind::drop_column &&
            tx.dialect() == db::Dialect::sqlite)
            step.cost = Cost::rewrite;
        planned.steps.push_back(std::move(step));
    }
    for (const schema::SortKeyFill& fill : planned.migration.fills) {
        const std::int64_t rows = TRY(rows_of(tx, fill.table));
        planned.steps.push_back({schema::StatementKind::add_column, Cost::fill, fill.table,
                                 fill.sort_column, "", rows});
    }
    for (const std::string& object : planned.reindexed) {
        const std::string& table = planned.stored->get(object).singular;
        const std::int64_t rows = TRY(rows_of(tx, table));
        planned.steps.push_back(
            {schema::StatementKind::add_column, Cost::reindex, table, object, "", rows});
    }
    return {};
}

std::string hash_of(const Planned& planned) {
    std::uint64_t hash = kFnv1aStart;
    const auto take = [&](std::string_view text) { hash = fnv1a_64(text, hash); };
    take(std::to_string(planned.document.version));
    // The moment of hiding differs between planning and applying.
    static constexpr std::string_view kMoment = "\"hidden_at\":\"";
    std::string text = planned.document.json;
    for (std::size_t at = text.find(kMoment); at != std::string::npos;
         at = text.find(kMoment, at + 1))
        text.erase(at + kMoment.size(), text.find('"', at + kMoment.size()) - at - kMoment.size());
    take(text);
    for (const schema::Statement& statement : planned.migration.statements)
        take(statement.sql);
    return hex_number(hash);
}

Result<void> add_losses(db::Transaction& tx, const schema::Schema& stored,
                        const json::array& changes, Planned& planned) {
    for (const json::value& change : changes) {
        const json::value* what = change.as_object().if_contains("do");
        if (what == nullptr || !what->is_string()) continue;
        const bool field = what->as_string() == "drop_field";
        if (!field && what->as_string() != "drop_object") continue;
        const json::object& source = change.as_object();
        planned.losses.push_back(
            TRY(loss_of(tx, stored, std::string(source.at("object").as_string()),
                        field ? std::string(source.at("field").as_string()) : std::string())));
    }
    return {};
}

std::string_view name_of(Cost cost) {
    switch (cost) {
        case Cost::instant: return "instant";
        case Cost::index: return "index";
        case Cost::fill: return "fill";
        case Cost::rewrite: return "rewrite";
        case Cost::reindex: return "reindex";
    }
    return "instant";
}

void write_loss(JsonWriter& out, const Planned& planned, const Loss& loss, Language language) {
    out.begin_object();
    out.member("object", loss.object);
    out.member("field", loss.field);
    out.member("records", loss.records);
    out.member("views", loss.views);
    out.member("layouts", loss.layouts);
    out.member("roles", loss.roles);
    out.member("text", words_of(planned, loss, language));
    out.end_object();
}

}  // namespace

Result<Planned> plan_changes(db::Transaction& tx, const json::array& changes, Instant now) {
    const schema::CustomDocument present = TRY(schema::find_document(tx));
    const std::optional<schema::StoreLayout> layout = TRY(schema::find_layout(tx));
    if (!layout) return internal_error("a store without tables");
    const schema::Loaded stored = schema::load_customized(present, schema::Extent::stored);
    const schema::Loaded served = schema::load_customized(present, schema::Extent::served);
    if (stored.schema == nullptr || served.schema == nullptr)
        return schema::invalid_definitions(stored.problems);
    Planned planned;
    planned.before = stored.schema;
    planned.edited = TRY(apply_changes(TRY(parsed_document(present)), changes,
                                       Present{stored.schema, layout->fields, now}));
    planned.document = {present.version + 1, json::serialize(planned.edited.document)};
    schema::Loaded after = schema::load_customized(planned.document, schema::Extent::stored);
    if (after.schema == nullptr) return not_fitting(after.problems);
    planned.stored = std::move(after.schema);
    after = schema::load_customized(planned.document, schema::Extent::served);
    if (after.schema == nullptr) return not_fitting(after.problems);
    planned.served = std::move(after.schema);
    TRY(refuse_same_labels(*served.schema, *planned.served, planned.edited.document, changes));
    planned.migration = schema::plan_migration(&*layout, schema::layout_of(*planned.stored),
                                               tx.dialect(), planned.edited.erased);
    if (!planned.migration.refusals.empty())
        return field_error("changes", "definition_refused",
                           {{"reason", planned.migration.refusals.front()}});
    planned.reindexed = reindexed(*served.schema, *stored.schema, *planned.served);
    TRY(add_steps(tx, planned));
    TRY(add_losses(tx, *stored.schema, changes, planned));
    planned.hash = hash_of(planned);
    return planned;
}

std::string plan_json(const Planned& planned, Language language, const Error* unfinished, Id job) {
    JsonWriter out;
    out.begin_object();
    out.member("hash", planned.hash);
    out.member("version", planned.document.version);
    out.key("steps");
    out.begin_array();
    for (const Step& step : planned.steps) {
        out.begin_object();
        out.member("text", words_of(planned, step, language));
        out.member("table", step.table);
        out.member("subject", step.subject);
        out.member("sql", step.sql);
        out.member("cost", name_of(step.cost));
        out.member("rows", step.rows);
        out.end_object();
    }
    out.end_array();
    out.key("losses");
    out.begin_array();
    for (const Loss& loss : planned.losses)
        write_loss(out, planned, loss, language);
    out.end_array();
    if (unfinished != nullptr) {
        out.key("unfinished");
        out.begin_object();
        out.member("code", unfinished->message.key);
        out.member("message", localize({"definition.unfinished",
                                        {{"reason", localize(unfinished->message, language)}}},
                                       language));
        out.end_object();
    }
    if (job) out.member("job", to_string(job));
    out.end_object();
    return out.take();
}

}  // namespace clientela::customize
