// SPDX-License-Identifier: Apache-2.0
// The body of a batch, read and checked before anything runs, and what its requests say of each
// other: "$1" is what request 1 made.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "schema/schema.h"

namespace clientela::api {

constexpr std::string_view kRoot = "/api/v1/";

struct BatchRequest {
    std::string id;
    std::string group;  // atomicityGroup; empty: none
    std::vector<std::string> depends_on;
    http::Method method = http::Method::get;
    std::string url;
    http::Headers headers;
    std::string body;
};

// What became of a request.
struct BatchAnswer {
    std::string id;
    std::string group;
    http::Response response;
    std::string entity;  // "accounts('01J...')": what $ID stands for
};

using BatchAnswers = std::map<std::string, BatchAnswer, std::less<>>;

Result<std::vector<BatchRequest>> read_batch(std::string_view body);

// The request with every $ID replaced; the id that is unknown or failed as an error. In a body they
// stand where records are referred to; anywhere else "$1" is a text like any other.
Result<BatchRequest> resolved(BatchRequest request, const BatchAnswers& answers,
                              const schema::Schema& schema);

std::string batch_text(const std::vector<BatchAnswer>& answers);

}  // namespace clientela::api
