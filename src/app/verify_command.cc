// SPDX-License-Identifier: Apache-2.0
// verify: whether the store agrees with itself. Exit status 0 when everything holds.
#include "app/checks.h"
#include "app/command.h"
#include "base/grouped.h"
#include "base/json_writer.h"
#include "record/content_hash.h"

namespace clientela::app {
namespace {

struct Verified {
    std::vector<verify::Outcome> outcomes;
    record::ContentHash content;
};

void say_outcome(const CommandRun& run, const verify::Outcome& outcome) {
    std::string& out = run.output.out;
    const std::string name = run.text("verify.check." + outcome.check);
    if (outcome.left_out) {
        out += "-  " + name + ": " + localize(*outcome.left_out, run.invocation.language) + "\n";
        return;
    }
    const char* key = outcome.found > 0        ? "verify.does_not_hold"
                      : outcome.looked_at == 0 ? "verify.holds_none"
                                               : "verify.holds";
    const std::int64_t count = outcome.found > 0 ? outcome.found : outcome.looked_at;
    out += run.text(key, {{"check", name},
                          {"count", std::to_string(count)},
                          {"looked_at",
                           grouped(std::to_string(outcome.looked_at), run.invocation.language)}}) +
           "\n";
    for (const verify::Finding& finding : outcome.findings) {
        out += "      ";
        if (!finding.object.empty()) out += finding.object;
        if (finding.record) out += "('" + to_string(finding.record) + "')";
        if (!finding.object.empty()) out += ": ";
        out += localize(finding.message, run.invocation.language) + "\n";
    }
}

void write_outcome(const CommandRun& run, JsonWriter& writer, const verify::Outcome& outcome) {
    writer.begin_object();
    writer.member("check", outcome.check);
    writer.member("ok", outcome.found == 0);
    writer.member("looked_at", outcome.looked_at);
    writer.member("found", outcome.found);
    if (outcome.left_out)
        writer.member("left_out", localize(*outcome.left_out, run.invocation.language));
    writer.key("findings");
    writer.begin_array();
    for (const verify::Finding& finding : outcome.findings) {
        writer.begin_object();
        if (!finding.object.empty()) writer.member("object", finding.object);
        if (finding.record) writer.member("record", to_string(finding.record));
        writer.member("code", finding.message.key);
        writer.member("message", localize(finding.message, run.invocation.language));
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

std::string as_json(const CommandRun& run, const Verified& verified) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("ok", verify::all_hold(verified.outcomes));
    writer.member("content_hash", verified.content.text());
    writer.member("records", verified.content.records);
    writer.key("checks");
    writer.begin_array();
    for (const verify::Outcome& outcome : verified.outcomes)
        write_outcome(run, writer, outcome);
    writer.end_array();
    writer.end_object();
    return writer.take() + "\n";
}

// The hash stands on the same snapshot as the checks, as the last of them.
Result<Verified> verified(const CommandRun& run) {
    Verified verified;
    std::vector<verify::Check> checks = all_checks();
    checks.push_back({"content", [&](verify::Examination& examination) -> Result<void> {
                          verified.content =
                              TRY(record::content_hash(examination.tx, examination.schema));
                          examination.looked_at(verified.content.records);
                          return {};
                      }});
    const std::shared_ptr<const schema::Schema> schema = run.site.application->schema.get();
    verified.outcomes = TRY(verify::run(*run.site.store, *schema, checks));
    return verified;
}

}  // namespace

Exit verify_store(CommandRun& run) {
    const Result<Verified> looked = verified(run);
    if (!looked.ok()) return run.fail(looked.error());
    const bool holds = verify::all_hold(looked->outcomes);
    if (run.line.json) {
        run.output.out += as_json(run, *looked);
        return holds ? Exit::done : Exit::failed;
    }
    for (const verify::Outcome& outcome : looked->outcomes)
        say_outcome(run, outcome);
    run.output.out +=
        run.text("verify.content", {{"count", std::to_string(looked->content.records)},
                                    {"hash", looked->content.text()}}) +
        "\n";
    run.output.out += run.text(holds ? "verify.all_hold" : "verify.not_all_hold") + "\n";
    return holds ? Exit::done : Exit::failed;
}

}  // namespace clientela::app
