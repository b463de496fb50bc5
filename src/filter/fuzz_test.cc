// SPDX-License-Identifier: Apache-2.0
// Random texts, made of pieces of the language and of random bytes: no parser crashes, a mistake
// lies inside the text, and what is read prints to a text that reads back the same.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "filter/syntax.h"
#include "tests/same_tree.h"

namespace clientela::filter {
namespace {

const std::vector<std::string> kPieces{"name",
                                       "a/b",
                                       "$it",
                                       "$this",
                                       "$root/Set",
                                       "@p",
                                       "@N.T#q",
                                       "N.T",
                                       "'x'",
                                       "'it''s'",
                                       "1",
                                       "-2",
                                       "1.5e3",
                                       "INF",
                                       "-INF",
                                       "NaN",
                                       "null",
                                       "true",
                                       "2026-11-24",
                                       "10:30",
                                       "2026-11-24T10:00:00Z",
                                       "duration'P1D'",
                                       "binary'Zg'",
                                       "N.E'V'",
                                       "01234567-89ab-cdef-0123-456789abcdef",
                                       " eq ",
                                       " ne ",
                                       " and ",
                                       " or ",
                                       " in ",
                                       " has ",
                                       " add ",
                                       " mul ",
                                       " divby ",
                                       "not ",
                                       "-",
                                       "(",
                                       ")",
                                       "[",
                                       "]",
                                       "{",
                                       "}",
                                       "\"k\":",
                                       "\"s\"",
                                       ",",
                                       ":",
                                       ";",
                                       "=",
                                       "/",
                                       " ",
                                       "any(",
                                       "all(",
                                       "x:",
                                       "/$count",
                                       "/$filter(",
                                       "contains(",
                                       "length(",
                                       "case(",
                                       "cast(",
                                       "isof(",
                                       "now()",
                                       "substring(",
                                       "f(a=",
                                       "$filter=",
                                       "$expand=",
                                       "$select=",
                                       "$top=1",
                                       "$levels=max",
                                       "groupby((",
                                       "aggregate(",
                                       " with sum",
                                       " as t",
                                       "filter(",
                                       "concat(",
                                       " desc",
                                       "*",
                                       "\xC3\xB1",
                                       "\xFF",
                                       "%27",
                                       "#"};

std::string random_text() {
    std::string text;
    const int count = *rc::gen::inRange(0, 24);
    for (int i = 0; i < count; ++i)
        text += *rc::gen::elementOf(kPieces);
    return text;
}

TEST(FilterFuzz, any_text_is_read_or_refused_inside_of_it) {
    EXPECT_TRUE(rc::check([] {
        for (int i = 0; i < 20; ++i) {
            const std::string text = random_text();
            SyntaxError where;
            const auto first = parse(text, &where);
            if (!first.ok()) {
                RC_ASSERT(where.offset <= text.size());
                continue;
            }
            const std::string printed = to_text(**first);
            const auto second = parse(printed);
            RC_LOG() << text << "\n" << printed << "\n";
            RC_ASSERT(second.ok());
            RC_ASSERT(same_tree(**first, **second));
        }
    }));
}

TEST(FilterFuzz, texts_of_other_options_too) {
    EXPECT_TRUE(rc::check([] {
        for (int i = 0; i < 20; ++i) {
            const std::string text = random_text();
            SyntaxError where;
            RC_LOG() << text << "\n";
            for (const char* option : {"$orderby", "$select", "$expand", "$apply", "$filter"}) {
                if (!check_syntax(option, text, where).ok()) RC_ASSERT(where.offset <= text.size());
            }
            const auto expand = expand_syntax(text, &where);
            if (!expand.ok()) continue;
            const auto again = expand_syntax(to_text(*expand), &where);
            RC_ASSERT(again.ok());
            RC_ASSERT(to_text(*again) == to_text(*expand));
        }
    }));
}

TEST(FilterFuzz, endless_nesting_is_refused) {
    for (const std::string piece :
         {"(", "[", "{\"a\":", "not ", "-", "case(", "a/any(x:", "a/$filter(",
          "f(a=", "a/$count($filter=", "cast(", "a in (", "contains("}) {
        std::string text;
        while (text.size() < kTextMax - piece.size())
            text += piece;
        SyntaxError where;
        EXPECT_FALSE(parse(text, &where).ok()) << piece;
        EXPECT_LE(where.offset, text.size());
    }
}

}  // namespace
}  // namespace clientela::filter
