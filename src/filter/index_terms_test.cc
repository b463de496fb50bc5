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
    if (!terms.rest.empty()) parts += " | " + to_text(terms.rest);
    for (const ElementTerm& term : terms.by_elements) {
        parts += " {" + to_text(term.filter) + " by";
        for (const Filter& part : term.parts)
            parts += " [" + to_text(part) + "]";
        parts += "}";
    }
    return parts;
}

std::vector<std::string> both(std::vector<std::string> some,
                              const std::vector<std::string>& others) {
    std::erase_if(some, [&](const std::string& id) {
        return std::find(others.begin(), others.end(), id) == others.end();
    });
    return some;
}

Result<std::vector<std::string>> led_matches(db::Store& store, const ElementTerm& term,
                                             const Filter& part, const std::string& zone) {
    const CompileOptions options = filter_case_options(store.dialect(), zone);
    const db::Sql owners = TRY(owners_of(term.filter, part, Elements::matching, options));
    std::vector<std::string> found;
    TRY(store.read([&](db::Transaction& tx) {
        return tx.query({"select t.id from account t where t.deleted_at is null and t.id in (" +
                             owners.text + ")",
                         owners.args},
                        [&](const db::Row& row) { found.push_back(short_id(Id{row.integer(0)})); });
    }));
    std::sort(found.begin(), found.end());
    return found;
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

TEST(IndexTerms, of_a_branch_are_those_of_its_own_column) {
    const std::string branch = "clientela.below(territory_id,'0000000000001')";
    EXPECT_EQ(parts_of(branch), branch);
    EXPECT_EQ(parts_of(branch + " and contains(name,'b')"), branch + " | contains(name,'b')");
    const std::string behind = "clientela.below(account/territory_id,'0000000000001')";
    EXPECT_EQ(parts_of(behind), " | " + behind);
}

TEST(IndexTerms, of_elements_are_told_apart_from_the_rest_that_holds_them) {
    const std::string one = "members/any(m:m/user_id eq clientela.me() and m/version gt 1)";
    EXPECT_EQ(parts_of(one), " | " + one + " {" + one + " by [m/user_id eq clientela.me()]}");
    const std::string nested =
        "lines/any(l:l/product_id eq clientela.me() and l/opportunity/members/any(m:m/version gt "
        "l/version))";
    EXPECT_EQ(parts_of(nested),
              " | " + nested + " {" + nested + " by [l/product_id eq clientela.me()]}");
    const std::string none = "members/any(m:m/version gt 1)";
    EXPECT_EQ(parts_of(none), " | " + none + " {" + none + " by}");
    for (const char* text :
         {"members/any()", "not members/any(m:m/user_id eq clientela.me())",
          "members/all(m:m/user_id eq clientela.me())", "members/any(m:number eq 'A')",
          "members/any(m:m/user_id eq clientela.me() and m/created_by_id eq owner_id)",
          "members/any(m:m/user_id eq clientela.me() and lines/$count gt 2)",
          "members/any(m:m/user_id eq clientela.me() and lines/any(l:l/version gt 1))",
          "account/opportunities/any(o:o/number eq 'A')"}) {
        EXPECT_EQ(parts_of(text), " | " + std::string(text));
    }
}

// What leads to few of them finds all that the condition means.
STORE_TEST(IndexTerms, of_elements_lead_to_what_the_condition_means) {
    auto& store = fresh_store();
    ASSERT_OK(store.migrate([](db::Transaction& tx) { return create_filter_tables(tx); }));
    const FilterCases& cases = filter_cases();
    int led = 0;
    for (const FilterCase& one : cases.cases) {
        const auto whole = parse_and_bind(one.filter, cases.schema, cases.schema.get("accounts"));
        ASSERT_OK(whole);
        for (const ElementTerm& term : index_terms(*whole).by_elements) {
            const auto meant = selected_matches(store, term.filter, one.zone, false);
            ASSERT_OK(meant) << one.filter;
            std::vector<Filter> parts = term.parts;
            parts.push_back({});  // what one sees of them leads
            for (const Filter& part : parts) {
                const auto others = selected_matches(store, term.others, one.zone, false);
                ASSERT_OK(others) << one.filter;
                EXPECT_EQ(both(*meant, *others), one.match) << one.filter;
                const auto found = led_matches(store, term, part, one.zone);
                ASSERT_OK(found) << one.filter;
                EXPECT_EQ(*found, *meant) << one.filter;
                ++led;
            }
        }
    }
    EXPECT_GT(led, 10);
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
            all = both(all, *found);
        }
        EXPECT_EQ(all, one.match) << one.filter;
    }
}

}  // namespace
}  // namespace clientela::filter
