// SPDX-License-Identifier: Apache-2.0
#include "base/hex.h"

namespace clientela {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

template <class Bytes>
std::string hex_of_bytes(const Bytes& bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes)
        append_hex(text, static_cast<unsigned char>(byte));
    return text;
}

}  // namespace

void append_hex(std::string& text, unsigned char byte) {
    text.push_back(kHexDigits[byte >> 4U]);
    text.push_back(kHexDigits[byte & 15U]);
}

std::string to_hex(std::span<const unsigned char> bytes) { return hex_of_bytes(bytes); }

std::string to_hex(std::string_view bytes) { return hex_of_bytes(bytes); }

std::string hex_number(std::uint64_t number) {
    std::string text(16, '0');
    for (std::size_t place = text.size(); place-- > 0; number >>= 4U)
        text[place] = kHexDigits[number & 15U];
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t place = 0; place < text.size(); place += 2) {
        const int high = hex_value(text[place]);
        const int low = hex_value(text[place + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<char>(high * 16 + low));
    }
    return bytes;
}

}  // namespace clientela
