// SPDX-License-Identifier: Apache-2.0
#include "base/base64url.h"

#include <gtest/gtest.h>

namespace clientela {
namespace {

using Bytes = std::vector<std::uint8_t>;

TEST(Base64url, writes_bytes_of_every_length_and_reads_them_back) {
    Bytes bytes;
    for (int length = 0; length < 300; ++length) {
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes) << length;
        bytes.push_back(static_cast<std::uint8_t>(length * 37));
    }
}

TEST(Base64url, writes_the_examples_of_the_standard_without_padding) {
    const auto text = [](std::string_view word) {
        return to_base64url(Bytes(word.begin(), word.end()));
    };
    EXPECT_EQ(text(""), "");
    EXPECT_EQ(text("f"), "Zg");
    EXPECT_EQ(text("fo"), "Zm8");
    EXPECT_EQ(text("foo"), "Zm9v");
    EXPECT_EQ(text("foobar"), "Zm9vYmFy");
    EXPECT_EQ(to_base64url(Bytes{0xFB, 0xFF}), "-_8");
}

TEST(Base64url, refuses_other_signs_lengths_and_loose_bits) {
    EXPECT_FALSE(from_base64url("Zg=="));
    EXPECT_FALSE(from_base64url("Zm9+"));
    EXPECT_FALSE(from_base64url("Z"));
    EXPECT_FALSE(from_base64url("Zm9vY"));
    EXPECT_FALSE(from_base64url("Zh"));
    EXPECT_EQ(from_base64url("Zg"), Bytes{'f'});
}

}  // namespace
}  // namespace clientela
