// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/placeholder.h"

#include <gtest/gtest.h>

namespace clientela::db::postgres {
namespace {

TEST(Placeholder, question_marks_are_numbered_from_one) {
    EXPECT_EQ(number_placeholders("SELECT ?, a FROM b WHERE c=? AND d IN (?,?)"),
              "SELECT $1, a FROM b WHERE c=$2 AND d IN ($3,$4)");
    EXPECT_EQ(number_placeholders(""), "");
}

TEST(Placeholder, quoted_text_names_and_comments_are_left_alone) {
    EXPECT_EQ(number_placeholders("SELECT '?', 'it''s ?', \"a?\", ?"),
              "SELECT '?', 'it''s ?', \"a?\", $1");
    EXPECT_EQ(number_placeholders("SELECT ? -- why?\n, ? /* ? */ - ? / ?"),
              "SELECT $1 -- why?\n, $2 /* ? */ - $3 / $4");
    EXPECT_EQ(number_placeholders("$$ ? $$ ? $tag$ ? $$ ? $tag$ ?"),
              "$$ ? $$ $1 $tag$ ? $$ ? $tag$ $2");
}

TEST(Placeholder, an_open_quote_reaches_to_the_end) {
    EXPECT_EQ(number_placeholders("SELECT '? ?"), "SELECT '? ?");
    EXPECT_EQ(number_placeholders("SELECT $a ?"), "SELECT $a $1");
}

}  // namespace
}  // namespace clientela::db::postgres
