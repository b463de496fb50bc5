// SPDX-License-Identifier: Apache-2.0
// How expected failures travel: a Result is either a value or an Error. Exceptions are for third
// parties and exhausted memory only and are caught at three edges (request, job, main).
#pragma once

#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace clientela {

enum class ErrorCode {
    invalid,          // the caller's input is wrong; `fields` says where
    unauthenticated,  // nobody is signed in
    forbidden,        // visible, but not allowed
    not_found,        // missing, or not visible: deliberately the same
    conflict,         // version or idempotency clash
    too_large,
    rate_limited,
    unavailable,  // store unreachable, shutting down: try again
    internal,
};

// A text for a person: a key of the message catalogue (locales/server/*.json) and its arguments.
// It becomes Spanish or English only at the edge, in base/message.h.
struct Message {
    std::string key;
    std::vector<std::pair<std::string, std::string>> args;
    bool operator==(const Message&) const = default;
};

struct FieldError {
    std::string field;  // API name of the field, possibly a path such as "amount/currency"
    std::string code;   // stable machine word: required, too_long, not_found, ...
    Message message;
    bool operator==(const FieldError&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::internal;
    Message message;
    std::string detail;  // for the log; never sent to anybody
    std::vector<FieldError> fields;
};

inline Error make_error(ErrorCode code, std::string key,
                        std::vector<std::pair<std::string, std::string>> args = {}) {
    return Error{code, Message{std::move(key), std::move(args)}, {}, {}};
}

inline Error internal_error(std::string detail) {
    return Error{ErrorCode::internal, Message{"error.internal", {}}, std::move(detail), {}};
}

inline Error field_error(std::string field, std::string code,
                         std::vector<std::pair<std::string, std::string>> args = {}) {
    Error error = make_error(ErrorCode::invalid, "error.invalid_fields");
    Message message{"field." + code, std::move(args)};
    error.fields.push_back(FieldError{std::move(field), std::move(code), std::move(message)});
    return error;
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    Error& error() & { return std::get<1>(state_); }
    const Error& error() const& { return std::get<1>(state_); }
    Error&& error() && { return std::get<1>(std::move(state_)); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    bool ok() const { return !error_.has_value(); }
    explicit operator bool() const { return ok(); }
    void value() const {}
    Error& error() & { return *error_; }
    const Error& error() const& { return *error_; }
    Error&& error() && { return std::move(*error_); }

private:
    std::optional<Error> error_;
};

// Stops the process with a line on standard error: for mistakes of the programmer, never of input.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace clientela

// Unwraps a Result or returns its error from the enclosing function (GCC and Clang); the counter is
// for nested uses. Never behind `new` or a value in braces: g++ leaks what was made if it returns.
#define TRY(expression) TRY_NAMED(expression, __COUNTER__)
#define TRY_NAMED(expression, number) TRY_UNIQUE(expression, number)
#define TRY_UNIQUE(expression, number)                                                \
    __extension__({                                                                   \
        auto try_result_##number = (expression);                                      \
        if (!try_result_##number.ok()) return std::move(try_result_##number).error(); \
        std::move(try_result_##number).value();                                       \
    })

#define CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::clientela::check_failed(#condition, __FILE__, __LINE__))
