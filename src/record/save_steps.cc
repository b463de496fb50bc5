// SPDX-License-Identifier: Apache-2.0
// Steps 1 to 5 and 9 of save(): who may, what stands, which version, defaults, still inside.
#include "record/save_steps.h"

#include <algorithm>

#include "access/not_allowed.h"
#include "access/visibility.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

using access::Action;
using schema::Field;

bool is_system(const Context& context) {
    return context.principal.kind == access::Principal::Kind::system;
}

// A column of the select list that says whether the row is within an action's reach.
void append_reach(db::Sql& sql, const access::Principal& principal, Context& context,
                  const schema::Object& object, Action action) {
    db::Sql condition = access::visible_condition(principal, context.schema, object, action, "t");
    if (condition.text.empty()) {
        sql.text.append(", ").append(true_text(context.tx.dialect()));
        return;
    }
    sql.text.append(", (").append(condition.text).append(")");
    for (db::Bind& arg : condition.args)
        sql.args.push_back(std::move(arg));
}

// What the written row says by itself: everything is within reach, or the writer owns it. False
// leaves the answer to the store, which also knows teams, members and grants.
bool holds_of(const access::Visibility& reach, const Record& written) {
    using Kind = access::Visibility::Kind;
    if (reach.kind == Kind::everything) return !reach.hides_private;
    if (reach.kind == Kind::nothing) return false;
    return std::any_of(
        reach.branches.begin(), reach.branches.end(), [&](const access::Branch& branch) {
            if (branch.kind != access::Branch::Kind::owner) return false;
            const Field* column = written.object->find_field(branch.column);
            const auto* owner = column == nullptr ? nullptr : std::get_if<Id>(&written[*column]);
            return owner != nullptr && *owner && *owner == reach.user;
        });
}

// Further columns, only where somebody who is away lent their sight: whether the person reaches the
// row alone, then whether each lender does.
void append_lenders(db::Sql& sql, Context& context, const schema::Object& object, Action action) {
    if (context.principal.lent.empty()) return;
    access::Principal alone = context.principal;
    alone.lent.clear();
    append_reach(sql, alone, context, object, action);
    for (const access::Lent& lent : context.principal.lent)
        append_reach(sql, *lent.from, context, object, action);
}

// In whose name the person reaches the row; nobody's when they do so alone.
Id lender_of(const access::Principal& principal, const db::Row& row, int column, Action action,
             const schema::Object& object) {
    if (principal.lent.empty() || row.boolean(column)) return {};
    for (const access::Lent& lent : principal.lent) {
        ++column;
        if (lent.covers(object.name, action) && row.boolean(column)) return lent.from->user;
    }
    return {};
}

}  // namespace

Action action_of(Operation operation) {
    switch (operation) {
        case Operation::create: return Action::create;
        case Operation::update: return Action::update;
        case Operation::remove:
        case Operation::restore: return Action::remove;
    }
    return Action::remove;
}

Result<void> authorise(const Context& context, const schema::Object& object, const Draft& draft) {
    if (is_system(context)) return {};
    const bool configures = object.administered && !context.principal.administers;
    const access::Breadth breadth =
        context.principal.breadth(object.name, action_of(draft.operation));
    const bool appends = object.append_only && draft.operation != Operation::create;
    if (configures || appends || breadth == access::Breadth::none) {
        if (context.principal.breadth(object.name, Action::read) == access::Breadth::none) {
            return make_error(ErrorCode::not_found, "error.not_found");
        }
        if (appends || breadth != access::Breadth::none)
            return make_error(ErrorCode::forbidden, "error.forbidden");
        return access::not_allowed(action_of(draft.operation), object.name);
    }
    return {};
}

Result<Record> load_current(Context& context, const schema::Object& object, const Draft& draft) {
    const std::vector<const Field*> fields = all_fields(object);
    db::Sql sql{"select " + select_list(fields, "t"), {}};
    append_reach(sql, context.principal, context, object, Action::read);
    append_reach(sql, context.principal, context, object, action_of(draft.operation));
    append_lenders(sql, context, object, action_of(draft.operation));
    sql.text.append(" from ").append(schema::quoted(object.singular)).append(" t where t.id = ?");
    sql.args.emplace_back(draft.id.value);
    if (context.tx.dialect() == db::Dialect::postgres) sql.text.append(" for update of t");
    std::optional<Record> found;
    bool readable = false;
    bool changeable = false;
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        found.emplace(Record{&object, std::vector<Value>(object.fields.size())});
        const int next = fill(*found, fields, row, 0);
        readable = row.boolean(next);
        changeable = row.boolean(next + 1);
        const Id lender =
            lender_of(context.principal, row, next + 2, action_of(draft.operation), object);
        if (lender) context.behalf = lender;
    }));
    const bool wants_binned = draft.operation == Operation::restore || draft.binned;
    if (!found || !readable || is_null(found->at("deleted_at")) == wants_binned) {
        return make_error(ErrorCode::not_found, "error.not_found");
    }
    if (!changeable) return make_error(ErrorCode::forbidden, "error.forbidden_record");
    return std::move(*found);
}

