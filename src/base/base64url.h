// SPDX-License-Identifier: Apache-2.0
// Bytes as text that may stand in addresses: base64url of RFC 4648 without padding.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace clientela {

std::string to_base64url(std::span<const std::uint8_t> bytes);

// The way back; nothing for a sign of another alphabet, a length that no bytes give, or bits behind
// the last byte that are not zero, so that bytes have one text only.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace clientela
