// SPDX-License-Identifier: Apache-2.0
// Random secrets from OpenSSL's generator, written in base64url.
#include "access/secret.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <memory>

#include "base/base64url.h"
#include "base/hex.h"
#include "base/result.h"

namespace clientela::access {
namespace {

constexpr std::size_t kSecretBytes = 32;

}  // namespace

Secret make_secret(std::string_view prefix) {
    std::array<std::uint8_t, kSecretBytes> bytes{};
    CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1);
    Secret secret;
    secret.text = std::string(prefix) + to_base64url(bytes);
    secret.hash = hash_secret(secret.text);
    return secret;
}

std::string hash_secret(std::string_view text) {
    std::array<std::uint8_t, SHA256_DIGEST_LENGTH> digest{};
    // Looked up by name once: that costs more than the hash of a short text.
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> work(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    CHECK(EVP_DigestInit_ex2(work.get(), algorithm, nullptr) == 1);
    CHECK(EVP_DigestUpdate(work.get(), text.data(), text.size()) == 1);
    CHECK(EVP_DigestFinal_ex(work.get(), digest.data(), nullptr) == 1);
    return to_hex(digest);
}

}  // namespace clientela::access
