// SPDX-License-Identifier: Apache-2.0
// The kept sums against the opportunities themselves, and what each person sees of them.
#include <random>

#include "sales/forecast.h"
#include "tests/workbench.h"

namespace clientela::sales {
namespace {

std::string link(const char* field, Id id) {
    return "\"" + std::string(field) + "\":\"" + to_string(id) + "\"";
}

// Two teams under one head, two sellers each, and a pipeline.
struct Company {
    explicit Company(db::Store& store) : bench(store) {
        pipeline = bench.create("pipelines", R"({"name":"Ventas","is_default":true})");
        open = stage("Contacto", "open", 1, 50);
        won = stage("Ganada", "won", 2, 100);
        role = bench.create("roles", R"({"name":"seller","label_es":"Venta","label_en":"Sales"})");
        south = team("Sur");
        north = team("Norte");
        for (const Id team : {south, south, north, north})
            sellers.push_back(seller(team));
    }
    Id stage(const char* name, const char* kind, int position, int probability) {
        return bench.create("stages", "{" + link("pipeline_id", pipeline) + R"(,"name":")" + name +
                                          R"(","kind":")" + kind + R"(","position":)" +
                                          std::to_string(position) + R"(,"probability":)" +
                                          std::to_string(probability) + "}");
    }
    Id team(const char* name) {
        return bench.create("teams",
                            std::string(R"({"kind":"sales_group","name":")") + name + R"("})");
    }
    Id seller(Id team) {
        return bench.create("users", R"({"name":"Persona",)" + link("role_id", role) + "," +
                                         link("team_id", team) + "}");
    }
    Id sell(std::size_t seller, Id stage, int euros, const std::string& more = "") {
        const Id team = seller < 2 ? south : north;
        return bench.create("opportunities", R"({"name":"Fibra","amount":{"amount":")" +
                                                 std::to_string(euros) + R"(","currency":"EUR"},)" +
                                                 link("stage_id", stage) + "," +
                                                 link("owner_id", sellers[seller]) + "," +
                                                 link("team_id", team) + more + "}");
    }
    access::Principal person(std::size_t seller, access::Breadth breadth) const {
        access::Principal who;
        who.kind = access::Principal::Kind::person;
        who.user = sellers[seller];
        who.rights["opportunities"].breadth.fill(breadth);
        return who;
    }
    Forecast forecast() {
        Forecast result;
        EXPECT_TRUE(bench
                        .with([&](record::Context& context) -> Result<void> {
                            result = TRY(load_forecast(context, {}));
                            return {};
                        })
                        .ok());
        return result;
    }
    std::int64_t differences() {
        std::int64_t number = -1;
        EXPECT_TRUE(bench
                        .with([&](record::Context& context) -> Result<void> {
                            number = TRY(rebuild_forecast(context));
                            return {};
                        })
                        .ok());
        return number;
    }

    Workbench bench;
    Id pipeline;
    Id open;
    Id won;
    Id role;
    Id south;
    Id north;
    std::vector<Id> sellers;
};

STORE_TEST(ForecastStore, manager_and_seller_see_exactly_their_share) {
    Company company(fresh_store());
    for (std::size_t seller = 0; seller < 4; ++seller)
        company.sell(seller, company.won, 100 << seller);
    EXPECT_EQ(company.forecast().total.won, 150'000);  // cents of 100 + 200 + 400 + 800
    company.bench.principal = company.person(1, access::Breadth::own);
    EXPECT_EQ(company.forecast().total.won, 20'000);
    company.bench.principal = company.person(1, access::Breadth::team);
    EXPECT_EQ(company.forecast().total.won, 30'000);
    company.bench.principal = company.person(1, access::Breadth::none);
    EXPECT_EQ(company.forecast().total.won_count, 0);
}

STORE_TEST(ForecastStore, member_of_a_foreign_opportunity_sees_it_once) {
    Company company(fresh_store());
    company.sell(0, company.open, 100);
    const Id shared = company.sell(2, company.open, 400);
    company.bench.create("opportunity_members", "{" + link("opportunity_id", shared) + "," +
                                                    link("user_id", company.sellers[0]) + "}");
    company.bench.principal = company.person(0, access::Breadth::own);
    EXPECT_EQ(company.forecast().total.open, 50'000);
    EXPECT_EQ(company.forecast().total.open_count, 2);
}

STORE_TEST(ForecastStore, kept_sums_equal_the_opportunities_after_random_work) {
    Company company(fresh_store());
    std::mt19937 random(20261124);
    std::vector<Id> opportunities;
    const auto pick = [&](std::size_t most) { return random() % most; };
    for (int step = 0; step < 120; ++step) {
        const std::size_t what = opportunities.empty() ? 0 : pick(5);
        if (what == 0) {
            opportunities.push_back(company.sell(pick(4), pick(2) == 0 ? company.open : company.won,
                                                 static_cast<int>(pick(900)),
                                                 R"(,"expected_close_on":"2026-12-15")"));
        } else if (what == 1) {
            EXPECT_TRUE(company.bench
                            .update("opportunities", opportunities[pick(opportunities.size())],
                                    R"({"amount":{"amount":"77.70","currency":"USD"}})")
                            .ok());
        } else if (what == 2) {
            EXPECT_TRUE(company.bench
                            .update("opportunities", opportunities[pick(opportunities.size())],
                                    "{" + link("stage_id", company.won) + "}")
                            .ok());
        } else if (what == 3) {
            EXPECT_TRUE(company.bench
                            .update("opportunities", opportunities[pick(opportunities.size())],
                                    "{" + link("owner_id", company.sellers[pick(4)]) + "}")
                            .ok());
        } else {
            const std::size_t gone = pick(opportunities.size());
            EXPECT_TRUE(company.bench.remove("opportunities", opportunities[gone]).ok());
            opportunities.erase(opportunities.begin() + static_cast<std::ptrdiff_t>(gone));
        }
    }
    EXPECT_EQ(company.differences(), 0);
    EXPECT_EQ(company.differences(), 0);  // and what the rebuild wrote is the same again
}

STORE_TEST(ForecastStore, one_pipeline_is_the_default) {
    Company company(fresh_store());
    const Id other =
        company.bench.create("pipelines", R"({"name":"Renovaciones","is_default":true})");
    EXPECT_EQ(company.bench.count("pipelines", "is_default eq true"), 1);
    EXPECT_EQ(company.forecast().pipeline, other);
}

STORE_TEST(ForecastStore, begins_with_the_pipeline_where_new_opportunities_begin) {
    Company company(fresh_store());
    EXPECT_OK(company.bench.update("pipelines", company.pipeline, R"({"active":false})"));
    const Id other = company.bench.create("pipelines", R"({"name":"Renovaciones"})");
    EXPECT_EQ(company.forecast().pipeline, other);
}

}  // namespace
}  // namespace clientela::sales
