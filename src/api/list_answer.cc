// SPDX-License-Identifier: Apache-2.0
// Many-to-many links and expansions come with further queries for the whole page, never by a join.
#include "api/list_answer.h"

#include "api/expand.h"
#include "base/json_writer.h"
#include "record/visible.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

void write_allowed(JsonWriter& writer, const record::Allowed& allowed) {
    writer.key("@clientela.may");
    writer.begin_array();
    if (allowed.update) writer.string("update");
    if (allowed.remove) writer.string("remove");
    writer.end_array();
}

}  // namespace

Result<std::string> list_answer(record::Context& context, const ListQuery& query) {
    const record::Query wanted = with_links(query.query, query.expand);
    record::Page page;
    if (!query.without_rows()) page = TRY(record::list(context, wanted));
    Attachments attachments;
    TRY(attachments.load(context, page, query.many_links, query.expand, wanted.labels));
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata#" + wanted.object->name);
    if (query.counted) writer.member("@odata.count", TRY(record::count(context, wanted)));
    writer.key("value");
    writer.begin_array();
    for (const record::Row& row : page.rows) {
        writer.begin_object();
        record::write_members(writer, row, page.fields, wanted.labels);
        attachments.write(writer, row);
        writer.end_object();
    }
    writer.end_array();
    if (const std::string next = next_link(query, page); !next.empty())
        writer.member("@odata.nextLink", next);
    writer.end_object();
    return writer.take();
}

Result<std::optional<std::string>> single_answer(record::Context& context,
                                                 const SingleQuery& query) {
    const record::Query wanted = with_links(query.query, query.expand);
    const record::Page page = TRY(record::only(context, wanted));
    if (page.rows.empty()) return std::optional<std::string>{};
    Attachments attachments;
    TRY(attachments.load(context, page, query.many_links, query.expand, wanted.labels));
    JsonWriter writer;
    writer.begin_object();
    record::write_members(writer, page.rows.front(), page.fields, wanted.labels);
    attachments.write(writer, page.rows.front());
    if (wanted.labels) {
        const Id id = page.rows.front().record.id();
        write_allowed(writer, TRY(record::allowed_on(context, *wanted.object, id)));
    }
    writer.end_object();
    return std::optional<std::string>{writer.take()};
}

Result<std::string> etag_in(std::string_view body) {
    // The etag is always the first member: {"@odata.etag":"W/\"3\"",
    constexpr std::string_view kStart = R"({"@odata.etag":"W/\")";
    if (!body.starts_with(kStart)) return internal_error("no etag in a record");
    const std::string_view rest = body.substr(kStart.size());
    return "W/\"" + std::string(rest.substr(0, rest.find('\\'))) + "\"";
}

}  // namespace clientela::api
