// SPDX-License-Identifier: Apache-2.0
#include "importer/import.h"

#include <fstream>
#include <random>

#include "tests/job_bench.h"

namespace clientela::importer {
namespace {

using namespace std::chrono_literals;

namespace fs = std::filesystem;

// A workbench with a file to import, and a runner that brings it in.
class Importing : public JobBench {
public:
    explicit Importing(db::Store& store)
        : JobBench(store),
          file_(fs::temp_directory_path() /
                ("clientela_import_" + std::to_string(::getpid()) + ".csv")) {
        add_kinds = [this](job::Kinds& kinds) {
            job::Kind kind = import_kind();
            kind.batch_least = kind.batch_first = kind.batch_most = rows_per_batch;
            kinds.add(std::move(kind));
        };
        crash();
    }
    ~Importing() { fs::remove(file_); }

    void in_batches_of(int rows) {
        rows_per_batch = rows;
        crash();
    }
    ImportOptions options(const char* object, const char* mapping, const std::string& csv) {
        std::ofstream(file_, std::ios::binary) << csv;
        ImportOptions options;
        options.object = object;
        options.file = file_;
        auto parsed = parse_mapping(mapping);
        EXPECT_OK(parsed);
        options.mapping = *parsed;
        options.dry_run = dry_run;
        return options;
    }
    // "rows=created+updated+unchanged+skipped+failed", then "row:field:code" of the errors.
    std::string import(const char* object, const char* mapping, const std::string& csv) {
        const auto receipt = JobBench::import(options(object, mapping, csv));
        if (!receipt.ok()) return faults(receipt);
        last = receipt->id;
        return summary(*receipt);
    }
    std::string undo() {
        const auto begun = runner->undo(last, {});
        if (!begun.ok()) return faults(begun);
        runner->run_all();
        const auto taken_back = receipt(begun->id);
        return taken_back.ok() ? summary(*taken_back) : faults(taken_back);
    }
    static std::string summary(const Receipt& receipt) {
        const Counts& counts = receipt.counts;
        std::string text = std::to_string(counts.rows) + "=" + std::to_string(counts.created) +
                           "+" + std::to_string(counts.updated) + "+" +
                           std::to_string(counts.unchanged) + "+" + std::to_string(counts.skipped) +
                           "+" + std::to_string(counts.failed);
        for (const RowError& error : receipt.errors) {
            text += " " + std::to_string(error.row) + ":" + error.field + ":" + error.code;
        }
        return text;
    }

    Id last;
    bool dry_run = false;
    int rows_per_batch = 500;

private:
    fs::path file_;
};

constexpr const char* kByName =
    R"({"columns":{"name":"name","city":"description"},"match":["name"]})";

STORE_TEST(Import, counts_every_row_and_leaves_nothing_of_failed_ones) {
    Importing importing(fresh_store());
    EXPECT_EQ(
        importing.import("accounts",
                         R"({"columns":{"name":"name","staff":"employees","sector":"sector"}})",
                         "name,staff,sector\nAcme,12,retail\n,5,\nBetatech,x,nada\nCheers,,\n"),
        "4=2+0+0+0+2 3:name:required 4:employees:not_a_number 4:sector:unknown_option");
    EXPECT_EQ(importing.bench.count("accounts", ""), 2);
}

STORE_TEST(Import, matches_without_case_and_accents_and_again_changes_nothing) {
    Importing importing(fresh_store());
    const char* first = "name,city\nCafé Ñandú,Lugo\nAcme,Vigo\n";
    EXPECT_EQ(importing.import("accounts", kByName, first), "2=2+0+0+0+0");
    EXPECT_EQ(importing.import("accounts", kByName, first), "2=0+0+2+0+0");
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nCAFE NANDU,Ourense\nAcme,\n"),
              "2=0+1+1+0+0");
    const auto cafe = importing.bench.list("accounts", "name eq 'Café Ñandú'");
    ASSERT_EQ(cafe.size(), 1U);
    EXPECT_EQ(text_of(cafe[0], "description"), "Ourense");
    EXPECT_EQ(text_of(importing.bench.list("accounts", "name eq 'Acme'").at(0), "description"),
              "Vigo");
}

STORE_TEST(Import, row_that_meets_the_same_record_again_is_unchanged) {
    Importing importing(fresh_store());
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nAcme,Lugo\nAcme,Lugo\nacme,Lugo\n"),
              "3=1+0+2+0+0");
}

