// SPDX-License-Identifier: Apache-2.0
// Secrets that are handed out once: sessions, API tokens, one-time links. Only the SHA-256 of a
// secret is stored; 256 random bits need no salt and no slow hash.
#pragma once

#include <string>
#include <string_view>

namespace clientela::access {

struct Secret {
    std::string text;  // for its holder, shown once
    std::string hash;  // for the store
};

inline constexpr std::string_view kTokenPrefix = "clt_";  // so that a leaked token is recognised

Secret make_secret(std::string_view prefix = {});
std::string hash_secret(std::string_view text);  // SHA-256 as 64 hexadecimal digits

}  // namespace clientela::access
