// SPDX-License-Identifier: Apache-2.0
// Taking an import back, record by record and from its last row to its first. A record is left
// alone as soon as anything but this import has touched it: its change log says so.
#include <boost/json.hpp>

#include <algorithm>
#include <unordered_set>

#include "change/log.h"
#include "importer/import.h"
#include "importer/run_log.h"
#include "record/read_json.h"
#include "record/save.h"

namespace clientela::importer {

namespace {

namespace json = boost::json;

constexpr int kRowsPerTransaction = 100;
constexpr int kHistoryMax = 200;  // changes of one record within one import

class Undo {
public:
    Undo(const ImportHost& host, Id import, Progress& progress)
        : host_(host),
          import_(import),
          progress_(progress),
          import_origin_("import:" + to_string(import)) {}

    Result<Receipt> run();

private:
    struct Part {
        Counts counts;
        std::vector<RowError> errors;
        std::vector<Id> records;
    };
    Result<Part> take_back(db::Transaction& tx, const std::vector<RunRow>& rows);
    Result<void> take_back_one(record::Context& context, const RunRow& row, Part& part);
    Result<std::vector<change::Entry>> own_entries(db::Transaction& tx, const RunRow& row) const;
    Result<record::Draft> draft_of(const schema::Object& object, const RunRow& row,
                                   const std::vector<change::Entry>& entries) const;

    const ImportHost& host_;
    Id import_;
    Progress& progress_;
    std::string import_origin_;
    Receipt receipt_;
    std::unordered_set<Id> done_;
};

// The newest changes of a record as long as they come from the import; empty when the newest does
// not.
Result<std::vector<change::Entry>> Undo::own_entries(db::Transaction& tx, const RunRow& row) const {
    auto entries = TRY(change::history(tx, row.object_id, row.record, kHistoryMax));
    const auto foreign =
        std::find_if(entries.begin(), entries.end(),
                     [&](const change::Entry& entry) { return entry.origin != import_origin_; });
    entries.erase(foreign, entries.end());
    return entries;
}

// The older a change, the later its "before" is written over the others.
Result<record::Draft> Undo::draft_of(const schema::Object& object, const RunRow& row,
                                     const std::vector<change::Entry>& entries) const {
    json::object before;
    for (const change::Entry& entry : entries) {
        boost::system::error_code code;
        const json::value diff = json::parse(entry.diff, code);
        if (code || !diff.is_object()) return internal_error("a diff in the change log is no JSON");
        for (const schema::Field& field : object.fields) {
            const json::value* change = diff.get_object().if_contains(std::to_string(field.id));
            const bool own = field.standard && field.name != "owner_id" &&
                             field.name != "team_id" && field.name != "territory_id";
            if (change == nullptr || own || field.read_only) continue;
            before[field.name] = change->as_array().at(0);
        }
        for (const schema::ManyLink& link : object.many_links) {
            const json::value* change = diff.get_object().if_contains(std::to_string(link.id));
            if (change != nullptr) before[link.name] = change->as_array().at(0);
        }
    }
    record::Draft draft = TRY(record::draft_from_json(
        host_.company, object, json::serialize(before), record::Operation::update));
    draft.id = row.record;
    draft.expected_version = entries.front().version;
    return draft;
}

Result<void> Undo::take_back_one(record::Context& context, const RunRow& row, Part& part) {
    const schema::Object* object = context.schema.find_by_id(row.object_id);
    if (object == nullptr) return internal_error("an imported object is no longer defined");
    const auto entries = TRY(own_entries(context.tx, row));
    ++part.counts.rows;
    const auto fail = [&](std::string code, Message message) {
        ++part.counts.failed;
        part.errors.push_back(
            {std::abs(row.row), "", to_string(row.record), std::move(code), std::move(message)});
    };
    if (entries.empty()) {
        const auto newest = TRY(change::history(context.tx, row.object_id, row.record, 1));
        if (!newest.empty() && newest[0].origin == context.origin) {
            ++part.counts.updated;  // went to the bin with its account, a moment ago
        } else {
            fail("changed_since", Message{"field.changed_since", {}});
        }
        return {};
    }
    record::Draft draft;
    draft.operation = record::Operation::remove;
    draft.id = row.record;
    draft.expected_version = entries.front().version;
    if (entries.back().op != change::Op::create) draft = TRY(draft_of(*object, row, entries));
    auto saved = record::save_batch(context, *object, {&draft, 1});
    if (saved[0].ok()) {
        ++part.counts.updated;
        return {};
    }
    const Error& error = saved[0].error();
    if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable) return error;
    if (error.fields.empty()) {
        fail("not_taken_back", error.message);
    } else {
        fail(error.fields[0].code, error.fields[0].message);
    }
    return {};
}

Result<Undo::Part> Undo::take_back(db::Transaction& tx, const std::vector<RunRow>& rows) {
    const Instant now = host_.clock.now();
    record::Context context{tx,
                            *host_.schema,
                            host_.principal,
                            host_.company,
                            host_.rules,
                            host_.ids,
                            now,
                            host_.company.zone.local(now).date,
                            "undo:" + to_string(import_)};
    Part part;
    for (const RunRow& row : rows) {
        const bool repeated =
            done_.contains(row.record) ||
            std::find(part.records.begin(), part.records.end(), row.record) != part.records.end();
        if (repeated) continue;
        part.records.push_back(row.record);
        TRY(take_back_one(context, row, part));
    }
    return part;
}

Result<Receipt> Undo::run() {
    const Receipt original = TRY(find_import(host_, import_));
    if (original.state == "undone") return make_error(ErrorCode::conflict, "import.undone_already");
    if (original.dry_run) return make_error(ErrorCode::conflict, "import.nothing_to_undo");
    receipt_.started_at = host_.clock.now();
    receipt_.id = host_.ids.next(receipt_.started_at.ms);
    receipt_.undoes = import_;
    receipt_.object = original.object;
    receipt_.file_name = original.file_name;
    std::int64_t before = INT64_MAX;
    while (!progress_.cancelled) {
        std::vector<RunRow> rows;
        Part part;
        const db::Work work = [&](db::Transaction& tx) -> Result<void> {
            rows = TRY(written_rows(tx, import_, before, kRowsPerTransaction));
            part = TRY(take_back(tx, rows));
            return {};
        };
        TRY(host_.store.write(work, db::Priority::bulk));
        if (rows.empty()) break;
        before = rows.back().row;
        done_.insert(part.records.begin(), part.records.end());
        receipt_.counts.add(part.counts);
        for (RowError& error : part.errors)
            receipt_.add_error(std::move(error));
        if (progress_.on_rows) progress_.on_rows(receipt_.counts);
    }
    receipt_.state = progress_.cancelled ? "cancelled" : "done";
    receipt_.finished_at = host_.clock.now();
    std::reverse(receipt_.errors.begin(), receipt_.errors.end());
    const db::Work file = [&](db::Transaction& tx) -> Result<void> {
        if (receipt_.state == "done") TRY(mark_undone(tx, import_, *receipt_.finished_at));
        return insert_run(tx, receipt_, "", host_.principal.user);
    };
    TRY(host_.store.write(file));
    return receipt_;
}

}  // namespace

Result<Receipt> undo_import(const ImportHost& host, Id import, Progress& progress) {
    return Undo(host, import, progress).run();
}

}  // namespace clientela::importer
