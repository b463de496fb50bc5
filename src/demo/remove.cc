// SPDX-License-Identifier: Apache-2.0
// What follows another record goes along with it; the rest in an order in which nothing has to be
// put right for a record that is about to go too.
#include "demo/remove.h"

#include <algorithm>
#include <array>
#include <optional>

#include <boost/json.hpp>

#include "access/scopes.h"
#include "access/session.h"
#include "demo/kept_sql.h"
#include "demo/planted_sql.h"
#include "record/save.h"

namespace clientela::demo {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 6> kFirst{"activities", "opportunities", "leads",
                                                 "contacts",   "accounts",      "views"};

std::vector<const schema::Object*> in_order(const schema::Schema& schema) {
    std::vector<const schema::Object*> objects;
    objects.reserve(schema.objects.size());
    for (const std::string_view name : kFirst)
        objects.push_back(&schema.get(name));
    for (const schema::Object& object : schema.objects) {
        if (std::find(kFirst.begin(), kFirst.end(), object.name) == kFirst.end())
            objects.push_back(&object);
    }
    return objects;
}

struct Place {
    std::size_t object = 0;  // in the order above
    Id after;
};

Place parse_place(const std::string& text) {
    boost::system::error_code failed;
    const json::value value = json::parse(text, failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr || !object->contains("after")) return {};
    return Place{object->at("object").to_number<std::size_t>(),
                 Id{object->at("after").to_number<std::int64_t>()}};
}

// Each living record that the demonstration wrote, kept ones included.
std::int64_t count_all(const schema::Schema& schema, const Planted& planted) {
    std::int64_t count = 0;
    for (const schema::Object& object : schema.objects)
        count += planted.living(object);
    return count;
}

class Removal final : public job::Worker {
public:
    explicit Removal(RemovalSteps steps) : steps_(std::move(steps)) {}

    bool reads() const override { return !kept_; }
    Result<void> read(record::Context& context, const job::Job&, int) override {
        const Planted planted = TRY(Planted::load(context.tx, context.schema));
        kept_ = TRY(kept_for_people(context.tx, context.schema, planted));
        all_ = count_all(context.schema, planted);
        return {};
    }
    Result<job::Step> write(record::Context& context, const job::Job& job, int size) override;

private:
    Result<void> remove_one(record::Context& context, const job::Job& job,
                            const schema::Object& object, Id id, job::Step& step);
    static Result<void> empty_places(record::Context& context, const job::Job& job,
                                     const schema::Object& object, Place& place, int size,
                                     job::Step& step);
    static Result<void> count_along(record::Context& context, const job::Job& job, job::Step& step);
    static Result<void> set_free(record::Context& context, const schema::Object& users, Id person);

