// SPDX-License-Identifier: Apache-2.0
// Counting goes over the whole table once for all its custom fields, and only when it is asked for.
#include "customize/document/overview.h"

#include "base/id.h"
#include "base/json_writer.h"
#include "customize/document/plan.h"
#include "schema/to_json.h"

namespace clientela::customize {
namespace {

constexpr int kVersionsShown = 100;

int used_fields(const schema::Object& object) {
    int used = static_cast<int>(object.many_links.size());
    for (const schema::Field& field : object.fields)
        used += field.standard ? 0 : 1;
    return used;
}

Result<std::shared_ptr<const schema::Schema>> stored_schema(db::Transaction& tx) {
    const schema::CustomDocument document = TRY(schema::find_document(tx));
    schema::Loaded loaded = schema::load_customized(document, schema::Extent::stored);
    if (loaded.schema == nullptr) return schema::invalid_definitions(loaded.problems);
    return std::move(loaded.schema);
}

}  // namespace

Result<std::string> overview_json(db::Transaction& tx) {
    const schema::CustomDocument document = TRY(schema::find_document(tx));
    const auto schema = TRY(stored_schema(tx));
    schema::Readable readable;
    readable.object = [](const schema::Object&) { return true; };
    readable.hidden = true;
    JsonWriter out;
    out.begin_object();
    out.member("version", document.version);
    out.member("max", static_cast<std::int64_t>(kFieldsMax));
    out.key("document");
    out.raw(document.json.empty() ? "{}" : document.json);
    out.key("used");
    out.begin_object();
    for (const schema::Object& object : schema->objects)
        out.member(object.name, static_cast<std::int64_t>(used_fields(object)));
    out.end_object();
    out.key("definitions");
    out.raw(schema::to_json(*schema, readable));
    out.end_object();
    return out.take();
}

Result<std::string> versions_json(db::Transaction& tx) {
    JsonWriter out;
    out.begin_object();
    out.key("value");
    out.begin_array();
    TRY(tx.query({"select d.version, d.created_at, d.created_by_id, u.name, d.changes "
                  "from definition d left join \"user\" u on u.id = d.created_by_id "
                  "order by d.version desc limit ?",
                  {std::int64_t{kVersionsShown}}},
                 [&](const db::Row& row) {
                     out.begin_object();
                     out.member("version", row.integer(0));
                     out.member("created_at", to_string(row.instant(1)));
                     out.key("by");
                     out.begin_object();
                     out.member("id", to_string(Id{row.integer(2)}));
                     out.member("name", row.text(3));
                     out.end_object();
                     out.key("changes");
                     out.raw(row.text(4));
                     out.end_object();
                 }));
    out.end_array();
    out.end_object();
    return out.take();
}

Result<std::string> usage_json(db::Transaction& tx, const std::string& name) {
    const auto schema = TRY(stored_schema(tx));
    const schema::Object* object = schema->find(name);
    if (object == nullptr) return make_error(ErrorCode::not_found, "error.not_found");
    std::string columns = "count(*)";
    std::vector<const schema::Field*> fields;
    for (const schema::Field& field : object->fields) {
        if (!field.custom) continue;
        fields.push_back(&field);
        columns += ", count(" + schema::quoted(field.name) + ")";
    }
    std::vector<std::int64_t> filled(fields.size());
    std::int64_t rows = 0;
    TRY(tx.query({"select " + columns + " from " + schema::quoted(object->singular) +
                      " where deleted_at is null",
                  {}},
                 [&](const db::Row& row) {
                     rows = row.integer(0);
                     for (std::size_t i = 0; i < fields.size(); ++i)
                         filled[i] = row.integer(static_cast<int>(i) + 1);
                 }));
    JsonWriter out;
    out.begin_object();
    out.member("rows", rows);
    out.key("fields");
    out.begin_object();
    const auto write = [&](const std::string& field, std::int64_t of) -> Result<void> {
        const Loss use = TRY(loss_of(tx, *schema, name, field));
        out.key(field);
        out.begin_object();
        out.member("filled", of < 0 ? use.records : of);
        out.member("views", use.views);
        out.member("layouts", use.layouts);
        out.member("roles", use.roles);
        out.end_object();
        return {};
    };
    for (std::size_t i = 0; i < fields.size(); ++i)
        TRY(write(fields[i]->name, filled[i]));
    for (const schema::ManyLink& link : object->many_links) {
        if (link.custom) TRY(write(link.name, -1));
    }
    out.end_object();
    out.end_object();
    return out.take();
}

}  // namespace clientela::customize
