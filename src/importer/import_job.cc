// SPDX-License-Identifier: Apache-2.0
// An import as a job: rows are read and parsed before each batch, saved in it. Rows that name a
// record of the same object which is not there yet are held back to the end of the file; their
// numbers are kept with the job, so that after a crash they are read again from the file.
#include <algorithm>
#include <deque>
#include <filesystem>
#include <iterator>
#include <set>

#include <boost/json.hpp>

#include "access/scopes.h"
#include "change/origin.h"
#include "importer/chunk.h"
#include "importer/column_form.h"
#include "importer/import_parameters.h"
#include "importer/indexes.h"
#include "job/job_table.h"
#include "job/outcome.h"

namespace clientela::importer {
namespace {

namespace json = boost::json;

constexpr const char* kRolledBack = "import.rolled_back";  // ends a batch of a dry run
constexpr int kItemsAtOnce = 10'000;
constexpr std::int64_t kFaultsOfRow = 10'000;  // more than a row can have

// How far an import is.
struct Place {
    std::int64_t rows = 0;   // of the file that were looked at: they are settled or held back
    bool settling = false;   // those held back are tried again, round after round:
    std::int64_t tried = 0;  // up to this row in the present round
    bool any_settled = false;
    bool over = false;     // what is not there now will not come any more
    bool by_line = false;  // rows have a spreadsheet's numbers; an earlier version counted them
    std::vector<ColumnForm> forms;
};

Place parse_place(const std::string& text) {
    Place place;
    boost::system::error_code failed;
    const json::value value = json::parse(text, failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr || !object->contains("rows")) return place;
    place.rows = object->at("rows").to_number<std::int64_t>();
    place.settling = object->at("settling").as_bool();
    place.tried = object->at("tried").to_number<std::int64_t>();
    place.any_settled = object->at("any_settled").as_bool();
    place.over = object->at("over").as_bool();
    place.by_line = object->contains("by_line");
    if (const json::value* forms = object->if_contains("forms"))
        place.forms = parse_forms(json::serialize(*forms));
    return place;
}

class ImportWork final : public job::Worker {
public:
    ImportWork(api::Application& application, ImportOptions options, std::string file)
        : application_(application), options_(std::move(options)), file_(std::move(file)) {}

    bool reads() const override { return true; }
    Result<void> read(record::Context& context, const job::Job& job, int size) override;
    Result<job::Step> write(record::Context& context, const job::Job& job, int size) override;
    void committed() override;

private:
    Result<void> open(record::Context& context, const job::Job& job);
    Result<void> look_at_rows(Table& table, const Place& place);
    CellContext cells() const;
    Result<void> skip_to(record::Context& context, const job::Job& job);
    Result<void> read_rows(std::size_t size);
    void take_held(std::size_t size);
    Result<ParsedRow*> next_row();
    Result<ChunkResult> save(record::Context& context);
    Result<ChunkResult> rehearse(record::Context& context);
    Result<void> keep_held(record::Context& context, const job::Job& job,
                           const ChunkResult& result) const;
    job::Step step_of(ChunkResult& result);

    api::Application& application_;
    ImportOptions options_;
    std::string file_;
    std::unique_ptr<Table> table_;
    BoundMapping mapping_;
    std::vector<ColumnForm> forms_;  // of what the mapping leaves open
    Indexes indexes_;
    Rehearsal rehearsal_;
    std::int64_t total_ = 0;
    std::int64_t left_off_ = 0;
    std::int64_t short_end_ = 0;
    std::int64_t rows_read_ = 0;
    bool by_line_ = true;    // see Place
    bool at_end_ = false;    // of the file
    bool settling_ = false;  // rows held back are tried again

