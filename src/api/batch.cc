// SPDX-License-Identifier: Apache-2.0
// Every request inside goes through the same handlers as one that came alone, with the rights of
// whoever sent the batch.
#include "api/batch.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "api/batch_request.h"
#include "api/call.h"
#include "api/idempotency.h"
#include "api/joined.h"
#include "api/preferences.h"
#include "base/text.h"
#include "http/url.h"

namespace clientela::api {
namespace {

constexpr int kFailedDependency = 424;
// Who asks, and from where: said by the batch alone, never by a request inside it.
constexpr std::array<std::string_view, 5> kCallerHeaders{"authorization", "cookie", "origin",
                                                         "host", "sec-fetch-site"};

bool is_of_caller(std::string_view header) {
    return std::find(kCallerHeaders.begin(), kCallerHeaders.end(), header) != kCallerHeaders.end();
}

class Batch {
public:
    Batch(Call& call, const http::Router& inner)
        : call_(call), inner_(inner), go_on_(preferences_of(call.request).continue_on_error) {}

    Result<http::Response> run() {
        const std::vector<BatchRequest> requests = TRY(read_batch(call_.request.body));
        const bool writes = std::any_of(requests.begin(), requests.end(), [](const auto& request) {
            return request.method != http::Method::get;
        });
        if (writes) TRY(claim_key(call_));
        for (std::size_t at = 0; at < requests.size();) {
            std::size_t end = at + 1;
            if (!requests[at].group.empty()) {
                while (end < requests.size() && requests[end].group == requests[at].group)
                    ++end;
            }
            const std::vector<BatchRequest> some(requests.begin() + static_cast<long>(at),
                                                 requests.begin() + static_cast<long>(end));
            const bool good = some[0].group.empty() ? alone(some[0]) : together(some);
            if (!good && !go_on_) break;
            at = end;
        }
        http::Response response = json_response(200, batch_text(list_));
        if (go_on_) say_applied(response, "continue-on-error");
        return response;
    }

private:
    bool alone(const BatchRequest& request) {
        BatchAnswer answer = answer_of(request, known_);
        const bool good = answer.response.status < 400;
        keep(std::move(answer));
        return good;
    }

    // One transaction; the first refusal takes everything back. The store may run the work again.
    bool together(const std::vector<BatchRequest>& requests) {
        std::vector<BatchAnswer> answers;
        const std::uint64_t epoch = call_.application.principals.epoch();
        const Result<void> done =
            call_.application.store.write([&](db::Transaction& tx) -> Result<void> {
                const JoinedTransaction join(tx);
                BatchAnswers known = known_;
                answers.clear();
                for (const BatchRequest& request : requests) {
                    answers.push_back(answer_of(request, known));
                    if (answers.back().response.status >= 400)
                        return make_error(ErrorCode::conflict, "batch.rolled_back");
                    known[request.id] = answers.back();
                }
                return {};
            });
        if (done.ok()) {
            after_commit(epoch);
        } else {
            answers = refused(requests, std::move(answers), done.error());
        }
        for (BatchAnswer& answer : answers)
            keep(std::move(answer));
        return done.ok();
    }

    // Requests that change people or rights say so before the commit; what others remembered
    // between that and the commit was read too early.
    void after_commit(std::uint64_t epoch_before) {
        if (call_.application.principals.epoch() != epoch_before) forget_rights(call_.application);
        if (call_.application.nudge) call_.application.nudge();
    }

    // The one that failed keeps its answer; the others were taken back or never tried.
    std::vector<BatchAnswer> refused(const std::vector<BatchRequest>& requests,
                                     std::vector<BatchAnswer> answers, const Error& error) const {
        const bool named = !answers.empty() && answers.back().response.status >= 400;
        std::vector<BatchAnswer> all;
        for (const BatchRequest& request : requests) {
            if (named && request.id == answers.back().id) {
                all.push_back(std::move(answers.back()));
                continue;
            }
            http::Response response =
                named ? failed_dependency(make_error(ErrorCode::conflict, "batch.rolled_back"))
                      : error_response(error, call_.language, call_.request.trace_id);
            all.push_back({request.id, request.group, std::move(response), {}});
        }
        return all;
    }

    BatchAnswer answer_of(const BatchRequest& written, const BatchAnswers& known) const {
        BatchAnswer answer{written.id, written.group, {}, {}};
        Result<BatchRequest> request = resolved(written, known, call_.schema());
        if (!request.ok()) {
            answer.response = failed_dependency(request.error());
            return answer;
        }
        Result<http::Response> response = send(*request);
        answer.response = response.ok() ? std::move(response).value()
                                        : error_response(response.error(), call_.language,
                                                         call_.request.trace_id);
        answer.entity = entity_of(answer.response, *request);
        return answer;
    }