Result<void> compare_version(const Draft& draft, const Record& current) {
    if (!draft.expected_version || *draft.expected_version == current.version()) return {};
    return make_error(ErrorCode::conflict, "error.version",
                      {{"version", std::to_string(current.version())}});
}

Result<void> refuse_passing_on(const Context& context, const Draft& draft, const Record& before) {
    if (!context.behalf || is_system(context)) return {};
    const std::vector<std::string>& more = before.object->sight.also_owners;
    for (const auto& [field, value] : draft.values) {
        const bool says_whose = field->name == "owner_id" || field->name == "team_id" ||
                                field->name == "territory_id" ||
                                std::find(more.begin(), more.end(), field->name) != more.end();
        if (says_whose && value != before[*field]) return field_error(field->name, "only_lent");
    }
    return {};
}

void apply_defaults(Context& context, const schema::Object& object, Record& record) {
    for (const Field& field : object.fields) {
        Value& value = record.values[static_cast<std::size_t>(field.index)];
        if (is_null(value))
            value = first_value(field, context.now, context.today, context.principal.user);
    }
    if (object.find_field("owner_id") == nullptr) return;
    Value& owner = record.values[static_cast<std::size_t>(object.field("owner_id").index)];
    if (is_null(owner) && context.principal.user) owner = context.principal.user;
    Value& team = record.values[static_cast<std::size_t>(object.field("team_id").index)];
    const bool own =
        std::get_if<Id>(&owner) != nullptr && std::get<Id>(owner) == context.principal.user;
    if (is_null(team) && own && context.principal.team) team = context.principal.team;
}

Result<void> check_still_allowed(Context& context, const Proposal& proposal) {
    const Operation operation = proposal.operation;
    if (is_system(context) || operation == Operation::remove || operation == Operation::restore)
        return {};
    const Action action = action_of(operation);
    const access::Visibility reach =
        access::visibility(context.principal, context.schema, proposal.object, action);
    if (holds_of(reach, proposal.after)) return {};
    if (TRY(is_visible(context, proposal.object, proposal.after.id(), action))) return {};
    return make_error(ErrorCode::forbidden, "error.outside_rights");
}

namespace {

// Whether the person may do it by themselves, without what was lent.
Result<bool> reaches_alone(Context& context, const schema::Object& object, Id id, Action action) {
    access::Principal own = context.principal;
    own.lent.clear();
    Context alone{context.tx,    context.schema, own,         context.company,
                  context.rules, context.ids,    context.now, context.today};
    return is_visible(alone, object, id, action);
}

// account_contacts makes a contact visible through an account: a lent contact would stay visible
// through an account of one's own when the lending is over.
Result<void> refuse_joining_lent(Context& context, const Proposal& proposal,
                                 const schema::Object& joined) {
    const std::string& link = joined.sight.through_own;
    if (context.principal.lent.empty() || !proposal.changes(link)) return {};
    const auto* id = std::get_if<Id>(&proposal.after.at(link));
    if (id == nullptr || TRY(reaches_alone(context, joined, *id, Action::read))) return {};
    return field_error(link, "lent_for_a_time");
}

}  // namespace

Result<void> check_may_admit(Context& context, const Proposal& proposal) {
    if (is_system(context)) return {};
    for (const schema::Object& record : context.schema.objects) {
        if (record.sight.through_object == proposal.object.name)
            TRY(refuse_joining_lent(context, proposal, record));
        if (record.sight.members != proposal.object.name) continue;
        const auto* id = std::get_if<Id>(&proposal.after.at(record.sight.members_via));
        if (id == nullptr || TRY(reaches_alone(context, record, *id, Action::update))) continue;
        return make_error(ErrorCode::forbidden, "error.outside_rights");
    }
    return {};
}

}  // namespace clientela::record
