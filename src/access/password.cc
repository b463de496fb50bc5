// SPDX-License-Identifier: Apache-2.0
// Argon2id through libargon2, which compares in constant time.
#include "access/password.h"

#include <argon2.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::access {
namespace {

constexpr std::uint32_t kMemoryKib = 19 * 1024;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kBytesMax = 1024;  // so long ones were taken once, and still open
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

// One word of these with any digits and signs around it is what is guessed first.
constexpr std::array<std::string_view, 22> kTriedFirst{
    "password",      "contraseña",      "contrasena", "clientela",
    "clientelacrm",  "administrador",   "admin",      "root",
    "administrator", "qwertyuiop",      "qwerty",     "qwertyuiopasdfghjkl",
    "asdfghjkl",     "bienvenido",      "bienvenida", "welcome",
    "iloveyou",      "tequiero",        "letmein",    "changeme",
    "cambiame",      "passwordpassword"};
constexpr std::size_t kDifferentMin = 5;

bool is_tried_first(std::string_view password) {
    const std::string small = lower(password);
    std::string letters;
    std::array<bool, 256> met{};
    std::size_t different = 0;
    bool in_a_row = true;  // 123456789012, abcdefghijkl
    for (std::size_t i = 0; i < small.size(); ++i) {
        const auto byte = static_cast<unsigned char>(small[i]);
        if (!met[byte]) ++different;
        met[byte] = true;
        if (byte >= 0x80 || is_lower(small[i])) letters += small[i];
        const bool wraps = i > 0 && small[i - 1] == '9' && small[i] == '0';
        in_a_row = in_a_row && (i == 0 || wraps || small[i] == small[i - 1] + 1);
    }
    return different < kDifferentMin || in_a_row ||
           std::find(kTriedFirst.begin(), kTriedFirst.end(), letters) != kTriedFirst.end();
}

Error too_busy() { return make_error(ErrorCode::unavailable, "login.busy"); }

}  // namespace

Result<void> check_password_rules(std::string_view password, std::string_view email) {
    if (!is_valid_utf8(password)) return field_error("password", "not_text");
    if (length_in_characters(password) < kPasswordLengthMin) {
        return field_error("password", "password_too_short",
                           {{"min", std::to_string(kPasswordLengthMin)}});
    }
    if (length_in_characters(password) > kPasswordLengthMax) {
        return field_error("password", "password_too_long",
                           {{"max", std::to_string(kPasswordLengthMax)}});
    }
    if (!email.empty() && lower(password) == lower(trim(email))) {
        return field_error("password", "password_is_email");
    }
    if (is_tried_first(password)) return field_error("password", "password_tried_first");
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
    if (password.size() > kBytesMax) return false;
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
