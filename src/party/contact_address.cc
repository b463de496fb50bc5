// SPDX-License-Identifier: Apache-2.0
// Small hand-written checks: Debian's libphonenumber cannot be installed beside our Boost, and the
// forms that matter here need no metadata beyond calling codes and trunk prefixes.
#include "party/contact_address.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::party {

namespace {

struct Calling {
    std::string_view country;
    std::string_view code;
    std::string_view trunk;  // dialled before national numbers, not part of them
};

constexpr std::array kCalling = {
    Calling{"AD", "376", ""},  Calling{"AR", "54", "0"},  Calling{"AT", "43", "0"},
    Calling{"AU", "61", "0"},  Calling{"BE", "32", "0"},  Calling{"BG", "359", "0"},
    Calling{"BO", "591", "0"}, Calling{"BR", "55", "0"},  Calling{"CA", "1", "1"},
    Calling{"CH", "41", "0"},  Calling{"CL", "56", ""},   Calling{"CN", "86", "0"},
    Calling{"CO", "57", ""},   Calling{"CR", "506", ""},  Calling{"CU", "53", "0"},
    Calling{"CZ", "420", ""},  Calling{"DE", "49", "0"},  Calling{"DK", "45", ""},
    Calling{"DO", "1", "1"},   Calling{"EC", "593", "0"}, Calling{"ES", "34", ""},
    Calling{"FI", "358", "0"}, Calling{"FR", "33", "0"},  Calling{"GB", "44", "0"},
    Calling{"GQ", "240", ""},  Calling{"GR", "30", ""},   Calling{"GT", "502", ""},
    Calling{"HN", "504", ""},  Calling{"HU", "36", "06"}, Calling{"IE", "353", "0"},
    Calling{"IN", "91", "0"},  Calling{"IT", "39", ""},   Calling{"JP", "81", "0"},
    Calling{"KR", "82", "0"},  Calling{"LU", "352", ""},  Calling{"MA", "212", "0"},
    Calling{"MX", "52", ""},   Calling{"NI", "505", ""},  Calling{"NL", "31", "0"},
    Calling{"NO", "47", ""},   Calling{"PA", "507", ""},  Calling{"PE", "51", "0"},
    Calling{"PH", "63", "0"},  Calling{"PL", "48", ""},   Calling{"PR", "1", "1"},
    Calling{"PT", "351", ""},  Calling{"PY", "595", "0"}, Calling{"RO", "40", "0"},
    Calling{"RU", "7", "8"},   Calling{"SE", "46", "0"},  Calling{"SV", "503", ""},
    Calling{"TR", "90", "0"},  Calling{"UA", "380", "0"}, Calling{"US", "1", "1"},
    Calling{"UY", "598", "0"}, Calling{"VE", "58", "0"},  Calling{"ZA", "27", "0"},
};

constexpr std::size_t kServiceDigits = 6;
constexpr std::size_t kDigitsMax = 15;  // of E.164

const Calling* find_calling(std::string_view country) {
    const auto found = std::find_if(kCalling.begin(), kCalling.end(),
                                    [&](const Calling& entry) { return entry.country == country; });
    return found == kCalling.end() ? nullptr : &*found;
}

// Letters are allowed only where an extension begins ("ext. 12", "x12"), which is left out.
std::optional<std::string_view> without_extension(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (is_digit(c)) continue;
        if (std::string_view(" +-./()").find(c) != std::string_view::npos) continue;
        const std::string rest = fold(text.substr(i));
        if (i > 0 && (rest.starts_with("ext") || rest.starts_with('x') || rest.starts_with('#'))) {
            return trim(text.substr(0, i));
        }
        return std::nullopt;
    }
    return text;
}

bool is_host(std::string_view host) {
    if (host.empty() || host.size() > 253 || host.find('.') == std::string_view::npos) return false;
    std::size_t label = 0;
    for (std::size_t i = 0; i <= host.size(); ++i) {
        if (i == host.size() || host[i] == '.') {
            if (label == 0 || label > 63 || host[i - 1] == '-') return false;
            label = 0;
            continue;
        }
        const char c = host[i];
        const bool letter = is_lower(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
        if (!letter && (c != '-' || label == 0)) return false;
        ++label;
    }
    return true;
}

}  // namespace

std::optional<std::string> normalise_phone(std::string_view text, std::string_view country) {
    const auto number = without_extension(trim(text));
    if (!number) return std::nullopt;
    const std::size_t plus = number->rfind('+');
    if (plus != std::string_view::npos && plus != 0) return std::nullopt;
    std::string digits = digits_only(*number);
    bool international = plus == 0;
    if (!international && digits.starts_with("00")) {
        digits.erase(0, 2);
        international = true;
    }
    if (digits.size() < 3 || digits.size() > kDigitsMax) return std::nullopt;
    if (international)
        return digits.size() > kServiceDigits ? std::optional("+" + digits) : std::nullopt;
    const Calling* entry = find_calling(country);
    if (entry == nullptr || digits.size() <= kServiceDigits) return digits;
    if (!entry->trunk.empty() && digits.starts_with(entry->trunk))
        digits.erase(0, entry->trunk.size());
    std::string full = "+" + std::string(entry->code) + digits;
    return full.size() > kDigitsMax + 1 ? std::nullopt : std::optional(std::move(full));
}

std::optional<std::string> normalise_email(std::string_view text) {
    std::string mail = lower(trim(text));
    const std::size_t at = mail.rfind('@');
    if (at == std::string::npos || at == 0 || at > 64 || mail.size() > 254) return std::nullopt;
    const std::string_view local = std::string_view(mail).substr(0, at);
    if (local.starts_with('.') || local.ends_with('.') ||
        local.find("..") != std::string_view::npos) {
        return std::nullopt;
    }
    for (const char c : local) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == 0x7F) return std::nullopt;
        if (std::string_view("()<>[]:;@\\,\"").find(c) != std::string_view::npos)
            return std::nullopt;
    }
    if (!is_host(std::string_view(mail).substr(at + 1))) return std::nullopt;
    return mail;
}

std::optional<std::string> normalise_web(std::string_view text) {
    text = trim(text);
    std::string scheme = "https";
    const std::size_t mark = text.find("://");
    if (mark != std::string_view::npos) {
        scheme = lower(text.substr(0, mark));
        text.remove_prefix(mark + 3);
    }
    if (scheme != "https" && scheme != "http") return std::nullopt;
    const std::size_t path = std::min(text.find_first_of("/?#"), text.size());
    std::string host = lower(text.substr(0, path));
    std::string_view name = host;
    const std::size_t colon = name.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view port = name.substr(colon + 1);
        if (port.empty() || digits_only(port) != port) return std::nullopt;
        name = name.substr(0, colon);
    }
    if (!is_host(name)) return std::nullopt;
    std::string_view rest = text.substr(path);
    if (rest == "/") rest = {};
    if (rest.find_first_of(" \t\n\"<>") != std::string_view::npos) return std::nullopt;
    return scheme + "://" + host + std::string(rest);
}

}  // namespace clientela::party
