// SPDX-License-Identifier: Apache-2.0
// Three pieces, each done outside of every transaction; a piece that is done twice finds nothing
// noted the second time. A piece that fails does not keep the ones behind it from being done; why
// it failed stands in the job until its end.
#include "customize/index_job.h"

#include <thread>

#include <spdlog/spdlog.h>

#include "customize/notice_time.h"
#include "schema/pending_index.h"
#include "schema/sort_key_fill.h"

namespace clientela::customize {
namespace {

constexpr std::int64_t kPieces = 3;
constexpr std::string_view kNothingFailed = "{}";  // the place of a job that has not begun
constexpr const char* kFills = R"({"fills":true})";

class Indexing final : public job::Worker {
public:
    Indexing(api::Application& application, ReadSearch read_search)
        : application_(application), read_search_(std::move(read_search)) {}

    Result<void> outside(const job::Job& job) override {
        failed_.reset();
        Result<void> piece = do_piece(job);
        if (piece.ok()) return {};
        if (piece.error().code == ErrorCode::unavailable) return piece;  // tried again
        spdlog::error("definitions: {} {}", piece.error().message.key, piece.error().detail);
        const Error& error = piece.error();
        failed_ = error.fields.empty() ? error.message : error.fields.front().message;
        return {};
    }

    Result<job::Step> write(record::Context&, const job::Job& job, int) override {
        job::Step step;
        step.done = job.done + 1;
        step.total = kPieces;
        step.finished = *step.done >= kPieces;
        std::optional<Message> failed = failed_;
        if (job.place != kNothingFailed) failed = job::parse_stored_message(job.place);
        if (!failed) return step;
        if (step.finished) return Error{ErrorCode::internal, *failed, {}, {}};
        step.place = job::to_stored(*failed);
        return step;
    }

private:
    Result<void> do_piece(const job::Job& job) {
        if (job.done == 0)
            return read_search_ ? read_search_(*application_.schema.get()) : Result<void>{};
        if (job.done == 2) return schema::build_pending(application_.store);
        if (job.parameters == kFills) std::this_thread::sleep_for(kNoticeTime);
        return schema::run_fills(application_.store, {});
    }

    api::Application& application_;
    ReadSearch read_search_;
    std::optional<Message> failed_;  // of the piece that was done last, until it is written
};

}  // namespace

job::Kind index_kind(ReadSearch read_search) {
    job::Kind kind;
    kind.name = kIndexKind;
    kind.as_program = true;
    kind.for_administrators = true;
    kind.begin = [read_search = std::move(read_search)](
                     api::Application& application,
                     const job::Job&) -> Result<std::unique_ptr<job::Worker>> {
        return std::unique_ptr<job::Worker>(std::make_unique<Indexing>(application, read_search));
    };
    return kind;
}

job::Order index_order(bool fills) {
    job::Order order;
    order.kind = kIndexKind;
    order.title = Message{"definition.index_title", {}};
    if (fills) order.parameters = kFills;
    order.total = kPieces;
    return order;
}

}  // namespace clientela::customize