STORE_TEST(Import, several_matches_fail_as_ambiguous) {
    Importing importing(fresh_store());
    importing.bench.create("accounts", R"({"name":"Acme"})");
    importing.bench.create("accounts", R"({"name":"ACME"})");
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nAcme,Lugo\n"),
              "1=0+0+0+0+1 2:name:ambiguous");
}

STORE_TEST(Import, empty_cell_clears_only_when_the_mapping_says_so) {
    Importing importing(fresh_store());
    const char* clears = R"({"columns":{"name":"name",
        "city":{"field":"description","empty":"clear"}},"match":["name"]})";
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nAcme,Lugo\n"), "1=1+0+0+0+0");
    EXPECT_EQ(importing.import("accounts", clears, "name,city\nAcme,\n"), "1=0+1+0+0+0");
    EXPECT_TRUE(is_null(importing.bench.list("accounts", "").at(0).at("description")));
}

constexpr const char* kTree =
    R"({"columns":{"name":"name"},"match":["name"],
        "links":{"parent":{"link":"parent_id","match":"name"}}})";

STORE_TEST(Import, parent_may_stand_later_in_the_file) {
    for (const int rows : {1, 2, 500}) {
        Importing importing(fresh_store());
        importing.in_batches_of(rows);
        EXPECT_EQ(importing.import("accounts", kTree,
                                   "name,parent\nLeaf,Branch\nBranch,Root\nRoot,\nOther,Root\n"),
                  "4=4+0+0+0+0");
        const auto leaf = importing.bench.list("accounts", "parent/parent/name eq 'Root'");
        ASSERT_EQ(leaf.size(), 1U);
        EXPECT_EQ(text_of(leaf[0], "name"), "Leaf");
    }
}

STORE_TEST(Import, rows_whose_parent_never_comes_fail_by_their_number) {
    Importing importing(fresh_store());
    EXPECT_EQ(importing.import("accounts", kTree, "name,parent\nA,B\nB,A\nC,Nobody\nD,\n"),
              "4=1+0+0+0+3 2:parent_id:no_such_record 3:parent_id:no_such_record "
              "4:parent_id:no_such_record");
}

STORE_TEST(Import, row_tells_all_of_its_faults_and_counts_once) {
    Importing importing(fresh_store());
    importing.bench.create("accounts", R"({"name":"Acme","employees":7})");
    const char* mapping = R"({"columns":{"name":"name","country":"country","revenue":"revenue",
        "staff":"employees"},"links":{"parent":{"link":"parent_id","match":"name"}},
        "match":["name"]})";
    const char* csv =
        "name,country,revenue,staff,parent\n"
        "Bolt,Marte,hola,-3,Nobody\n"
        "Acme,ES,hola,9,\n"
        ",ES,1,muchos,Acme\n"
        "Cork,ES,1,5,Bolt\n"
        "Dado,Marte,2,-1,Acme\n";
    const std::string told =
        "5=0+0+0+0+5 2:country:not_a_country 2:revenue:not_a_number 2:parent_id:no_such_record "
        "2:employees:too_small 3:revenue:not_a_number 4:employees:not_a_number 4:name:required "
        "5:parent_id:no_such_record 6:country:not_a_country 6:employees:too_small";
    importing.dry_run = true;
    EXPECT_EQ(importing.import("accounts", mapping, csv), told);
    importing.dry_run = false;
    EXPECT_EQ(importing.import("accounts", mapping, csv), told);
    EXPECT_EQ(importing.bench.count("accounts", ""), 1);
    EXPECT_EQ(importing.bench.count("accounts", "employees eq 7"), 1);
}

STORE_TEST(Import, makes_no_target_for_a_row_that_fails) {
    Importing importing(fresh_store());
    const char* mapping = R"({"columns":{"name":"name","price":"list_price"},"links":{"group":
        {"link":"product_group_id","match":"name","missing":"create"}}})";
    EXPECT_EQ(importing.import("products", mapping, "name,price,group\nRouter,mucho,Hogar\n"),
              "1=0+0+0+0+1 2:list_price:not_a_number");
    EXPECT_EQ(importing.bench.count("product_groups", ""), 0);
}

