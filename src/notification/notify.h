// SPDX-License-Identifier: Apache-2.0
// Telling a person that something waits for them. One line per matter, not per event: while a
// notice of the same kind, object and person behind it is unread and fresh, the next one is added
// to it. Nobody is told of what they did themselves, nor of kinds that they muted.
#pragma once

#include <set>
#include <string>

#include "base/id.h"
#include "base/message.h"
#include "base/result.h"
#include "base/time.h"
#include "record/record.h"

namespace clientela::notification {

struct Notice {
    Id owner;            // who is told
    std::string kind;    // assigned, task_due, job_done, job_partial, job_failed ...
    std::string object;  // set name, or "jobs"
    Id record;           // the latest
    std::string title;   // of that record
    Id actor;            // who did it; 0: time itself
    Instant happened_at;
    std::int64_t count = 1;
    bool alone = false;  // says something of its own, so it is never added to another
    Id job = {};         // that caused it; only notices of one job are added up
};

// As the program itself: `context` must be one of a system principal. Who is not active any more is
// told nothing.
Result<void> notify(record::Context& context, const Notice& notice);

// The same inside a savepoint: one notice that cannot be saved must not keep all the later ones
// from everybody.
Result<void> notify_if_possible(record::Context& context, const Notice& notice);

// What an undone job told of: its notices that nobody has read yet go.
Result<void> withdraw_notices_of(record::Context& context, Id job);

// Somebody else has the records now: unread notices to `owner` about one of them alone, from before
// `taken_at`, go.
Result<void> withdraw_assigned(record::Context& context, Id owner, const std::string& object,
                               const std::set<std::int64_t>& records, Instant taken_at);

// In which language a person is told; Spanish for who is gone.
Result<Language> language_of(record::Context& context, Id user);

// Kinds that a person does not want to hear of.
Result<std::set<std::string>> muted(db::Transaction& tx, Id user);
Result<void> set_muted(db::Transaction& tx, Id user, const std::set<std::string>& kinds);

}  // namespace clientela::notification
