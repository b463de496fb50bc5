// SPDX-License-Identifier: Apache-2.0
#include "exporter/export.h"

#include <array>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "exporter/harmless.h"
#include "tests/workbench.h"

namespace clientela::exporter {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

// One part of an XLSX file, unpacked.
std::string part_of(const fs::path& file, const std::string& part) {
    const std::string command =
        "python3 -c \"import sys,zipfile;sys.stdout.write(zipfile.ZipFile('" + file.string() +
        "').read('" + part + "').decode())\"";
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 4096> block{};
    for (std::size_t size = 0; (size = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
        text.append(block.data(), size);
    pclose(pipe);
    return text;
}

Id person(Workbench& bench, const std::string& name) {
    const std::string number = std::to_string(bench.count("roles", ""));
    const Id role =
        bench.create("roles", R"({"name":"role_)" + number + R"(","label_es":"R","label_en":"R"})");
    return bench.create("users",
                        R"({"name":")" + name + R"(","role_id":")" + to_string(role) + "\"}");
}

class Exporting {
public:
    explicit Exporting(db::Store& store)
        : bench(store),
          folder_(fs::temp_directory_path() / ("clientela_export_" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
        request.object = "accounts";
        request.select = "name";
        request.order = "name";
    }
    ~Exporting() { fs::remove_all(folder_); }

    Result<std::int64_t> try_run() {
        Export work(record_rows(request, {}), file(),
                    writer_options(request, formats, bench.company.zone));
        return run_export(
            work,
            [this](const std::function<Result<void>(record::Context&)>& reading) {
                return bench.with(reading);
            },
            stopped);
    }
    std::string run() {
        const auto rows = try_run();
        return rows.ok() ? content_of(file()) : faults(rows);
    }
    fs::path file() const { return folder_ / "file"; }

    Workbench bench;
    ExportRequest request;
    std::string formats = "es-ES";  // of the company
    std::atomic<bool> stopped{false};

private:
    fs::path folder_;
};

TEST(Harmless, puts_an_apostrophe_before_signs_that_begin_a_formula) {
    EXPECT_EQ(harmless("=1+1"), "'=1+1");
    EXPECT_EQ(harmless("+34 600"), "'+34 600");
    EXPECT_EQ(harmless("-x"), "'-x");
    EXPECT_EQ(harmless("@me"), "'@me");
    EXPECT_EQ(harmless("\tx"), "'\tx");
    EXPECT_EQ(harmless("\rx"), "'\rx");
    EXPECT_EQ(harmless("'=x"), "''=x");
    EXPECT_EQ(harmless("a=b"), "a=b");
    EXPECT_EQ(harmless("'a"), "'a");
    EXPECT_EQ(harmless(""), "");
}

STORE_TEST(Export, writes_csv_after_rfc_4180_and_keeps_formulas_from_running) {
    Exporting exporting(fresh_store());
    exporting.bench.create("accounts", R"({"name":"Acme, S.L."})");
    exporting.bench.create("accounts", R"j({"name":"=HYPERLINK(\"x\")"})j");
    exporting.bench.create("accounts", R"({"name":"Two\"quotes\""})");
    exporting.request.select = "name,employees";
    EXPECT_EQ(exporting.run(),
              "name,employees\r\n\"'=HYPERLINK(\"\"x\"\")\",\r\n\"Acme, S.L.\",\r\n"
              "\"Two\"\"quotes\"\"\",\r\n");
}

STORE_TEST(Export, begins_with_a_byte_order_mark_when_asked) {
    Exporting exporting(fresh_store());
    exporting.request.byte_order_mark = true;
    EXPECT_EQ(exporting.run(), "\xEF\xBB\xBFname\r\n");
}

STORE_TEST(Export, filters_orders_and_labels_as_asked) {
    Exporting exporting(fresh_store());
    exporting.bench.create("accounts", R"({"name":"Acme","employees":5})");
    exporting.bench.create("accounts", R"({"name":"Betatech","employees":50})");
    exporting.bench.create("accounts", R"({"name":"Cheers","employees":-0})");
    exporting.request.filter = "employees ge 5";
    exporting.request.order = "name desc";
    exporting.request.headings = Headings::labels;
    exporting.request.language = Language::en;
    EXPECT_EQ(exporting.run(), "\xEF\xBB\xBFName\r\nBetatech\r\nAcme\r\n");
}

STORE_TEST(Export, writes_for_people_what_their_spreadsheet_reads) {
    Exporting exporting(fresh_store());
    exporting.bench.create(
        "accounts", R"({"name":"Ana; y Luis","customer_since":"2025-03-31","employees":1200,)"
                    R"("revenue":{"amount":"1234567.50","currency":"USD"}})");
    ExportRequest& request = exporting.request;
    request.select = "name,revenue,customer_since,employees";
    request.headings = Headings::labels;
    const std::string heads =
        "Nombre;Facturación anual;Facturación anual (moneda);"
        "Cliente desde;Empleados\r\n";
    EXPECT_EQ(exporting.run(),
              "\xEF\xBB\xBF" + heads + "\"Ana; y Luis\";1234567,50;USD;31/03/2025;1200\r\n");
    exporting.formats = "en-US";
    request.language = Language::en;
    request.byte_order_mark = false;
    request.select = "revenue,customer_since";
    EXPECT_EQ(exporting.run(),
              "Annual revenue,Annual revenue (currency),Customer since\r\n"
              "1234567.50,USD,03/31/2025\r\n");
    exporting.formats = "en-ZA";
    EXPECT_EQ(exporting.run(),
              "Annual revenue;Annual revenue (currency);Customer since\r\n"
              "1234567,50;USD;2025-03-31\r\n");
    request.formats = "plain";
    EXPECT_EQ(exporting.run(), "Annual revenue,Customer since\r\n1234567.50 USD,2025-03-31\r\n");
    request.headings = Headings::names;
    request.formats.clear();
    EXPECT_EQ(exporting.run(), "revenue,customer_since\r\n1234567.50 USD,2025-03-31\r\n");
}

STORE_TEST(Export, writes_numbers_dates_and_links_of_opportunities) {
    Exporting exporting(fresh_store());
    Workbench& bench = exporting.bench;
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id pipeline = bench.create("pipelines", R"({"name":"Ventas","is_default":true})");
    const Id stage = bench.create("stages", R"({"name":"Uno","kind":"open","position":1,)"
                                            R"("probability":10,"pipeline_id":")" +
                                                to_string(pipeline) + "\"}");
    bench.create("opportunities",
                 R"({"name":"Deal","amount":{"amount":"-1200.50","currency":"EUR"},)"
                 R"("expected_close_on":"2026-12-01","account_id":")" +
                     to_string(account) + R"(","pipeline_id":")" + to_string(pipeline) +
                     R"(","stage_id":")" + to_string(stage) + "\"}");
    exporting.request.object = "opportunities";
    exporting.request.select = "name,account_id,amount,expected_close_on";
    EXPECT_EQ(exporting.run(), "name,account_id,account,amount,expected_close_on\r\nDeal," +
                                   to_string(account) + ",Acme,-1200.50 EUR,2026-12-01\r\n");
    exporting.request.format = FileFormat::json;
    EXPECT_EQ(exporting.run(),
              "[\n{\"name\":\"Deal\",\"account_id\":\"" + to_string(account) +
                  "\",\"account\":\"Acme\",\"amount\":{\"amount\":\"-1200.50\",\"currency\":"
                  "\"EUR\"},\"expected_close_on\":\"2026-12-01\"}\n]\n");
    exporting.request.format = FileFormat::xlsx;
    ASSERT_TRUE(exporting.try_run().ok());
    const std::string sheet = part_of(exporting.file(), "xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("<v>-1200.5</v>"), std::string::npos) << sheet;
    EXPECT_NE(sheet.find("<v>46357</v>"), std::string::npos) << sheet;
    EXPECT_NE(sheet.find("t=\"inlineStr\"><is><t>Acme</t>"), std::string::npos) << sheet;
    EXPECT_NE(part_of(exporting.file(), "xl/styles.xml").find("#,##0.00 &quot;€&quot;"),
              std::string::npos);
}

STORE_TEST(Export, writes_texts_of_spreadsheets_never_as_formulas) {
    Exporting exporting(fresh_store());
    exporting.bench.create("accounts", R"({"name":"=1+1"})");
    exporting.request.format = FileFormat::xlsx;
    ASSERT_TRUE(exporting.try_run().ok());
    const std::string sheet = part_of(exporting.file(), "xl/worksheets/sheet1.xml");
    EXPECT_NE(sheet.find("t=\"inlineStr\"><is><t>=1+1</t>"), std::string::npos) << sheet;
    EXPECT_EQ(sheet.find("<f>"), std::string::npos);
}

STORE_TEST(Export, goes_on_over_many_pages) {
    Exporting exporting(fresh_store());
    ASSERT_TRUE(exporting.bench
                    .with([](record::Context& context) -> Result<void> {
                        const schema::Object& accounts = context.schema.get("accounts");
                        std::vector<record::Draft> drafts(450);
                        for (std::size_t number = 0; number < drafts.size(); ++number)
                            drafts[number].set(accounts.field("name"),
                                               "Account " + std::to_string(number));
                        for (auto& saved : record::save_batch(context, accounts, drafts))
                            TRY(saved);
                        return {};
                    })
                    .ok());
    const auto rows = exporting.try_run();
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ(*rows, 450);
    const std::string text = content_of(exporting.file());
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 451);
}

