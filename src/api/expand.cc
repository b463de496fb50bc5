// SPDX-License-Identifier: Apache-2.0
// Each relation becomes text by id of its owner; a page then only copies that text.
#include "api/expand.h"

#include <algorithm>
#include <set>

#include "api/query_options.h"
#include "api/record_address.h"
#include "record/related.h"
#include "record/write_json.h"

namespace clientela::api {
namespace {

using Texts = std::map<std::int64_t, std::string>;

record::Query query_of(const filter::Expand& expand, bool labels) {
    record::Query query;
    query.object = expand.target;
    query.fields = shown_fields(*expand.target, expand.inner);
    query.filter = expand.inner.filter;
    query.sort = sort_keys(expand.inner.order);
    query.labels = labels;
    return with_links(std::move(query), expand.inner.expand);
}

// The visible ones of these records as JSON objects, with their own links and expansions inside.
Result<Texts> texts_of(record::Context& context, const filter::Expand& expand, bool labels,
                       const std::vector<Id>& ids) {
    const record::Page page = TRY(record::rows_of(context, query_of(expand, labels), ids));
    Attachments attachments;
    Texts texts;
    if (expand.form == filter::ExpandForm::references) {
        for (const record::Row& row : page.rows) {
            const Id id = row.record.id();
            texts[id.value] = "{\"@odata.id\":\"" + path_of(*expand.target, id) + "\"}";
        }
        return texts;
    }
    TRY(attachments.load(context, page, shown_links(*expand.target, expand.inner),
                         expand.inner.expand, labels));
    for (const record::Row& row : page.rows) {
        JsonWriter writer;
        writer.begin_object();
        record::write_members(writer, row, page.fields, labels);
        attachments.write(writer, row);
        writer.end_object();
        texts[row.record.id().value] = writer.take();
    }
    return texts;
}

std::vector<Id> distinct(const std::vector<Id>& ids) {
    std::vector<Id> result;
    std::set<std::int64_t> known;
    for (const Id id : ids) {
        if (known.insert(id.value).second) result.push_back(id);
    }
    return result;
}

std::string array_member(const std::string& name, const record::Related* related,
                         const Texts& texts) {
    std::string text = "\"" + name + "\":[";
    bool first = true;
    if (related != nullptr) {
        for (const Id id : related->ids) {
            const auto found = texts.find(id.value);
            if (found == texts.end()) continue;
            if (!first) text.push_back(',');
            first = false;
            text.append(found->second);
        }
    }
    return text + "]";
}

// "lines@odata.count":3 and, when a list was cut without being asked to,
// "lines@clientela.more":true.
std::string notes(const filter::Expand& expand, const record::Related* related,
                  std::int64_t count) {
    std::string text;
    if (expand.inner.count)
        text += "\"" + expand.name + "@odata.count\":" + std::to_string(count) + ",";
    if (expand.inner.top < 0 && related != nullptr && related->more) {
        text += "\"" + expand.name + "@clientela.more\":true,";
    }
    return text;
}

}  // namespace

record::Query with_links(record::Query query, const std::vector<filter::Expand>& expand) {
    for (const filter::Expand& one : expand) {
        if (one.link == nullptr || query.fields.empty()) continue;
        const bool there =
            std::find(query.fields.begin(), query.fields.end(), one.link) != query.fields.end();
        if (!there) query.fields.push_back(one.link);
    }
    return query;
}

Result<void> Attachments::load(record::Context& context, const record::Page& page,
                               const std::vector<const schema::ManyLink*>& links,
                               const std::vector<filter::Expand>& expand, bool labels) {
    std::vector<Id> owners;
    for (const record::Row& row : page.rows)
        owners.push_back(row.record.id());
    for (const schema::ManyLink* link : links) {
        const bool expanded =
            std::any_of(expand.begin(), expand.end(),
                        [&](const filter::Expand& one) { return one.many == link; });
        if (expanded) continue;
        Ids ids{link, {}};
        for (const auto& [owner, other] : TRY(record::linked_ids(context, *link, owners))) {
            ids.by_owner[owner.value].push_back(other);
        }
        ids_.push_back(std::move(ids));
    }
    for (const filter::Expand& one : expand) {
        members_.push_back(one.link != nullptr ? TRY(to_one(context, page, one, labels))
                                               : TRY(to_many(context, page, one, labels)));
    }
    return {};
}

Result<Attachments::Members> Attachments::to_one(record::Context& context, const record::Page& page,
                                                 const filter::Expand& expand, bool labels) {
    std::vector<Id> ids;
    for (const record::Row& row : page.rows) {
        if (const auto* id = std::get_if<Id>(&row.record[*expand.link])) ids.push_back(*id);
    }
    const Texts texts = TRY(texts_of(context, expand, labels, distinct(ids)));
    Members members{"\"" + expand.name + "\":null", {}};
    for (const record::Row& row : page.rows) {
        const auto* id = std::get_if<Id>(&row.record[*expand.link]);
        const auto found = id != nullptr ? texts.find(id->value) : texts.end();
        if (found == texts.end()) continue;
        members.by_owner[row.record.id().value] = "\"" + expand.name + "\":" + found->second;
    }
    return members;
}

Result<Attachments::Members> Attachments::to_many(record::Context& context,
                                                  const record::Page& page,
                                                  const filter::Expand& expand, bool labels) {
    if (expand.form == filter::ExpandForm::count) return counted(context, page, expand);
    record::RelatedQuery wanted;
    wanted.query = query_of(expand, labels);
    wanted.via = expand.relation != nullptr ? expand.relation->via_field : nullptr;
    wanted.many = expand.many;
    if (expand.inner.top >= 0) wanted.top = std::min(expand.inner.top, record::kPageSizeMax);
    std::vector<Id> owners;
    for (const record::Row& row : page.rows)
        owners.push_back(row.record.id());
    const auto related = TRY(record::related(context, wanted, owners));
    std::map<std::int64_t, std::int64_t> counts;
    if (expand.inner.count) counts = TRY(record::related_counts(context, wanted, owners));
    std::vector<Id> ids;
    for (const auto& [owner, one] : related)
        ids.insert(ids.end(), one.ids.begin(), one.ids.end());
    const Texts texts = TRY(texts_of(context, expand, labels, distinct(ids)));
    Members members;
    members.missing = notes(expand, nullptr, 0) + array_member(expand.name, nullptr, texts);
    for (const Id owner : owners) {
        const auto found = related.find(owner.value);
        const record::Related* one = found == related.end() ? nullptr : &found->second;
        if (one == nullptr && !counts.contains(owner.value)) continue;
        members.by_owner[owner.value] =
            notes(expand, one, counts[owner.value]) + array_member(expand.name, one, texts);
    }
    return members;
}

// contacts/$count: only how many there are.
Result<Attachments::Members> Attachments::counted(record::Context& context,
                                                  const record::Page& page,
                                                  const filter::Expand& expand) {
    record::RelatedQuery wanted;
    wanted.query = query_of(expand, false);
    wanted.via = expand.relation != nullptr ? expand.relation->via_field : nullptr;
    wanted.many = expand.many;
    std::vector<Id> owners;
    for (const record::Row& row : page.rows)
        owners.push_back(row.record.id());
    const std::string head = "\"" + expand.name + "@odata.count\":";
    Members members{head + "0", {}};
    for (const auto& [owner, count] : TRY(record::related_counts(context, wanted, owners)))
        members.by_owner[owner] = head + std::to_string(count);
    return members;
}

void Attachments::write(JsonWriter& writer, const record::Row& row) const {
    const std::int64_t owner = row.record.id().value;
    for (const Ids& ids : ids_) {
        writer.key(ids.link->name);
        writer.begin_array();
        const auto found = ids.by_owner.find(owner);
        if (found != ids.by_owner.end()) {
            for (const Id id : found->second)
                writer.string(to_string(id));
        }
        writer.end_array();
    }
    for (const Members& members : members_) {
        const auto found = members.by_owner.find(owner);
        writer.raw(found != members.by_owner.end() ? found->second : members.missing);
    }
}

}  // namespace clientela::api
