// SPDX-License-Identifier: Apache-2.0
#include "people/leave.h"

#include <algorithm>

#include "access/masks.h"
#include "record/on_behalf.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::people {
namespace {

using record::Draft;
using record::Operation;

bool wanted(const Handover& handover, const schema::Object& object) {
    return handover.objects.empty() || std::find(handover.objects.begin(), handover.objects.end(),
                                                 object.name) != handover.objects.end();
}

// The objects from the place on, in the order of the definitions.
std::vector<const schema::Object*> objects_from(const schema::Schema& schema,
                                                const Handover& handover,
                                                const HandoverPlace& place) {
    std::vector<const schema::Object*> objects;
    bool reached = place.object.empty();
    for (const schema::Object* object : owned_objects(schema)) {
        reached = reached || object->name == place.object;
        if (reached && wanted(handover, *object)) objects.push_back(object);
    }
    return objects;
}

Result<Id> heir_of(record::Context& context, const Handover& handover, const OwnedRow& row) {
    if (!handover.by_team || !row.team) return handover.to;
    const Id heir = TRY(heir_in_team(context.tx, row.team, handover.from));
    return heir ? heir : handover.to;
}

std::string reason_of(const Error& error) {
    return error.fields.empty() ? error.message.key
                                : error.fields.front().field + ":" + error.fields.front().code;
}

// Rows in the bin change hands as well, or restoring one would bring back a leaver's record.
Result<void> give(record::Context& context, const schema::Object& object, const OwnedRow& row,
                  Id heir, HandoverStep& step) {
    Draft draft;
    draft.operation = Operation::update;
    draft.id = row.id;
    draft.set(object.field("owner_id"), heir);
    draft.binned = row.binned;
    const auto saved = record::save_batch(context, object, std::span(&draft, 1));
    if (saved.front().ok()) {
        ++step.moved;
    } else {
        step.failed.emplace_back(row.id, reason_of(saved.front().error()));
    }
    return {};
}

Result<record::Record> user_of(record::Context& context, Id user) {
    return record::get(context, context.schema.get("users"), user);
}

bool is_active(const record::Record& user) {
    const auto* active = std::get_if<bool>(&user.at("active"));
    return active != nullptr && *active && is_null(user.at("deleted_at"));
}

std::string pseudonym(Id user) {
    const std::string text = to_string(user);
    return "Antigua persona " + text.substr(text.size() - 4);
}

}  // namespace

Result<void> check_handover(record::Context& context, const Handover& handover) {
    TRY(user_of(context, handover.from));
    if (!handover.to) return field_error("to", "required");
    if (handover.to == handover.from) return field_error("to", "same_person");
    const auto heir = user_of(context, handover.to);
    if (!heir.ok()) return field_error("to", "not_found");
    if (!is_active(*heir)) return field_error("to", "not_active");
    for (const std::string& name : handover.objects) {
        const schema::Object* object = context.schema.find(name);
        const auto all = owned_objects(context.schema);
        if (object == nullptr || std::find(all.begin(), all.end(), object) == all.end())
            return field_error("objects", "unknown_object", {{"name", name}});
    }
    return {};
}

Result<HandoverStep> hand_over(record::Context& context, const Handover& handover,
                               const HandoverPlace& place, int limit) {
    record::OnBehalf behalf(context, "records of a leaver");
    behalf.context().origin = handover.origin;
    HandoverStep step;
    step.next = place;
    for (const schema::Object* object : objects_from(behalf.context().schema, handover, place)) {
        if (object->name != step.next.object) step.next = {object->name, Id{}, false};
        const auto rows =
            TRY(next_owned(context.tx, *object, handover.from, step.next.after, limit));
        for (const OwnedRow& row : rows) {
            const Id heir = TRY(heir_of(behalf.context(), handover, row));
            TRY(give(behalf.context(), *object, row, heir, step));
            step.next.after = row.id;
        }
        if (!rows.empty()) return step;  // one batch of one object at a time
    }
    step.next.done = true;
    return step;
}

namespace {

// Records do not go back to somebody who cannot look after them any more.
Result<void> check_former_owner(record::Context& context, Id owner) {
    if (!owner) return {};
    const auto user = user_of(context, owner);
    if (!user.ok() && user.error().code != ErrorCode::not_found) return user.error();
    if (!user.ok() || !is_active(*user))
        return make_error(ErrorCode::conflict, "people.former_owner_not_active");
    return {};
}

Result<bool> give_back(record::Context& context, const Given& given) {
    const schema::Object& object = *context.schema.find_by_id(given.object_id);
    const auto stored = record::get(context, object, given.record);
    if (!stored.ok() || stored->at("owner_id") != Value{given.owner_after}) return false;
    const auto value = [](Id id) { return id ? Value{id} : Value{}; };
    Draft draft;
    draft.operation = Operation::update;
    draft.id = given.record;
    draft.binned = !is_null(stored->at("deleted_at"));
    draft.set(object.field("owner_id"), value(given.owner_before));
    if (given.moved_team) draft.set(object.field("team_id"), value(given.team_before));
    if (given.moved_territory)
        draft.set(object.field("territory_id"), value(given.territory_before));
    return record::save_batch(context, object, std::span(&draft, 1)).front().ok();
}

}  // namespace

Result<TakeBackStep> take_back(record::Context& context, const std::string& origin,
                               std::int64_t after, int limit) {
    record::OnBehalf behalf(context, "records of a leaver go back");
    behalf.context().origin = "undo:" + origin;
    TakeBackStep step;
    step.after = after;
    const auto all = TRY(next_given(context.tx, behalf.context().schema, origin, after, limit));
    Id checked;
    for (const Given& given : all) {
        step.after = given.seq;
        if (!given.record) continue;
        if (given.owner_before != checked)
            TRY(check_former_owner(behalf.context(), given.owner_before));
        checked = given.owner_before;
        const bool moved = TRY(give_back(behalf.context(), given));
        ++(moved ? step.moved : step.left);
    }
    step.done = all.empty();
    return step;
}

Result<void> disable(record::Context& context, Id user) {
    const record::Record stored = TRY(user_of(context, user));
    const schema::Object& users = *stored.object;
    Draft draft;
    draft.operation = Operation::update;
    draft.id = user;
    draft.set(users.field("active"), false);
    TRY(record::save(context, users, draft));
    return end_access(context.tx, user, context.now);
}

Result<std::string> erase(record::Context& context, Id user) {
    record::OnBehalf behalf(context, "personal data of a leaver");
    const record::Record stored = TRY(user_of(behalf.context(), user));
    const schema::Object& users = *stored.object;
    if (is_active(stored)) return make_error(ErrorCode::conflict, "people.disable_first");
    if (!is_null(stored.at("erased_at"))) return make_error(ErrorCode::conflict, "people.erased");
    Draft draft;
    draft.operation = Operation::update;
    draft.id = user;
    std::vector<std::uint16_t> personal;
    for (const schema::Field& field : users.fields) {
        const bool mine = field.personal || field.name == "job_title" ||
                          field.name == "password_hash" || field.name.starts_with("c_");
        if (!mine) continue;
        personal.push_back(field.id);
        if (field.name != "name") draft.set(field, {});
    }
    const std::string name = pseudonym(user);
    draft.set(users.field("name"), name);
    draft.set(users.field("erased_at"), context.now);
    TRY(record::save(behalf.context(), users, draft));
    TRY(end_access(context.tx, user, context.now));
    TRY(forget_in_log(context.tx, users.id, user, personal));
    return name;
}

}  // namespace clientela::people
