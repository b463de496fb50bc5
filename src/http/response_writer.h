// SPDX-License-Identifier: Apache-2.0
// Turns a Response into the bytes of its head and body: security headers, caching, compression,
// request id. Pure, so that it runs on whatever thread made the response.
#pragma once

#include <string>

#include "http/message.h"

namespace clientela::http {

struct Framing {
    bool keep_alive = true;
    bool http11 = true;
    bool compress = true;
};

struct WireResponse {
    int status = 200;
    std::string head;
    std::string body;  // empty for HEAD, 204, 304
    bool chunked = false;
    bool keep_alive = true;
};

WireResponse render(const Request& request, Response& response, Framing framing);

}  // namespace clientela::http
