// SPDX-License-Identifier: Apache-2.0
// Consumers keep their place in the store; the stream of changes begins at the present.
#include "app/consumers.h"

#include "access/login_attempts.h"
#include "access/session.h"
#include "api/idempotency.h"
#include "app/follow_company.h"
#include "app/jobs.h"
#include "customize/customize.h"
#include "notification/clock_place.h"
#include "notification/standing_in.h"
#include "notification/watch.h"
#include "search/index.h"

namespace clientela::app {
namespace {

constexpr std::int64_t kKeepAttemptsMs = 7LL * 24 * 3'600'000;

Result<void> keep_house(Site& site) {
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        const Instant now = site.clock.now();
        TRY(access::remove_dead_sessions(tx, now));
        TRY(access::remove_old_attempts(tx, Instant{now.ms - kKeepAttemptsMs}));
        TRY(notification::forget_struck(tx));
        return api::forget_old_answers(tx, now);
    };
    TRY(site.store->write(work, db::Priority::bulk));
    return site.runner->keep_house();
}

// Work of the program itself inside a transaction that somebody else began.
Result<void> within(Site& site, db::Transaction& tx,
                    const std::function<Result<void>(record::Context&)>& work) {
    const access::Principal system = access::Principal::system("notifications");
    record::Context context = api::context_for(*site.application, tx, system, "notification");
    return work(context);
}

Result<void> remind(Site& site) {
    return site.store->write(
        [&](db::Transaction& tx) {
            return within(site, tx, [](record::Context& context) -> Result<void> {
                TRY(notification::tell_due_tasks(context));
                return notification::tell_ended_delegations(context);
            });
        },
        db::Priority::bulk);
}

}  // namespace

void add_all_consumers(Site& site) {
    job::Loop& loop = *site.loop;
    loop.add(job::Follower{"change stream",
                           [&site](const job::Entries& entries) { site.feed->follow(entries); }});
    loop.add(search::consumer([&site] { return site.application->schema.get(); }));
    loop.add(notification::consumer(
        [&site](db::Transaction& tx, const std::function<Result<void>(record::Context&)>& work) {
            return within(site, tx, work);
        }));
    loop.add(job::Timer{"reminders", std::chrono::seconds(30), [&site] { return remind(site); }});
    loop.add(job::Timer{"ended sessions", std::chrono::seconds(10), [&site]() -> Result<void> {
                            site.feed->close_ended();
                            return {};
                        }});
    loop.add(job::Timer{"definitions", std::chrono::seconds(1),
                        [&site] { return customize::follow_definitions(*site.application); }});
    loop.add(job::Timer{"company settings", std::chrono::seconds(2), [&site]() -> Result<void> {
                            TRY(follow_company(site));
                            return {};
                        }});
    loop.add(job::Timer{
        "progress of jobs", std::chrono::milliseconds(500),
        [told = std::make_shared<ToldJobs>(), &site] { return tell_jobs(site, *told); }});
    loop.add(job::Timer{"leases of jobs", std::chrono::seconds(5),
                        [&site] { return site.runner->keep_leases(); }});
    loop.add(job::Timer{"files of exports", std::chrono::minutes(5),
                        [&site] { return site.runner->drop_results(); }});
    loop.add(
        job::Timer{"housekeeping", std::chrono::hours(1), [&site] { return keep_house(site); }});
}

}  // namespace clientela::app
