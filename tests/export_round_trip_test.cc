// SPDX-License-Identifier: Apache-2.0
// What was exported for programs comes back in without changing anything.
#include <filesystem>

#include <unistd.h>

#include "exporter/export.h"
#include "importer/import.h"
#include "tests/job_bench.h"

namespace clientela {
namespace {

STORE_TEST(ExportRoundTrip, importing_an_exported_file_by_id_leaves_everything_unchanged) {
    JobBench jobs(fresh_store());
    Workbench& bench = jobs.bench;
    const Id parent = bench.create("accounts", R"({"name":"Grupo, \"el\" Alba","employees":12,)"
                                               R"("description":"=not a formula\nsecond line"})");
    bench.create("accounts", R"({"name":"'=odd","parent_id":")" + to_string(parent) + "\"}");
    bench.create("accounts", R"({"name":"+34 Clientes","kind":"organisation"})");
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() /
        ("clientela_round_trip_" + std::to_string(::getpid()) + ".csv");
    exporter::ExportRequest request;
    request.object = "accounts";
    {
        exporter::Export work(exporter::record_rows(request, {}), file,
                              exporter::WriterOptions{request.format, true, bench.company.zone});
        const std::atomic<bool> stopped{false};
        const auto rows = exporter::run_export(
            work,
            [&](const std::function<Result<void>(record::Context&)>& work_in) {
                return bench.with(work_in);
            },
            stopped);
        ASSERT_TRUE(rows.ok());
        EXPECT_EQ(*rows, 3);
    }
    importer::ImportOptions options;
    options.object = "accounts";
    options.file = file;
    options.mapping.guessed = true;
    options.match = {"id"};
    const auto receipt = jobs.import(options);
    std::filesystem::remove(file);
    ASSERT_TRUE(receipt.ok()) << faults(receipt);
    std::string errors;
    for (const importer::RowError& error : receipt->errors)
        errors += error.field + ":" + error.code + "=" + error.value + " ";
    EXPECT_EQ(errors, "");
    EXPECT_EQ(receipt->counts.unchanged, 3);
    EXPECT_EQ(receipt->counts.updated, 0);
}

}  // namespace
}  // namespace clientela
