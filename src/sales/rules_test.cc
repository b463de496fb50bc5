// SPDX-License-Identifier: Apache-2.0
#include "sales/rules.h"

#include "sales/convert_lead.h"
#include "tests/workbench.h"

namespace clientela::sales {
namespace {

std::string link(const char* field, Id id) {
    return "\"" + std::string(field) + R"(":")" + to_string(id) + "\"";
}

// One pipeline with the four usual stages.
struct Sales {
    explicit Sales(db::Store& store) : bench(store) {
        pipeline = bench.create("pipelines", R"({"name":"Ventas","is_default":true})");
        first = stage("Contacto", "open", 1, 10, "null");
        second = stage("Propuesta", "open", 2, 60, R"(["amount","expected_close_on"])");
        won = stage("Ganada", "won", 3, 100, "null");
        lost = stage("Perdida", "lost", 4, 0, "null");
    }
    Id stage(const char* name, const char* kind, int position, int probability,
             const char* required) {
        return bench.create("stages", "{" + link("pipeline_id", pipeline) + R"(,"name":")" + name +
                                          R"(","kind":")" + kind + R"(","position":)" +
                                          std::to_string(position) + R"(,"probability":)" +
                                          std::to_string(probability) + R"(,"required_fields":)" +
                                          required + "}");
    }
    Id opportunity(const char* rest = "") {
        return bench.create("opportunities", R"({"name":"Fibra")" + std::string(rest) + "}");
    }
    Result<record::Saved> move(Id id, Id to, const char* rest = "") {
        return bench.update("opportunities", id, "{" + link("stage_id", to) + rest + "}");
    }

    Workbench bench;
    Id pipeline;
    Id first;
    Id second;
    Id won;
    Id lost;
};

constexpr const char* kAmount = R"(,"amount":{"amount":"1000.01","currency":"EUR"})";

STORE_TEST(Stage, new_opportunity_starts_at_the_first_of_the_default_pipeline) {
    Sales sales(fresh_store());
    const auto stored = sales.bench.get("opportunities", sales.opportunity(kAmount));
    EXPECT_EQ(stored.at("pipeline_id"), Value{sales.pipeline});
    EXPECT_EQ(stored.at("stage_id"), Value{sales.first});
    EXPECT_EQ(stored.at("probability"), Value{std::int64_t{10}});
    EXPECT_EQ(text_of(stored, "status"), "open");
    EXPECT_EQ(money_of(stored, "weighted"), "100.00 EUR");
    EXPECT_EQ(stored.at("stage_since"), Value{sales.bench.clock.now()});
}

STORE_TEST(Stage, own_probability_counts_until_the_stage_changes) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity(kAmount);
    EXPECT_OK(sales.bench.update("opportunities", id, R"({"probability":33})"));
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "weighted"), "330.00 EUR");
    EXPECT_OK(sales.move(id, sales.second, R"(,"expected_close_on":"2026-12-24")"));
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "weighted"), "600.01 EUR");
}

STORE_TEST(Stage, asks_for_its_required_fields_on_entry) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity();
    EXPECT_EQ(faults(sales.move(id, sales.second)),
              "amount:required_in_stage expected_close_on:required_in_stage");
    EXPECT_EQ(faults(sales.move(id, sales.lost)), "loss_reason_id:required_in_stage");
    EXPECT_EQ(sales.bench.get("opportunities", id).at("stage_id"), Value{sales.first});
}

STORE_TEST(Stage, imported_losses_need_no_reason) {
    Sales sales(fresh_store());
    sales.bench.origin = "job:1/import";
    const Id id = sales.opportunity(("," + link("stage_id", sales.lost)).c_str());
    EXPECT_EQ(text_of(sales.bench.get("opportunities", id), "status"), "lost");
}

STORE_TEST(Stage, winning_closes_and_reopening_opens_again) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity(kAmount);
    EXPECT_OK(sales.move(id, sales.won));
    auto stored = sales.bench.get("opportunities", id);
    EXPECT_EQ(text_of(stored, "status"), "won");
    EXPECT_EQ(stored.at("closed_on"), Value{*parse_date("2026-11-24")});
    EXPECT_EQ(stored.at("probability"), Value{std::int64_t{100}});
    EXPECT_OK(sales.move(id, sales.first));
    stored = sales.bench.get("opportunities", id);
    EXPECT_EQ(text_of(stored, "status"), "open");
    EXPECT_TRUE(is_null(stored.at("closed_on")));
    EXPECT_EQ(stored.at("probability"), Value{std::int64_t{10}});
    EXPECT_EQ(faults(sales.bench.update("opportunities", id, R"({"closed_on":"2026-11-01"})")),
              "closed_on:only_when_closed");
}

