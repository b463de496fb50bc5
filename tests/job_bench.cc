// SPDX-License-Identifier: Apache-2.0
#include "tests/job_bench.h"

#include <cctype>

#include "tests/postgres_cluster.h"

namespace clientela {

JobBench::JobBench(db::Store& store) : bench(store) {
    application.reset(new api::Application{bench.store,
                                           bench.schema,
                                           {},
                                           bench.rules,
                                           bench.clock,
                                           bench.ids,
                                           events,
                                           {},
                                           {},
                                           "test"});
    api::CompanySettings settings;
    settings.company = bench.company;
    application->company.change(std::move(settings));
    options.directory = scratch_directory() + "/jobs";
    crash();
}

void JobBench::crash() {
    runner = std::make_unique<job::Runner>(*application, options);
    if (add_kinds) add_kinds(runner->kinds());
    runner->kinds().add(job::undo_kind());
    runner->kinds().add(importer::import_kind());
}

void JobBench::leases_end_in(std::chrono::seconds left) {
    if (bench.store.dialect() == db::Dialect::sqlite) return;  // nobody asks there
    EXPECT_OK(bench.store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"update job set lease_until = clock_timestamp() + interval '" +
                            std::to_string(left.count()) +
                            " seconds' where lease_until is not null",
                        {}}));
        return {};
    }));
}

Result<importer::Receipt> JobBench::import(const importer::ImportOptions& wanted) {
    const job::Job job =
        TRY(importer::start_import(*application, *runner, bench.principal, wanted));
    runner->run_all();
    return receipt(job.id);
}

Result<importer::Receipt> JobBench::receipt(Id id) {
    importer::Receipt receipt;
    TRY(bench.store.read([&](db::Transaction& tx) -> Result<void> {
        const auto job = TRY(job::find(tx, id));
        if (!job) return make_error(ErrorCode::not_found, "error.not_found");
        receipt = TRY(importer::receipt_of(tx, *job));
        return {};
    }));
    return receipt;
}

Id JobBench::submit(const job::Order& order, Id by) {
    const auto job = runner->submit(order, by);
    EXPECT_OK(job);
    return job.ok() ? job->id : Id{};
}

job::Job JobBench::find(Id id) {
    job::Job found;
    EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
        const auto job = TRY(job::find(context.tx, id));
        EXPECT_TRUE(job.has_value());
        if (job) found = *job;
        return {};
    }));
    return found;
}

std::vector<job::Failure> JobBench::failures(Id id) {
    std::vector<job::Failure> all;
    EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
        all = TRY(job::failures(context.tx, id, 0, 10'000));
        return {};
    }));
    return all;
}

std::string JobBench::summary(Id id) {
    const job::Job job = find(id);
    const job::Counts& counts = job.counts;
    std::string text(job::name_of(job.state));
    text += " " + std::to_string(counts.rows) + "=" + std::to_string(counts.created) + "+" +
            std::to_string(counts.updated) + "+" + std::to_string(counts.unchanged) + "+" +
            std::to_string(counts.skipped) + "+" + std::to_string(counts.failed);
    if (job.error) text += " " + job.error->key;
    return text;
}

std::string JobBench::content() {
    record::ContentHash hash;
    EXPECT_OK(bench.store.read([&](db::Transaction& tx) -> Result<void> {
        hash = TRY(record::content_hash(tx, *bench.schema));
        return {};
    }));
    return hash.text();
}

Id JobBench::person(const std::string& name, const char* rights, bool administers) {
    std::string role_name = "role_of_" + name;
    for (char& letter : role_name)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    const Id role = bench.create(
        "roles", R"({"name":")" + role_name + R"(","label_es":"R","label_en":"R","rights":)" +
                     rights + (administers ? R"(,"administers":true})" : "}"));
    return bench.create("users",
                        R"({"name":")" + name + R"(","role_id":")" + to_string(role) + R"("})");
}

}  // namespace clientela
