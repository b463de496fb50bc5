// SPDX-License-Identifier: Apache-2.0
// Passwords are kept as Argon2id, 19 MiB and two passes. Each hash costs that memory and some 50 ms
// of a core, so only a few run at once and the others wait their turn.
#pragma once

#include <cstdint>
#include <semaphore>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/result.h"
#include "db/store.h"

namespace clientela::access {

inline constexpr std::size_t kPasswordLengthMin = 12;  // characters
inline constexpr std::size_t kPasswordLengthMax = 128;

// Twelve characters or more, not the person's own mail address and nothing that everybody tries
// first; no other puzzles.
Result<void> check_password_rules(std::string_view password, std::string_view email);

class Passwords {
public:
    explicit Passwords(int concurrent_max = 2);

    // Fails with unavailable when the queue of hashes does not move for some seconds.
    Result<std::string> hash(std::string_view password);
    Result<bool> verify(std::string_view encoded, std::string_view password);
    // As long as a real check, for people who do not exist or have no password.
    Result<void> verify_nobody(std::string_view password);

private:
    std::counting_semaphore<64> free_;
};

// The stored hash of a person. Setting it ends all their sessions but `kept_session_hash`.
Result<std::string> load_password_hash(db::Transaction& tx, Id user);
Result<void> store_password_hash(db::Transaction& tx, Id user, const std::string& encoded,
                                 const std::string& kept_session_hash = {});

}  // namespace clientela::access
