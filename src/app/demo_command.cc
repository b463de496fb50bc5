// SPDX-License-Identifier: Apache-2.0
// demo: fills an empty store with Albor Telecom and says how to sign in.
#include <fstream>
#include <memory>

#include "app/command.h"
#include "base/text.h"
#include "demo/fill.h"
#include "schema/setting.h"

namespace clientela::app {
namespace {

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t length = length_in_characters(text);
    return text + std::string(length < width ? width - length : 0, ' ');
}

Result<void> demand_empty_store(const CommandRun& run) {
    return run.read([&](record::Context& context) -> Result<void> {
        if (TRY(demo::is_empty(context))) return {};
        return make_error(ErrorCode::conflict, "cli.not_empty");
    });
}

Result<void> name_company(const CommandRun& run) {
    const auto work = [](db::Transaction& tx) -> Result<void> {
        TRY(schema::set_setting(tx, "company_name", demo::kCompanyName));
        TRY(schema::set_setting(tx, "company_currency", demo::kCurrency));
        TRY(schema::set_setting(tx, "company_zone", demo::kZone));
        return schema::set_setting(tx, "demonstration", "true");
    };
    TRY(run.site.store->write(work));
    return reload_company(run.site);
}

Result<demo::Filled> fill_store(const CommandRun& run) {
    TRY(demand_empty_store(run));
    TRY(name_company(run));  // first: whatever an interruption leaves behind is marked
    // Held: a fill may outlast what schema::Live keeps of definitions that were replaced.
    const std::shared_ptr<const schema::Schema> schema = run.site.application->schema.get();
    const demo::Host host{*run.site.store, *schema, run.site.rules, run.site.clock.now()};
    return demo::fill(host, run.line.customers, run.line.seed);
}

Result<void> write_truth(const CommandRun& run, const std::string& json) {
    if (run.line.truth.empty()) return {};
    std::ofstream out(run.path(run.line.truth), std::ios::binary);
    out << json;
    out.close();
    if (out) return {};
    return make_error(ErrorCode::invalid, "cli.cannot_write", {{"file", run.line.truth}});
}

std::string lines_for_people(const CommandRun& run, const demo::Filled& filled) {
    const demo::Truth& planted = filled.planted;
    const auto number = [](std::int64_t count) { return std::to_string(count); };
    std::string text =
        run.text("cli.demo_done", {{"company", std::string(demo::kCompanyName)},
                                   {"accounts", number(planted.accounts())},
                                   {"contacts", number(planted.contacts)},
                                   {"opportunities", number(planted.opportunities())},
                                   {"leads", number(planted.leads)},
                                   {"activities", number(planted.activities)}}) +
        "\n\n" + run.text("cli.demo_address") + "\n" +
        run.text("cli.demo_password", {{"password", std::string(demo::kPassword)}}) + "\n\n";
    std::string last_role;
    for (const demo::Worker& worker : filled.workers) {
        if (worker.role == last_role) continue;  // one login per kind is enough to look around
        last_role = worker.role;
        text += "  " + padded(worker.email, 34) + padded(worker.name, 20) +
                run.text("cli.demo_role." + worker.role) + "\n";
    }
    return text + "\n" + run.text("cli.demo_more") + "\n";
}

}  // namespace

Exit fill_demo(CommandRun& run) {
    const Result<demo::Filled> filled = fill_store(run);
    if (!filled.ok()) return run.fail(filled.error());
    run.site.application->principals.invalidate();
    const std::string truth = demo::to_json(filled->planted, run.line.seed, filled->today);
    const Result<void> written = write_truth(run, truth);
    if (!written.ok()) return run.fail(written.error());
    run.output.out += run.line.json ? truth : lines_for_people(run, *filled);
    return Exit::done;
}

}  // namespace clientela::app