STORE_TEST(Export, leaves_no_file_when_stopped_or_refused) {
    Exporting exporting(fresh_store());
    exporting.bench.create("accounts", R"({"name":"Acme"})");
    exporting.stopped = true;
    EXPECT_EQ(exporting.run(), "export.cancelled");
    exporting.stopped = false;
    exporting.request.filter = "nothing eq 1";
    EXPECT_FALSE(exporting.try_run().ok());
    EXPECT_FALSE(fs::exists(exporting.file()));
}

STORE_TEST(Export, is_refused_without_the_right_and_holds_only_what_it_reaches) {
    Exporting exporting(fresh_store());
    const Id anna = person(exporting.bench, "Anna");
    exporting.bench.create("accounts", R"({"name":"Hers","owner_id":")" + to_string(anna) + "\"}");
    exporting.bench.create("accounts", R"({"name":"Other"})");
    access::Principal principal;
    principal.kind = access::Principal::Kind::person;
    principal.user = anna;
    access::ObjectRights rights;
    rights.breadth[static_cast<std::size_t>(access::Action::read)] = access::Breadth::all;
    principal.rights["accounts"] = rights;
    exporting.bench.principal = principal;
    EXPECT_EQ(exporting.run(), "error.may_not.export");
    rights.breadth[static_cast<std::size_t>(access::Action::export_)] = access::Breadth::own;
    exporting.bench.principal.rights["accounts"] = rights;
    EXPECT_EQ(exporting.run(), "name\r\nHers\r\n");
}

STORE_TEST(Export, shows_links_to_hidden_records_as_locked) {
    Exporting exporting(fresh_store());
    const Id anna = person(exporting.bench, "Anna");
    const Id parent = exporting.bench.create("accounts", R"({"name":"Secret parent"})");
    exporting.bench.create("accounts", R"({"name":"Hers","owner_id":")" + to_string(anna) +
                                           R"(","parent_id":")" + to_string(parent) + "\"}");
    access::Principal principal;
    principal.kind = access::Principal::Kind::person;
    principal.user = anna;
    access::ObjectRights rights;
    for (const auto action : {access::Action::read, access::Action::export_})
        rights.breadth[static_cast<std::size_t>(action)] = access::Breadth::own;
    principal.rights["accounts"] = rights;
    exporting.bench.principal = principal;
    exporting.request.select = "name,parent_id";
    exporting.request.headings = Headings::labels;
    const std::string text = exporting.run();
    EXPECT_NE(text.find("Hers;(bloqueado)"), std::string::npos) << text;
    EXPECT_EQ(text.find("Secret"), std::string::npos) << text;
}

}  // namespace
}  // namespace clientela::exporter