STORE_TEST(Import, failures_stand_in_the_order_of_rows_whenever_they_were_found) {
    for (const int rows : {1, 500}) {
        Importing importing(fresh_store());
        importing.in_batches_of(rows);
        EXPECT_EQ(importing.import("accounts", kTree,
                                   "name,parent\n\nA,Nobody\n,Late\nLate,\n\"open,\nX,\n"),
                  "4=1+0+0+0+3 3:parent_id:no_such_record 4:name:required 6::quote_open");
    }
}

std::string read_as(const Receipt& receipt) {
    std::string text;
    for (const ColumnForm& form : receipt.forms) {
        text += form.field + " " + form.cell + (form.assumed ? "~" : "=") + form.read_as +
                (form.assumed ? "|" + form.otherwise : "") + "\n";
    }
    return text;
}

STORE_TEST(Import, whole_column_tells_how_numbers_and_dates_are_written) {
    Importing importing(fresh_store());
    const auto receipt = importing.JobBench::import(
        importing.options("accounts", "{}",
                          "name;revenue;employees;customer_since\nAcme;1.234;2.822;03/04/2025\n"
                          "Bolt;1.234,56;7;3/4/2025\nCork;12,5;;31/12/2024\n"));
    ASSERT_OK(receipt);
    EXPECT_EQ(Importing::summary(*receipt), "3=3+0+0+0+0");
    EXPECT_EQ(read_as(*receipt),
              "revenue 1.234,56=1234.56\nemployees 2.822~2822|2.822\n"
              "customer_since 03/04/2025=2025-04-03\n");
    EXPECT_EQ(importing.bench.count("accounts",
                                    "name eq 'Acme' and employees eq 2822 and revenue eq 1234 and "
                                    "customer_since eq 2025-04-03"),
              1);
    EXPECT_NE(to_json(*receipt, Language::es).find(R"("decimal":",")"), std::string::npos);
}

STORE_TEST(Import, mapping_goes_before_what_the_cells_tell) {
    Importing importing(fresh_store());
    const char* mapping = R"({"columns":{"name":"name",
        "revenue":{"field":"revenue","decimal":"."},
        "since":{"field":"customer_since","format":"MM/dd/yyyy"}}})";
    EXPECT_EQ(importing.import("accounts", mapping,
                               "name;revenue;since\nAcme;1.5;03/04/2025\nBolt;1,5;31/12/2025\n"),
              "2=1+0+0+0+1 3:revenue:not_a_number 3:customer_since:not_a_date");
    EXPECT_EQ(importing.bench.count("accounts", "customer_since eq 2025-03-04"), 1);
}

STORE_TEST(Import, missing_target_is_refused_left_out_passed_over_or_made) {
    Importing importing(fresh_store());
    const auto import = [&](const char* missing) {
        const std::string mapping = R"({"columns":{"name":"name"},"links":{"group":
            {"link":"product_group_id","match":"name","missing":")" +
                                    std::string(missing) + R"("}}})";
        return importing.import("products", mapping.c_str(),
                                "name,group\nRouter,Hogar\nMóvil,hogar\n");
    };
    EXPECT_EQ(import("error"),
              "2=0+0+0+0+2 2:product_group_id:no_such_record "
              "3:product_group_id:no_such_record");
    EXPECT_EQ(import("skip"), "2=0+0+0+2+0");
    EXPECT_EQ(import("null"), "2=2+0+0+0+0");
    EXPECT_EQ(import("create"), "2=2+0+0+0+0");
    EXPECT_EQ(importing.bench.count("product_groups", ""), 1);
    EXPECT_EQ(importing.bench.count("products", "product_group/name eq 'Hogar'"), 2);
    EXPECT_EQ(importing.undo(), "3=0+3+0+0+0");
    EXPECT_EQ(importing.bench.count("product_groups", ""), 0);
}

