// SPDX-License-Identifier: Apache-2.0
// The comparable form of what people type as telephone numbers, mail addresses and web pages.
// Nothing means: this cannot be one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace clientela::party {

// "+34600123456": digits after +, 00 or, failing both, the calling code of `country` (ISO 3166).
// Service numbers of up to six digits, and any number without a known country, stay bare digits.
std::optional<std::string> normalise_phone(std::string_view text, std::string_view country);

std::optional<std::string> normalise_email(std::string_view text);
std::optional<std::string> normalise_web(
    std::string_view text);  // https:// when no scheme is given

}  // namespace clientela::party
