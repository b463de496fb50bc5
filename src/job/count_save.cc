// SPDX-License-Identifier: Apache-2.0
// A batch goes on behind what fails: only the store's own trouble ends it.
#include "job/count_save.h"

namespace clientela::job {

static Failure failure_of(const schema::Object& object, Id record, std::string code,
                          Message message) {
    Failure failure;
    failure.object_id = object.id;
    failure.record = record;
    failure.code = std::move(code);
    failure.message = std::move(message);
    return failure;
}

Result<void> count_save(Step& step, const schema::Object& object, Id record,
                        const Result<record::Saved>& saved) {
    ++step.counts.rows;
    if (saved.ok()) {
        const bool same = saved->outcome == record::Outcome::unchanged;
        ++(same ? step.counts.unchanged : step.counts.updated);
        return {};
    }
    const Error& error = saved.error();
    if (error.code == ErrorCode::internal || error.code == ErrorCode::unavailable ||
        error.message.key.starts_with("db."))
        return error;
    const bool gone = error.code == ErrorCode::not_found;
    const bool locked = error.code == ErrorCode::forbidden;
    if (gone || locked) {
        ++step.counts.skipped;
        const std::string code = gone ? "gone_since" : "locked";
        step.failures.push_back(failure_of(object, record, code, Message{"field." + code, {}}));
        return {};
    }
    ++step.counts.failed;
    if (error.fields.empty()) {
        step.failures.push_back(failure_of(object, record, "not_saved", error.message));
        return {};
    }
    Failure failure =
        failure_of(object, record, error.fields.front().code, error.fields.front().message);
    failure.field = error.fields.front().field;
    step.failures.push_back(std::move(failure));
    return {};
}

}  // namespace clientela::job
