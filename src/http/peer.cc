// SPDX-License-Identifier: Apache-2.0
// Networks are compared as IPv6 so that mapped IPv4 addresses need no special case.
#include "http/peer.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::http {

bool ProxyList::parse(std::string_view text, Bytes& bytes, bool& is_v4) {
    const std::string copy(text);
    std::array<std::uint8_t, 4> v4{};
    is_v4 = ::inet_pton(AF_INET, copy.c_str(), v4.data()) == 1;
    if (is_v4) {
        bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, v4[0], v4[1], v4[2], v4[3]};
        return true;
    }
    return ::inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1;
}

Result<void> ProxyList::add(std::string_view network) {
    if (network == "unix") {
        unix_ = true;
        return {};
    }
    const auto slash = network.find('/');
    Network parsed{};
    bool is_v4 = false;
    unsigned bits = 0;
    bool good = parse(network.substr(0, slash), parsed.address, is_v4);
    const unsigned most = is_v4 ? 32 : 128;
    if (slash == std::string_view::npos) {
        bits = most;
    } else {
        const std::string_view text = network.substr(slash + 1);
        const auto read = std::from_chars(text.data(), text.data() + text.size(), bits);
        good =
            good && read.ec == std::errc{} && read.ptr == text.data() + text.size() && bits <= most;
    }
    if (!good) {
        return make_error(ErrorCode::invalid, "http.bad_proxy",
                          {{"address", std::string(network)}});
    }
    parsed.bits = is_v4 ? bits + 96 : bits;
    networks_.push_back(parsed);
    return {};
}

bool ProxyList::contains(std::string_view address) const {
    if (address == "unix") return unix_;
    Bytes bytes{};
    bool is_v4 = false;
    if (networks_.empty() || !parse(address, bytes, is_v4)) return false;
    return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
        const unsigned whole = network.bits / 8;
        if (std::memcmp(bytes.data(), network.address.data(), whole) != 0) return false;
        const unsigned rest = network.bits % 8;
        if (rest == 0) return true;
        const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
        return (bytes[whole] & mask) == (network.address[whole] & mask);
    });
}

namespace {

bool is_address(std::string_view text) {
    const std::string copy(text);
    std::array<std::uint8_t, 16> bytes{};
    return ::inet_pton(AF_INET, copy.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1;
}

// Prefixes reach cookies and links, so only plain ones pass.
bool is_plain_prefix(std::string_view prefix) {
    if (prefix.size() < 2 || prefix.front() != '/' || prefix.back() == '/') return false;
    return prefix.find("//") == std::string_view::npos &&
           std::all_of(prefix.begin(), prefix.end(), [](char c) {
               return is_alphanumeric(c) || c == '/' || c == '-' || c == '_';
           });
}

}  // namespace

// Of several lines with one name: the list that they are together.
static std::string joined_lines(const Headers& headers, std::string_view name) {
    std::string all;
    for (const auto& [key, value] : headers) {
        if (key == name) all.append(all.empty() ? "" : ",").append(value);
    }
    return all;
}

// The last line is that of the proxy; lines before it may be what the client made up.
static std::string_view last_line(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.rbegin(), headers.rend(),
                                    [&](const auto& header) { return header.first == name; });
    return found == headers.rend() ? std::string_view() : std::string_view(found->second);
}

void apply_forwarding(const ProxyList& proxies, Request& request) {
    if (proxies.empty() || !proxies.contains(request.remote)) return;
    if (last_line(request.headers, "x-forwarded-proto") == "https") request.secure = true;
    const std::string_view prefix = last_line(request.headers, "x-forwarded-prefix");
    if (is_plain_prefix(prefix)) request.prefix = prefix;
    // From the right: each trusted proxy vouches for the address before it.
    const std::string list = joined_lines(request.headers, "x-forwarded-for");
    std::string_view chain = list;
    while (!chain.empty()) {
        const auto comma = chain.rfind(',');
        const std::string_view last =
            trim(comma == std::string_view::npos ? chain : chain.substr(comma + 1));
        if (!is_address(last)) return;
        request.remote = last;
        if (!proxies.contains(last) || comma == std::string_view::npos) return;
        chain = chain.substr(0, comma);
    }
}

std::string_view without_prefix(std::string_view path, std::string_view prefix) {
    if (prefix.empty() || !path.starts_with(prefix)) return path;
    const std::string_view rest = path.substr(prefix.size());
    if (rest.empty()) return "/";
    return rest.front() == '/' ? rest : path;
}

}  // namespace clientela::http
