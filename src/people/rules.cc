// SPDX-License-Identifier: Apache-2.0
#include "people/rules.h"

#include <set>

#include <boost/json.hpp>

#include "access/delegation.h"
#include "access/masks.h"
#include "access/rights.h"
#include "people/people_sql.h"

namespace clientela::people {
namespace {

using record::Operation;

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : std::string();
}

std::string text_of(const record::Proposal& proposal, std::string_view name) {
    return text_of(proposal.at(name));
}

Id id_of(const Value& value) {
    const auto* id = std::get_if<Id>(&value);
    return id != nullptr ? *id : Id{};
}

// Somebody who may create records must be able to fill in what every record needs.
Result<void> refuse_needed_masks(const schema::Schema& schema, const access::Rights& rights,
                                 const access::Masks& masks) {
    for (const auto& [name, fields] : masks) {
        const auto given = rights.find(name);
        const bool creates = given != rights.end() &&
                             given->second.of(access::Action::create) != access::Breadth::none;
        if (!creates) continue;
        const schema::Object* object = schema.find(name);
        for (const auto& [field_name, mask] : fields) {
            const schema::Field* field =
                object != nullptr ? object->find_field(field_name) : nullptr;
            if (field == nullptr || !field->required || !is_null(field->default_value)) continue;
            return field_error("masks", "mask_of_needed",
                               {{"object", name}, {"field", field_name}});
        }
    }
    return {};
}

// A field that is masked already may have been taken out of the definitions since; that must not
// stand in the way of anything else. What this save adds has to exist.
Result<void> refuse_unknown_masks(const schema::Schema& schema, access::Masks masks,
                                  const record::Proposal& role) {
    if (role.before != nullptr) {
        const auto before = access::parse_masks(text_of(role.before->at("masks")));
        const access::Masks none;
        for (const auto& [object, fields] : before.ok() ? *before : none) {
            const auto found = masks.find(object);
            if (found == masks.end()) continue;
            for (const auto& [field, mask] : fields)
                found->second.erase(field);
            if (found->second.empty()) masks.erase(found);
        }
    }
    TRY(access::parse_masks(access::masks_json(masks), &schema));
    return {};
}

std::set<std::string> objects_named(const Value& rights) {
    std::set<std::string> names;
    boost::system::error_code failed;
    const auto document = boost::json::parse(text_of(rights), failed);
    if (failed || !document.is_object()) return names;
    for (const auto& [name, value] : document.get_object())
        names.emplace(name);
    return names;
}

// As with masks: an object may have gone since, but what this save adds has to exist.
Result<void> refuse_unknown_objects(const schema::Schema& schema, const record::Proposal& role) {
    std::set<std::string> before;
    if (role.before != nullptr) before = objects_named(role.before->at("rights"));
    for (const std::string& name : objects_named(role.after.at("rights"))) {
        if (name != "*" && schema.find(name) == nullptr && !before.contains(name))
            return field_error("rights", "unknown_object", {{"value", name}});
    }
    return {};
}

Result<void> check_role(record::Context& context, record::Proposal& role) {
    const schema::Schema& schema = access::whole_of(context.schema);
    const access::Rights rights = TRY(access::parse_rights(text_of(role, "rights"), schema));
    const access::Masks masks = TRY(access::parse_masks(text_of(role, "masks")));
    TRY(refuse_unknown_objects(schema, role));
    TRY(refuse_unknown_masks(schema, masks, role));
    return refuse_needed_masks(schema, rights, masks);
}

// Only the person who is away, or an administrator, says who stands in.
Result<void> check_delegation(record::Context& context, record::Proposal& delegation) {
    const Id from = id_of(delegation.at("owner_id"));
    const access::Principal& writer = context.principal;
    if (writer.kind == access::Principal::Kind::person && !writer.administers) {
        const Id before =
            delegation.before != nullptr ? id_of(delegation.before->at("owner_id")) : from;
        if (from != writer.user || before != writer.user)
            return make_error(ErrorCode::forbidden, "people.delegation_of_others");
    }
    if (!from) return field_error("owner_id", "required");
    if (from == id_of(delegation.at("delegate_id")))
        return field_error("delegate_id", "delegate_to_oneself");
    const auto* first = std::get_if<Date>(&delegation.at("starts_on"));
    const auto* last = std::get_if<Date>(&delegation.at("ends_on"));
    if (first != nullptr && last != nullptr && *last < *first)
        return field_error("ends_on", "before_start");
    for (const std::string& name : access::object_names(text_of(delegation, "objects"))) {
        if (access::whole_of(context.schema).find(name) == nullptr)
            return field_error("objects", "unknown_object", {{"value", name}});
    }
    return {};
}

// Whoever leaves hands over first: no record stays with somebody who cannot look after it.
Result<void> refuse_while_owning(record::Context& context, record::Proposal& user) {
    const std::int64_t owned =
        TRY(count_owned(context.tx, access::whole_of(context.schema), user.after.id()));
    if (owned == 0) return {};
    return field_error("active", "owns_records", {{"count", std::to_string(owned)}});
}

Result<void> check_user(record::Context& context, record::Proposal& user) {
    if (user.operation == Operation::create || user.before == nullptr) return {};
    if (!is_null(user.before->at("erased_at")) && user.operation == Operation::update) {
        const auto* active = std::get_if<bool>(&user.at("active"));
        if (active != nullptr && *active) return field_error("active", "erased");
    }
    const auto* active = std::get_if<bool>(&user.at("active"));
    if (!user.changes("active") || active == nullptr || *active) return {};
    if (context.principal.user == user.after.id()) return field_error("active", "not_yourself");
    return refuse_while_owning(context, user);
}

// However an account is closed, whoever is signed in with it is not any more.
Result<void> end_access_of_closed(record::Context& context, const record::Record* before,
                                  const record::Record& after) {
    if (before == nullptr || before->at("active") != Value{true}) return {};
    if (after.at("active") == Value{true}) return {};
    return end_access(context.tx, after.id(), context.now);
}

// What an administrator's account or role loses by a save, if anything; null otherwise.
const char* given_up(const record::Record& before, const record::Record& after) {
    if (!is_null(before.at("deleted_at"))) return nullptr;
    const bool gone = !is_null(after.at("deleted_at"));
    if (before.object->name == "roles") {
        const bool did = before.at("administers") == Value{true};
        return did && (gone || after.at("administers") != Value{true}) ? "administers" : nullptr;
    }
    if (before.at("active") != Value{true} || is_null(before.at("email"))) return nullptr;
    if (gone) return "active";
    for (const char* field : {"role_id", "active"})
        if (before.at(field) != after.at(field)) return field;
    return is_null(after.at("email")) ? "email" : nullptr;
}

// A company that nobody administers could never be administered again. As a projection it also
// stands in the way of an undo, which would take back who was made an administrator.
Result<void> keep_an_administrator(record::Context& context, const record::Record* before,
                                   const record::Record& after) {
    const char* const field = before != nullptr ? given_up(*before, after) : nullptr;
    if (field == nullptr) return {};
    const bool of_role = before->object->name == "roles";
    const bool did = of_role ? TRY(somebody_enters_with(context.tx, before->id()))
                             : TRY(role_administers(context.tx, id_of(before->at("role_id"))));
    if (!did || TRY(somebody_administers(context.tx))) return {};
    return field_error(field, "last_administrator");
}

// First disabled, then erased; the bin is no way around.
Result<void> check_user_removal(record::Context& context, record::Proposal& user) {
    if (context.principal.user == user.after.id())
        return make_error(ErrorCode::forbidden, "people.not_yourself");
    return refuse_while_owning(context, user);
}

}  // namespace

void add_rules(record::Rules& rules) {
    rules.add("roles", check_role);
    rules.add("delegations", check_delegation);
    rules.add("users", check_user);
    rules.add_projection("users", end_access_of_closed);
    rules.add_projection("users", keep_an_administrator);
    rules.add_projection("roles", keep_an_administrator);
    rules.add_removal("users", check_user_removal);
}

}  // namespace clientela::people
