// SPDX-License-Identifier: Apache-2.0
// Strings are copied in runs; only quotes, backslashes and control characters break a run.
#include "base/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

#include "base/hex.h"

namespace clientela {
namespace {

// Bytes that stand in a JSON string as they are.
constexpr std::array<bool, 256> kPlain = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < plain.size(); ++byte)
        plain[byte] = true;
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
}();

// Eight bytes at once, of which none needs an escape. The borrow of a subtraction can only mark
// bytes above one that is marked rightly (Warren, Hacker's Delight, 6-1).
bool are_plain(const char* bytes) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    const std::uint64_t quote = word ^ (kOnes * '"');
    const std::uint64_t slash = word ^ (kOnes * '\\');
    const std::uint64_t marked =
        ((word - kOnes * 0x20) & ~word) | ((quote - kOnes) & ~quote) | ((slash - kOnes) & ~slash);
    return (marked & (kOnes * 0x80)) == 0;
}

bool is_plain(std::string_view text) {
    std::size_t place = 0;
    for (; text.size() - place >= 8; place += 8)
        if (!are_plain(text.data() + place)) return false;
    char rest[8] = {'.', '.', '.', '.', '.', '.', '.', '.'};
    std::memcpy(rest, text.data() + place, text.size() - place);
    return are_plain(rest);
}

}  // namespace

void JsonWriter::quoted(std::string_view value) {
    if (!is_plain(value)) return escaped(value);
    const std::size_t place = out_.size();
    out_.resize(place + value.size() + 2);
    char* const at = out_.data() + place;
    at[0] = '"';
    std::copy(value.begin(), value.end(), at + 1);
    at[value.size() + 1] = '"';
}

void JsonWriter::escaped(std::string_view value) {
    out_.push_back('"');
    std::size_t start = 0;
    for (std::size_t place = 0; place < value.size(); ++place) {
        while (value.size() - place >= 8 && are_plain(value.data() + place))
            place += 8;
        if (place == value.size()) break;
        const auto byte = static_cast<unsigned char>(value[place]);
        if (kPlain[byte]) continue;
        out_.append(value.substr(start, place - start));
        start = place + 1;
        switch (byte) {
            case '"': out_.append("\\\""); break;
            case '\\': out_.append("\\\\"); break;
            case '\n': out_.append("\\n"); break;
            case '\r': out_.append("\\r"); break;
            case '\t': out_.append("\\t"); break;
            default: out_.append("\\u00"); append_hex(out_, byte);
        }
    }
    out_.append(value.substr(start));
    out_.push_back('"');
}

void JsonWriter::key(std::string_view name) {
    separate();
    quoted(name);
    out_.push_back(':');
    first_ = true;
}

void JsonWriter::string(std::string_view value) {
    separate();
    quoted(value);
}

void JsonWriter::integer(std::int64_t value) {
    separate();
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    out_.append(text, end);
}

}  // namespace clientela
