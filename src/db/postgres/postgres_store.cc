// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/postgres_store.h"

#include <random>
#include <thread>

#include <spdlog/spdlog.h>

#include "db/failure.h"
#include "db/functions.h"
#include "db/postgres/transaction.h"

namespace clientela::db::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::string_view kBeginRead = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr std::string_view kBeginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
constexpr std::int64_t kMigrationLock = 0x636c69656e74;  // any number that is ours alone
constexpr std::chrono::seconds kWriteTimeMax{60};        // a write that waits longer hangs

}  // namespace

// A connection for one attempt. What is still open when it ends, by whatever way, is rolled back.
class PostgresStore::Borrowed {
public:
    Borrowed(Pool& pool, Priority priority, std::unique_ptr<Connection> connection)
        : pool_(pool), priority_(priority), connection_(std::move(connection)) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() {
        if (open_) end_unheard("ROLLBACK");
        if (connection_->lost() || connection_->server_is_read_only()) pool_.throw_away();
        pool_.give_back(std::move(connection_), priority_);
    }
    void end_unheard(std::string_view command) {
        open_ = false;
        if (!connection_->anything_sent() || connection_->lost()) return;
        connection_->queue(command);
        connection_->finish_unheard();
    }
    void closed() { open_ = false; }
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }

private:
    Pool& pool_;
    Priority priority_;
    std::unique_ptr<Connection> connection_;
    bool open_ = true;
};

Result<std::unique_ptr<Store>> PostgresStore::open(const std::string& uri,
                                                   const StoreOptions& options) {
    Address address = TRY(Address::parse(uri));
    std::unique_ptr<PostgresStore> store(new PostgresStore(std::move(address), options));
    Pool& pool = store->pool_;
    pool.give_back(TRY(pool.take(Priority::interactive, Deadline::max())), Priority::interactive);
    return std::unique_ptr<Store>(std::move(store));
}

PostgresStore::PostgresStore(Address address, const StoreOptions& options)
    : options_(options), pool_(std::move(address), std::max(2, 2 * options.reader_count)) {}

// Pauses of 50 ms doubling to 1 s, each between half and all of that, so that many do not come back
// in step.
Result<void> PostgresStore::repeat(Deadline until, const std::function<Attempt()>& attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    milliseconds pause{50};
    for (;;) {
        Attempt outcome = attempt();
        if (!outcome.again) return std::move(outcome.result);
        const milliseconds now(pause.count() / 2 +
                               static_cast<long>(random()) % (pause.count() / 2));
        if (steady_clock::now() + now >= until) return std::move(outcome.result);
        spdlog::warn("transaction runs again in {} ms: {}", now.count(),
                     outcome.result.error().detail);
        std::this_thread::sleep_for(now);
        pause = std::min(2 * pause, milliseconds(1000));
    }
}

Result<void> PostgresStore::read(const Work& work, milliseconds deadline) {
    const Deadline until = steady_clock::now() + deadline;
    const Deadline repeat_until = steady_clock::now() + std::min(deadline, options_.retry_budget);
    return repeat(repeat_until, [&] { return try_read(work, until); });
}

PostgresStore::Attempt PostgresStore::try_read(const Work& work, Deadline deadline) {
    auto taken = pool_.take(Priority::interactive, deadline);
    if (!taken) return {taken.error(), taken.error().message.key != deadline_passed().message.key};
    Borrowed connection(pool_, Priority::interactive, std::move(taken).value());
    PostgresTransaction tx(*connection, kBeginRead, deadline);
    Attempt attempt{tx.run([&] { return work(tx); }), false};
    if (connection->transient_trouble()) {
        attempt.again = !tx.rows_seen() && !attempt.result;
    } else if (attempt.result) {
        connection.end_unheard("COMMIT");
    }
    return attempt;
}

Result<void> PostgresStore::write(const Work& work, Priority priority) {
    return write_for(work, priority, kWriteTimeMax);
}

Result<void> PostgresStore::write_for(const Work& work, Priority priority, milliseconds longest) {
    const Deadline repeat_until = steady_clock::now() + options_.retry_budget;
    return repeat(repeat_until, [&] { return try_write(work, priority, repeat_until, longest); });
}

static Deadline deadline_after(milliseconds longest) {
    return longest == milliseconds::max() ? Deadline::max() : steady_clock::now() + longest;
}

PostgresStore::Attempt PostgresStore::try_write(const Work& work, Priority priority,
                                                Deadline connect_by, milliseconds longest) {
    // Bulk work waits for its turn as long as it takes, and that is not its time; people do not.
    auto taken = pool_.take(priority, priority == Priority::bulk ? Deadline::max() : connect_by);
    if (!taken) return {taken.error(), taken.error().message.key != deadline_passed().message.key};
    Borrowed connection(pool_, priority, std::move(taken).value());
    PostgresTransaction tx(*connection, kBeginWrite, deadline_after(longest));
    Attempt attempt{tx.run([&] { return work(tx); }), false};
    if (connection->transient_trouble() || connection->server_is_read_only()) {
        attempt.again = true;
        if (attempt.result) attempt.result = store_unavailable();
        return attempt;
    }
    if (!attempt.result) return attempt;
    return commit(connection);
}

PostgresStore::Attempt PostgresStore::commit(Borrowed& connection) {
    connection.closed();
    if (!connection->anything_sent()) return {};
    connection->queue("COMMIT");
    Result<void> committed = connection->finish(steady_clock::now() + kWriteTimeMax);
    if (committed) return {};
    if (connection->lost() || connection->cancelled()) {
        Error error = commit_unknown();
        error.detail = committed.error().detail;
        return {std::move(error), false};
    }
    return {std::move(committed), connection->transient_trouble()};
}

Result<void> PostgresStore::migrate(const Work& work) {
    const Work locked = [&](Transaction& tx) -> Result<void> {
        TRY(tx.query({"SELECT pg_advisory_xact_lock(?)", {kMigrationLock}}, [](const Row&) {}));
        TRY(install_functions(tx));
        return work(tx);
    };
    Result<void> result = write_for(locked, Priority::interactive, milliseconds::max());
    pool_.throw_away();  // cached plans of the old tables
    return result;
}

Result<void> PostgresStore::run_alone(const std::string& statement) {
    const std::unique_ptr<Connection> connection = TRY(Connection::open(pool_.address()));
    TRY(connection->run({statement, {}}, Deadline::max()));
    return {};
}

}  // namespace clientela::db::postgres
