// SPDX-License-Identifier: Apache-2.0
// What a client may write into a request: queries, escapes, cookies, multipart bodies. The first
// line is the content type, the second the cookies, the third the query; the rest is the body.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>

#include "base/text.h"
#include "http/message.h"
#include "http/multipart.h"
#include "http/url.h"

namespace clientela {
namespace {

std::string_view take_line(std::string_view& text) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

}  // namespace

void fuzz_request(const std::uint8_t* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    http::Request request;
    request.headers.emplace_back("content-type", take_line(text));
    request.headers.emplace_back("cookie", take_line(text));
    const std::string_view query = take_line(text);
    request.body = text;

    static_cast<void>(request.cookie("clientela_session"));
    static_cast<void>(request.cookie(""));
    static_cast<void>(request.content_type());
    if (const auto decoded = http::percent_decode(query))
        CHECK(http::percent_decode(http::percent_encode(*decoded)) == decoded);
    if (const auto pairs = http::parse_query(query)) {
        for (const auto& [name, value] : *pairs)
            CHECK(value.find('\0') == std::string::npos && name.find('\0') == std::string::npos);
    }
    http::MultipartLimits limits;
    limits.field_bytes = 1'024;
    const auto form = http::read_multipart(request, limits);
    if (!form.ok()) return;
    for (const http::Part& part : form->parts)
        CHECK(part.file_name.find('/') == std::string::npos);
}

}  // namespace clientela
