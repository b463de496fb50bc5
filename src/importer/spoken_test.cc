// SPDX-License-Identifier: Apache-2.0
// Files as people write them: labels as headings, persons by mail, dates in several shapes, a last
// line without its end.
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "importer/import.h"
#include "tests/job_bench.h"

namespace clientela::importer {
namespace {

namespace fs = std::filesystem;

class Spoken : public JobBench {
public:
    explicit Spoken(db::Store& store)
        : JobBench(store),
          file_(fs::temp_directory_path() / ("spoken_" + std::to_string(::getpid()) + ".csv")) {}
    ~Spoken() { fs::remove(file_); }

    // Counts, then "row:field:code" of each fault, then "~row:code" of each note.
    std::string import(const std::string& csv, const char* mapping = "{}") {
        std::ofstream(file_, std::ios::binary) << csv;
        ImportOptions asked;
        asked.object = "accounts";
        asked.file = file_;
        auto parsed = parse_mapping(mapping);
        EXPECT_OK(parsed);
        asked.mapping = *parsed;
        const auto receipt = JobBench::import(asked);
        if (!receipt.ok()) return faults(receipt);
        std::string text =
            std::to_string(receipt->counts.created) + " of " + std::to_string(receipt->counts.rows);
        for (const RowError& error : receipt->errors)
            text += " " + std::to_string(error.row) + ":" + error.field + ":" + error.code;
        for (const RowError& note : receipt->notes())
            text += " ~" + std::to_string(note.row) + ":" + note.code;
        return text;
    }
    std::string since(const std::string& name) {
        const Value value =
            bench.list("accounts", "name eq '" + name + "'").at(0).at("customer_since");
        const auto* date = std::get_if<Date>(&value);
        return date != nullptr ? to_string(*date) : "";
    }

private:
    fs::path file_;
};

STORE_TEST(Spoken, headings_may_be_labels_of_either_language) {
    Spoken file(fresh_store());
    EXPECT_EQ(file.import("Nombre;Facturación anual;Employees\nAcme;1.234,50;7\n"), "1 of 1");
    const auto acme = file.bench.list("accounts", "revenue/amount eq 1234.5 and employees eq 7");
    EXPECT_EQ(acme.size(), 1U);
    EXPECT_EQ(file.import("Zapatos;Peras\nAcme;7\n"), "columns:no_column_known");
}

STORE_TEST(Spoken, person_is_known_by_name_or_mail) {
    Spoken file(fresh_store());
    const Id role =
        file.bench.create("roles", R"({"name":"r","label_es":"R","label_en":"R","rights":{}})");
    const Id ana = file.bench.create("users", R"({"name":"Ana","email":"ana@albor.example",)"
                                              R"("role_id":")" +
                                                  to_string(role) + "\"}");
    EXPECT_EQ(file.import("Nombre,Responsable\nUno,Ana@Albor.example\nDos,ana\n"
                          "Tres,otra@albor.example\n"),
              "2 of 3 4:owner_id:no_such_record");
    file.bench.create("users", R"({"name":"Luis @ Sur","email":"luis@albor.example",)"
                               R"("role_id":")" +
                                   to_string(role) + "\"}");
    EXPECT_EQ(file.import("Nombre,Responsable\nCuatro,Luis @ Sur\n"), "1 of 1");
    EXPECT_EQ(file.bench.count("accounts", "owner_id eq '" + to_string(ana) + "'"), 2);
}

STORE_TEST(Spoken, dates_of_one_column_may_have_several_shapes) {
    Spoken file(fresh_store());
    const char* csv =
        "name,since\nA,31/12/2025\nB,1-3-24\nC,2025-05-01\nD,2.4.2023\nE,13/25/2024\n";
    const char* open = R"({"columns":{"name":"name","since":"customer_since"}})";
    EXPECT_EQ(file.import(csv, open), "4 of 5 6:customer_since:not_a_date");
    EXPECT_EQ(file.since("A"), "2025-12-31");
    EXPECT_EQ(file.since("B"), "2024-03-01");
    EXPECT_EQ(file.since("C"), "2025-05-01");
    EXPECT_EQ(file.since("D"), "2023-04-02");
    // A stated form says which comes first, whatever stands between.
    const char* stated = R"({"columns":{"name":"name",
        "since":{"field":"customer_since","format":"MM/dd/yyyy"}}})";
    EXPECT_EQ(file.import("name,since\nF,4-2-2023\nG,2023-04-02\n", stated), "2 of 2");
    EXPECT_EQ(file.since("F"), "2023-04-02");
    EXPECT_EQ(file.since("G"), "2023-04-02");
    // One that begins with the year does not say it: only what can be read in one way is read.
    const char* year = R"({"columns":{"name":"name",
        "since":{"field":"customer_since","format":"yyyy-MM-dd"}}})";
    EXPECT_EQ(file.import("name,since\nH,31/1/2023\nI,4/2/2023\n", year),
              "1 of 2 3:customer_since:not_a_date");
}

STORE_TEST(Spoken, unknown_country_is_called_by_its_name) {
    Spoken file(fresh_store());
    EXPECT_EQ(file.import("name,country\nA,Francia\nB,Spain\nC,es\nD,Marte\n"),
              "3 of 4 5:country:not_a_country");
    EXPECT_EQ(file.bench.count("accounts", "country eq 'ES'"), 2);
}

STORE_TEST(Spoken, last_line_may_be_short_and_is_noted) {
    Spoken file(fresh_store());
    EXPECT_EQ(file.import("name,city,number\nAcme,Lugo,\nBolt,Vigo"), "2 of 2 ~3:row_cut_off");
    EXPECT_EQ(file.import("name,city,number\nCasa,Lugo,\nDado,Vigo\n"), "2 of 2");
}

STORE_TEST(Spoken, row_that_ends_early_clears_nothing_and_is_noted) {
    Spoken file(fresh_store());
    const Id acme = file.bench.create("accounts", R"({"name":"Acme","description":"old"})");
    const Id bolt = file.bench.create("accounts", R"({"name":"Bolt","description":"old"})");
    EXPECT_EQ(file.import("name,code,city\nAcme,A1\nBolt,B2,\nCask\n",
                          R"({"columns":{"name":"name","code":"number",
        "city":{"field":"description","empty":"clear"}},"match":["name"]})"),
              "1 of 3 ~2:rows_short");
    EXPECT_EQ(text_of(file.bench.get("accounts", acme), "description"), "old");
    EXPECT_EQ(text_of(file.bench.get("accounts", acme), "number"), "A1");
    EXPECT_EQ(text_of(file.bench.get("accounts", bolt), "description"), "");
}

// A default stands for what is empty in a new record; it overwrites nothing that is not said.
STORE_TEST(Spoken, row_that_ends_early_takes_defaults_for_new_records_only) {
    Spoken file(fresh_store());
    const Id acme = file.bench.create("accounts", R"({"name":"Acme","description":"old"})");
    EXPECT_EQ(file.import("name,city\nAcme\nBolt\n", R"({"columns":{"name":"name",
        "city":{"field":"description","default":"none"}},"match":["name"]})"),
              "1 of 2 ~2:rows_short");
    EXPECT_EQ(text_of(file.bench.get("accounts", acme), "description"), "old");
    EXPECT_EQ(file.bench.count("accounts", "name eq 'Bolt' and description eq 'none'"), 1);
}

}  // namespace
}  // namespace clientela::importer
