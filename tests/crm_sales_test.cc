// SPDX-License-Identifier: Apache-2.0
// The real data set "CRM Sales Opportunities" through examples/crm_sales_opportunities, in one
// process: the totals must be those of its files, for everybody exactly their share, and a second
// time nothing may change. Skips, and says so, when the files are not there (CLIENTELA_DATA, or
// ../shared/data).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "access/load_principal.h"
#include "access/shipped_roles.h"
#include "importer/import.h"
#include "tests/job_bench.h"

namespace clientela {
namespace {

namespace fs = std::filesystem;
using importer::Counts;
using importer::Receipt;

// The repository, found upwards from here because tests may be started anywhere inside it.
fs::path repository() {
    for (fs::path place = fs::current_path(); place.has_relative_path();
         place = place.parent_path()) {
        if (fs::exists(place / "examples/crm_sales_opportunities/load")) return place;
    }
    return {};
}

fs::path files() {
    const char* named = std::getenv("CLIENTELA_DATA");
    const fs::path data = named != nullptr ? fs::path(named) : repository() / "../shared/data";
    return data / "crm_sales_opportunities";
}

struct Step {
    const char* object;
    const char* file;  // "pipeline.csv" stands beside the mappings
    const char* mapping;
    std::int64_t rows;
    std::int64_t created;
};

constexpr Step kSteps[] = {
    {"product_groups", "products.csv", "01_product_groups", 7, 3},
    {"products", "products.csv", "02_products", 7, 7},
    {"territories", "sales_teams.csv", "03_territories", 35, 3},
    {"teams", "sales_teams.csv", "04_offices", 35, 3},
    {"teams", "sales_teams.csv", "05_teams", 35, 6},
    {"users", "sales_teams.csv", "06_managers", 35, 6},
    {"teams", "sales_teams.csv", "07_leaders", 35, 0},
    {"users", "sales_teams.csv", "08_agents", 35, 35},
    {"user_territories", "sales_teams.csv", "09_agent_territories", 35, 35},
    {"pipelines", "pipeline.csv", "10_pipeline", 4, 1},
    {"stages", "pipeline.csv", "11_stages", 4, 4},
    {"accounts", "accounts.csv", "12_accounts", 85, 85},
    {"opportunities", "sales_pipeline.csv", "13_opportunities", 8800, 8800},
};

class Loader {
public:
    explicit Loader(db::Store& store) : jobs(store), bench(jobs.bench) {
        for (const access::ShippedRole& role : access::shipped_roles()) {
            bench.create("roles", R"({"name":")" + role.name + R"(","label_es":")" + role.label_es +
                                      R"(","label_en":")" + role.label_en + R"(","rights":)" +
                                      role.rights + "}");
        }
    }

    Receipt load(const Step& step, bool dry_run = false) {
        const fs::path examples = repository() / "examples/crm_sales_opportunities";
        std::ifstream in(examples / (std::string(step.mapping) + ".json"));
        std::ostringstream json;
        json << in.rdbuf();
        auto mapping = importer::parse_mapping(json.str());
        EXPECT_OK(mapping);
        importer::ImportOptions options;
        options.object = step.object;
        const bool beside = std::string_view(step.file) == "pipeline.csv";
        options.file = (beside ? examples : files()) / step.file;
        options.mapping = *mapping;
        options.dry_run = dry_run;
        auto receipt = jobs.import(options);
        EXPECT_TRUE(receipt.ok()) << step.mapping << ": " << faults(receipt);
        return receipt.ok() ? *receipt : Receipt{};
    }

    // Number and worth of won, and number of all opportunities that the named person may see.
    struct Share {
        std::int64_t seen = 0;
        std::int64_t won = 0;
        std::int64_t worth = 0;
    };
    Share share_of(const std::string& person) {
        const auto users = bench.list("users", "name eq '" + person + "'");
        EXPECT_EQ(users.size(), 1U) << person;
        Share share;
        const auto work = [&](record::Context& context) -> Result<void> {
            const access::Principal principal =
                TRY(access::load_principal(context.tx, *bench.schema, users.at(0).id()));
            record::Context theirs{context.tx,      context.schema, principal,
                                   context.company, context.rules,  context.ids,
                                   context.now,     context.today,  "test"};
            record::Query query;
            query.object = &bench.schema->get("opportunities");
            query.page_size = 200;
            do {
                record::Page page = TRY(record::list(theirs, query));
                for (const record::Row& row : page.rows)
                    add(share, row.record);
                query.cursor = page.next;
            } while (!query.cursor.empty());
            return {};
        };
        EXPECT_OK(bench.with(work));
        return share;
    }

