// SPDX-License-Identifier: Apache-2.0
// Look-ups in requests, and the names the protocol gives to methods and statuses.
#include "http/message.h"
#include "http/header_text.h"

namespace clientela::http {
namespace {

template <class Pairs>
const std::string* find_first(const Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) return &value;
    }
    return nullptr;
}

}  // namespace

std::string_view Request::header(std::string_view lower_name) const {
    const auto* value = find_first(headers, lower_name);
    return value ? std::string_view{*value} : std::string_view{};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    const auto* value = find_first(query, name);
    return value ? std::optional<std::string_view>{*value} : std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    const auto* value = find_first(parameters, name);
    return value ? std::string_view{*value} : std::string_view{};
}

std::string_view Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key != "cookie") continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const auto end = rest.find(';');
            const std::string_view pair = trimmed(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            const auto equals = pair.find('=');
            if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
            std::string_view found = pair.substr(equals + 1);
            if (found.size() >= 2 && found.front() == '"' && found.back() == '"') {
                found = found.substr(1, found.size() - 2);
            }
            return found;
        }
    }
    return {};
}

std::string_view Request::content_type() const {
    const std::string_view whole = header("content-type");
    return trimmed(whole.substr(0, whole.find(';')));
}

std::string_view method_name(Method method) {
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::delete_: return "DELETE";
        case Method::options: return "OPTIONS";
    }
    return "GET";
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 206: return "Partial Content";
        case 301: return "Moved Permanently";
        case 302: return "Found";
        case 303: return "See Other";
        case 304: return "Not Modified";
        case 307: return "Temporary Redirect";
        case 308: return "Permanent Redirect";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 410: return "Gone";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 423: return "Locked";
        case 428: return "Precondition Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        case 507: return "Insufficient Storage";
        default: return status < 400 ? "OK" : "Error";
    }
}

}  // namespace clientela::http
