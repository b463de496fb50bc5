// SPDX-License-Identifier: Apache-2.0
// The course of an import: open, bind, load the look-ups, then transaction after transaction. Rows
// that name a record of the same object which is not there yet wait until the end of the file.
#include "importer/import.h"

#include <algorithm>
#include <chrono>

#include "access/masks.h"
#include "importer/chunk.h"
#include "importer/indexes.h"
#include "importer/run_log.h"

namespace clientela::importer {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTransactionLong{
    50};  // interactive work waits that long at most
constexpr std::chrono::milliseconds kTransactionShort{20};
constexpr std::chrono::minutes kScanDeadline{5};
constexpr std::size_t kRowsLeast =
    100;  // fewer cost more in commits than they give back in waiting
constexpr const char* kRolledBack = "import.rolled_back";  // ends the transaction of a dry run

class Import {
public:
    Import(const ImportHost& host, const ImportOptions& options, Progress& progress)
        : host_(host),
          options_(options),
          progress_(progress),
          object_(nullptr),
          origin_("import:") {}

    Result<Receipt> run();

private:
    using Save = std::function<Result<ChunkResult>(std::span<const ParsedRow>, Waiting)>;

    Result<void> prepare();
    Result<void> open();
    Result<void> run_for_real();
    Result<void> run_dry();
    Result<void> read_all(const Save& save);
    Result<void> settle_held(const Save& save);
    Result<bool> take(std::vector<ParsedRow>& rows, const Save& save, Waiting waiting);
    Result<ChunkResult> save_durably(std::span<const ParsedRow> rows, Waiting waiting);
    void adapt(std::chrono::milliseconds took);
    record::Context context(db::Transaction& tx) const;

    const ImportHost& host_;
    const ImportOptions& options_;
    Progress& progress_;
    const schema::Object* object_;
    std::string origin_;
    std::unique_ptr<Table> table_;
    BoundMapping mapping_;
    Indexes indexes_;
    Receipt receipt_;
    std::vector<ParsedRow> held_;
    std::size_t chunk_rows_ = kRowsLeast;
};

record::Context Import::context(db::Transaction& tx) const {
    const Instant now = host_.clock.now();
    return record::Context{tx,
                           access::schema_for(host_.principal, *host_.schema),
                           host_.principal,
                           host_.company,
                           host_.rules,
                           host_.ids,
                           now,
                           host_.company.zone.local(now).date,
                           origin_};
}

Result<void> Import::open() {
    table_ = TRY(open_table(options_.file, options_.table));
    mapping_ = TRY(bind_mapping(options_.mapping, options_.match, table_->columns(),
                                access::schema_for(host_.principal, *host_.schema), *object_));
    return {};
}

Result<void> Import::prepare() {
    object_ = access::schema_for(host_.principal, *host_.schema).find(options_.object);
    if (object_ == nullptr) {
        return make_error(ErrorCode::invalid, "import.unknown_object", {{"name", options_.object}});
    }
    const auto breadth = [&](access::Action action) {
        return host_.principal.breadth(object_->name, action);
    };
    if (breadth(access::Action::create) == access::Breadth::none &&
        breadth(access::Action::update) == access::Breadth::none) {
        return make_error(ErrorCode::forbidden, "error.forbidden");
    }
    TRY(open());
    adapt(kTransactionShort);  // at most what the options allow
    receipt_.started_at = host_.clock.now();
    receipt_.id = options_.id ? options_.id : host_.ids.next(receipt_.started_at.ms);
    receipt_.object = object_->name;
    receipt_.file_name =
        options_.file_name.empty() ? options_.file.filename().string() : options_.file_name;
    receipt_.dry_run = options_.dry_run;
    origin_ += to_string(receipt_.id);
    return {};
}

void Import::adapt(std::chrono::milliseconds took) {
    const auto most = static_cast<std::size_t>(std::max(1, options_.rows_per_transaction));
    if (took > kTransactionLong) chunk_rows_ = std::max(kRowsLeast, chunk_rows_ / 2);
    if (took < kTransactionShort) chunk_rows_ *= 2;
    chunk_rows_ = std::min(chunk_rows_, most);
}

// Saves rows and files what became of them; false when the import was cancelled before.
Result<bool> Import::take(std::vector<ParsedRow>& rows, const Save& save, Waiting waiting) {
    if (rows.empty()) return true;
    if (progress_.cancelled) {
        receipt_.state = "cancelled";
        return false;
    }
    ChunkResult result = TRY(save(rows, waiting));
    indexes_.commit();
    receipt_.counts.add(result.counts);
    receipt_.targets_created += result.targets_created;
    for (RowError& error : result.errors)
        receipt_.add_error(std::move(error));
    for (const std::size_t place : result.held)
        held_.push_back(std::move(rows[place]));
    rows.clear();
    if (progress_.on_rows) progress_.on_rows(receipt_.counts);
    return true;
}

// Rows held back are tried again as long as that makes any of them find what it names; each round
// settles one more level of a tree that stands upside down in its file.
Result<void> Import::settle_held(const Save& save) {
    Waiting waiting = Waiting::allowed;
    while (!held_.empty()) {
        const std::size_t before = held_.size();
        std::vector<ParsedRow> again = std::move(held_);
        held_.clear();
        for (std::size_t start = 0; start < again.size(); start += chunk_rows_) {
            const std::size_t end = std::min(again.size(), start + chunk_rows_);
            std::vector<ParsedRow> rows(
                std::make_move_iterator(again.begin() + static_cast<std::ptrdiff_t>(start)),
                std::make_move_iterator(again.begin() + static_cast<std::ptrdiff_t>(end)));
            if (!TRY(take(rows, save, waiting))) return {};
        }
        if (held_.size() == before) waiting = Waiting::over;
    }
    return {};
}

Result<void> Import::read_all(const Save& save) {
    const CellContext cells{mapping_.currency.empty() ? host_.company.currency : mapping_.currency,
                            host_.company.zone};
    std::vector<ParsedRow> rows;
    TableRow row;
    while (TRY(table_->next(row))) {
        rows.push_back(parse_row(mapping_, cells, std::move(row)));
        rows.back().id = host_.ids.next(host_.clock.now().ms);
        row = TableRow{};
        if (rows.size() < chunk_rows_) continue;
        if (!TRY(take(rows, save, Waiting::allowed))) return {};
    }
    if (!TRY(take(rows, save, Waiting::allowed))) return {};
    TRY(settle_held(save));
    if (receipt_.state == "running") receipt_.state = "done";
    return {};
}

Result<ChunkResult> Import::save_durably(std::span<const ParsedRow> rows, Waiting waiting) {
    ChunkResult result;
    const auto begun = SteadyClock::now();
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        indexes_.discard();
        record::Context at_work = context(tx);
        result = TRY(Chunk(at_work, mapping_, indexes_).run(rows, waiting));
        TRY(insert_rows(tx, receipt_.id, result.rows));
        return update_rows_done(tx, receipt_.id, receipt_.counts.rows + result.counts.rows);
    };
    TRY(host_.store.write(work, db::Priority::bulk));
    adapt(std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - begun));
    return result;
}

