// SPDX-License-Identifier: Apache-2.0
// One batch is of one object, by the moment of the last change from where the last batch ended; the
// place stands in the job and moves with the records. What fails stays with its owner, and the work
// goes on behind it.
#include "people/leave_job.h"

#include <algorithm>
#include <optional>
#include <set>

#include <boost/json.hpp>

#include "access/masks.h"
#include "access/scopes.h"
#include "job/count_save.h"
#include "job/job_table.h"
#include "people/leave.h"
#include "people/people_sql.h"
#include "record/save.h"

namespace clientela::people {
namespace {

namespace json = boost::json;
using record::Draft;
using record::Operation;

struct Place {
    std::string object;  // empty: at the beginning
    OwnedPlace after;
    bool again = false;  // the last look: what came to the leaver behind the place
};

json::object object_in(const std::string& text) {
    boost::system::error_code failed;
    const json::value value = json::parse(text, failed);
    return !failed && value.is_object() ? value.get_object() : json::object();
}

std::string text_in(const json::object& object, const char* name) {
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

Id id_in(const json::object& object, const char* name) {
    return parse_id(text_in(object, name)).value_or(Id{});
}

Place parse_place(const std::string& text) {
    const json::object object = object_in(text);
    const json::value* again = object.if_contains("again");
    const json::value* at = object.if_contains("at");
    // Without the moment, as it was kept once, the object is begun anew.
    OwnedPlace after;
    if (at != nullptr && at->is_int64()) after = {Instant{at->get_int64()}, id_in(object, "after")};
    return {text_in(object, "object"), after,
            again != nullptr && again->is_bool() && again->get_bool()};
}

std::string to_text(const Place& place) {
    return json::serialize(json::object{{"object", place.object},
                                        {"at", place.after.updated_at.ms},
                                        {"after", to_string(place.after.id)},
                                        {"again", place.again}});
}

std::string to_parameters(const Handover& handover) {
    json::array objects(handover.objects.begin(), handover.objects.end());
    return json::serialize(json::object{{"from", to_string(handover.from)},
                                        {"to", to_string(handover.to)},
                                        {"by_team", handover.by_team},
                                        {"objects", std::move(objects)},
                                        {"close", handover.close}});
}

Handover parse_parameters(const std::string& text) {
    const json::object object = object_in(text);
    const auto flag = [&](const char* name) {
        const json::value* found = object.if_contains(name);
        return found != nullptr && found->is_bool() && found->get_bool();
    };
    Handover handover{id_in(object, "from"), id_in(object, "to"), flag("by_team"), {}};
    handover.close = flag("close");
    const json::value* names = object.if_contains("objects");
    if (names == nullptr || !names->is_array()) return handover;
    for (const json::value& name : names->get_array())
        handover.objects.emplace_back(name.as_string());
    return handover;
}

bool wanted(const Handover& handover, const schema::Object& object) {
    return handover.objects.empty() || std::find(handover.objects.begin(), handover.objects.end(),
                                                 object.name) != handover.objects.end();
}

// The objects from the place on, in the order of the definitions. An object whose definition is
// gone has no records any more: what comes after it is not known, so all are looked through again.
std::vector<const schema::Object*> objects_from(const schema::Schema& schema,
                                                const Handover& handover, const Place& place) {
    std::vector<const schema::Object*> objects;
    bool reached = schema.find(place.object) == nullptr;
    for (const schema::Object* object : owned_objects(schema)) {
        reached = reached || object->name == place.object;
        if (reached && wanted(handover, *object)) objects.push_back(object);
    }
    return objects;
}

class HandoverWorker final : public job::Worker {
public:
    explicit HandoverWorker(Handover handover) : handover_(std::move(handover)) {}

    Result<job::Step> write(record::Context& context, const job::Job& job, int size) override;
    void committed() override;

private:
    Result<Id> heir_of(record::Context& context, Id team);
    Result<void> give(record::Context& context, const schema::Object& object,
                      const std::vector<OwnedRow>& rows, job::Step& step);
    Result<std::vector<OwnedRow>> untried(record::Context& context, const job::Job& job,
                                          std::vector<OwnedRow> rows);
    Result<job::Step> end(record::Context& context, const job::Job& job, const Place& place);
    Result<void> close_account(record::Context& context, job::Step& step);

    Handover handover_;
    std::optional<std::set<std::int64_t>> tried_;  // what stayed with its owner
    std::vector<std::int64_t> just_tried_;         // the same, of a batch that may be undone yet
};

void HandoverWorker::committed() {
    if (tried_) tried_->insert(just_tried_.begin(), just_tried_.end());
    just_tried_.clear();
}

Result<Id> HandoverWorker::heir_of(record::Context& context, Id team) {
    if (!handover_.by_team || !team) return handover_.to;
    const Id heir = TRY(heir_in_team(context.tx, team, handover_.from));
    return heir ? heir : handover_.to;
}

// Rows in the bin change hands as well, or restoring one would bring back a leaver's record.
Result<void> HandoverWorker::give(record::Context& context, const schema::Object& object,
                                  const std::vector<OwnedRow>& rows, job::Step& step) {
    std::vector<Draft> drafts;
    for (const OwnedRow& row : rows) {
        Draft draft;
        draft.operation = Operation::update;
        draft.id = row.id;
        draft.set(object.field("owner_id"), TRY(heir_of(context, row.team)));
        draft.binned = row.binned;
        drafts.push_back(std::move(draft));
    }
    const auto results = record::save_batch(context, object, drafts);
    for (std::size_t i = 0; i < results.size(); ++i)
        TRY(job::count_save(step, object, drafts[i].id, results[i]));
    for (const job::Failure& failure : step.failures)
        just_tried_.push_back(failure.record.value);
    return {};
}

// What failed once is not tried again, though it is met in the last look, or ahead because somebody
// changed it: the receipt counts each record once.
Result<std::vector<OwnedRow>> HandoverWorker::untried(record::Context& context, const job::Job& job,
                                                      std::vector<OwnedRow> rows) {
    constexpr int kPage = 1'000;
    if (!tried_) {
        std::set<std::int64_t> tried;
        std::int64_t after = 0;
        for (bool more = true; more;) {
            const auto page = TRY(job::failures(context.tx, job.id, after, kPage));
            for (const job::Failure& failure : page)
                tried.insert(failure.record.value);
            more = page.size() == kPage;
            if (more) after = page.back().number;
        }
        tried_ = std::move(tried);
    }
    std::erase_if(rows, [&](const OwnedRow& row) { return tried_->contains(row.id.value); });
    return rows;
}

// A refusal is a row of the receipt: the account stays open, and the job says why.
Result<void> HandoverWorker::close_account(record::Context& context, job::Step& step) {
    step.people = true;
    const Result<void> closed = context.tx.nested([&] { return disable(context, handover_.from); });
    if (closed.ok()) {
        step.extra.emplace_back("closed", 1);
        return {};
    }
    const Error& error = closed.error();
    if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable) return error;
    job::Failure failure;
    failure.object_id = context.schema.get("users").id;
    failure.record = handover_.from;
    failure.code = error.fields.empty() ? error.message.key : error.fields.front().code;
    failure.message = error.fields.empty() ? error.message : error.fields.front().message;
    step.failures.push_back(std::move(failure));
    ++step.counts.rows;
    ++step.counts.failed;
    return {};
}

// The place only goes forward. What somebody gave to the leaver behind it is looked for once more.
Result<job::Step> HandoverWorker::end(record::Context& context, const job::Job& job,
                                      const Place& place) {
    job::Step step;
    const std::int64_t stayed = job.counts.failed + job.counts.skipped;
    if (!place.again) {
        const std::int64_t owned = TRY(count_handover(context, handover_));
        if (owned > stayed) {
            step.total = job.counts.rows + owned - stayed;
            step.place = to_text({{}, {}, true});
            return step;
        }
    }
    if (handover_.close && stayed == 0) TRY(close_account(context, step));
    // Records that came or went meanwhile count as they were met.
    step.total = job.counts.rows + step.counts.rows;
    step.finished = true;
    return step;
}

Result<job::Step> HandoverWorker::write(record::Context& context, const job::Job& job, int size) {
    // The heir's account may have been closed since the job was asked for.
    TRY(check_handover(context, handover_));
    job::Step step;
    just_tried_.clear();
    Place place = parse_place(job.place);
    const bool some_stayed = job.counts.failed + job.counts.skipped > 0;
    for (const schema::Object* object :
         objects_from(access::whole_of(context.schema), handover_, place)) {
        if (object->name != place.object) place = {object->name, {}, place.again};
        auto rows = TRY(next_owned(context.tx, *object, handover_.from, place.after, size));
        if (rows.empty()) continue;
        place.after = rows.back().place;
        if (some_stayed) rows = TRY(untried(context, job, std::move(rows)));
        TRY(give(context, *object, rows, step));
        step.place = to_text(place);
        step.people =
            access::affects_principals(object->name) || access::affects_scopes(object->name);
        return step;
    }
    return end(context, job, place);
}

}  // namespace

Result<void> check_handover(record::Context& context, const Handover& handover) {
    TRY(user_of(context, handover.from));
    if (!handover.to) return field_error("to", "required");
    if (handover.to == handover.from) return field_error("to", "same_person");
    const auto heir = user_of(context, handover.to);
    if (!heir.ok()) return field_error("to", "not_found");
    if (!is_active(*heir)) return field_error("to", "not_active");
    const auto all = owned_objects(context.schema);
    for (const std::string& name : handover.objects) {
        if (std::find(all.begin(), all.end(), context.schema.find(name)) == all.end())
            return field_error("objects", "unknown_object", {{"value", name}});
    }
    return {};
}

Result<void> hand_over_living(record::Context& context, Id from, Id to) {
    constexpr int kRows = 200;
    if (from == to) return {};
    for (const schema::Object* object : owned_objects(access::whole_of(context.schema))) {
        OwnedPlace after;
        bool gave = false;
        for (;;) {
            const auto rows = TRY(next_owned(context.tx, *object, from, after, kRows));
            if (rows.empty() && !gave) break;
            if (rows.empty()) {  // once more: saving one may have moved another to this very moment
                after = {};
                gave = false;
                continue;
            }
            after = rows.back().place;
            for (const OwnedRow& row : rows) {
                if (row.binned) continue;
                gave = true;
                Draft draft;
                draft.operation = Operation::update;
                draft.id = row.id;
                draft.set(object->field("owner_id"), to);
                TRY(record::save(context, *object, draft));
            }
        }
    }
    return {};
}

Result<std::int64_t> count_handover(record::Context& context, const Handover& handover) {
    std::int64_t sum = 0;
    for (const OwnedCount& count :
         TRY(counts_owned(context.tx, access::whole_of(context.schema), handover.from))) {
        if (wanted(handover, *count.object)) sum += count.living + count.binned;
    }
    return sum;
}

// Nobody's name stands in the title: it would outlive the erasing of a person.
job::Order order_of(const Handover& handover, std::int64_t count) {
    job::Order order;
    order.kind = kHandoverKind;
    order.title = Message{"people.handover_title", {{"count", std::to_string(count)}}};
    order.parameters = to_parameters(handover);
    order.total = count;
    order.undoable = true;
    return order;
}

job::Kind handover_kind() {
    job::Kind kind;
    kind.name = kHandoverKind;
    kind.as_program = true;
    kind.for_administrators = true;
    kind.begin = [](api::Application&,
                    const job::Job& job) -> Result<std::unique_ptr<job::Worker>> {
        return std::unique_ptr<job::Worker>(
            std::make_unique<HandoverWorker>(parse_parameters(job.parameters)));
    };
    return kind;
}

}  // namespace clientela::people
