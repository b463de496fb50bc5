// SPDX-License-Identifier: Apache-2.0
// Steps 8 and 10 of save(): the row, its unique claims, its many-to-many links, its line in the
// log.
#include <algorithm>
#include <iterator>

#include "access/visibility.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "change/log.h"
#include "record/claims.h"
#include "record/columns.h"
#include "record/read.h"
#include "record/save_steps.h"
#include "record/table_sql.h"
#include "record/write_json.h"

namespace clientela::record {
namespace {

using schema::Field;
using schema::ManyLink;

db::Sql insert_text(const schema::Object& object, std::vector<StoredColumn> columns) {
    db::Sql sql{"insert into " + schema::quoted(object.singular) + " (", {}};
    std::string marks;
    for (StoredColumn& column : columns) {
        if (!marks.empty()) {
            sql.text.append(", ");
            marks.append(", ");
        }
        sql.text.append(column.name);
        marks.append("?");
        sql.args.push_back(std::move(column.value));
    }
    sql.text.append(") values (").append(marks).append(") on conflict (id) do nothing");
    return sql;
}

db::Sql update_text(const schema::Object& object, Id id, std::vector<StoredColumn> columns) {
    db::Sql sql{"update " + schema::quoted(object.singular) + " set ", {}};
    bool first = true;
    for (StoredColumn& column : columns) {
        if (!first) sql.text.append(", ");
        first = false;
        sql.text.append(column.name).append(" = ?");
        sql.args.push_back(std::move(column.value));
    }
    sql.text.append(" where id = ?");
    sql.args.emplace_back(id.value);
    return sql;
}

// Says who holds a value only to people who may see that record.
Result<void> already_used(Context& context, const schema::Object& object, const Claim& claim) {
    const db::Sql find{
        "select record_id from claim where object_id = ? and field_id = ? and value = ?",
        {std::int64_t{object.id}, claim.field_id, claim.value}};
    Id holder;
    TRY(context.tx.query(find, [&](const db::Row& row) { holder = Id{row.integer(0)}; }));
    db::Sql sql{"select t.deleted_at is not null from " + schema::quoted(object.singular) +
                    " t where t.id = ?",
                {holder.value}};
    append_condition(sql, access::visible_condition(context.principal, context.schema, object,
                                                    access::Action::read, "t"));
    std::optional<bool> binned;
    TRY(context.tx.query(sql, [&](const db::Row& row) { binned = row.boolean(0); }));
    if (!binned) return field_error(claim.field->name, "already_used");
    return field_error(claim.field->name, *binned ? "used_in_bin" : "used_by",
                       {{"id", to_string(holder)}});
}

Result<void> take_claim(Context& context, const schema::Object& object, Id id, const Claim& claim) {
    const db::Sql take{
        "insert into claim (object_id, field_id, value, record_id) values (?, ?, ?, ?) "
        "on conflict (object_id, field_id, value) do nothing",
        {std::int64_t{object.id}, claim.field_id, claim.value, id.value}};
    if (TRY(context.tx.execute(take)) == 1) return {};
    return already_used(context, object, claim);
}

Result<void> drop_claim(Context& context, const schema::Object& object, Id id, const Claim& claim) {
    const db::Sql drop{
        "delete from claim where object_id = ? and field_id = ? and value = ? and record_id = ?",
        {std::int64_t{object.id}, claim.field_id, claim.value, id.value}};
    TRY(context.tx.execute(drop));
    return {};
}

Result<std::vector<Id>> current_links(Context& context, const ManyLink& link, Id id) {
    const db::Sql sql{"select " + link.other_column + " from " + link.table + " where " +
                          link.own_column + " = ? order by 1",
                      {id.value}};
    std::vector<Id> ids;
    TRY(context.tx.query(sql, [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

Result<void> add_link(Context& context, const ManyLink& link, Id id, Id other) {
    if (!TRY(is_visible(context, *link.target_object, other, access::Action::read))) {
        return field_error(link.name, "link_not_found", {{"id", to_string(other)}});
    }
    const db::Sql sql{"insert into " + link.table + " (" + link.own_column + ", " +
                          link.other_column + ") values (?, ?)",
                      {id.value, other.value}};
    TRY(context.tx.execute(sql));
    return {};
}

Result<void> drop_link(Context& context, const ManyLink& link, Id id, Id other) {
    const db::Sql sql{"delete from " + link.table + " where " + link.own_column + " = ? and " +
                          link.other_column + " = ?",
                      {id.value, other.value}};
    TRY(context.tx.execute(sql));
    return {};
}

// Nobody takes away what they are not shown: links to records that the writer may not see, or that
// lie in the bin, are in no list that a person has read. The program itself says the whole set.
Result<void> keep_unseen(Context& context, Id id, LinkChange& change) {
    if (context.principal.kind != access::Principal::Kind::person) return {};
    if (std::includes(change.after.begin(), change.after.end(), change.before.begin(),
                      change.before.end()))
        return {};
    std::vector<Id> seen;
    for (const auto& [owner, other] : TRY(linked_ids(context, *change.link, {id})))
        seen.push_back(other);
    std::vector<Id> after;
    std::set_difference(change.before.begin(), change.before.end(), seen.begin(), seen.end(),
                        std::back_inserter(after));
    after.insert(after.end(), change.after.begin(), change.after.end());
    std::sort(after.begin(), after.end());
    after.erase(std::unique(after.begin(), after.end()), after.end());
    change.after = std::move(after);
    return {};
}

void write_ids(JsonWriter& writer, const std::vector<Id>& ids) {
    writer.begin_array();
    for (const Id id : ids)
        writer.string(to_string(id));
    writer.end_array();
}

// {"20":["before","after"], ...}: only fields that changed, keyed by field id; secrets leave no
// value.
std::string diff_text(const Proposal& proposal, const std::vector<LinkChange>& links) {
    JsonWriter writer;
    writer.begin_object();
    for (const Field& field : proposal.object.fields) {
        if (field.name == "version" || field.name == "updated_at" || field.name == "updated_by_id")
            continue;
        const Value before = proposal.before != nullptr ? (*proposal.before)[field] : Value{};
        const Value& after = proposal.after[field];
        if (before == after || field.type == schema::FieldType::id) continue;
        writer.key(std::to_string(field.id));
        writer.begin_array();
        write_value(writer, field.secret ? Value{} : before);
        write_value(writer, field.secret ? Value{} : after);
        writer.end_array();
    }
    for (const LinkChange& change : links) {
        if (change.before == change.after) continue;
        writer.key(std::to_string(change.link->id));
        writer.begin_array();
        write_ids(writer, change.before);
        write_ids(writer, change.after);
        writer.end_array();
    }
    writer.end_object();
    return writer.take();
}

change::Op op_of(Operation operation) {
    switch (operation) {
        case Operation::create: return change::Op::create;
        case Operation::update: return change::Op::update;
        case Operation::remove: return change::Op::remove;
        case Operation::restore: return change::Op::restore;
    }
    return change::Op::update;
}

}  // namespace

Result<void> write_row(Context& context, const Proposal& proposal) {
    std::vector<StoredColumn> columns;
    for (const Field& field : proposal.object.fields) {
        const Value& value = proposal.after[field];
        const bool same =
            proposal.before != nullptr ? (*proposal.before)[field] == value : is_null(value);
        if (!same) append_stored(columns, field, value);
    }
    if (proposal.before != nullptr) {
        TRY(context.tx.execute(
            update_text(proposal.object, proposal.after.id(), std::move(columns))));
        return {};
    }
    if (TRY(context.tx.execute(insert_text(proposal.object, std::move(columns)))) == 1) return {};
    return make_error(ErrorCode::conflict, std::string(kIdTaken),
                      {{"id", to_string(proposal.after.id())}});
}

Result<void> write_claims(Context& context, const Proposal& proposal) {
    const std::vector<Claim> now = claims_of(proposal.object, proposal.after);
    std::vector<Claim> past;
    if (proposal.before != nullptr) past = claims_of(proposal.object, *proposal.before);
    for (std::size_t place = 0; place < now.size(); ++place) {
        const std::string old = past.empty() ? std::string() : past[place].value;
        if (old == now[place].value) continue;
        if (!old.empty())
            TRY(drop_claim(context, proposal.object, proposal.after.id(), past[place]));
        if (!now[place].value.empty()) {
            TRY(take_claim(context, proposal.object, proposal.after.id(), now[place]));
        }
    }
    return {};
}

Result<std::vector<LinkChange>> write_links(Context& context, const schema::Object&, Id id,
                                            const Draft& draft) {
    std::vector<LinkChange> changes;
    for (const auto& [link, wanted] : draft.links) {
        LinkChange change{link, {}, wanted};
        if (draft.operation != Operation::create)
            change.before = TRY(current_links(context, *link, id));
        std::sort(change.after.begin(), change.after.end());
        change.after.erase(std::unique(change.after.begin(), change.after.end()),
                           change.after.end());
        TRY(keep_unseen(context, id, change));
        for (const Id other : change.after) {
            if (!std::binary_search(change.before.begin(), change.before.end(), other)) {
                TRY(add_link(context, *link, id, other));
            }
        }
        for (const Id other : change.before) {
            if (!std::binary_search(change.after.begin(), change.after.end(), other)) {
                TRY(drop_link(context, *link, id, other));
            }
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<void> append_change(Context& context, const Proposal& proposal,
                           const std::vector<LinkChange>& links) {
    change::Entry entry;
    entry.happened_at = context.now;
    entry.actor = context.principal.user;
    entry.origin = context.origin;
    if (context.behalf) entry.origin += "/for:" + to_string(context.behalf);
    entry.op = op_of(proposal.operation);
    entry.object_id = proposal.object.id;
    entry.record = proposal.after.id();
    entry.version = proposal.after.version();
    entry.diff = diff_text(proposal, links);
    return change::append(context.tx, entry);
}

}  // namespace clientela::record
