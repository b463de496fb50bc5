// SPDX-License-Identifier: Apache-2.0
#include "base/hex.h"

#include <gtest/gtest.h>

#include <array>

namespace clientela {
namespace {

TEST(Hex, writes_every_byte_and_reads_it_back) {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes.push_back(static_cast<char>(byte));
    const std::string text = to_hex(bytes);
    EXPECT_EQ(text.size(), 512U);
    EXPECT_TRUE(text.starts_with("000102") && text.ends_with("fdfeff")) << text;
    EXPECT_EQ(from_hex(text), bytes);
    EXPECT_EQ(to_hex(std::array<unsigned char, 3>{0, 0x9a, 0xff}), "009aff");
}

TEST(Hex, reads_capitals_and_refuses_what_is_no_hexadecimal) {
    EXPECT_EQ(from_hex("4A4b"), "JK");
    EXPECT_EQ(from_hex(""), "");
    EXPECT_FALSE(from_hex("4"));
    EXPECT_FALSE(from_hex("4g"));
    EXPECT_FALSE(from_hex("-1"));
    EXPECT_FALSE(from_hex(" 1"));
}

TEST(Hex, writes_numbers_with_zeros_in_front) {
    EXPECT_EQ(hex_number(0), "0000000000000000");
    EXPECT_EQ(hex_number(0xAF09), "000000000000af09");
    EXPECT_EQ(hex_number(UINT64_MAX), "ffffffffffffffff");
}

}  // namespace
}  // namespace clientela
