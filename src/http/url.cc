// SPDX-License-Identifier: Apache-2.0
// Percent-decoding in one pass; see url.h for what is refused.
#include "http/url.h"

#include "base/ascii.h"
#include "base/hex.h"
#include "base/text.h"

namespace clientela::http {
namespace {

bool is_unreserved(char c) {
    return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    bool plain = true;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        if (static_cast<unsigned char>(c) >= 0x80) plain = false;
        out.push_back(c);
    }
    if (!plain && !is_valid_utf8(out)) return std::nullopt;
    return out;
}

std::string percent_encode(std::string_view text, std::string_view kept) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            out.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out.push_back('%');
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 15]);
        }
    }
    return out;
}

std::optional<Query> parse_query(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto end = text.find('&');
        const std::string_view piece = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (piece.empty()) continue;
        const auto equals = piece.find('=');
        auto name = percent_decode(piece.substr(0, equals), true);
        if (!name) return std::nullopt;
        std::string value;
        if (equals != std::string_view::npos) {
            auto decoded = percent_decode(piece.substr(equals + 1), true);
            if (!decoded) return std::nullopt;
            value = std::move(*decoded);
        }
        query.emplace_back(std::move(*name), std::move(value));
    }
    return query;
}

}  // namespace clientela::http