    RemovalSteps steps_;
    std::optional<Kept> kept_;  // as of when this worker began, like the next
    std::int64_t all_ = 0;
};

// The person who stays belongs to no team and no boss of the demonstration any more.
Result<void> Removal::set_free(record::Context& context, const schema::Object& users, Id person) {
    record::Draft draft;
    draft.operation = record::Operation::update;
    draft.id = person;
    draft.set(users.field("team_id"), {});
    draft.set(users.field("manager_id"), {});
    TRY(record::save(context, users, draft));
    return {};
}

Result<void> Removal::remove_one(record::Context& context, const job::Job& job,
                                 const schema::Object& object, Id id, job::Step& step) {
    if (object.name == "users" && id == job.started_by) {
        TRY(set_free(context, object, id));
        ++step.counts.rows;
        ++step.counts.skipped;
        step.extra.emplace_back("kept_oneself", 1);
        return {};
    }
    if (kept_->has(object, id)) {
        ++step.counts.rows;
        ++step.counts.unchanged;
        return {};
    }
    if (object.name == "users") TRY(steps_.hand_over(context, id, job.started_by));
    record::Draft draft;
    draft.operation = record::Operation::remove;
    draft.id = id;
    draft.set(object.field("deleted_group_id"), job.id.value);
    const auto saved = record::save(context, object, draft);
    // Gone with the record that it belongs to, a moment ago.
    if (!saved.ok() && saved.error().code == ErrorCode::not_found) return {};
    if (!saved.ok()) return saved.error();
    if (object.name == "users") TRY(access::end_sessions_of(context.tx, id));
    ++step.counts.rows;
    ++step.counts.updated;
    return {};
}

// What stays must not name a team or territory that is in the bin: nobody could choose it again.
Result<void> Removal::empty_places(record::Context& context, const job::Job& job,
                                   const schema::Object& object, Place& place, int size,
                                   job::Step& step) {
    const auto found = TRY(placed_in_bin(context.tx, object, job.id, place.after, size));
    for (const Placed& placed : found) {
        place.after = placed.id;
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = placed.id;
        for (const schema::Field* field : placed.gone)
            draft.set(*field, {});
        // One that its rules hold back (a field required since) must not keep all others.
        const Result<void> saved = context.tx.nested([&]() -> Result<void> {
            TRY(record::save(context, object, draft));
            return {};
        });
        step.extra.emplace_back(saved.ok() ? "place_emptied" : "place_kept", 1);
    }
    if (found.empty()) place = Place{place.object + 1, {}};
    step.people = access::affects_principals(object.name) && !found.empty();
    return {};
}

// What went along with the record that it belongs to: all of the group that is not counted yet.
Result<void> Removal::count_along(record::Context& context, const job::Job& job, job::Step& step) {
    std::int64_t gone = 0;
    for (const schema::Object& object : context.schema.objects)
        gone += TRY(count_binned_planted(context.tx, object, job.id));
    const std::int64_t along = gone - job.counts.updated - step.counts.updated;
    step.counts.rows += along;
    step.counts.updated += along;
    return {};
}

Result<job::Step> Removal::write(record::Context& context, const job::Job& job, int size) {
    job::Step step;
    Place place = parse_place(job.place);
    const auto objects = in_order(context.schema);
    if (!job.total) step.total = all_;
    if (place.object < objects.size()) {
        const schema::Object& object = *objects[place.object];
        const auto ids = TRY(living_planted(context.tx, object, place.after, size));
        for (const Id id : ids) {
            place.after = id;
            TRY(remove_one(context, job, object, id, step));
        }
        if (ids.empty()) place = Place{place.object + 1, {}};
        step.people = access::affects_principals(object.name) && !ids.empty();
    } else if (place.object < 2 * objects.size()) {
        const schema::Object& object = *objects[place.object - objects.size()];
        TRY(empty_places(context, job, object, place, size, step));
    }
    step.finished = place.object >= 2 * objects.size();
    if (step.finished) {
        TRY(count_along(context, job, step));
        TRY(steps_.end(context.tx));
        step.done = job.total.value_or(all_);
    }
    step.place =
        json::serialize(json::object{{"object", place.object}, {"after", place.after.value}});
    return step;
}

}  // namespace

Result<std::vector<RemovalCount>> removal_counts(record::Context& context, Id by) {
    const Planted planted = TRY(Planted::load(context.tx, context.schema));
    const Kept kept = TRY(kept_for_people(context.tx, context.schema, planted));
    std::vector<RemovalCount> counts;
    for (const schema::Object* object : in_order(context.schema)) {
        RemovalCount count;
        count.object = object;
        count.losing = TRY(count_placed(context.tx, *object, planted, kept));
        if (planted.living(*object) == 0 && count.losing == 0) continue;
        count.kept = kept.count(*object);
        count.going = planted.living(*object) - count.kept;
        count.staying = planted.added(*object);
        if (object->name == "users" && planted.lives(*object, by)) {
            --count.going;
            ++count.staying;
        }
        counts.push_back(count);
    }
    return counts;
}

job::Kind removal_kind(RemovalSteps steps) {
    job::Kind kind;
    kind.name = "demo_remove";
    kind.as_program = true;
    kind.for_administrators = true;
    kind.begin = [steps = std::move(steps)](
                     api::Application&, const job::Job&) -> Result<std::unique_ptr<job::Worker>> {
        return std::unique_ptr<job::Worker>(std::make_unique<Removal>(steps));
    };
    return kind;
}

job::Order removal_order() {
    job::Order order;
    order.kind = "demo_remove";
    order.title = Message{"demo.title_remove", {}};
    return order;
}

}  // namespace clientela::demo
