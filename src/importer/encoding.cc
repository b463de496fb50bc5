// SPDX-License-Identifier: Apache-2.0
// A small state machine counts good and bad multi-byte sequences; see the header for what follows.
#include "importer/encoding.h"

#include <array>
#include <cstdint>
#include <fstream>

namespace clientela::importer {

namespace {

struct Sequences {
    std::uint64_t good = 0;
    std::uint64_t bad = 0;
    int awaited = 0;  // continuation bytes still to come

    void take(unsigned char byte) {
        if (awaited > 0) {
            if ((byte & 0xC0U) == 0x80U) {
                if (--awaited == 0) ++good;
                return;
            }
            ++bad;
            awaited = 0;
        }
        if (byte < 0x80U) return;
        if (byte >= 0xC2U && byte <= 0xDFU) {
            awaited = 1;
        } else if (byte >= 0xE0U && byte <= 0xEFU) {
            awaited = 2;
        } else if (byte >= 0xF0U && byte <= 0xF4U) {
            awaited = 3;
        } else {
            ++bad;
        }
    }
};

constexpr std::array<char16_t, 32> kHighControls = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

void append_code_point(char16_t code, std::string& out) {
    if (code < 0x80) {
        out.push_back(static_cast<char>(code));
    } else if (code < 0x800) {
        out.push_back(static_cast<char>(0xC0 | (code >> 6)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    } else {
        out.push_back(static_cast<char>(0xE0 | (code >> 12)));
        out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3F)));
        out.push_back(static_cast<char>(0x80 | (code & 0x3F)));
    }
}

}  // namespace

Result<Encoding> detect_encoding(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        return make_error(ErrorCode::not_found, "import.file_not_found",
                          {{"file", file.filename().string()}});
    }
    Sequences sequences;
    std::string block(1 << 16, '\0');
    bool first = true;
    while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
        const std::string_view read(block.data(), static_cast<std::size_t>(in.gcount()));
        if (first && (read.starts_with("\xFF\xFE") || read.starts_with("\xFE\xFF"))) {
            return make_error(ErrorCode::invalid, "import.utf16");
        }
        first = false;
        for (const char c : read)
            sequences.take(static_cast<unsigned char>(c));
    }
    if (sequences.awaited > 0) ++sequences.bad;
    return sequences.bad > 0 && sequences.good == 0 ? Encoding::windows_1252 : Encoding::utf8;
}

void append_windows_1252(std::string_view bytes, std::string& out) {
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const bool special = byte >= 0x80 && byte < 0xA0;
        append_code_point(special ? kHighControls[byte - 0x80U] : static_cast<char16_t>(byte), out);
    }
}

}  // namespace clientela::importer
