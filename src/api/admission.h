// SPDX-License-Identifier: Apache-2.0
// What is asked of a request before its body is read, and the cookie that says who sends it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "api/application.h"
#include "http/message.h"

namespace clientela::api {

using Admission = std::function<std::optional<http::Response>(const http::Request&)>;

// Refuses large bodies of whoever is not signed in (http::ServerOptions::admit).
Admission admit_known(Application& application);

// So many requests a second by one session or token, and ten seconds' worth of them at once: nobody
// keeps the server busy for all others (http::ServerOptions::limit).
Admission limit_requests(const Clock& clock, int per_second);

// The name of the session's cookie. "__Host-" where the connection is secure: browsers let neither
// a neighbouring host nor a plain connection plant such a cookie.
std::string_view session_cookie_name(const http::Request& request);

}  // namespace clientela::api