    JobBench jobs;
    Workbench& bench;

private:
    static void add(Share& share, const record::Record& opportunity) {
        ++share.seen;
        if (text_of(opportunity, "status") != "won") return;
        ++share.won;
        share.worth += std::get<Money>(opportunity.at("amount")).minor / 100;
    }
};

std::string faulty_rows(const Receipt& receipt) {
    std::string text;
    for (const importer::RowError& error : receipt.errors) {
        text += std::to_string(error.row) + " " + error.field + " " + error.value + " " +
                error.code + "\n";
        if (text.size() > 2'000) break;
    }
    return text;
}

// Totals by hand from the store: number and worth of won, and the open ones, of one territory.
void expect_office(Workbench& bench, const std::string& office, std::int64_t won_worth,
                   std::int64_t open) {
    const auto territories = bench.list("territories", "name eq '" + office + "'");
    ASSERT_EQ(territories.size(), 1U);
    std::int64_t worth = 0;
    const auto sum = [&](record::Context& context) -> Result<void> {
        return context.tx.query({"select cast(sum(amount) as bigint) from opportunity where"
                                 " status = 'won' and territory_id = ?",
                                 {territories[0].id().value}},
                                [&](const db::Row& row) { worth = row.integer(0); });
    };
    EXPECT_OK(bench.with(sum));
    EXPECT_EQ(worth, won_worth * 100) << office;
    EXPECT_EQ(bench.count("opportunities", "status eq 'open' and territory_id eq '" +
                                               to_string(territories[0].id()) + "'"),
              open)
        << office;
}

STORE_TEST(CrmSalesOpportunities, load_with_the_totals_of_their_files) {
    if (!fs::exists(files() / "sales_pipeline.csv")) {
        std::cout << "skipped: no data set in " << files() << std::endl;
        GTEST_SKIP() << "no data set in " << files();
    }
    Loader loader(fresh_store());
    Workbench& bench = loader.bench;
    for (const Step& step : kSteps) {
        const bool small = step.rows < 1'000;
        const Counts tried = small ? loader.load(step, true).counts : Counts{};
        const Receipt receipt = loader.load(step);
        EXPECT_EQ(receipt.counts.rows, step.rows) << step.mapping;
        EXPECT_EQ(receipt.counts.created, step.created) << step.mapping;
        EXPECT_EQ(receipt.counts.failed, 0) << step.mapping << "\n" << faulty_rows(receipt);
        if (small) {
            EXPECT_EQ(tried.created, receipt.counts.created) << step.mapping;
            EXPECT_EQ(tried.updated, receipt.counts.updated) << step.mapping;
            EXPECT_EQ(tried.unchanged, receipt.counts.unchanged) << step.mapping;
        }
    }
    EXPECT_EQ(bench.count("accounts", "parent_id ne null"), 15);
    EXPECT_EQ(bench.count("accounts", "sector eq 'technology'"), 12);
    EXPECT_EQ(bench.count("accounts", "country eq 'PH'"), 1);
    const auto acme = bench.list("accounts", "name eq 'Acme Corporation'");
    ASSERT_EQ(acme.size(), 1U);
    EXPECT_EQ(money_of(acme[0], "revenue"), "1100040000.00 USD");
    EXPECT_EQ(bench.count("opportunities", "account_id eq null"), 1425);
    EXPECT_EQ(bench.count("opportunities", "status eq 'won'"), 4238);
    expect_office(bench, "Central", 3'346'293, 908);
    expect_office(bench, "East", 3'090'594, 433);
    expect_office(bench, "West", 3'568'647, 748);
    const auto agent = loader.share_of("Darcel Schlecht");
    EXPECT_EQ(agent.seen, 747);
    EXPECT_EQ(agent.won, 349);
    EXPECT_EQ(agent.worth, 1'153'214);
    const auto manager = loader.share_of("Dustin Brinkmann");
    EXPECT_EQ(manager.seen, 1583);
    EXPECT_EQ(manager.worth, 1'094'363);
    for (const Step& step : kSteps) {
        const Counts again = loader.load(step).counts;
        EXPECT_EQ(again.unchanged, again.rows) << step.mapping;
        EXPECT_EQ(again.rows, step.rows) << step.mapping;
    }
}

}  // namespace
}  // namespace clientela
