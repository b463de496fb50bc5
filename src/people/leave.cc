// SPDX-License-Identifier: Apache-2.0
#include "people/leave.h"

#include <vector>

#include "people/people_sql.h"
#include "record/on_behalf.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::people {
namespace {

using record::Draft;
using record::Operation;

std::string pseudonym(Id user) {
    const std::string text = to_string(user);
    return "Antigua persona " + text.substr(text.size() - 4);
}

}  // namespace

Result<record::Record> user_of(record::Context& context, Id user) {
    return record::get(context, context.schema.get("users"), user);
}

bool is_active(const record::Record& user) {
    const auto* active = std::get_if<bool>(&user.at("active"));
    return active != nullptr && *active && is_null(user.at("deleted_at"));
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
    const std::uint16_t email = users.field("email").id;
    TRY(forget_sign_ins(context.tx, TRY(texts_in_log(context.tx, users.id, user, email))));
    TRY(forget_in_log(context.tx, users.id, user, personal));
    return name;
}

}  // namespace clientela::people
