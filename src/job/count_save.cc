// SPDX-License-Identifier: Apache-2.0
// A batch goes on behind what fails: only the store's own trouble ends it.
#include "job/count_save.h"

namespace clientela::job {
namespace {

Failure failure_of(std::uint16_t object_id, Id record, const std::string& code,
                   const Message& message) {
    Failure failure;
    failure.object_id = object_id;
    failure.record = record;
    failure.code = code;
    failure.message = message;
    return failure;
}

}  // namespace

void count_saved(Step& step, const record::Saved& saved) {
    ++step.counts.rows;
    const bool same = saved.outcome == record::Outcome::unchanged;
    ++(same ? step.counts.unchanged : step.counts.updated);
}

void count_skipped(Step& step, std::uint16_t object_id, Id record, const std::string& code) {
    ++step.counts.rows;
    ++step.counts.skipped;
    step.failures.push_back(failure_of(object_id, record, code, Message{"field." + code, {}}));
}

void count_failed(Step& step, std::uint16_t object_id, Id record, const Error& error,
                  const std::string& code) {
    ++step.counts.rows;
    ++step.counts.failed;
    Failure failure = failure_of(object_id, record, code, error.message);
    if (!error.fields.empty()) {
        const FieldError& first = error.fields.front();
        failure.field = first.field;
        failure.code = first.code;
        failure.message = first.message;
    }
    step.failures.push_back(std::move(failure));
}

bool is_trouble_of_store(const Error& error) {
    return error.code == ErrorCode::internal || error.code == ErrorCode::unavailable ||
           error.message.key.starts_with("db.");
}

Result<void> count_save(Step& step, const schema::Object& object, Id record,
                        const Result<record::Saved>& saved) {
    if (saved.ok()) {
        count_saved(step, *saved);
        return {};
    }
    const Error& error = saved.error();
    if (is_trouble_of_store(error)) return error;
    if (error.code == ErrorCode::not_found) {
        count_skipped(step, object.id, record, "gone_since");
    } else if (error.code == ErrorCode::forbidden) {
        count_skipped(step, object.id, record, "locked");
    } else {
        count_failed(step, object.id, record, error, "not_saved");
    }
    return {};
}

}  // namespace clientela::job
