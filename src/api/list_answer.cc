// SPDX-License-Identifier: Apache-2.0
// Many-to-many links come with one further query for the whole page, never by a join.
#include "api/list_answer.h"

#include <map>

#include "base/json_writer.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

using LinkedIds = std::map<std::int64_t, std::vector<Id>>;

Result<std::vector<LinkedIds>> load_links(record::Context& context, const record::Page& page,
                                          const std::vector<const schema::ManyLink*>& links) {
    std::vector<Id> owners;
    for (const record::Row& row : page.rows) owners.push_back(row.record.id());
    std::vector<LinkedIds> loaded;
    for (const schema::ManyLink* link : links) {
        LinkedIds ids;
        for (const auto& [owner, other] : TRY(record::linked_ids(context, *link, owners))) {
            ids[owner.value].push_back(other);
        }
        loaded.push_back(std::move(ids));
    }
    return loaded;
}

void write_links(JsonWriter& writer, Id owner, const std::vector<const schema::ManyLink*>& links,
                 std::vector<LinkedIds>& loaded) {
    for (std::size_t place = 0; place < links.size(); ++place) {
        writer.key(links[place]->name);
        writer.begin_array();
        for (const Id id : loaded[place][owner.value]) writer.string(to_string(id));
        writer.end_array();
    }
}

}  // namespace

Result<std::string> list_answer(record::Context& context, const ListQuery& query) {
    const record::Page page = TRY(record::list(context, query.query));
    std::vector<LinkedIds> loaded = TRY(load_links(context, page, query.many_links));
    JsonWriter writer;
    writer.begin_object();
    writer.member("@odata.context", "$metadata#" + query.query.object->name);
    if (query.counted) writer.member("@odata.count", TRY(record::count(context, query.query)));
    writer.key("value");
    writer.begin_array();
    for (const record::Row& row : page.rows) {
        writer.begin_object();
        record::write_members(writer, row, page.fields, query.query.labels);
        write_links(writer, row.record.id(), query.many_links, loaded);
        writer.end_object();
    }
    writer.end_array();
    if (!page.next.empty()) writer.member("@odata.nextLink", query.next_base + "$skiptoken=" + page.next);
    writer.end_object();
    return writer.take();
}

Result<std::optional<std::string>> single_answer(record::Context& context, const SingleQuery& query) {
    const record::Page page = TRY(record::list(context, query.query));
    if (page.rows.empty()) return std::optional<std::string>{};
    std::vector<LinkedIds> loaded = TRY(load_links(context, page, query.many_links));
    JsonWriter writer;
    writer.begin_object();
    record::write_members(writer, page.rows.front(), page.fields, query.query.labels);
    write_links(writer, page.rows.front().record.id(), query.many_links, loaded);
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
