// SPDX-License-Identifier: Apache-2.0
// Beast's parser filling our Request directly, stricter than Beast where requests could be
// smuggled: no folded headers, no bare line feeds, one Content-Length, "chunked" as the only
// coding, one Host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "http/temporary_file.h"
#include "http/transport/asio.h"

namespace clientela::http {

// Looks for the end of a request's head. npos: not there yet.
std::size_t find_end_of_head(std::string_view bytes);
// True when lines end properly and none is folded.
bool has_clean_lines(std::string_view head);

class RequestParser final : public boost::beast::http::basic_parser<true> {
public:
    RequestParser();

    Request request;
    bool http11 = false;
    bool method_known = false;
    bool too_many_headers = false;
    bool expects_continue = false;

    // Where the body goes. Without either it is counted and thrown away.
    bool keep_in_memory = false;
    TemporaryFile* spool = nullptr;
    std::uint64_t limit = 0;
    bool over_limit = false;
    std::optional<Error> spool_failed;

private:
    using ErrorCode = boost::system::error_code;
    using Field = boost::beast::http::field;
    using View = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb verb, View, View target, int version,
                         ErrorCode& error) override;
    void on_response_impl(int, View, int, ErrorCode&) override {}
    void on_field_impl(Field field, View name, View value, ErrorCode& error) override;
    void on_header_impl(ErrorCode& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    std::size_t on_body_impl(View bytes, ErrorCode& error) override;
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, ErrorCode& error) override;
    void on_finish_impl(ErrorCode&) override {}

    bool head_done_ = false;
    unsigned hosts_ = 0;
    unsigned lengths_ = 0;
    bool odd_coding_ = false;
    bool has_coding_ = false;
    std::uint64_t received_ = 0;
};

}  // namespace clientela::http
