// SPDX-License-Identifier: Apache-2.0
// Gathers all that is wrong with one input, by field, so that a person mends it once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace clientela {

class FieldErrors {
public:
    void add(std::string field, std::string code,
             std::vector<std::pair<std::string, std::string>> args = {}) {
        Message message{"field." + code, std::move(args)};
        add_told(std::move(field), std::move(code), std::move(message));
    }
    // Where the text has a key of its own.
    void add_told(std::string field, std::string code, Message message) {
        list_.push_back({std::move(field), std::move(code), std::move(message)});
    }

    bool empty() const { return list_.empty(); }
    const std::vector<FieldError>& list() const { return list_; }

    // All of them as one error, whose own text is `key`; nothing when there are none.
    Result<void> take(std::string key = "error.invalid_fields") {
        if (list_.empty()) return {};
        Error error = make_error(ErrorCode::invalid, std::move(key));
        error.fields = std::move(list_);
        return error;
    }

private:
    std::vector<FieldError> list_;
};

}  // namespace clientela
