// SPDX-License-Identifier: Apache-2.0
#include "sales/rules.h"
#include "tests/workbench.h"

namespace clientela::sales {
namespace {

std::string link(const char* field, Id id) {
    return "\"" + std::string(field) + R"(":")" + to_string(id) + "\"";
}

struct Shop {
    explicit Shop(db::Store& store) : bench(store) {
        const Id pipeline = bench.create("pipelines", R"({"name":"Ventas","is_default":true})");
        bench.create("stages", "{" + link("pipeline_id", pipeline) +
                                   R"(,"name":"Contacto","kind":"open","position":1})");
        acme = bench.create("accounts", R"({"name":"Acme"})");
        fibre = bench.create("products", R"({"name":"Fibra 1 Gb"})");
    }
    Result<record::Saved> hold(const std::string& rest) {
        return bench.try_create("holdings", "{" + link("account_id", acme) + "," +
                                                link("product_id", fibre) + rest + "}");
    }

    Workbench bench;
    Id acme;
    Id fibre;
};

STORE_TEST(Holding, is_named_like_its_product_and_begins_today) {
    Shop shop(fresh_store());
    const auto saved = shop.hold("");
    ASSERT_TRUE(saved) << faults(saved);
    const auto stored = shop.bench.get("holdings", saved->id);
    EXPECT_EQ(text_of(stored, "name"), "Fibra 1 Gb");
    EXPECT_EQ(stored.at("started_on"), Value{*parse_date("2026-11-24")});
    EXPECT_EQ(stored.at("ended_on"), Value{});
    EXPECT_EQ(text_of(stored, "billing"), "monthly");
}

STORE_TEST(Holding, neither_ends_nor_is_committed_before_it_starts) {
    Shop shop(fresh_store());
    EXPECT_EQ(faults(shop.hold(R"(,"started_on":"2026-05-02","ended_on":"2026-05-01")")),
              "ended_on:ends_before_start");
    EXPECT_EQ(faults(shop.hold(R"(,"started_on":"2026-05-02","committed_until":"2026-05-01")")),
              "committed_until:ends_before_start");
    EXPECT_OK(shop.hold(R"(,"started_on":"2026-05-02","ended_on":"2026-05-02")"));
}

STORE_TEST(Holding, was_sold_by_an_opportunity_of_the_same_customer) {
    Shop shop(fresh_store());
    const Id other = shop.bench.create("accounts", R"({"name":"Otra"})");
    const auto sale = [&](Id account) {
        return "," +
               link("opportunity_id",
                    shop.bench.create("opportunities",
                                      R"({"name":"Fibra",)" + link("account_id", account) + "}"));
    };
    EXPECT_EQ(faults(shop.hold(sale(other))), "opportunity_id:opportunity_of_other_account");
    EXPECT_OK(shop.hold(sale(shop.acme)));
}

STORE_TEST(Holding, number_is_held_once_and_goes_with_the_customer) {
    Shop shop(fresh_store());
    EXPECT_OK(shop.hold(R"(,"number":"600111222")"));
    EXPECT_EQ(faults(shop.hold(R"(,"number":"600111222")")), "number:used_by");
    EXPECT_OK(shop.bench.remove("accounts", shop.acme));
    EXPECT_EQ(shop.bench.count("holdings", ""), 0);
}

}  // namespace
}  // namespace clientela::sales
