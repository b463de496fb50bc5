// SPDX-License-Identifier: Apache-2.0
// What an undo reads: the values before a change, and whether others have built on a record since.
#include "record/put_back.h"

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "record/exact_json.h"
#include "record/read_json.h"

namespace clientela::record {
namespace {

namespace json = boost::json;

// {"FIELD ID":[before,after]} as {"NAME":before}; nothing for fields that are no longer defined.
Result<std::string> before_text(const schema::Object& object, std::string_view diff) {
    const ExactJson exact = keep_numbers(diff);
    boost::system::error_code failed;
    const json::value value = json::parse(exact.text, failed);
    if (failed || !value.is_object()) return internal_error("a diff in the log is no JSON");
    const json::object& changes = value.get_object();
    JsonWriter writer;
    writer.begin_object();
    const auto add = [&](std::uint16_t id, const std::string& name, bool holds_json) {
        const json::value* change = changes.if_contains(std::to_string(id));
        if (change == nullptr || !change->is_array() || change->get_array().empty()) return;
        writer.key(name);
        const json::value& before = change->get_array()[0];
        if (holds_json && before.is_string()) {
            writer.raw(before.get_string());  // the log keeps JSON as a text
        } else {
            write_exact(writer, before);
        }
    };
    for (const schema::Field& field : object.fields) {
        if (field.secret || field.type == schema::FieldType::id) continue;
        add(field.id, field.name, field.type == schema::FieldType::json);
    }
    for (const schema::ManyLink& link : object.many_links)
        add(link.id, link.name, false);
    writer.end_object();
    return writer.take();
}

Result<bool> has_foreign(Context& context, const schema::Object& child, const std::string& via,
                         Id id, Id job) {
    const db::Sql sql{
        "select 1 from " + schema::quoted(child.singular) + " t where t." + via +
            " = ? and t.deleted_at is null and (not exists (select 1 from change c where "
            "c.object_id = ? and c.record_id = t.id and c.job_id = ? and c.op = 'create') or "
            "exists (select 1 from change d where d.object_id = ? and d.record_id = t.id and "
            "(d.job_id is null or d.job_id <> ?))) limit 1",
        {id.value, std::int64_t{child.id}, job.value, std::int64_t{child.id}, job.value}};
    bool found = false;
    TRY(context.tx.query(sql, [&](const db::Row&) { found = true; }));
    return found;
}

}  // namespace

Result<void> add_before(const Company& company, const schema::Object& object, std::string_view diff,
                        Former& former) {
    const std::string text = TRY(before_text(object, diff));
    Draft draft = TRY(draft_from_json(company, object, text, Operation::update));
    const auto put = [](auto& all, auto&& named) {
        for (auto& known : all) {
            if (known.first != named.first) continue;
            known.second = std::move(named.second);
            return;
        }
        all.push_back(std::forward<decltype(named)>(named));
    };
    for (auto& named : draft.values)
        put(former.values, std::move(named));
    for (auto& named : draft.links)
        put(former.links, std::move(named));
    return {};
}

Result<bool> has_others_children(Context& context, const schema::Object& object, Id id, Id job) {
    for (const schema::Object& child : context.schema.objects) {
        if (child.sight.kind != schema::SightKind::follows) continue;
        for (const std::string& via : child.sight.follow_links) {
            if (child.field(via).target_object != &object) continue;
            if (TRY(has_foreign(context, child, via, id, job))) return true;
        }
    }
    return false;
}

}  // namespace clientela::record
