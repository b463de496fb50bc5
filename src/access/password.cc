// SPDX-License-Identifier: Apache-2.0
// Argon2id through libargon2, which compares in constant time.
#include "access/password.h"

#include <argon2.h>
#include <openssl/rand.h>

#include <array>
#include <chrono>

#include "base/text.h"

namespace clientela::access {
namespace {

constexpr std::uint32_t kMemoryKib = 19 * 1024;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::chrono::seconds kPatience{10};

// Of the same cost as real ones; no password belongs to it that anybody could use.
constexpr const char* kNobody =
    "$argon2id$v=19$m=19456,t=2,p=1$bm8tc3VjaC1wZXJzb24tLQ$Mf+pA9"
    "fNom0PSFnMoAKQhJuqVSpU3MpUUIr+V4fAQXo";

// A place among the hashes that run; given back at the end of the block.
class Turn {
public:
    explicit Turn(std::counting_semaphore<64>& free)
        : free_(free), taken_(free.try_acquire_for(kPatience)) {}
    ~Turn() {
        if (taken_) free_.release();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool taken() const { return taken_; }

private:
    std::counting_semaphore<64>& free_;
    bool taken_;
};

Error too_busy() { return make_error(ErrorCode::unavailable, "login.busy"); }

}  // namespace

Result<void> check_password_rules(std::string_view password, std::string_view email) {
    if (!is_valid_utf8(password)) return field_error("password", "not_text");
    if (length_in_characters(password) < kPasswordLengthMin) {
        return field_error("password", "password_too_short",
                           {{"min", std::to_string(kPasswordLengthMin)}});
    }
    if (password.size() > kPasswordBytesMax) {
        return field_error("password", "password_too_long",
                           {{"max", std::to_string(kPasswordBytesMax)}});
    }
    if (!email.empty() && lower(password) == lower(trim(email))) {
        return field_error("password", "password_is_email");
    }
    return {};
}

Passwords::Passwords(int concurrent_max) : free_(concurrent_max) {}

Result<std::string> Passwords::hash(std::string_view password) {
    std::array<std::uint8_t, kSaltBytes> salt{};
    CHECK(RAND_bytes(salt.data(), static_cast<int>(salt.size())) == 1);
    std::string encoded(
        argon2_encodedlen(kPasses, kMemoryKib, kLanes, kSaltBytes, kHashBytes, Argon2_id), '\0');
    const Turn turn(free_);
    if (!turn.taken()) return too_busy();
    const int failure =
        argon2id_hash_encoded(kPasses, kMemoryKib, kLanes, password.data(), password.size(),
                              salt.data(), salt.size(), kHashBytes, encoded.data(), encoded.size());
    if (failure != ARGON2_OK) return internal_error(argon2_error_message(failure));
    encoded.resize(encoded.find('\0'));
    return encoded;
}

Result<bool> Passwords::verify(std::string_view encoded, std::string_view password) {
    if (password.size() > kPasswordBytesMax) return false;
    const std::string text(encoded);
    const Turn turn(free_);
    if (!turn.taken()) return too_busy();
    const int failure = argon2id_verify(text.c_str(), password.data(), password.size());
    if (failure == ARGON2_OK) return true;
    if (failure == ARGON2_VERIFY_MISMATCH) return false;
    return internal_error(argon2_error_message(failure));
}

Result<void> Passwords::verify_nobody(std::string_view password) {
    TRY(verify(kNobody, password));
    return {};
}

}  // namespace clientela::access
