// SPDX-License-Identifier: Apache-2.0
// Every statement ends with a synchronisation point, so an error never swallows the next statement.
// Answers are read in the order in which they were asked for, also those left from an unheard
// COMMIT.
#include "db/postgres/connection.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include <libpq-fe.h>
#include <poll.h>

#include "db/failure.h"
#include "db/postgres/placeholder.h"

namespace clientela::db::postgres {

void ClearResult::operator()(pg_result* result) const { ::PQclear(result); }

Result<std::unique_ptr<Connection>> Connection::open(const Address& address) {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : address.settings()) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    std::unique_ptr<Connection> connection(
        new Connection(::PQconnectdbParams(names.data(), values.data(), 0)));
    PGconn* handle = connection->handle_;
    if (::PQstatus(handle) != CONNECTION_OK) {
        Error error =
            make_error(ErrorCode::unavailable, "db.cannot_reach", {{"place", address.display()}});
        error.detail = ::PQerrorMessage(handle);
        return error;
    }
    ::PQsetNoticeProcessor(
        handle, [](void*, const char*) {}, nullptr);
    if (::PQsetnonblocking(handle, 1) != 0 || ::PQenterPipelineMode(handle) != 1) {
        return internal_error("pipeline mode is refused");
    }
    return connection;
}

Connection::~Connection() { ::PQfinish(handle_); }

Error Connection::lose(std::string detail) {
    lost_ = true;
    transient_ = true;
    Error error = store_unavailable();
    error.detail = std::move(detail);
    return error;
}

// The server's text may quote a value when the class is 22 (data), so it is left out there.
Error Connection::error_of(const pg_result* result) {
    const char* field = ::PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (field == nullptr) return lose(::PQerrorMessage(handle_));
    const std::string_view state = field;
    const std::string_view family = state.substr(0, 2);
    const bool goes_away =
        (family == "08" && state != "08P01") ||  // 08P01: our mistake, such as a missing argument
        state == "57P01" || state == "57P02" || state == "57P03";
    const bool stale_plan =
        state == "0A000" && std::strstr(::PQresultErrorMessage(result), "cached plan") != nullptr;
    if (state == "25006") read_only_ = true;
    // A plan that no longer fits its table goes with all others of the connection.
    if (goes_away || stale_plan) lost_ = true;
    if (lost_ || state == "40001" || state == "40P01" || state == "55P03") transient_ = true;
    Error error = internal_error({});
    if (transient_) error = store_unavailable();
    if (family == "23") error = constraint_broken();
    if (family == "53") error = state == "53100" ? storage_full() : store_unavailable();
    if (state == "57014") error = deadline_passed();
    if (state == "22021") error = text_with_zero();
    error.detail = "postgres " + std::string(state);
    const char* text = ::PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (text != nullptr && family != "22") error.detail += std::string(": ") + text;
    return error;
}

void Connection::start_transaction(std::string_view begin) {
    sent_ = transient_ = read_only_ = cancelled_ = false;
    queued_.assign(1, begin);
}

Result<void> Connection::send_command(const char* text) {
    if (::PQsendQueryParams(handle_, text, 0, nullptr, nullptr, nullptr, nullptr, 0) != 1) {
        return lose(::PQerrorMessage(handle_));
    }
    expected_.push_back(Answer::command);
    return {};
}

Result<void> Connection::send_queued() {
    for (const std::string_view command : queued_) {
        TRY(send_command(std::string(command).c_str()));
    }
    queued_.clear();
    return {};
}

Result<void> Connection::sync() {
    if (::PQpipelineSync(handle_) != 1) return lose(::PQerrorMessage(handle_));
    expected_.push_back(Answer::sync);
    return {};
}

Result<Connection::Cached*> Connection::cached_for(const std::string& text) {
    const auto found = by_text_.find(text);
    if (found != by_text_.end()) {
        statements_.splice(statements_.begin(), statements_, found->second);
        return &statements_.front();
    }
    if (statements_.size() >= kStatementsMax) {
        TRY(deallocate(statements_.back()));
        by_text_.erase(statements_.back().text);
        statements_.pop_back();
    }
    statements_.push_front({text, number_placeholders(text), {}});
    by_text_.emplace(statements_.front().text, statements_.begin());
    return &statements_.front();
}

Result<void> Connection::deallocate(const Cached& cached) {
    for (const Variant& variant : cached.variants) {
        TRY(send_command(("DEALLOCATE " + variant.name).c_str()));
    }
    return {};
}

// The newest variant of a text, which the server does not know after all.
void Connection::forget_unprepared(const std::string& text) {
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return;
    const auto entry = found->second;
    if (!entry->variants.empty()) entry->variants.pop_back();
    if (!entry->variants.empty()) return;
    by_text_.erase(found);
    statements_.erase(entry);
}

