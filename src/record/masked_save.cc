// SPDX-License-Identifier: Apache-2.0
#include "record/masked_save.h"

#include <algorithm>

#include "access/masks.h"

namespace clientela::record {
namespace {

// The same draft, spoken of in fields of the whole.
Draft widened(const schema::Object& object, const Draft& wanted) {
    Draft draft = wanted;
    for (auto& [field, value] : draft.values)
        field = &object.fields[static_cast<std::size_t>(field->index)];
    for (auto& [link, ids] : draft.links)
        link = object.find_many_link(link->name);
    return draft;
}

Result<void> refuse_masked_links(const access::Principal& principal, const schema::Object& object,
                                 const Draft& draft) {
    if (principal.masks == nullptr) return {};
    const auto masks = principal.masks->find(object.name);
    if (masks == principal.masks->end()) return {};
    for (const auto& [link, ids] : draft.links) {
        if (masks->second.contains(link->name)) return field_error(link->name, "role_reads_only");
    }
    return {};
}

bool is_hidden(const schema::Object& seen, const schema::Object& object, const std::string& name) {
    if (const schema::Field* field = seen.find_field(name)) return field->masked;
    return object.find_many_link(name) != nullptr && seen.find_many_link(name) == nullptr;
}

// Values that are unique together with a hidden one would tell what that one is.
bool tells_of_hidden(const schema::Object& seen, const FieldError& error) {
    if (error.code != "already_used" && error.code != "used_by" && error.code != "used_in_bin")
        return false;
    const schema::Field* field = seen.find_field(error.field);
    if (field == nullptr || field->unique) return false;
    return std::any_of(
        seen.unique_together.begin(), seen.unique_together.end(),
        [&](const std::vector<std::string>& together) {
            return !together.empty() && together.front() == error.field &&
                   std::any_of(together.begin(), together.end(),
                               [&](const std::string& name) { return seen.field(name).masked; });
        });
}

Error discreet(Error error, const schema::Object& seen, const schema::Object& object) {
    for (FieldError& one : error.fields) {
        if (!is_hidden(seen, object, one.field) && !tells_of_hidden(seen, one)) continue;
        const bool same = error.message.key == one.message.key;
        one = {"", "hidden_field", {"field.hidden_field", {}}};
        if (same) error.message = one.message;
    }
    return error;
}

}  // namespace

Result<Saved> save_through_masks(Context& context, const schema::Object& object,
                                 const Draft& wanted, SaveWhole save_whole) {
    const schema::Schema& whole = access::whole_of(context.schema);
    const schema::Object* plain = whole.find_by_id(object.id);
    const schema::Object* seen = context.schema.find_by_id(object.id);
    if (plain == nullptr || seen == nullptr)
        return make_error(ErrorCode::not_found, "error.not_found");
    Draft draft = widened(*plain, wanted);
    const bool masked = context.principal.kind == access::Principal::Kind::person;
    if (masked) {
        TRY(refuse_masked_links(context.principal, *plain, draft));
        draft.seen = seen;
    }
    Context inner{context.tx,     whole,          context.principal, context.company,
                  context.rules,  context.ids,    context.now,       context.today,
                  context.origin, context.shares, context.behalf};
    Result<Saved> saved = save_whole(inner, *plain, draft);
    if (saved.ok() || !masked) return saved;
    return discreet(saved.error(), *seen, *plain);
}

}  // namespace clientela::record
