// SPDX-License-Identifier: Apache-2.0
// $apply on both stores, and the other options as plain structs.

#include <gtest/gtest.h>

#include "filter/apply.h"
#include "filter/options.h"
#include "tests/filter_fixture.h"
#include "tests/filter_source.h"
#include "tests/store_fixture.h"

namespace clientela::filter {
namespace {

const schema::Schema& schema_of_cases() { return filter_cases().schema; }

const schema::Object& accounts() { return schema_of_cases().get("accounts"); }

std::string written(const Cell& cell) {
    const std::string text = std::visit(
        [](const auto& held) -> std::string {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return "null";
            else if constexpr (std::is_same_v<T, bool>)
                return held ? "true" : "false";
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return std::to_string(held);
            else if constexpr (std::is_same_v<T, Money>)
                return amount_text(held);
            else if constexpr (std::is_same_v<T, std::string>)
                return held;
            else
                return to_string(held);
        },
        cell.value);
    return cell.currency.empty() ? text : text + " " + cell.currency;
}

// Rows as "key|value|..." in the order of their keys; one line "error KEY" when refused.
std::vector<std::string> applied(db::Store& store, std::string_view text) {
    const auto run = [&]() -> Result<std::vector<std::string>> {
        const Apply apply = TRY(parse_apply(text, schema_of_cases(), accounts()));
        const CompileOptions options = filter_case_options(store.dialect(), "Europe/Madrid");
        const ApplySql sql = TRY(compile(apply, options));
        const db::Sql where = TRY(compile(apply.filter, options));
        db::Sql query = sql.select;
        query.text = "select " + sql.select.text +
                     " from account t where t.deleted_at is null and " + where.text;
        if (!sql.group_by.empty()) query.text += " group by " + sql.group_by;
        query.args.insert(query.args.end(), where.args.begin(), where.args.end());
        std::vector<std::string> lines;
        std::optional<Error> trouble;
        TRY(store.read([&](db::Transaction& tx) {
            return tx.query(query, [&](const db::Row& row) {
                auto cells = read_apply_row(apply, row);
                if (!cells.ok()) {
                    trouble = cells.error();
                    return;
                }
                std::string line;
                for (const Cell& cell : *cells)
                    line += (line.empty() ? "" : "|") + written(cell);
                lines.push_back(line);
            });
        }));
        if (trouble) return *trouble;
        std::sort(lines.begin(), lines.end());
        return lines;
    };
    auto lines = run();
    if (lines.ok()) return *lines;
    return {"error " + lines.error().message.key + lines.error().detail};
}

using Lines = std::vector<std::string>;

STORE_TEST(FilterApply, groups_and_aggregates_exactly) {
    auto& store = fresh_store();
    ASSERT_OK(store.migrate([](db::Transaction& tx) { return create_filter_tables(tx); }));
    EXPECT_EQ(applied(store, "aggregate($count as n)"), (Lines{"7"}));
    EXPECT_EQ(applied(store, "filter(employees eq 3)/aggregate($count as n)"), (Lines{"2"}));
    EXPECT_EQ(
        applied(store, "filter(employees eq 3)/filter(name eq 'zeta')/aggregate($count as n)"),
        (Lines{"1"}));
    EXPECT_EQ(applied(store, "groupby((kind),aggregate($count as n,employees with sum as e))"),
              (Lines{"household|1|null", "null|1|3", "organisation|3|3", "person|2|1000000"}));
    EXPECT_EQ(applied(store,
                      "aggregate(discount with sum as s,discount with average as a,"
                      "discount with min as l,discount with max as h)"),
              (Lines{"14.01|2.802000|-0.50|12.50"}));
    EXPECT_EQ(applied(store, "filter(kind eq 'organisation')/aggregate(rank with average as a)"),
              (Lines{"2.3333"}));
    EXPECT_EQ(
        applied(store,
                "groupby((revenue/currency),aggregate(revenue with sum as s,"
                "revenue with average as a))"),
        (Lines{"EUR|186392.50 EUR|62130.833333 EUR", "JPY|500 JPY|500.0000 JPY",
               "KWD|1.005 KWD|1.0050000 KWD", "USD|5.00 USD|5.000000 USD", "null|null|null"}));
    EXPECT_EQ(applied(store, "filter(revenue/currency eq 'EUR')/aggregate(revenue with max as m)"),
              (Lines{"186400.00 EUR"}));
    EXPECT_EQ(applied(store,
                      "filter(revenue/currency eq 'EUR')/aggregate(revenue mul discount divby 100 "
                      "with sum as weighted)"),
              (Lines{"23300.062500 EUR"}));
    EXPECT_EQ(applied(store, "groupby((owner/name),aggregate($count as n))"),
              (Lines{"Marta|3", "null|2", "Óscar|2"}));
    EXPECT_EQ(applied(store, "groupby((active))"), (Lines{"false", "null", "true"}));
    EXPECT_EQ(applied(store,
                      "aggregate(owner_id with countdistinct as n,founded_on with min as f,"
                      "name with max as l)"),
              (Lines{"3|1999-12-31|ñandú telecom"}));
    EXPECT_EQ(applied(store, "filter(false)/aggregate(employees with sum as s,$count as n)"),
              (Lines{"null|0"}));
}

STORE_TEST(FilterApply, never_adds_up_several_currencies) {
    auto& store = fresh_store();
    ASSERT_OK(store.migrate([](db::Transaction& tx) { return create_filter_tables(tx); }));
    EXPECT_EQ(applied(store, "aggregate(revenue with sum as s)"),
              (Lines{"error filter.mixed_currencies"}));
    EXPECT_EQ(applied(store, "aggregate(revenue mul 2 with sum as s)"),
              (Lines{"error filter.mixed_currencies"}));
}

std::string apply_refusal(std::string_view text) {
    const auto made = parse_apply(text, schema_of_cases(), accounts());
    return made.ok() ? "none" : made.error().message.key;
}

TEST(FilterApply, refuses_what_it_cannot_do) {
    EXPECT_EQ(apply_refusal("topcount(5,employees)"), "filter.not_supported");
    EXPECT_EQ(apply_refusal("filter(active)"), "filter.apply_step");
    EXPECT_EQ(apply_refusal("groupby((kind))/filter(active)"), "filter.apply_order");
    EXPECT_EQ(apply_refusal("groupby((revenue))"), "filter.apply_group");
    EXPECT_EQ(apply_refusal("groupby((pin))"), "filter.unknown_field");
    EXPECT_EQ(apply_refusal("aggregate(name with sum as s)"), "filter.apply_aggregate");
    EXPECT_EQ(apply_refusal("aggregate(employees with median as s)"), "filter.unknown_method");
    EXPECT_EQ(apply_refusal("aggregate($count as n,employees with sum as n)"),
              "filter.alias_twice");
    EXPECT_EQ(apply_refusal("aggregate($count as n) x"), "filter.unexpected");
}

TEST(FilterOptions, read_order_select_and_nested_expand) {
    const auto order =
        parse_order("name desc, owner/name,revenue asc", schema_of_cases(), accounts());
    ASSERT_OK(order);
    ASSERT_EQ(order->size(), 3u);
    EXPECT_TRUE((*order)[0].descending);
    EXPECT_EQ((*order)[1].path.size(), 2u);
    EXPECT_EQ((*order)[1].path[1]->name, "name");
    Selection selection;
    ASSERT_OK(parse_select("name,classifications", accounts(), {}, selection));
    EXPECT_EQ(selection.fields.size(), 1u);
    EXPECT_EQ(selection.links.size(), 1u);
    const auto expand = parse_expand(
        "owner($select=name),contacts($filter=first_name eq 'a;b)' and age gt 5;$orderby=age desc;"
        "$top=3;$expand=account($select=name)),classifications",
        schema_of_cases(), accounts());
    ASSERT_OK(expand);
    ASSERT_EQ(expand->size(), 3u);
    EXPECT_EQ((*expand)[0].link->name, "owner_id");
    const Selection& inner = (*expand)[1].inner;
    EXPECT_EQ(to_text(inner.filter), "first_name eq 'a;b)' and age gt 5");
    EXPECT_EQ(inner.top, 3);
    EXPECT_TRUE(inner.order[0].descending);
    EXPECT_EQ(inner.expand[0].name, "account");
    EXPECT_EQ((*expand)[2].many->name, "classifications");
}

TEST(FilterOptions, expand_trees_references_and_everything) {
    const auto tree =
        parse_expand("children($levels=3;$select=name)", schema_of_cases(), accounts());
    ASSERT_OK(tree);
    const Expand* level = &(*tree)[0];
    for (int depth = 1; depth < 3; ++depth) {
        ASSERT_EQ(level->inner.expand.size(), 1u);
        level = &level->inner.expand[0];
        EXPECT_EQ(level->name, "children");
        EXPECT_EQ(level->inner.fields.size(), 1u);
    }
    EXPECT_TRUE(level->inner.expand.empty());
    const auto all = parse_expand("*,contacts($top=1)", schema_of_cases(), accounts());
    ASSERT_OK(all);
    EXPECT_EQ(all->size(), 6u);
    EXPECT_EQ(all->back().inner.top, 1);
    const auto forms = parse_expand("contacts/$count,owner/$ref", schema_of_cases(), accounts());
    ASSERT_OK(forms);
    EXPECT_EQ((*forms)[0].form, ExpandForm::count);
    EXPECT_EQ((*forms)[1].form, ExpandForm::references);
}

TEST(FilterOptions, name_what_they_do_not_understand) {
    const auto key = [](const auto& result) {
        return result.ok() ? "none" : result.error().message.key;
    };
    EXPECT_EQ(key(parse_order("nada", schema_of_cases(), accounts())), "filter.unknown_field");
    EXPECT_EQ(key(parse_order("name up", schema_of_cases(), accounts())), "filter.unexpected");
    EXPECT_EQ(key(parse_order("contacts/$count", schema_of_cases(), accounts())),
              "filter.not_sortable");
    EXPECT_EQ(key(parse_expand("nada", schema_of_cases(), accounts())), "filter.not_expandable");
    EXPECT_EQ(key(parse_expand("owner($top=x)", schema_of_cases(), accounts())),
              "filter.expected_number");
    EXPECT_EQ(key(parse_expand("parent($levels=6)", schema_of_cases(), accounts())),
              "filter.expand_depth");
    EXPECT_EQ(key(parse_expand("parent($levels=3;$expand=parent($levels=4))", schema_of_cases(),
                               accounts())),
              "filter.expand_depth");
    EXPECT_EQ(key(parse_expand("owner($levels=2)", schema_of_cases(), accounts())),
              "filter.not_a_tree_here");
    EXPECT_EQ(key(parse_expand("contacts($skip=2)", schema_of_cases(), accounts())),
              "filter.not_supported");
    EXPECT_EQ(key(parse_expand("owner/$count", schema_of_cases(), accounts())),
              "filter.not_a_collection");
    Selection selection;
    EXPECT_EQ(key(parse_select("pin", accounts(), {}, selection)), "filter.unknown_selected");
}

}  // namespace
}  // namespace clientela::filter
