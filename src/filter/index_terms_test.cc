// SPDX-License-Identifier: Apache-2.0
// What an index can answer is told apart from the rest, and all parts together mean the whole.
#include "filter/index_terms.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "filter/node.h"
#include "tests/builtin_schema.h"
#include "tests/filter_fixture.h"
#include "tests/filter_source.h"
#include "tests/store_fixture.h"

namespace clientela::filter {
namespace {

std::shared_ptr<const schema::Schema> shipped() {
    static const std::shared_ptr<const schema::Schema> schema = *load_builtin();
    return schema;
}

// The parts as texts, those that give one value marked, the rest behind a stroke.
std::string parts_of(std::string_view text) {
    const auto schema = shipped();
    const auto filter = parse_and_bind(text, *schema, schema->get("opportunities"));
    if (!filter.ok()) return filter.error().message.key;
    const IndexTerms terms = index_terms(*filter);
    std::string parts;
    for (const IndexTerm& term : terms.by_field) {
        parts += (parts.empty() ? "" : "; ") + std::string(term.one_value ? "= " : "") +
                 to_text(term.filter);
    }
    return terms.rest.empty() ? parts : parts + " | " + to_text(terms.rest);
}

TEST(IndexTerms, are_comparisons_of_indexed_columns_with_constants) {
    EXPECT_EQ(parts_of("number eq 'A'"), "= number eq 'A'");
    EXPECT_EQ(parts_of("'A' eq number"), "= 'A' eq number");
    EXPECT_EQ(parts_of("number in ('A','B')"), "number in ('A','B')");
    EXPECT_EQ(parts_of("startswith(name,'A')"), "startswith(name,'A')");
    EXPECT_EQ(parts_of("date(created_at) eq 2026-11-24"), "date(created_at) eq 2026-11-24");
    EXPECT_EQ(parts_of("year(closed_on) eq 2026"), "year(closed_on) eq 2026");
    EXPECT_EQ(parts_of("owner_id eq clientela.me()"), "= owner_id eq clientela.me()");
}

TEST(IndexTerms, of_one_column_belong_together) {
    EXPECT_EQ(parts_of("closed_on ge 2026-01-01 and status eq 'won' and closed_on lt 2026-02-01"),
              "closed_on ge 2026-01-01 and closed_on lt 2026-02-01; = status eq 'won'");
    EXPECT_EQ(parts_of("status eq 'won' and (number eq 'A' and contains(name,'b'))"),
              "= status eq 'won'; = number eq 'A' | contains(name,'b')");
}

TEST(IndexTerms, are_neither_alternatives_nor_paths_nor_computed) {
    for (const char* text :
         {"number eq 'A' or number eq 'B'", "number ne 'A'", "not (number eq 'A')",
          "account/number eq 'A'", "contains(name,'a')", "startswith(name,number)",
          "tolower(number) eq 'a'", "amount gt 5", "number in ('A',null)", "number eq name",
          "lines/$count gt 2", "month(closed_on) eq 2", "year(closed_on) gt 2020"}) {
        EXPECT_EQ(parts_of(text), " | " + std::string(text));
    }
}

STORE_TEST(IndexTerms, together_mean_what_the_filter_means) {
    auto& store = fresh_store();
    ASSERT_OK(store.migrate([](db::Transaction& tx) { return create_filter_tables(tx); }));
    const FilterCases& cases = filter_cases();
    for (const FilterCase& one : cases.cases) {
        const auto whole = parse_and_bind(one.filter, cases.schema, cases.schema.get("accounts"));
        ASSERT_OK(whole);
        const IndexTerms terms = index_terms(*whole);
        std::vector<Filter> parts;
        for (const IndexTerm& term : terms.by_field)
            parts.push_back(term.filter);
        if (!terms.rest.empty()) parts.push_back(terms.rest);
        std::vector<std::string> all;
        for (std::size_t place = 0; place < parts.size(); ++place) {
            const auto found = selected_matches(store, parts[place], one.zone, false);
            ASSERT_OK(found) << one.filter;
            if (place == 0) all = *found;
            std::erase_if(all, [&](const std::string& id) {
                return std::find(found->begin(), found->end(), id) == found->end();
            });
        }
        EXPECT_EQ(all, one.match) << one.filter;
    }
}

}  // namespace
}  // namespace clientela::filter