STORE_TEST(Stage, of_another_pipeline_is_refused) {
    Sales sales(fresh_store());
    const Id other = sales.bench.create("pipelines", R"({"name":"Otro"})");
    EXPECT_EQ(faults(sales.bench.try_create("opportunities",
                                            R"({"name":"X",)" + link("pipeline_id", other) + "," +
                                                link("stage_id", sales.first) + "}")),
              "stage_id:stage_of_other_pipeline");
}

STORE_TEST(Stage, that_went_to_the_bin_holds_nobody_fast) {
    Sales sales(fresh_store());
    Workbench& bench = sales.bench;
    const Id id = sales.opportunity(kAmount);
    const Id other = sales.opportunity(kAmount);
    EXPECT_OK(sales.move(other, sales.second, R"(,"expected_close_on":"2026-12-24")"));
    EXPECT_OK(bench.remove("stages", sales.first));
    EXPECT_OK(bench.update("opportunities", id, R"({"name":"Fibra nueva"})"));
    EXPECT_EQ(bench.get("opportunities", id).at("stage_id"), Value{sales.first});
    EXPECT_EQ(faults(sales.move(other, sales.first)), "stage_id:link_not_found");
    EXPECT_EQ(faults(bench.try_create("opportunities",
                                      R"({"name":"X",)" + link("stage_id", sales.first) + "}")),
              "stage_id:link_not_found");
    EXPECT_OK(sales.move(id, sales.won));
    int won = 0;
    for (const auto& row :
         bench.list("stage_changes", "opportunity_id eq '" + to_string(id) + "'")) {
        if (row.at("to_stage_id") != Value{sales.won}) continue;
        EXPECT_TRUE(is_null(row.at("from_stage_id")));
        EXPECT_FALSE(is_null(row.at("days_in_stage")));
        ++won;
    }
    EXPECT_EQ(won, 1);
}

STORE_TEST(StageHistory, tells_every_entry_with_its_days) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity(kAmount);
    sales.bench.clock.advance_ms(3 * 86'400'000LL + 5);
    EXPECT_OK(sales.move(id, sales.won));
    const auto rows =
        sales.bench.list("stage_changes", "opportunity_id eq '" + to_string(id) + "'");
    ASSERT_EQ(rows.size(), 2U);
    const auto& last = is_null(rows[0].at("from_stage_id")) ? rows[1] : rows[0];
    EXPECT_EQ(last.at("from_stage_id"), Value{sales.first});
    EXPECT_EQ(last.at("to_stage_id"), Value{sales.won});
    EXPECT_EQ(last.at("days_in_stage"), Value{std::int64_t{3}});
    EXPECT_EQ(money_of(last, "amount"), "1000.01 EUR");
    EXPECT_EQ(text_of(last, "kind"), "won");
}

STORE_TEST(Lines, sum_is_the_amount_of_the_opportunity) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity();
    const std::string of = "{" + link("opportunity_id", id) + R"(,"name":"Router",)";
    const Id line = sales.bench.create(
        "opportunity_lines", of + R"("quantity":3,"unit_price":10.5,"discount_percent":10})");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "28.35 EUR");
    sales.bench.create("opportunity_lines", of + R"("unit_price":1.65})");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "30.00 EUR");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "weighted"), "3.00 EUR");
    EXPECT_EQ(faults(sales.bench.update("opportunities", id,
                                        R"({"amount":{"amount":"5","currency":"EUR"}})")),
              "amount:sum_of_lines");
    EXPECT_OK(sales.bench.remove("opportunity_lines", line));
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "1.65 EUR");
}

STORE_TEST(Lines, hold_the_currency_of_their_opportunity) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity(R"(,"amount":{"amount":"5","currency":"EUR"})");
    const std::string of = "{" + link("opportunity_id", id) + R"(,"name":"Router",)";
    const Id line = sales.bench.create("opportunity_lines", of + R"("unit_price":30})");
    const auto dollars = R"({"amount":{"amount":"30","currency":"USD"}})";
    EXPECT_EQ(faults(sales.bench.update("opportunities", id, dollars)),
              "amount:lines_in_other_currency");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "30.00 EUR");
    EXPECT_OK(sales.bench.remove("opportunity_lines", line));
    EXPECT_OK(sales.bench.update("opportunities", id, dollars));
    sales.bench.create("opportunity_lines", of + R"("unit_price":2})");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "2.00 USD");
}