STORE_TEST(Import, link_takes_aliases_defaults_and_a_condition) {
    Importing importing(fresh_store());
    importing.bench.create("product_groups", R"({"name":"Hogar","code":"A"})");
    importing.bench.create("product_groups", R"({"name":"Hogar","code":"B"})");
    const char* mapping = R"({"columns":{"name":"name"},"defaults":{"unit":"mes"},
        "links":{"group":{"link":"product_group_id","match":"name","filter":"code eq 'B'",
                          "aliases":{"Casa":"Hogar"}}}})";
    EXPECT_EQ(importing.import("products", mapping, "name,group\nRouter,casa\n"), "1=1+0+0+0+0");
    const auto router = importing.bench.list("products", "product_group/code eq 'B'");
    ASSERT_EQ(router.size(), 1U);
    EXPECT_EQ(text_of(router[0], "unit"), "mes");
}

STORE_TEST(Import, condition_of_a_link_knows_branches_of_a_tree) {
    Importing importing(fresh_store());
    const auto team = [&](const std::string& name, const std::string& more) {
        return importing.bench.create(
            "teams", R"({"kind":"sales_group","name":")" + name + "\"" + more + "}");
    };
    const Id south = team("Sur", "");
    team("Lugo", R"(,"parent_id":")" + to_string(south) + "\"");
    team("Oslo", "");
    const std::string mapping = R"({"columns":{"name":"name"},"links":{"team":{"link":"team_id",
        "match":"name","filter":"clientela.below(parent_id,')" +
                                to_string(south) + R"x(')"}}})x";
    EXPECT_EQ(importing.import("accounts", mapping.c_str(), "name,team\nAcme,Lugo\nBolt,Oslo\n"),
              "2=1+0+0+0+1 3:team_id:no_such_record");
}

STORE_TEST(Import, many_link_takes_several_names_of_one_cell) {
    Importing importing(fresh_store());
    importing.bench.create("classifications", R"({"name":"Oro","kind":"category"})");
    importing.bench.create("classifications", R"({"name":"Plata","kind":"category"})");
    const char* mapping = R"({"columns":{"name":"name"},"match":["name"],
        "links":{"tags":{"link":"classifications","match":"name","separator":";"}}})";
    const char* csv = "name,tags\nAcme,oro;plata\nBetatech,plata\n";
    EXPECT_EQ(importing.import("accounts", mapping, csv), "2=2+0+0+0+0");
    EXPECT_EQ(importing.import("accounts", mapping, csv), "2=0+0+2+0+0");
    EXPECT_EQ(importing.bench.count("accounts", "classifications/any(c: c/name eq 'Plata')"), 2);
}

STORE_TEST(Import, template_puts_a_text_together) {
    Importing importing(fresh_store());
    const char* mapping = R"({"columns":{"a":{"field":"name","template":"{a} · {b}"}}})";
    EXPECT_EQ(importing.import("accounts", mapping, "a,b\nAcme,Lugo\n,Vigo\nCheers,\n"),
              "3=3+0+0+0+0");
    EXPECT_EQ(importing.bench.count("accounts", "name in ('Acme · Lugo','Vigo','Cheers')"), 3);
}

STORE_TEST(DryRun, tells_what_the_import_will_do_and_changes_nothing) {
    Importing importing(fresh_store());
    importing.bench.create("accounts", R"({"name":"Root","description":"old"})");
    const char* mapping = R"({"columns":{"name":"name","city":"description"},
        "links":{"parent":{"link":"parent_id","match":"name"}},"match":["name"]})";
    const char* csv =
        "name,parent,city\nLeaf,Branch,\nBranch,Root,Lugo\nbranch,Root,Lugo\nroot,,new\nX,Nobody,"
        "\n";
    importing.dry_run = true;
    const std::string tried = importing.import("accounts", mapping, csv);
    EXPECT_EQ(tried, "5=2+1+1+0+1 6:parent_id:no_such_record");
    EXPECT_EQ(importing.bench.count("accounts", ""), 1);
    EXPECT_EQ(importing.bench.count("accounts", "description eq 'old'"), 1);
    EXPECT_EQ(importing.undo(), "job.not_undoable");
    importing.dry_run = false;
    EXPECT_EQ(importing.import("accounts", mapping, csv), tried);
}

