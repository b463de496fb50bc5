// SPDX-License-Identifier: Apache-2.0
#include "base/base64url.h"

namespace clientela {
namespace {

constexpr std::string_view kSigns =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8U) | byte;
        held += 8;
        for (; held >= 6; held -= 6)
            text += kSigns[(bits >> (held - 6)) & 63U];
    }
    if (held > 0) text += kSigns[(bits << (6 - held)) & 63U];
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char sign : text) {
        const std::size_t digit = kSigns.find(sign);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes.push_back(static_cast<std::uint8_t>((bits >> held) & 0xFFU));
    }
    const bool whole = held < 6 && (bits & ((1U << held) - 1)) == 0;
    if (!whole) return std::nullopt;
    return bytes;
}

}  // namespace clientela
