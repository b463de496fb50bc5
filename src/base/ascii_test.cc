// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.h"

#include <gtest/gtest.h>

namespace clientela {
namespace {

TEST(Ascii, tells_kinds_of_characters_apart_at_their_edges) {
    EXPECT_TRUE(is_digit('0') && is_digit('9'));
    EXPECT_FALSE(is_digit('/') || is_digit(':'));
    EXPECT_TRUE(is_letter('a') && is_letter('z') && is_letter('A') && is_letter('Z'));
    EXPECT_FALSE(is_letter('`') || is_letter('{') || is_letter('@') || is_letter('['));
    EXPECT_TRUE(is_alphanumeric('7') && is_alphanumeric('q') && is_alphanumeric('Q'));
    EXPECT_FALSE(is_alphanumeric('_') || is_alphanumeric('\xF1'));
    EXPECT_TRUE(is_blank(' ') && is_blank('\t'));
    EXPECT_FALSE(is_blank('\n') || is_blank('\0'));
}

TEST(Ascii, changes_the_case_of_letters_and_leaves_accents_alone) {
    EXPECT_EQ(lower_ascii("Content-TYPE [Ñ] @Z"), "content-type [Ñ] @z");
    EXPECT_EQ(upper_ascii("año {z} 1"), "AñO {Z} 1");
    EXPECT_EQ(lower_ascii(""), "");
}

TEST(Ascii, compares_without_case) {
    EXPECT_TRUE(equal_ignoring_case("GZip", "gzIP"));
    EXPECT_FALSE(equal_ignoring_case("gzip", "gzi"));
    EXPECT_FALSE(equal_ignoring_case("[", "{"));
    EXPECT_FALSE(equal_ignoring_case("Ñ", "ñ"));
}

}  // namespace
}  // namespace clientela
