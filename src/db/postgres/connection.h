// SPDX-License-Identifier: Apache-2.0
// One connection, always in pipeline mode: commands whose answer nobody waits for (BEGIN,
// SAVEPOINT, the COMMIT of a read) travel together with the next statement, so a single read costs
// one round trip. Statements are prepared once and cached. Used by one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "db/postgres/address.h"
#include "db/postgres/parameters.h"

struct pg_conn;
struct pg_result;

namespace clientela::db::postgres {

using Deadline = std::chrono::steady_clock::time_point;

struct ClearResult {
    void operator()(pg_result* result) const;
};
using ResultPtr = std::unique_ptr<pg_result, ClearResult>;

class Connection {
public:
    static Result<std::unique_ptr<Connection>> open(const Address& address);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Goes out with the next run or finish; its failure is the failure of that one.
    void queue(std::string_view command) { queued_.push_back(command); }
    // Runs a statement. Past the deadline it is cancelled and gives "error.deadline".
    Result<ResultPtr> run(const Sql& sql, Deadline deadline);
    // Sends what is queued and waits for its end, or does not wait.
    Result<void> finish(Deadline deadline);
    void finish_unheard();

    bool anything_sent() const { return sent_; }  // since start_transaction
    void start_transaction(std::string_view begin);

    bool lost() const { return lost_; }
    bool cancelled() const { return cancelled_; }  // a statement since the start of the transaction
    // Whether a statement of this transaction failed in a way that a new attempt of the whole may
    // mend, and whether the server refused to write: it is no longer the primary.
    bool transient_trouble() const { return transient_; }
    bool server_is_read_only() const { return read_only_; }
    std::uint64_t generation = 0;  // of the pool, when opened

private:
    // What the server will answer, in order. Only `statement` is of interest beyond its errors.
    enum class Answer { command, preparation, statement, sync };

    struct Variant {  // the same text prepared for other parameter types
        std::string name;
        std::vector<TypeId> types;
    };
    struct Cached {
        std::string text;
        std::string numbered;
        std::vector<Variant> variants;
    };

    explicit Connection(pg_conn* handle) : handle_(handle) {}
    Result<void> send_queued();
    Result<void> send_command(const char* text);
    Result<void> send_prepared(const Sql& sql);
    Result<const Variant*> variant_for(Cached& cached);
    Result<Cached*> cached_for(const std::string& text);
    Result<void> deallocate(const Cached& cached);
    void forget_unprepared(const std::string& text);
    Result<void> sync();
    Result<ResultPtr> read_answers(Deadline deadline);
    Result<ResultPtr> next_answer(Deadline& deadline);
    Result<void> wait_for_input(Deadline& deadline);
    void cancel();
    Error lose(std::string detail);
    Error error_of(const pg_result* result);

    static constexpr std::size_t kStatementsMax = 200;
    static constexpr std::size_t kVariantsMax = 4;

    pg_conn* handle_;
    std::vector<std::string_view> queued_;
    std::deque<Answer> expected_;
    bool sent_ = false;
    bool lost_ = false;
    bool transient_ = false;
    bool read_only_ = false;
    bool cancelled_ = false;
    bool unprepared_ = false;  // the preparation among the last answers failed
    std::uint64_t statement_count_ = 0;
    Parameters parameters_;
    std::list<Cached> statements_;  // newest use first
    std::unordered_map<std::string_view, std::list<Cached>::iterator> by_text_;
};

}  // namespace clientela::db::postgres
