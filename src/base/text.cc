// SPDX-License-Identifier: Apache-2.0
// ICU behind plain functions. Pure ASCII, the common case, never reaches ICU.
#include "base/text.h"

#include <array>
#include <charconv>
#include <memory>
#include <mutex>

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "base/ascii.h"
#include "base/hex.h"

namespace clientela {
namespace {

bool is_ascii(std::string_view text) {
    for (const char character : text) {
        if (static_cast<unsigned char>(character) >= 0x80) return false;
    }
    return true;
}

icu::UnicodeString to_icu(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

// A collator is not safe to share between threads; each thread has its own.
const icu::Collator* spanish_collator() {
    thread_local const std::unique_ptr<icu::Collator> collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(
            icu::Collator::createInstance(icu::Locale("es"), status));
        if (U_SUCCESS(status)) made->setStrength(icu::Collator::TERTIARY);
        return made;
    }();
    return collator.get();
}

constexpr std::size_t kSortCharacters = 64;

}  // namespace

bool is_valid_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t place = 0; place < length;) {
        if (bytes[place] < 0x80) {
            ++place;
            continue;
        }
        UChar32 character = 0;
        U8_NEXT(bytes, place, length, character);
        if (character < 0) return false;
    }
    return true;
}

std::string fold(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status)) return lower(text);
    const icu::UnicodeString parts = decompose->normalize(to_icu(text), status);
    icu::UnicodeString kept;
    for (std::int32_t place = 0; place < parts.length(); place = parts.moveIndex32(place, 1)) {
        const UChar32 character = parts.char32At(place);
        if (u_charType(character) != U_NON_SPACING_MARK) kept.append(character);
    }
    return to_utf8(kept.toLower(icu::Locale::getRoot()));
}

std::string lower(std::string_view text) {
    if (is_ascii(text)) return lower_ascii(text);
    return to_utf8(to_icu(text).toLower(icu::Locale::getRoot()));
}

std::string upper(std::string_view text) {
    if (is_ascii(text)) return upper_ascii(text);
    return to_utf8(to_icu(text).toUpper(icu::Locale::getRoot()));
}

std::string sort_key(std::string_view text) {
    icu::UnicodeString wide = to_icu(text);
    wide.truncate(kSortCharacters);
    std::uint8_t key[1024];
    const std::int32_t length = spanish_collator()->getSortKey(wide, key, sizeof key);
    const auto used = static_cast<std::size_t>(std::min<std::int32_t>(length, sizeof key));
    const std::size_t kept = used > 0 ? used - 1 : 0;  // without the closing zero byte
    return to_hex(std::span<const unsigned char>(key, kept));
}

std::string_view trim(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string digits_only(std::string_view text) {
    std::string digits;
    for (const char character : text) {
        if (is_digit(character)) digits.push_back(character);
    }
    return digits;
}

bool has_visible_character(std::string_view text) {
    constexpr std::uint32_t kInvisible = U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
    const icu::UnicodeString letters = to_icu(text);
    for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
        if ((U_GET_GC_MASK(letters.char32At(at)) & kInvisible) == 0) return true;
    }
    return false;
}

std::size_t length_in_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char character : text) {
        if ((static_cast<unsigned char>(character) & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

std::string plain_decimal(double number) {
    std::array<char, 400> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return std::string(text.data(), written.ptr);
}

}  // namespace clientela
