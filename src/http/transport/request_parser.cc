// SPDX-License-Identifier: Apache-2.0
// Callbacks of Beast's parser.
#include "http/transport/request_parser.h"

#include <algorithm>

#include "base/ascii.h"

namespace clientela::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::size_t kMaxHeaders = 100;

bool to_method(beast_http::verb verb, Method& method) {
    switch (verb) {
        case beast_http::verb::get: method = Method::get; return true;
        case beast_http::verb::head: method = Method::head; return true;
        case beast_http::verb::post: method = Method::post; return true;
        case beast_http::verb::put: method = Method::put; return true;
        case beast_http::verb::patch: method = Method::patch; return true;
        case beast_http::verb::delete_: method = Method::delete_; return true;
        case beast_http::verb::options: method = Method::options; return true;
        default: return false;
    }
}

}  // namespace

std::size_t find_end_of_head(std::string_view bytes) {
    const auto at = bytes.find("\r\n\r\n");
    return at == std::string_view::npos ? at : at + 4;
}

bool has_clean_lines(std::string_view head) {
    for (std::size_t i = 0; i < head.size(); ++i) {
        const char c = head[i];
        if (static_cast<unsigned char>(c) > '\r') continue;
        if (c == '\r') {
            if (i + 1 >= head.size() || head[i + 1] != '\n') return false;
            ++i;
            const bool folded = i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t');
            if (folded) return false;
        } else if (c != '\t') {
            return false;  // a bare line feed, NUL or another control
        }
    }
    return true;
}

RequestParser::RequestParser() {
    eager(false);
    body_limit(boost::none);
    header_limit(1 << 20);  // the connection measures the head; this one only bounds trailers
    request.headers.reserve(16);
}

void RequestParser::on_request_impl(beast_http::verb verb, View, View target, int version,
                                    ErrorCode&) {
    method_known = to_method(verb, request.method);
    request.target.assign(target.data(), target.size());
    http11 = version >= 11;
}

void RequestParser::on_field_impl(Field field, View name, View value, ErrorCode& error) {
    if (head_done_) return;  // trailers carry nothing we use
    if (request.headers.size() >= kMaxHeaders) {
        too_many_headers = true;
        error = beast_http::error::header_limit;
        return;
    }
    const std::string_view text(value.data(), value.size());
    switch (field) {
        case Field::host: ++hosts_; break;
        case Field::content_length:
            ++lengths_;
            if (text.find(',') != std::string_view::npos) ++lengths_;
            break;
        case Field::transfer_encoding:
            has_coding_ = true;
            odd_coding_ = odd_coding_ || lower_ascii(text) != "chunked";
            break;
        case Field::expect: expects_continue = lower_ascii(text) == "100-continue"; break;
        default: break;
    }
    request.headers.emplace_back(lower_ascii({name.data(), name.size()}), std::string(text));
}

void RequestParser::on_header_impl(ErrorCode& error) {
    head_done_ = true;
    const bool bad_host = hosts_ > 1 || (http11 && hosts_ == 0);
    const bool bad_length = lengths_ > 1 || (lengths_ > 0 && has_coding_);
    const bool bad_coding = odd_coding_ || (has_coding_ && !http11);
    if (bad_host || bad_length || bad_coding) error = beast_http::error::bad_value;
}

std::size_t RequestParser::on_body_impl(View bytes, ErrorCode& error) {
    received_ += bytes.size();
    if (received_ > limit) {
        over_limit = true;
        error = beast_http::error::body_limit;
        return 0;
    }
    const std::string_view text(bytes.data(), bytes.size());
    if (keep_in_memory) {
        request.body.append(text);
    } else if (spool) {
        if (const Result<void> kept = spool->append(text); !kept.ok()) {
            spool_failed = kept.error();
            error = beast_http::error::body_limit;
            return 0;
        }
    }
    return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode& error) {
    return on_body_impl(bytes, error);
}

}  // namespace clientela::http
