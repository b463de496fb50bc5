// SPDX-License-Identifier: Apache-2.0
// The ten steps, in the order in which they happen. The steps themselves stand in save_steps.h.
#include "record/save.h"

#include <algorithm>

#include "access/scopes.h"
#include "record/masked_save.h"
#include "record/put_back.h"
#include "record/rules.h"
#include "record/save_steps.h"

namespace clientela::record {
namespace {

Record blank(const schema::Object& object) {
    return Record{&object, std::vector<Value>(object.fields.size())};
}

void stamp(Context& context, const schema::Object& object, Operation operation, Record& after) {
    const auto set = [&](const char* name, Value value) {
        after.values[static_cast<std::size_t>(object.field(name).index)] = std::move(value);
    };
    const Value actor = context.principal.user ? Value{context.principal.user} : Value{};
    if (operation == Operation::create) {
        set("version", std::int64_t{1});
        set("created_at", context.now);
        set("created_by_id", actor);
    } else {
        set("version", after.version() + 1);
    }
    set("updated_at", context.now);
    set("updated_by_id", actor);
}

// The whole record as it would stand after the draft, and what stood before.
struct Merged {
    std::optional<Record> before;
    Record after;
};

Result<Merged> merge(Context& context, const schema::Object& object, Draft& draft) {
    if (draft.operation == Operation::create) {
        Record after = blank(object);
        after.values[0] = draft.id ? draft.id : context.ids.next(context.now.ms);
        TRY(coerce(context, object, draft));
        TRY(refuse_read_only(context, draft, nullptr));
        for (auto& [field, value] : draft.values) {
            after.values[static_cast<std::size_t>(field->index)] = value;
        }
        apply_defaults(context, object, after);
        return Merged{std::nullopt, std::move(after)};
    }
    Record before = TRY(load_current(context, object, draft));
    TRY(compare_version(draft, before));
    TRY(coerce(context, object, draft));
    TRY(refuse_read_only(context, draft, &before));
    TRY(refuse_passing_on(context, draft, before));
    Record after = before;
    for (auto& [field, value] : draft.values) {
        after.values[static_cast<std::size_t>(field->index)] = value;
    }
    return Merged{std::move(before), std::move(after)};
}

void move_to_or_from_bin(Context& context, const schema::Object& object, const Draft& draft,
                         Record& after) {
    const auto set = [&](const char* name, Value value) {
        after.values[static_cast<std::size_t>(object.field(name).index)] = std::move(value);
    };
    if (draft.operation == Operation::remove) {
        set("deleted_at", context.now);
        const Value* group = draft.find("deleted_group_id");
        set("deleted_group_id",
            group != nullptr ? *group : Value{context.ids.next(context.now.ms).value});
    } else if (draft.operation == Operation::restore) {
        set("deleted_at", {});
        set("deleted_group_id", {});
    }
}

bool nothing_changes(const Merged& merged, const std::vector<LinkChange>& links) {
    if (!merged.before || merged.before->values != merged.after.values) return false;
    for (const LinkChange& link : links) {
        if (link.before != link.after) return false;
    }
    return true;
}

Outcome outcome_of(Operation operation) {
    switch (operation) {
        case Operation::create: return Outcome::created;
        case Operation::update: return Outcome::updated;
        case Operation::remove: return Outcome::removed;
        case Operation::restore: return Outcome::restored;
    }
    return Outcome::unchanged;
}

// A new row, or a changed one. Two servers that draw ids in one millisecond may draw the same: then
// the later one takes its next.
Result<void> write_under_free_id(Context& context, Proposal& proposal, bool drawn) {
    for (;;) {
        Result<void> written = write_row(context, proposal);
        if (written.ok() || !drawn || written.error().message.key != kIdTaken) return written;
        proposal.after.values[0] = context.ids.next(context.now.ms);
    }
}

// Makes the scopes anew of those whom the change of a person, a membership or a tree touches.
Result<void> follow_scopes(Context& context, const Proposal& proposal) {
    const std::string& object = proposal.object.name;
    const bool moved = proposal.operation != Operation::update;
    if (object == "users") {
        if (!moved && !proposal.changes("team_id")) return {};
        return access::rebuild_scopes(context.tx, proposal.after.id());
    }
    if (object == "teams" || object == "territories") {
        if (!moved && !proposal.changes("parent_id")) return {};
        return access::rebuild_scopes(context.tx);
    }
    const Id user = std::get<Id>(proposal.at("user_id"));
    if (!moved && proposal.changes("user_id"))
        TRY(access::rebuild_scopes(context.tx, std::get<Id>(proposal.before->at("user_id"))));
    return access::rebuild_scopes(context.tx, user);
}

// What follows from the record alone, whoever changed it and why.
Result<void> keep_in_step(Context& context, const Proposal& proposal,
                          const std::vector<LinkChange>& links) {
    TRY(append_change(context, proposal, links));
    if (access::affects_scopes(proposal.object.name)) TRY(follow_scopes(context, proposal));
    for (const Consequence& projection : context.rules.projections_of(proposal.object.name)) {
        TRY(projection(context, proposal.before, proposal.after));
    }
    return {};
}

Result<void> follow_up(Context& context, const Proposal& proposal,
                       const std::vector<LinkChange>& links) {
    TRY(keep_in_step(context, proposal, links));
    TRY(carry_to_children(context, proposal));
    for (const Consequence& consequence : context.rules.consequences_of(proposal.object.name)) {
        TRY(consequence(context, proposal.before, proposal.after));
    }
    return {};
}

Result<Saved> save_whole(Context& context, const schema::Object& object, const Draft& wanted) {
    Draft draft = wanted;
    if (context.principal.kind == access::Principal::Kind::person) context.behalf = {};
    TRY(authorise(context, object, draft));              // 1
    Merged merged = TRY(merge(context, object, draft));  // 2 load, 3 version, 4 coerce, 5 defaults
    move_to_or_from_bin(context, object, draft, merged.after);
    const Record* before = merged.before ? &*merged.before : nullptr;
    Proposal proposal{object, draft.operation, before, merged.after};
    const bool removes = draft.operation == Operation::remove;
    for (const Rule& rule :
         removes ? context.rules.removals_of(object.name) : context.rules.of(object.name)) {
        TRY(rule(context, proposal));  // 6
    }
    if (!removes) TRY(validate(context, proposal, draft));  // 7
    std::vector<LinkChange> links;
    if (before != nullptr) {
        links = TRY(write_links(context, object, before->id(), draft));
        if (nothing_changes(merged, links))
            return Saved{Outcome::unchanged, before->id(), before->version()};
    }
    stamp(context, object, draft.operation, merged.after);
    if (!removes) TRY(check_may_admit(context, proposal));
    const bool drawn = before == nullptr && (!wanted.id || wanted.id_is_drawn);
    TRY(write_under_free_id(context, proposal, drawn));  // 8
    const Id id = merged.after.id();
    if (before == nullptr) links = TRY(write_links(context, object, id, draft));
    TRY(write_claims(context, proposal));
    TRY(check_still_allowed(context, proposal));  // 9
    TRY(follow_up(context, proposal, links));     // 10
    return Saved{outcome_of(draft.operation), id, merged.after.version()};
}

}  // namespace

Result<Saved> save(Context& context, const schema::Object& object, const Draft& wanted) {
    if (!object.narrowed && context.schema.whole == nullptr)
        return save_whole(context, object, wanted);
    return save_through_masks(context, object, wanted, save_whole);
}

namespace {

Result<Record> load_any(Context& context, const schema::Object& object, Id id) {
    Draft draft;
    draft.id = id;
    draft.operation = Operation::update;
    auto living = load_current(context, object, draft);
    if (living.ok() || living.error().code != ErrorCode::not_found) return living;
    draft.operation = Operation::restore;
    return load_current(context, object, draft);
}

Operation operation_between(const Record& before, const Record& after) {
    const bool was_living = is_null(before.at("deleted_at"));
    const bool is_living = is_null(after.at("deleted_at"));
    if (was_living == is_living) return Operation::update;
    return is_living ? Operation::restore : Operation::remove;
}

}  // namespace

Result<Saved> put_back(Context& context, const schema::Object& object, const Former& former) {
    Merged merged;
    merged.before = TRY(load_any(context, object, former.id));
    Draft seen;
    if (former.version != 0) seen.expected_version = former.version;
    TRY(compare_version(seen, *merged.before));
    merged.after = *merged.before;
    for (const auto& [field, value] : former.values)
        merged.after.values[static_cast<std::size_t>(field->index)] = value;
    Draft draft;
    draft.id = former.id;
    draft.operation = operation_between(*merged.before, merged.after);
    draft.links = former.links;
    const std::vector<LinkChange> links = TRY(write_links(context, object, former.id, draft));
    if (nothing_changes(merged, links))
        return Saved{Outcome::unchanged, former.id, merged.after.version()};
    stamp(context, object, draft.operation, merged.after);
    const Proposal proposal{object, draft.operation, &*merged.before, merged.after};
    if (draft.operation != Operation::remove) TRY(validate_links(context, proposal));
    TRY(write_row(context, proposal));
    TRY(write_claims(context, proposal));
    TRY(keep_in_step(context, proposal, links));
    return Saved{outcome_of(draft.operation), former.id, merged.after.version()};
}

namespace {

constexpr std::size_t kTogether = 100;

Result<Saved> save_alone(Context& context, const schema::Object& object, const Draft& draft) {
    Saved saved;
    const Result<void> done = context.tx.nested([&]() -> Result<void> {
        saved = TRY(save(context, object, draft));
        return {};
    });
    if (!done.ok()) return done.error();
    return saved;
}

// All of them, or none: then nothing of them is left.
std::optional<std::vector<Saved>> save_together(Context& context, const schema::Object& object,
                                                std::span<const Draft> drafts) {
    std::vector<Saved> all;
    const Result<void> done = context.tx.nested([&]() -> Result<void> {
        for (const Draft& draft : drafts)
            all.push_back(TRY(save(context, object, draft)));
        return {};
    });
    if (!done.ok()) return std::nullopt;
    return all;
}

}  // namespace

// A savepoint costs a copy of every page written after it, so drafts share one until one of them
// fails; then those that shared it are saved again, each in its own.
std::vector<Result<Saved>> save_batch(Context& context, const schema::Object& object,
                                      std::span<const Draft> drafts) {
    std::vector<Result<Saved>> results;
    results.reserve(drafts.size());
    while (!drafts.empty()) {
        const auto part = drafts.first(std::min(kTogether, drafts.size()));
        drafts = drafts.subspan(part.size());
        if (part.size() > 1) {
            if (const auto all = save_together(context, object, part)) {
                results.insert(results.end(), all->begin(), all->end());
                continue;
            }
        }
        for (const Draft& draft : part)
            results.push_back(save_alone(context, object, draft));
    }
    return results;
}

}  // namespace clientela::record