STORE_TEST(Undo, gives_old_values_back_and_puts_new_records_in_the_bin) {
    Importing importing(fresh_store());
    const Id acme = importing.bench.create("accounts", R"({"name":"Acme","description":"old"})");
    EXPECT_EQ(importing.import("accounts", kByName,
                               "name,city\nAcme,one\nAcme,two\nBetatech,Lugo\nCheers,Vigo\n"),
              "4=2+2+0+0+0");
    EXPECT_EQ(text_of(importing.bench.get("accounts", acme), "description"), "two");
    EXPECT_EQ(importing.undo(), "3=0+3+0+0+0");
    EXPECT_EQ(text_of(importing.bench.get("accounts", acme), "description"), "old");
    EXPECT_EQ(importing.bench.count("accounts", ""), 1);
    EXPECT_EQ(importing.undo(), "job.undone_already");
}

STORE_TEST(Undo, leaves_alone_what_somebody_changed_since) {
    Importing importing(fresh_store());
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nAcme,one\nBetatech,Lugo\n"),
              "2=2+0+0+0+0");
    const Id acme = importing.bench.list("accounts", "name eq 'Acme'").at(0).id();
    EXPECT_OK(importing.bench.update("accounts", acme, R"({"employees":5})"));
    EXPECT_EQ(importing.undo(), "2=0+1+0+1+0 0::changed_since");
    EXPECT_EQ(importing.bench.count("accounts", ""), 1);
}

STORE_TEST(Import, is_refused_as_a_whole_for_whoever_may_not_write) {
    Importing importing(fresh_store());
    importing.bench.principal = access::Principal{};
    EXPECT_EQ(importing.import("accounts", kByName, "name,city\nAcme,one\n"),
              "error.may_not.create");
}

STORE_TEST(Import, wrong_file_or_mapping_changes_nothing) {
    Importing importing(fresh_store());
    EXPECT_EQ(importing.import("acounts", kByName, "name,city\n"), "import.unknown_object");
    EXPECT_EQ(importing.import("accounts", kByName, "name,town\nAcme,x\n"),
              "columns/city:no_such_column");
    EXPECT_EQ(importing.import("accounts", kByName, ""), "import.empty_file");
    EXPECT_FALSE(importing.runner->run_once());
}

STORE_TEST(Import, stops_between_batches_and_keeps_its_receipt) {
    Importing importing(fresh_store());
    importing.in_batches_of(1);
    const auto job =
        start_import(*importing.application, *importing.runner, importing.bench.principal,
                     importing.options("accounts", kByName, "name,city\nA,\nB,\nC,\n"));
    ASSERT_OK(job);
    EXPECT_TRUE(importing.runner->run_once());
    EXPECT_TRUE(importing.runner->run_once());
    ASSERT_OK(importing.runner->cancel(job->id));
    importing.runner->run_all();
    const auto kept = importing.receipt(job->id);
    ASSERT_OK(kept);
    EXPECT_EQ(kept->state, "cancelled");
    EXPECT_EQ(Importing::summary(*kept), "2=2+0+0+0+0");
    EXPECT_EQ(importing.bench.count("accounts", ""), 2);
}

// Whatever stood only in memory is gone after each batch: look-ups, the place in the file and the
// rows that wait for a record standing later.
STORE_TEST(Import, goes_on_after_a_crash_at_every_batch) {
    for (const int rows : {1, 2, 3}) {
        Importing importing(fresh_store());
        importing.in_batches_of(rows);
        const auto job = start_import(
            *importing.application, *importing.runner, importing.bench.principal,
            importing.options("accounts", kTree,
                              "name,parent\nLeaf,Branch\nTwig,Leaf\n,Root\nBranch,Root\nRoot,\n"
                              "X,Nobody\nroot,\n"));
        ASSERT_OK(job);
        for (int crashes = 0; crashes < 40; ++crashes) {
            importing.runner->run_once();
            importing.crash();
            importing.leases_end_in(-1s);
        }
        const auto receipt = importing.receipt(job->id);
        ASSERT_OK(receipt);
        EXPECT_EQ(Importing::summary(*receipt),
                  "7=4+0+1+0+2 4:name:required 7:parent_id:no_such_record");
        EXPECT_EQ(importing.bench.count("accounts", ""), 4);
        EXPECT_FALSE(fs::exists(importing.find(job->id).source->path));
    }
}

