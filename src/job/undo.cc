// SPDX-License-Identifier: Apache-2.0
// A record is dealt with at its newest line of the job; at its older lines there is nothing left to
// do. Records that the job touched on the person's behalf (the history of a stage) go with it even
// where the person could not write them.
#include "job/undo.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <boost/json.hpp>

#include "access/masks.h"
#include "access/scopes.h"
#include "access/visibility.h"
#include "change/log.h"
#include "job/count_save.h"
#include "job/job_table.h"
#include "record/on_behalf.h"
#include "record/put_back.h"
#include "record/read.h"

namespace clientela::job {
namespace {

namespace json = boost::json;
using change::Entry;

constexpr int kHistoryMax = 500;

struct Place {
    std::int64_t before = INT64_MAX;  // seq of the last line dealt with
    std::int64_t lines = 0;
};

Place parse_place(const std::string& text) {
    Place place;
    boost::system::error_code failed;
    const json::value value = json::parse(text, failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr || !object->contains("before")) return place;
    place.before = object->at("before").to_number<std::int64_t>();
    place.lines = object->at("lines").to_number<std::int64_t>();
    return place;
}

class Undo final : public Worker {
public:
    explicit Undo(const Job& job)
        : undone_(job.undoes),
          object_(job.object),
          theirs_("job:" + to_string(job.undoes)),
          own_(job.origin()),
          by_administrators_(how_of(job).by_administrators) {}

    Result<Step> write(record::Context& context, const Job& job, int size) override;

private:
    Result<void> take_back(record::Context& context, const Entry& line, Step& step);
    Result<void> put_back(record::Context& context, const schema::Object& object,
                          const std::vector<Entry>& block, std::int64_t version, Step& step);
    Result<std::string> undone_by(record::Context& context, const std::string& origin);
    Result<void> drop_undone(record::Context& context, std::vector<Entry>& history,
                             const std::string& until);
    Result<bool> is_newest(record::Context& context, const Entry& line, const Entry& oldest);
    Result<bool> may_change(record::Context& context, const schema::Object& object, Id id);
    Result<bool> owner_is_away(record::Context& context, const record::Former& former);
    static void skip(Step& step, const Entry& line, const char* code);
    static Result<void> note(Step& step, const Entry& line, const Result<record::Saved>& saved);

