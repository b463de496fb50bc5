// SPDX-License-Identifier: Apache-2.0
// Who the client is: the peer of the socket, or what a trusted proxy says about it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace clientela::http {

class ProxyList {
public:
    // "10.0.0.0/8", "::1", "unix" (the unix socket).
    Result<void> add(std::string_view network);
    bool contains(std::string_view address) const;
    bool empty() const { return networks_.empty() && !unix_; }

private:
    using Bytes = std::array<std::uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d
    struct Network {
        Bytes address;
        unsigned bits;
    };
    static bool parse(std::string_view text, Bytes& bytes, bool& is_v4);

    std::vector<Network> networks_;
    bool unix_ = false;
};

// Fills remote, secure and prefix from X-Forwarded-For, -Proto and -Prefix if the peer is trusted.
void apply_forwarding(const ProxyList& proxies, Request& request);

// Removes `prefix` from the front of a path ("/crm/api" -> "/api"); leaves other paths alone.
std::string_view without_prefix(std::string_view path, std::string_view prefix);

}  // namespace clientela::http
