// SPDX-License-Identifier: Apache-2.0
// Texts of every length and byte come back as they went in.
#include "base/json_writer.h"

#include <gtest/gtest.h>

#include <random>

#include <boost/json/parse.hpp>

namespace clientela {
namespace {

std::string written(std::string_view text) {
    JsonWriter writer;
    writer.string(text);
    return writer.take();
}

TEST(JsonWriter, escapes_wherever_in_a_text_it_has_to) {
    for (const char special : {'"', '\\', '\n', '\r', '\t', '\x01', '\x1f', '\0'}) {
        for (std::size_t place = 0; place < 24; ++place) {
            std::string text(24, 'x');
            text[place] = special;
            EXPECT_EQ(boost::json::parse(written(text)).as_string(), text) << place;
        }
    }
    EXPECT_EQ(written("a\"b\\c\nd\x02"), R"("a\"b\\c\nd\u0002")");
}

TEST(JsonWriter, gives_back_what_it_was_given) {
    std::mt19937 random(20261123);
    const std::string_view pieces[] = {"a",  "ñ",  "€",  "🙂", " ", "~", "\x7f",
                                       "\"", "\\", "\n", "!",    "#", "[", "]"};
    for (int turn = 0; turn < 2'000; ++turn) {
        std::string text;
        for (std::size_t left = random() % 40; left > 0; --left)
            text += pieces[random() % std::size(pieces)];
        ASSERT_EQ(boost::json::parse(written(text)).as_string(), text);
    }
}

}  // namespace
}  // namespace clientela