    std::vector<ParsedRow> rows_;             // of this batch
    std::deque<ParsedRow> held_;              // in the order in which they shall be tried
    std::deque<ParsedRow> still_held_;        // of the present round
    std::vector<std::size_t> held_in_batch_;  // places in rows_
    bool any_settled_ = false;                // in the present round
    Waiting waiting_ = Waiting::allowed;
    bool short_in_batch_ = false;
    bool short_noted_ = false;  // the first row that left a field as it was stands with the job
    bool anew_ = false;         // what was counted before does not count
};

CellContext ImportWork::cells() const {
    const record::Company& company = application_.company;
    return {mapping_.currency.empty() ? company.currency : mapping_.currency, company.zone};
}

// Counts them, and finds out how they write what the mapping leaves open. Whoever goes on reads the
// rest as the beginning was read, whatever the settings say by now.
Result<void> ImportWork::look_at_rows(Table& table, const Place& place) {
    FormWatch watch(cells(), table.delimiter());
    const bool goes_on = place.rows > 0 && !options_.dry_run;
    if (!goes_on) watch.add_open(mapping_.columns);
    TableRow row;
    for (; TRY(table.next(row)); ++total_)
        watch.see(row);
    short_end_ = table.short_end();
    if (options_.dry_run && total_ > kDryRowsMax) {
        left_off_ = total_ - kDryRowsMax;
        total_ = kDryRowsMax;
    }
    forms_ = goes_on ? place.forms : watch.settle();
    apply_forms(forms_, mapping_.columns);
    return {};
}

// A dry run keeps in memory what later rows meet, so after a crash it begins again.
Result<void> ImportWork::open(record::Context& context, const job::Job& job) {
    if (table_) return {};
    const schema::Object* object = context.schema.find(options_.object);
    if (object == nullptr)
        return make_error(ErrorCode::invalid, "import.unknown_object", {{"name", options_.object}});
    if (!std::filesystem::exists(file_)) return make_error(ErrorCode::not_found, "job.file_gone");
    const auto first_reading = TRY(open_table(file_, options_.table));
    mapping_ = TRY(bind_mapping(options_.mapping, options_.match, first_reading->columns(),
                                context.schema, *object));
    const Place place = parse_place(job.place);
    by_line_ = place.rows == 0 || place.by_line;
    TRY(look_at_rows(*first_reading, place));
    table_ = TRY(open_table(file_, options_.table));
    TRY(indexes_.load(context, mapping_));
    if (!options_.dry_run) return skip_to(context, job);
    anew_ = true;
    return {};
}

// Goes on behind the rows that were looked at, with those of them that still wait.
Result<void> ImportWork::skip_to(record::Context& context, const job::Job& job) {
    const Place place = parse_place(job.place);
    std::set<std::int64_t> waiting;
    std::int64_t from = 0;
    for (;;) {
        const auto page = TRY(job::items(context.tx, job.id, from, kItemsAtOnce));
        for (const job::Item& item : page)
            waiting.insert(item.number);
        if (page.size() < kItemsAtOnce) break;
        from = page.back().number + 1;
    }
    while (rows_read_ < place.rows) {
        ParsedRow* row = TRY(next_row());
        if (row == nullptr) break;
        const bool untried = place.settling && row->number > place.tried;
        if (waiting.contains(row->number))
            (untried ? held_ : still_held_).push_back(std::move(*row));
        rows_.pop_back();
    }
    short_noted_ = job::extra_of(job, "short_rows") > 0;
    settling_ = place.settling;
    any_settled_ = place.any_settled;
    waiting_ = place.over ? Waiting::over : Waiting::allowed;
    return {};
}

// The next row of the file, parsed, at the end of rows_; null at the end of the file.
Result<ParsedRow*> ImportWork::next_row() {
    TableRow row;
    const bool left_off = options_.dry_run && rows_read_ >= kDryRowsMax;
    if (left_off || !TRY(table_->next(row))) {
        at_end_ = true;
        return nullptr;
    }
    ++rows_read_;
    if (!by_line_) row.number = rows_read_;
    rows_.push_back(parse_row(mapping_, cells(), std::move(row)));
    rows_.back().id = application_.ids.next(application_.clock.now().ms);
    return &rows_.back();
}

Result<void> ImportWork::read_rows(std::size_t size) {
    while (rows_.size() < size && !at_end_)
        TRY(next_row());
    return {};
}

// Rounds over what is held back: each settles one more level of a tree that stands upside down in
// its file. A round that settles nothing is the last but one: what is not there will not come.
void ImportWork::take_held(std::size_t size) {
    if (held_.empty() || !settling_) {
        if (settling_ && !any_settled_) waiting_ = Waiting::over;
        settling_ = true;
        any_settled_ = false;
        std::move(still_held_.begin(), still_held_.end(), std::back_inserter(held_));
        still_held_.clear();
    }
    const std::size_t count = std::min(size, held_.size());
    const auto end = held_.begin() + static_cast<std::ptrdiff_t>(count);
    rows_.assign(std::make_move_iterator(held_.begin()), std::make_move_iterator(end));
    held_.erase(held_.begin(), end);
}

Result<void> ImportWork::read(record::Context& context, const job::Job& job, int size) {
    TRY(open(context, job));
    const auto rows = static_cast<std::size_t>(size);
    if (!at_end_) TRY(read_rows(rows));
    if (rows_.empty() && at_end_) take_held(rows);
    return {};
}

Result<ChunkResult> ImportWork::save(record::Context& context) {
    indexes_.discard();
    return Chunk(context, mapping_, indexes_).run(rows_, waiting_);
}

Result<ChunkResult> ImportWork::rehearse(record::Context& context) {
    indexes_.discard();
    rehearsal_.discard();
    rehearsal_.begin_batch();
    ChunkResult result;
    const Result<void> tried = context.tx.nested([&]() -> Result<void> {
        result = TRY(Chunk(context, mapping_, indexes_, &rehearsal_).run(rows_, waiting_));
        return make_error(ErrorCode::conflict, kRolledBack);
    });
    if (tried.ok() || tried.error().message.key == kRolledBack) return result;
    return tried.error();
}

// The numbers of the rows that wait, for whoever goes on after a crash.
Result<void> ImportWork::keep_held(record::Context& context, const job::Job& job,
                                   const ChunkResult& result) const {
    if (options_.dry_run) return {};
    const std::set<std::size_t> held(result.held.begin(), result.held.end());
    std::vector<job::Item> items;
    for (std::size_t place = 0; place < rows_.size(); ++place) {
        const std::int64_t number = rows_[place].number;
        if (settling_ && !held.contains(place))
            TRY(job::drop_items(context.tx, job.id, number, number));
        if (!settling_ && held.contains(place)) items.push_back({number, {}});
    }
    return job::put_items(context.tx, job.id, items);
}

job::Step ImportWork::step_of(ChunkResult& result) {
    job::Step step;
    step.anew = anew_;
    step.counts = result.counts;
    step.total = total_;
    if (result.targets_created > 0)
        step.extra.emplace_back("targets_created", result.targets_created);
    if (result.short_rows > 0) {
        step.extra.emplace_back("short_rows", result.short_rows);
        if (!short_noted_) step.extra.emplace_back("short_first", result.short_first);
    }
    std::int64_t of_row = 0;
    for (std::size_t i = 0; i < result.errors.size(); ++i) {
        RowError& error = result.errors[i];
        of_row = i > 0 && result.errors[i - 1].row == error.row ? of_row + 1 : 0;
        job::Failure failure;
        failure.number = error.row * kFaultsOfRow + of_row;
        failure.row = error.row;
        failure.object_id = mapping_.object->id;
        failure.field = std::move(error.field);
        failure.value = std::move(error.value);
        failure.code = std::move(error.code);
        failure.message = std::move(error.message);
        step.failures.push_back(std::move(failure));
    }
    step.finished = at_end_ && held_.empty() && still_held_.empty() && result.held.empty();
    if (step.finished && short_end_ > 0) step.extra.emplace_back("short_end", short_end_);
    if (step.finished && left_off_ > 0) step.extra.emplace_back("rows_left_off", left_off_);
    json::object place{{"rows", rows_read_},
                       {"settling", settling_},
                       {"tried", settling_ && !rows_.empty() ? rows_.back().number : 0},
                       {"any_settled", any_settled_},
                       {"over", waiting_ == Waiting::over}};
    if (by_line_) place["by_line"] = true;
    if (!forms_.empty()) place["forms"] = json::parse(to_json(forms_));  // for the receipt
    step.place = json::serialize(place);
    step.people = step.finished && (access::affects_principals(mapping_.object->name) ||
                                    access::affects_scopes(mapping_.object->name));
    return step;
}

Result<job::Step> ImportWork::write(record::Context& context, const job::Job& job, int) {
    context.origin += change::kImportMark;  // rules ask less of history than of what happens now
    ChunkResult result = TRY(options_.dry_run ? rehearse(context) : save(context));
    TRY(keep_held(context, job, result));
    held_in_batch_ = result.held;
    short_in_batch_ = result.short_rows > 0;
    any_settled_ = any_settled_ || (settling_ && result.held.size() < rows_.size());
    return step_of(result);
}

void ImportWork::committed() {
    indexes_.commit();
    if (options_.dry_run) rehearsal_.commit();
    short_noted_ = short_noted_ || short_in_batch_;
    anew_ = false;
    for (const std::size_t place : held_in_batch_)
        still_held_.push_back(std::move(rows_[place]));
    held_in_batch_.clear();
    rows_.clear();
}

}  // namespace

job::Kind import_kind() {
    job::Kind kind;
    kind.name = "import";
    kind.batch_least = 100;  // fewer cost more in commits than they give back in waiting
    kind.batch_first = 100;
    kind.batch_most = 500;
    kind.begin = [](api::Application& application,
                    const job::Job& job) -> Result<std::unique_ptr<job::Worker>> {
        ImportOptions options = TRY(parse_parameters(job.parameters));
        return std::unique_ptr<job::Worker>(std::make_unique<ImportWork>(
            application, std::move(options), job.source ? job.source->path : std::string()));
    };
    kind.ended = [](const job::Job& job) {
        std::error_code ignored;
        if (job.source) std::filesystem::remove(job.source->path, ignored);
    };
    return kind;
}

}  // namespace clientela::importer