// Null has no type of its own. It fits every prepared variant, and a new one takes the type of a
// null from its predecessor: so a text settles on one variant however its nulls are spread.
Result<const Connection::Variant*> Connection::variant_for(Cached& cached) {
    const std::vector<TypeId>& wanted = parameters_.types();
    for (const Variant& variant : cached.variants) {
        bool fits = true;
        for (std::size_t i = 0; fits && i < wanted.size(); ++i) {
            fits = wanted[i] == kUnknownType || wanted[i] == variant.types[i];
        }
        if (fits) return &variant;
    }
    Variant variant{"s" + std::to_string(++statement_count_), wanted};
    if (!cached.variants.empty()) {
        const std::vector<TypeId>& before = cached.variants.back().types;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (wanted[i] == kUnknownType) variant.types[i] = before[i];
        }
    }
    if (cached.variants.size() >= kVariantsMax) {
        TRY(deallocate(cached));
        cached.variants.clear();
    }
    if (::PQsendPrepare(handle_, variant.name.c_str(), cached.numbered.c_str(), parameters_.count(),
                        variant.types.data()) != 1) {
        return lose(::PQerrorMessage(handle_));
    }
    expected_.push_back(Answer::preparation);
    cached.variants.push_back(std::move(variant));
    return &cached.variants.back();
}

Result<void> Connection::send_prepared(const Sql& sql) {
    TRY(parameters_.set(sql.args));
    Cached& cached = *TRY(cached_for(sql.text));
    if (!cached.variants.empty() && cached.variants.front().types.size() != sql.args.size()) {
        return internal_error("wrong number of arguments");
    }
    const Variant* variant = TRY(variant_for(cached));
    if (::PQsendQueryPrepared(handle_, variant->name.c_str(), parameters_.count(),
                              parameters_.values(), nullptr, nullptr, 0) != 1) {
        return lose(::PQerrorMessage(handle_));
    }
    expected_.push_back(Answer::statement);
    return {};
}

Result<ResultPtr> Connection::run(const Sql& sql, Deadline deadline) {
    sent_ = true;
    unprepared_ = false;
    TRY(send_queued());
    const Result<void> sending = send_prepared(sql);
    TRY(sync());  // also after a refusal on our side: what was queued is under way
    Result<ResultPtr> result = read_answers(deadline);
    if (unprepared_) forget_unprepared(sql.text);
    if (!sending) return sending.error();
    return result;
}

Result<void> Connection::finish(Deadline deadline) {
    TRY(send_queued());
    TRY(sync());
    TRY(read_answers(deadline));
    return {};
}

void Connection::finish_unheard() {
    if (send_queued() && sync()) ::PQflush(handle_);
}

// Reads all answers that are due; gives that of the statement, if one was asked for, or the first
// error.
Result<ResultPtr> Connection::read_answers(Deadline deadline) {
    ResultPtr wanted;
    std::optional<Error> failure;
    while (!expected_.empty()) {
        const Answer answer = expected_.front();
        expected_.pop_front();
        ResultPtr result = TRY(next_answer(deadline));
        if (!result) return lose("the server left an answer out");
        const ExecStatusType status = ::PQresultStatus(result.get());
        if (answer == Answer::sync) {
            if (status != PGRES_PIPELINE_SYNC) return lose("the server's answers are out of step");
            continue;
        }
        if (answer == Answer::preparation && status != PGRES_COMMAND_OK) unprepared_ = true;
        if (status == PGRES_FATAL_ERROR) {
            Error error = error_of(result.get());
            if (lost_) return error;
            if (!failure) failure = std::move(error);
        } else if (answer == Answer::statement) {
            wanted = std::move(result);
        }
        TRY(next_answer(deadline));  // the null that ends each command
    }
    if (failure) return *std::move(failure);
    return wanted;
}

Result<ResultPtr> Connection::next_answer(Deadline& deadline) {
    while (::PQisBusy(handle_) == 1)
        TRY(wait_for_input(deadline));
    ResultPtr result(::PQgetResult(handle_));
    if (!result && ::PQstatus(handle_) == CONNECTION_BAD) return lose(::PQerrorMessage(handle_));
    return result;
}

Result<void> Connection::wait_for_input(Deadline& deadline) {
    const int unsent = ::PQflush(handle_);
    if (unsent < 0) return lose(::PQerrorMessage(handle_));
    int timeout_ms = -1;
    if (deadline != Deadline::max()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        timeout_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
    }
    pollfd waiting{::PQsocket(handle_), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN), 0};
    const int ready = ::poll(&waiting, 1, timeout_ms);
    if (ready < 0 && errno != EINTR) return lose("poll failed");
    if (ready == 0) {
        if (cancelled_) return lose("the server does not answer");
        cancel();
        deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
        return {};
    }
    if (ready > 0 && ::PQconsumeInput(handle_) != 1) return lose(::PQerrorMessage(handle_));
    return {};
}

void Connection::cancel() {
    cancelled_ = true;
    PGcancel* request = ::PQgetCancel(handle_);
    if (request == nullptr) return;
    char reason[256];
    ::PQcancel(request, reason, sizeof reason);
    ::PQfreeCancel(request);
}

}  // namespace clientela::db::postgres