STORE_TEST(Undo, of_an_import_leaves_the_same_content) {
    Importing importing(fresh_store());
    importing.import("accounts", kTree, "name,parent\nA,\nB,A\n");
    const std::string before = importing.content();
    importing.import("accounts", kTree, "name,parent\nC,B\nA,D\nD,\n");
    EXPECT_NE(importing.content(), before);
    EXPECT_EQ(importing.undo(), "3=0+3+0+0+0");
    EXPECT_EQ(importing.content(), before);
}

// Saves of one object, those that a dry run makes again counted too.
int& count_saves(Importing& importing, const char* object) {
    static int saves;
    saves = 0;
    importing.bench.rules.add(object, [](record::Context&, record::Proposal&) -> Result<void> {
        ++saves;
        return {};
    });
    return saves;
}

// Nothing of what earlier batches did is made again for rows that have nothing to do with it.
STORE_TEST(DryRun, saves_as_often_as_the_file_has_rows) {
    constexpr int kRows = 60;
    Importing importing(fresh_store());
    const Id ana = importing.person("Ana", "{}");
    std::string csv = "account,user,role\n";
    for (int row = 0; row < kRows; ++row) {
        const std::string name = "A" + std::to_string(row);
        const Id account = importing.bench.create("accounts", R"({"name":")" + name + R"("})");
        importing.bench.create("account_members", R"({"account_id":")" + to_string(account) +
                                                      R"(","user_id":")" + to_string(ana) +
                                                      R"(","role":"sales"})");
        csv += name + ",Ana,service\n";
    }
    int& saves = count_saves(importing, "account_members");
    importing.in_batches_of(5);
    importing.dry_run = true;
    EXPECT_EQ(importing.import("account_members",
                               R"({"columns":{"role":"role"},"match":["account_id","user_id"],
        "links":{"account":{"link":"account_id","match":"name"},
                 "user":{"link":"user_id","match":"name"}}})",
                               csv),
              "60=0+60+0+0+0");
    EXPECT_EQ(saves, kRows);
}

// Rows that change one record again and again: what they changed is made again as one change.
STORE_TEST(DryRun, makes_many_changes_of_one_record_again_as_one) {
    constexpr int kRows = 60;
    Importing importing(fresh_store());
    std::string csv = "name,city\n";
    for (int row = 0; row < kRows; ++row)
        csv += "Acme," + std::to_string(row) + "\n";
    int& saves = count_saves(importing, "accounts");
    importing.in_batches_of(5);
    importing.dry_run = true;
    EXPECT_EQ(importing.import("accounts", kByName, csv), "60=1+59+0+0+0");
    EXPECT_LE(saves, kRows + 2 * kRows / 5);
}

// Rolled back in short batches, a dry run must still tell what the whole import does: rows meet the
// records of earlier rows, also as parents and as holders of unique numbers.
STORE_TEST(DryRun, tells_the_same_as_the_import_whatever_the_file) {
    constexpr const char* mapping =
        R"({"columns":{"name":"name","number":"number","city":"description"},"match":["name"],
            "links":{"parent":{"link":"parent_id","match":"name"}}})";
    std::mt19937 random(20261122);
    const auto one_of = [&](const std::string& letters) {
        return std::string(1, letters[random() % letters.size()]);
    };
    for (int round = 0; round < 6; ++round) {
        Importing importing(fresh_store());
        importing.in_batches_of(1 + static_cast<int>(random() % 5));
        std::string csv = "name,number,parent,city\n";
        for (int row = 0; row < 40; ++row) {
            const std::string name = random() % 12 == 0 ? "" : one_of("ABCDEFGHIJKLMN");
            csv += name + "," + (random() % 2 == 0 ? "" : one_of("123456789")) + "," +
                   (random() % 3 == 0 ? one_of("ABCDEFXYZ") : "") + "," + one_of("uvw") + "\n";
        }
        importing.dry_run = true;
        const std::string told = importing.import("accounts", mapping, csv);
        EXPECT_EQ(importing.bench.count("accounts", ""), 0);
        importing.dry_run = false;
        EXPECT_EQ(importing.import("accounts", mapping, csv), told) << csv;
    }
}

}  // namespace
}  // namespace clientela::importer