    Id undone_;
    std::string object_;
    std::string theirs_;
    std::string own_;
    bool by_administrators_;
    std::unordered_map<std::int64_t, bool> active_;  // people, as this batch found them
    std::unordered_map<std::string, std::string> undone_origins_;
};

// The first entries of an origin: they go, or (not `drop`) all the others do.
void drop_leading(std::vector<Entry>& history, const std::string& origin, bool drop) {
    const auto end = std::find_if(history.begin(), history.end(),
                                  [&](const Entry& entry) { return entry.origin != origin; });
    if (drop) {
        history.erase(history.begin(), end);
    } else {
        history.erase(end, history.end());
    }
}

void Undo::skip(Step& step, const Entry& line, const char* code) {
    count_skipped(step, line.object_id, line.record, code);
}

// Where the role may not write an object at all, its records went along with those of the job's own
// object; that one must still be theirs to write.
Result<bool> Undo::may_change(record::Context& context, const schema::Object& object, Id id) {
    if (context.principal.kind == access::Principal::Kind::system) return true;
    if (by_administrators_) return true;  // write() has asked
    const auto reach = access::reach(context.principal, object, access::Action::update);
    if (reach == access::Breadth::none) return object.name != object_;
    if (object.append_only) return true;
    const auto seen = record::get(context, object, id, access::Action::update);
    if (seen.ok()) return true;
    if (seen.error().code == ErrorCode::not_found) return false;
    return seen.error();
}

// Records do not go back to somebody who cannot look after them any more.
Result<bool> Undo::owner_is_away(record::Context& context, const record::Former& former) {
    for (const auto& [field, value] : former.values) {
        const Id* owner = std::get_if<Id>(&value);
        if (field->name != "owner_id" || owner == nullptr || !*owner) continue;
        const auto known = active_.find(owner->value);
        if (known != active_.end()) return !known->second;
        const auto user = record::get(context, context.schema.get("users"), *owner);
        if (!user.ok() && user.error().code != ErrorCode::not_found) return user.error();
        const bool active =
            user.ok() && is_null(user->at("deleted_at")) && user->at("active") == Value{true};
        active_.emplace(owner->value, active);
        return !active;
    }
    return false;
}

Result<void> Undo::note(Step& step, const Entry& line, const Result<record::Saved>& saved) {
    if (saved.ok()) {
        count_saved(step, *saved);
        if (saved->outcome == record::Outcome::removed) step.extra.emplace_back("removed", 1);
        if (saved->outcome == record::Outcome::restored) step.extra.emplace_back("restored", 1);
        return {};
    }
    const Error& error = saved.error();
    if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable) return error;
    if (error.code == ErrorCode::not_found) {
        skip(step, line, "gone_since");
        return {};
    }
    if (error.code == ErrorCode::conflict && error.message.key == "error.version") {
        skip(step, line, "changed_since");
        return {};
    }
    count_failed(step, line.object_id, line.record, error, "not_taken_back");
    return {};
}

// `block`: the job's changes of one record that nobody else's stand between, newest first.
// `version`: of the newest line that was read; somebody may be saving the record meanwhile.
Result<void> Undo::put_back(record::Context& context, const schema::Object& object,
                            const std::vector<Entry>& block, std::int64_t version, Step& step) {
    const Entry& newest = block.front();
    record::Former former;
    former.id = newest.record;
    former.version = version;
    if (block.back().op == change::Op::create) {
        if (newest.op == change::Op::remove) return {};  // came and went
        if (TRY(record::has_others_children(context, object, newest.record, undone_))) {
            skip(step, newest, "has_more_since");
            return {};
        }
        former.values.emplace_back(&object.field("deleted_at"), context.now);
        const auto group = parse_id(std::string_view(own_).substr(4)).value_or(Id{});
        former.values.emplace_back(&object.field("deleted_group_id"), group.value);
    } else {
        for (const Entry& entry : block)
            TRY(record::add_before(context.company, object, entry.diff, former));
    }
    record::OnBehalf program(context, "undo of a job");
    if (TRY(owner_is_away(program.context(), former))) {
        skip(step, newest, "former_owner_not_active");
        return {};
    }
    Result<record::Saved> saved = record::Saved{};
    Result<void> nested = context.tx.nested([&]() -> Result<void> {
        saved = record::put_back(program.context(), object, former);
        if (!saved.ok()) return saved.error();
        return {};
    });
    if (!nested.ok() && saved.ok()) return nested;
    return note(step, newest, saved);
}

// The origin of the job that the job of `origin` undid; empty: it undid none.
Result<std::string> Undo::undone_by(record::Context& context, const std::string& origin) {
    const auto known = undone_origins_.find(origin);
    if (known != undone_origins_.end()) return known->second;
    std::string undone;
    if (const auto id = change::job_of(origin)) {
        const auto job = TRY(find(context.tx, *id));
        if (job && job->undoes) undone = "job:" + to_string(job->undoes);
    }
    return undone_origins_.emplace(origin, undone).first->second;
}

// A later job that was undone left the record as it found it: its lines and those of its undo do
// not count, nor what was done and undone between the two. Goes no further than `until`, which
// belongs to whoever asks: it may be half of a pair of theirs.
Result<void> Undo::drop_undone(record::Context& context, std::vector<Entry>& history,
                               const std::string& until) {
    const auto at = [&](const std::string& origin) {
        return !history.empty() && history.front().origin == origin;
    };
    while (!history.empty() && !at(until) && !at(theirs_)) {
        const std::string undoing = history.front().origin;
        const std::string undone = TRY(undone_by(context, undoing));
        if (undone.empty() || undone == theirs_) return {};
        drop_leading(history, undoing, true);
        TRY(drop_undone(context, history, undone));
        if (!at(undone)) return {};
        drop_leading(history, undone, true);
    }
    return {};
}

// Whether no line of the job stands between `oldest` and `line`, its older one.
Result<bool> Undo::is_newest(record::Context& context, const Entry& line, const Entry& oldest) {
    change::Cursor before{oldest.tx_id, oldest.seq};
    for (;;) {
        const auto page =
            TRY(change::history(context.tx, line.object_id, line.record, kHistoryMax, before));
        for (const Entry& entry : page) {
            if (entry.origin == theirs_) return entry.seq == line.seq;
        }
        if (static_cast<int>(page.size()) < kHistoryMax) return false;
        before = {page.back().tx_id, page.back().seq};
    }
}

Result<void> Undo::take_back(record::Context& context, const Entry& line, Step& step) {
    // Undoing is the program's work: fields that the person may not see go back like the others.
    const schema::Object* object = access::whole_of(context.schema).find_by_id(line.object_id);
    if (object == nullptr || !line.record) return {};  // its definition is gone, and its table
    std::vector<Entry> history =
        TRY(change::history(context.tx, line.object_id, line.record, kHistoryMax));
    for (Entry& entry : history)  // in whose name is no matter here
        entry.origin = std::string(change::plain_origin(entry.origin));
    const bool whole = static_cast<int>(history.size()) < kHistoryMax;
    const std::optional<Entry> oldest = whole ? std::nullopt : std::optional<Entry>{history.back()};
    const std::int64_t version = history.empty() ? 0 : history.front().version;
    std::erase_if(history, [&](const Entry& entry) { return entry.origin == own_; });
    const auto newest = std::find_if(history.begin(), history.end(),
                                     [&](const Entry& entry) { return entry.origin == theirs_; });
    if (newest == history.end() && oldest) {
        if (TRY(is_newest(context, line, *oldest))) skip(step, line, "changed_since");
        return {};
    }
    if (newest == history.end() || newest->seq != line.seq) return {};  // dealt with already
    TRY(drop_undone(context, history, theirs_));
    if (!history.empty() && TRY(undone_by(context, history.front().origin)) == theirs_) {
        ++step.counts.rows;  // an earlier undo, which was stopped, came as far as this
        ++step.counts.unchanged;
        return {};
    }
    if (history.empty() || history.front().origin != theirs_) {
        skip(step, line, "changed_since");
        return {};
    }
    drop_leading(history, theirs_, false);
    if (!TRY(may_change(context, *object, line.record))) {
        skip(step, line, "out_of_reach");
        return {};
    }
    if (access::affects_principals(object->name) || access::affects_scopes(object->name))
        step.people = true;
    return put_back(context, *object, history, version, step);
}

Result<Step> Undo::write(record::Context& context, const Job& job, int size) {
    Step step;
    const access::Principal& person = context.principal;
    if (by_administrators_ && person.kind == access::Principal::Kind::person && !person.administers)
        return make_error(ErrorCode::forbidden, "job.not_administrator");
    active_.clear();
    Place place = parse_place(job.place);
    if (!job.total) step.total = TRY(change::count_lines_of_job(context.tx, undone_));
    const auto lines = TRY(change::lines_of_job(context.tx, undone_, place.before, size));
    for (const Entry& line : lines) {
        TRY(take_back(context, line, step));
        place.before = line.seq;
        ++place.lines;
    }
    step.done = place.lines;
    step.finished = static_cast<int>(lines.size()) < size;
    step.place = json::serialize(json::object{{"before", place.before}, {"lines", place.lines}});
    return step;
}

}  // namespace

std::string to_parameters(const UndoHow& how) {
    json::object parameters;
    if (how.by_administrators) parameters["by_administrators"] = true;
    if (how.again) parameters["again"] = true;
    return json::serialize(parameters);
}

UndoHow how_of(const Job& job) {
    if (!job.undoes) return {};
    boost::system::error_code failed;
    const json::value value = json::parse(job.parameters, failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr) return {};
    return {object->contains("by_administrators"), object->contains("again")};
}

Kind undo_kind() {
    Kind kind;
    kind.name = "undo";
    kind.begin = [](api::Application&, const Job& job) -> Result<std::unique_ptr<Worker>> {
        return std::unique_ptr<Worker>(std::make_unique<Undo>(job));
    };
    return kind;
}

}  // namespace clientela::job
