// SPDX-License-Identifier: Apache-2.0
// Of 6,000 accounts all are customers but three, one has the number A-77, two have 9,000 people.
#include "record/leading_sql.h"

#include "tests/workbench.h"

namespace clientela::record {
namespace {

void fill(db::Store& store) {
    const bool sqlite = store.dialect() == db::Dialect::sqlite;
    const std::string moment = sqlite ? "?" : "cast(? as timestamptz)";
    const Instant then = *parse_instant("2026-11-24T09:00:00Z");
    EXPECT_OK(store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(
            {"insert into account (id, name, name_sort, kind, life_cycle, number, employees, "
             "version, created_at, updated_at) with recursive n(i) as (select 1 union all select "
             "i + 1 from n where i < 6000) select i * 4096, 'Talleres ' || i, 'talleres ' || i, "
             "'organisation', case when i <= 3 then 'prospect' else 'customer' end, case when i = "
             "77 then 'A-77' end, case when i in (77, 78) then 9000 else 25 end, 1, " +
                 moment + ", " + moment + " from n",
             {then, then}}));
        return {};
    }));
}

std::string leading(Workbench& bench, std::string_view filter) {
    std::string text;
    EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
        Query query;
        query.object = &bench.schema->get("accounts");
        query.filter = TRY(filter::parse_and_bind(filter, *bench.schema, *query.object));
        const Leading found = TRY(leading_condition(context, query));
        text = (found.narrow ? "narrow: " : "broad: ") + found.condition.text;
        return {};
    }));
    return text;
}

STORE_TEST(Leading, a_rare_value_leads_and_a_frequent_one_never_does) {
    Workbench bench(fresh_store());
    fill(bench.store);
    if (bench.store.dialect() == db::Dialect::postgres) {
        EXPECT_EQ(leading(bench, "life_cycle eq 'customer'"), "broad: t.life_cycle = ?");
        return;
    }
    EXPECT_EQ(leading(bench, "life_cycle eq 'customer'"), "broad: ((t.life_cycle = ?) is true)");
    EXPECT_EQ(leading(bench, "life_cycle eq 'prospect'"),
              "narrow: likelihood(t.life_cycle = ?, 0.0001)");
    EXPECT_EQ(leading(bench, "life_cycle eq 'customer' and number eq 'A-77'"),
              "narrow: ((t.life_cycle = ?) is true) and likelihood(t.number = ?, 0.0001)");
    EXPECT_EQ(leading(bench, "employees gt 8000 and number eq 'A-77'"),
              "narrow: ((t.employees > ?) is true) and likelihood(t.number = ?, 0.0001)");
    EXPECT_EQ(leading(bench, "employees gt 8000"), "narrow: likelihood(t.employees > ?, 0.0001)");
    EXPECT_EQ(leading(bench, "employees gt 20"), "broad: ((t.employees > ?) is true)");
}

STORE_TEST(Leading, what_no_index_answers_stays_as_it_is) {
    Workbench bench(fresh_store());
    fill(bench.store);
    const std::string text = leading(bench, "contains(name,'77') and life_cycle eq 'customer'");
    EXPECT_TRUE(text.starts_with("broad: ")) << text;
    EXPECT_EQ(text.find("likelihood"), std::string::npos) << text;
    EXPECT_EQ(leading(bench, "life_cycle ne 'customer'").find("is true)"), std::string::npos);
}

STORE_TEST(Leading, the_list_is_the_same_whatever_leads) {
    Workbench bench(fresh_store());
    fill(bench.store);
    EXPECT_EQ(bench.list("accounts", "life_cycle eq 'customer'").size(), 200u);
    EXPECT_EQ(bench.list("accounts", "life_cycle eq 'prospect'").size(), 3u);
    EXPECT_EQ(bench.list("accounts", "life_cycle eq 'customer' and employees gt 8000").size(), 2u);
    EXPECT_EQ(
        bench.list("accounts", "(number eq 'A-77' or employees gt 8000) and name ne 'x'").size(),
        2u);
    EXPECT_EQ(bench.list("accounts", "number eq 'A-77' and life_cycle eq 'prospect'").size(), 0u);
    EXPECT_EQ(
        bench.list("accounts", "life_cycle in ('prospect','former') and employees lt 30").size(),
        3u);
}

}  // namespace
}  // namespace clientela::record
