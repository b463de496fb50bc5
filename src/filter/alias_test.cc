// SPDX-License-Identifier: Apache-2.0
// What aliases may grow to.

#include "filter/alias.h"

#include <gtest/gtest.h>

#include "tests/filter_fixture.h"

namespace clientela::filter {
namespace {

std::string refusal(std::string_view text, const Aliases& aliases) {
    const auto& cases = filter_cases();
    const auto made = parse_and_bind(text, cases.schema, cases.schema.get("accounts"), {}, aliases);
    return made.ok() ? "none" : made.error().message.key;
}

// "@a,@a,@a"
std::string named(std::string_view alias, int times) {
    std::string list;
    for (int i = 0; i < times; ++i)
        list += (i > 0 ? "," : "") + std::string(alias);
    return list;
}

std::string nots(int times, const std::string& inner) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += "not (";
    return text + inner + std::string(static_cast<std::size_t>(times), ')');
}

TEST(FilterAlias, counts_the_parts_of_what_aliases_grow_to) {
    const Aliases nested{{"@a", "[" + named("@b", 490) + "]"},
                         {"@b", "[" + named("@c", 490) + "]"},
                         {"@c", "[" + named("@d", 490) + "]"},
                         {"@d", "[1]"}};
    EXPECT_EQ(refusal("1 in (" + named("@a", 490) + ")", nested), "filter.too_many");
    EXPECT_EQ(refusal("employees in (" + named("@n", 100) + ")", {{"@n", "5"}}), "none");
}

TEST(FilterAlias, counts_the_levels_of_what_aliases_grow_to) {
    const std::string half = nots(20, "employees eq 5");
    EXPECT_EQ(refusal(nots(20, "@a"), {{"@a", half}}), "none");
    EXPECT_EQ(refusal(nots(20, "@a"), {{"@a", nots(20, "@b")}, {"@b", half}}), "filter.too_deep");
}

TEST(FilterAlias, refuses_an_alias_that_names_itself) {
    EXPECT_EQ(refusal("@a", {{"@a", "not @a"}}), "filter.too_deep");
}

}  // namespace
}  // namespace clientela::filter