Result<void> Import::run_for_real() {
    const db::Work load = [&](db::Transaction& tx) -> Result<void> {
        record::Context at_work = context(tx);
        return indexes_.load(at_work, mapping_);
    };
    TRY(host_.store.read(load, kScanDeadline));
    return read_all([&](std::span<const ParsedRow> rows, Waiting waiting) {
        return save_durably(rows, waiting);
    });
}

// One transaction from the first row to the last, so that later rows meet what earlier ones did,
// exactly as in a real import; then it is rolled back.
Result<void> Import::run_dry() {
    const Receipt fresh = receipt_;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        receipt_ = fresh;
        held_.clear();
        TRY(open());
        record::Context at_work = context(tx);
        TRY(indexes_.load(at_work, mapping_));
        const Save save = [&](std::span<const ParsedRow> rows, Waiting waiting) {
            return Chunk(at_work, mapping_, indexes_).run(rows, waiting);
        };
        TRY(read_all(save));
        return make_error(ErrorCode::conflict, kRolledBack);
    };
    const auto done = host_.store.write(work, db::Priority::bulk);
    if (!done.ok() && done.error().message.key == kRolledBack) return {};
    return done;
}

Result<Receipt> Import::run() {
    TRY(prepare());
    const std::string mapping = to_json(options_.mapping);
    TRY(host_.store.write([&](db::Transaction& tx) {
        return insert_run(tx, receipt_, mapping, host_.principal.user);
    }));
    const auto done = options_.dry_run ? run_dry() : run_for_real();
    if (!done.ok()) receipt_.state = "failed";
    receipt_.finished_at = host_.clock.now();
    std::stable_sort(receipt_.errors.begin(), receipt_.errors.end(),
                     [](const RowError& a, const RowError& b) { return a.row < b.row; });
    TRY(host_.store.write([&](db::Transaction& tx) { return update_run(tx, receipt_); }));
    if (!done.ok() && (options_.dry_run || receipt_.counts.rows == 0)) return done.error();
    return receipt_;
}

}  // namespace

Result<Receipt> run_import(const ImportHost& host, const ImportOptions& options,
                           Progress& progress) {
    return Import(host, options, progress).run();
}

Result<std::vector<Receipt>> list_imports(const ImportHost& host, Id created_by, int limit) {
    std::vector<Receipt> receipts;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        receipts = TRY(newest_runs(tx, created_by, limit));
        return {};
    };
    TRY(host.store.read(work));
    return receipts;
}

Result<Receipt> find_import(const ImportHost& host, Id import) {
    std::optional<KeptRun> run;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        run = TRY(find_run(tx, import));
        return {};
    };
    TRY(host.store.read(work));
    if (!run) return make_error(ErrorCode::not_found, "error.not_found");
    if (run->undone) run->receipt.state = "undone";
    return run->receipt;
}

}  // namespace clientela::importer
