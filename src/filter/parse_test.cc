// SPDX-License-Identifier: Apache-2.0
// Syntax alone: precedence, where mistakes are found, and limits.

#include <gtest/gtest.h>

#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {
namespace {

std::string printed(std::string_view text) {
    const auto node = parse(text);
    return node.ok() ? to_text(**node) : "error: " + node.error().message.key;
}

// Key and byte offset of the first mistake.
std::pair<std::string, std::size_t> mistake(std::string_view text) {
    SyntaxError where;
    const auto node = parse(text, &where);
    if (node.ok()) return {"none", 0};
    return {where.message.key, where.offset};
}

using Mistake = std::pair<std::string, std::size_t>;

TEST(FilterParse, keeps_what_is_written_in_normal_form) {
    EXPECT_EQ(printed("name eq 'O''Brien'"), "name eq 'O''Brien'");
    EXPECT_EQ(printed("  a  EQ  1 AND b NE null "), "a eq 1 and b ne null");
    EXPECT_EQ(printed("(a eq 1 or b eq 2) and c eq 3"), "(a eq 1 or b eq 2) and c eq 3");
    EXPECT_EQ(printed("a eq 1 or (b eq 2 and c eq 3)"), "a eq 1 or b eq 2 and c eq 3");
    EXPECT_EQ(printed("a add (b mul 2) gt 5"), "a add b mul 2 gt 5");
    EXPECT_EQ(printed("(a add b) mul 2 gt 5"), "(a add b) mul 2 gt 5");
    EXPECT_EQ(printed("a sub (b sub c) gt 5"), "a sub (b sub c) gt 5");
    EXPECT_EQ(printed("x in ( 1 , 2,'c' )"), "x in (1,2,'c')");
    EXPECT_EQ(printed("not (a eq 1)"), "not (a eq 1)");
    EXPECT_EQ(printed("not contains(name,'x')"), "not contains(name,'x')");
    EXPECT_EQ(printed("contacts/any(c:c/age gt 5)"), "contacts/any(c:c/age gt 5)");
    EXPECT_EQ(printed("contacts/any()"), "contacts/any()");
    EXPECT_EQ(printed("a/b/$count gt 3"), "a/b/$count gt 3");
    EXPECT_EQ(printed("-a gt -5"), "-a gt -5");
    EXPECT_EQ(printed("d eq 2026-11-24 and t lt 2026-11-24T10:00:00.5+01:00"),
              "d eq 2026-11-24 and t lt 2026-11-24T10:00:00.5+01:00");
    EXPECT_EQ(printed("now() sub duration'P7D' lt t"), "now() sub duration'P7D' lt t");
    EXPECT_EQ(printed("clientela.below(territory_id,'0000000000001')"),
              "clientela.below(territory_id,'0000000000001')");
}

TEST(FilterParse, names_the_byte_of_the_first_mistake) {
    EXPECT_EQ(mistake(""), (Mistake{"filter.expected_expression", 0}));
    EXPECT_EQ(mistake("name eq"), (Mistake{"filter.expected_expression", 7}));
    EXPECT_EQ(mistake("name eq "), (Mistake{"filter.expected_expression", 8}));
    EXPECT_EQ(mistake("name eq 'ñ"), (Mistake{"filter.open_quote", 8}));
    EXPECT_EQ(mistake("'ñ' eq 'ñ' x"), (Mistake{"filter.unexpected", 13}));
    EXPECT_EQ(mistake("(a eq 1"), (Mistake{"filter.expected", 7}));
    EXPECT_EQ(mistake("a eq 1)"), (Mistake{"filter.unexpected", 6}));
    EXPECT_EQ(mistake("(a eq 1)and(b eq 2)"), (Mistake{"filter.unexpected", 8}));
    EXPECT_EQ(mistake("a in "), (Mistake{"filter.expected_expression", 5}));
    EXPECT_EQ(mistake("a in (b,1)"), (Mistake{"filter.list_of_values", 6}));
    EXPECT_EQ(mistake("a eq'x'"), (Mistake{"filter.expected_space", 4}));
    EXPECT_EQ(mistake("a eqq 1"), (Mistake{"filter.unexpected", 2}));
    EXPECT_EQ(mistake("nothing(a)"), (Mistake{"filter.unknown_function", 0}));
    EXPECT_EQ(mistake("contains(a)"), (Mistake{"filter.arguments", 10}));
    EXPECT_EQ(mistake("contains(a,b,c)"), (Mistake{"filter.arguments", 12}));
    EXPECT_EQ(mistake("geo.distance(a,b) lt 5"), (Mistake{"filter.geo", 0}));
    EXPECT_EQ(mistake("a eq geography'SRID=0;Point(1 2)'"), (Mistake{"filter.geo", 5}));
    EXPECT_EQ(mistake("a eq 12x"), (Mistake{"filter.bad_literal", 7}));
    EXPECT_EQ(mistake("a eq 2026-13-01"), (Mistake{"filter.bad_literal", 11}));
    EXPECT_EQ(mistake("a eq 24:00"), (Mistake{"filter.bad_literal", 6}));
    EXPECT_EQ(mistake("a eq duration'P'"), (Mistake{"filter.bad_literal", 14}));
    EXPECT_EQ(mistake("a eq binary'Z'"), (Mistake{"filter.bad_literal", 12}));
    EXPECT_EQ(mistake("any(x:x)"), (Mistake{"filter.lambda_path", 3}));
    EXPECT_EQ(mistake("$else eq 1"), (Mistake{"filter.unknown_variable", 0}));
    EXPECT_EQ(mistake("lines/all()"), (Mistake{"filter.expected_expression", 10}));
    EXPECT_EQ(mistake("a eq '\xff'"), (Mistake{"filter.bad_encoding", 0}));
}

TEST(Parse, names_a_broken_value_with_whole_characters) {
    SyntaxError where;
    ASSERT_FALSE(parse("a eq 12ñ and b", &where).ok());
    bool named = false;
    for (const auto& [name, value] : where.message.args)
        named = named || (name == "text" && value == "12ñ");
    EXPECT_TRUE(named);
}

TEST(FilterParse, refuses_texts_beyond_its_limits) {
    EXPECT_EQ(mistake(std::string(8193, ' ')).first, "filter.too_long");
    EXPECT_EQ(mistake(std::string(60, '(') + "a" + std::string(60, ')')).first, "filter.too_deep");
    std::string nots;
    for (int i = 0; i < 60; ++i)
        nots += "not ";
    EXPECT_EQ(mistake(nots + "a").first, "filter.too_deep");
    std::string sum = "a";
    for (int i = 0; i < 60; ++i)
        sum += " add 1";
    EXPECT_EQ(mistake(sum + " eq 1").first, "filter.too_deep");
    std::string many = "a";
    for (int i = 0; i < 600; ++i)
        many += " or a";
    EXPECT_EQ(mistake(many).first, "filter.too_many");
    std::string enough = "a eq 1";
    for (int i = 0; i < 100; ++i)
        enough += " or a eq 1";
    EXPECT_EQ(mistake(enough).first, "none");
}

}  // namespace
}  // namespace clientela::filter