    // 424, in the answer and in its body.
    http::Response failed_dependency(const Error& error) const {
        http::Response response = error_response(error, call_.language, call_.request.trace_id);
        const std::string before = "\"status\":" + std::to_string(response.status);
        const std::size_t place = response.body.rfind(before);
        response.status = kFailedDependency;
        if (place != std::string::npos) {
            response.body.replace(place, before.size(),
                                  "\"status\":" + std::to_string(kFailedDependency));
        }
        return response;
    }

    static std::string entity_of(const http::Response& response, const BatchRequest& request) {
        for (const auto& [name, value] : response.headers) {
            if (name == "odata-entityid") return value;
            if (name == "location" && value.starts_with(kRoot)) return value.substr(kRoot.size());
        }
        std::string path = target_of(request.url).substr(kRoot.size());
        return path.substr(0, path.find('?'));
    }

    // "accounts", "/api/v1/accounts" and "https://host/api/v1/accounts" mean the same.
    static std::string target_of(std::string_view url) {
        const std::size_t scheme = url.find("://");
        if (scheme != std::string_view::npos && scheme < 8) {
            const std::size_t path = url.find('/', scheme + 3);
            url = path == std::string_view::npos ? std::string_view("/") : url.substr(path);
        }
        const std::size_t root = url.find(kRoot);
        if (url.starts_with('/') && root != std::string_view::npos && root < url.find('?'))
            return std::string(url.substr(root));
        return std::string(kRoot) + std::string(url.starts_with('/') ? url.substr(1) : url);
    }

    Result<http::Response> send(const BatchRequest& one) const {
        http::Request request;
        request.method = one.method;
        request.target = target_of(one.url);
        request.headers = one.headers;
        request.body = one.body;
        request.remote = call_.request.remote;
        request.trace_id = call_.request.trace_id;
        request.prefix = call_.request.prefix;
        request.secure = call_.request.secure;
        std::erase_if(request.headers,
                      [](const auto& header) { return is_of_caller(header.first); });
        for (const auto& [name, value] : call_.request.headers) {
            const bool language = name == "accept-language" && request.header(name).empty();
            if (language || is_of_caller(name)) request.headers.emplace_back(name, value);
        }
        give_key(one, request);
        const std::size_t question = std::min(request.target.find('?'), request.target.size());
        const std::string raw_path = request.target.substr(0, question);
        const auto path = http::percent_decode(raw_path);
        auto query = http::parse_query(
            question < request.target.size() ? request.target.substr(question + 1) : "");
        if (!path || !query) return field_error("url", "wrong_form");
        request.path = *path;
        request.query = std::move(*query);
        http::Match match = inner_.match(request.method, encoded_spaces(raw_path));
        if (match.route == nullptr) {
            const bool method = !match.allow.empty();
            return make_error(method ? ErrorCode::invalid : ErrorCode::not_found,
                              method ? "http.status_405" : "http.status_404");
        }
        if (request.body.size() > match.route->options.body_limit)
            return make_error(ErrorCode::too_large, "http.status_413");
        request.parameters = std::move(match.parameters);
        const JoinedCaller join(call_);
        http::Response response = match.route->handler(request);
        if (response.source || !response.event_channel.empty())
            return field_error("url", "batch_stream");
        return response;
    }

    // With a key on the batch every write inside has one, so that a batch sent twice writes once.
    void give_key(const BatchRequest& one, http::Request& request) const {
        const std::string_view key = call_.request.header("idempotency-key");
        const bool has_own = !request.header("idempotency-key").empty();
        if (key.empty() || has_own || one.method == http::Method::get) return;
        request.headers.emplace_back("idempotency-key", inner_key(key, one.id));
    }

    // A batch is no address bar, but people write spaces in keys all the same.
    static std::string encoded_spaces(std::string_view path) {
        std::string out;
        for (const char c : path) {
            if (c == ' ') out += "%20";
            if (c != ' ') out += c;
        }
        return out;
    }

    void keep(BatchAnswer answer) {
        known_[answer.id] = answer;
        list_.push_back(std::move(answer));
    }

    Call& call_;
    const http::Router& inner_;
    bool go_on_;
    BatchAnswers known_;
    std::vector<BatchAnswer> list_;
};

Result<http::Response> batch(Call& call, const http::Router& inner) {
    const std::string type = lower(call.request.content_type());
    if (type.starts_with("multipart/")) return field_error("Content-Type", "batch_json_only");
    return Batch(call, inner).run();
}

}  // namespace

void add_batch_routes(http::Router& router, Application& application,
                      std::shared_ptr<const http::Router> inner) {
    http::RouteOptions options;
    options.body_limit = kBatchBytesMax;
    router.add(
        http::Method::post, "/api/v1/$batch",
        odata(authenticated(
            application, [inner = std::move(inner)](Call& call) { return batch(call, *inner); },
            Keys::kept_by_handler)),
        options);
}

}  // namespace clientela::api