STORE_TEST(Lines, without_a_price_take_the_list_price_and_never_nothing) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity(kAmount);
    const auto product = [&](const char* name, const std::string& price) {
        return sales.bench.create("products",
                                  R"({"name":")" + std::string(name) + R"(")" + price + "}");
    };
    const auto line = [&](const std::string& more) {
        return sales.bench.try_create("opportunity_lines",
                                      "{" + link("opportunity_id", id) + "," + more + "}");
    };
    const Id unpriced = product("Estudio", "");
    const Id foreign = product("Satélite", R"(,"list_price":{"amount":"8","currency":"USD"})");
    EXPECT_EQ(faults(line(R"("name":"Router")")), "unit_price:required");
    EXPECT_EQ(faults(line(link("product_id", unpriced))), "unit_price:required");
    EXPECT_EQ(faults(line(link("product_id", foreign))), "unit_price:list_price_in_other_currency");
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "1000.01 EUR");
    const Id fibre = product("Fibra", R"(,"list_price":{"amount":"950.5","currency":"EUR"})");
    EXPECT_OK(line(link("product_id", fibre) + R"(,"quantity":2)"));
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "1901.00 EUR");
    EXPECT_OK(line(link("product_id", fibre) + R"(,"unit_price":0)"));
    EXPECT_EQ(money_of(sales.bench.get("opportunities", id), "amount"), "1901.00 EUR");
}

STORE_TEST(Splits, stay_within_the_whole) {
    Sales sales(fresh_store());
    const Id id = sales.opportunity();
    const Id role = sales.bench.create("roles", R"({"name":"rep","label_es":"R","label_en":"R"})");
    const auto member = [&](const char* name, const char* split) {
        const Id user = sales.bench.create(
            "users", R"({"name":")" + std::string(name) + R"(",)" + link("role_id", role) + "}");
        return sales.bench.try_create(
            "opportunity_members", "{" + link("opportunity_id", id) + "," + link("user_id", user) +
                                       R"(,"split_percent":)" + split + "}");
    };
    EXPECT_OK(member("Ana", "60"));
    EXPECT_EQ(faults(member("Eva", "40.01")), "split_percent:split_too_large");
    EXPECT_OK(member("Luz", "40"));
}

STORE_TEST(ConvertLead, makes_account_contact_and_opportunity_and_keeps_the_originator) {
    Sales sales(fresh_store());
    Workbench& bench = sales.bench;
    const Id role = bench.create("roles", R"({"name":"rep","label_es":"R","label_en":"R"})");
    const Id finder = bench.create("users", R"({"name":"Eva",)" + link("role_id", role) + "}");
    const Id lead = bench.create(
        "leads",
        R"({"name":"Ana Ruiz Gil","company":"Acme","email":"ana@acme.es","phone":"600123456",)"
        R"("estimated_amount":{"amount":"500","currency":"EUR"},)" +
            link("originator_id", finder) + "}");
    Converted made;
    const auto convert = [&](record::Context& context) -> Result<void> {
        made = TRY(convert_lead(context, lead, {}));
        return {};
    };
    ASSERT_OK(bench.with(convert));
    EXPECT_EQ(text_of(bench.get("accounts", made.account), "name"), "Acme");
    EXPECT_EQ(bench.get("accounts", made.account).at("originator_id"), Value{finder});
    EXPECT_EQ(text_of(bench.get("contacts", made.contact), "name"), "Ana Ruiz Gil");
    const auto opportunity = bench.get("opportunities", made.opportunity);
    EXPECT_EQ(opportunity.at("originator_id"), Value{finder});
    EXPECT_EQ(opportunity.at("lead_id"), Value{lead});
    EXPECT_EQ(money_of(opportunity, "amount"), "500.00 EUR");
    EXPECT_EQ(bench.count("contact_points", "contact_id eq '" + to_string(made.contact) + "'"), 2);
    EXPECT_EQ(text_of(bench.get("leads", lead), "status"), "converted");
    EXPECT_EQ(faults(bench.with(convert)), "lead.already_converted");
    EXPECT_EQ(faults(bench.update("leads", lead, R"({"status":"new"})")),
              "status:lead_stays_converted");
}

STORE_TEST(Lead, status_follows_its_rules) {
    Sales sales(fresh_store());
    const Id lead = sales.bench.create("leads", R"({"name":"Ana"})");
    EXPECT_EQ(faults(sales.bench.update("leads", lead, R"({"status":"converted"})")),
              "status:convert_the_lead");
    EXPECT_EQ(faults(sales.bench.update("leads", lead, R"({"status":"disqualified"})")),
              "disqualified_reason:required");
}

}  // namespace
}  // namespace clientela::sales
