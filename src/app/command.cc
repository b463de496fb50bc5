// SPDX-License-Identifier: Apache-2.0
// The table of commands; each stands in the file of its noun.
#include "app/command.h"

#include <filesystem>
#include <functional>
#include <map>

namespace clientela::app {

std::string CommandRun::text(const std::string& key,
                             std::vector<std::pair<std::string, std::string>> args) const {
    return localize({key, std::move(args)}, invocation.language);
}

std::string CommandRun::path(const std::string& file) const {
    if (file == "-") return invocation.input_file;
    return (std::filesystem::path(invocation.directory) / file).string();
}

Result<void> CommandRun::write(const std::function<Result<void>(record::Context&)>& work) const {
    const access::Principal system = access::Principal::system("command " + line.verb);
    return site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "command");
        return work(context);
    });
}

Result<void> CommandRun::read(const std::function<Result<void>(record::Context&)>& work) const {
    const access::Principal system = access::Principal::system("command " + line.verb);
    return site.store->read([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "command");
        return work(context);
    });
}

Exit CommandRun::fail(const Error& error) const {
    output.err +=
        text("cli.error", {{"message", localize(error.message, invocation.language)}}) + "\n";
    for (const FieldError& field : error.fields) {
        output.err +=
            "  " + field.field + ": " + localize(field.message, invocation.language) + "\n";
    }
    if (error.code == ErrorCode::internal) output.err += "  " + error.detail + "\n";
    return Exit::failed;
}

bool reads_input(const CommandLine& line) {
    return (line.verb == "user add" && line.password_from_input) ||
           (line.verb == "import" && line.file == "-");
}

bool writes_output(const CommandLine& line) { return line.verb == "export" && line.out.empty(); }

bool may_make_store(const CommandLine& line) {
    return line.verb == "demo" || line.verb == "user add" || line.verb == "import" ||
           line.verb == "filter check";
}

Exit run_command(const CommandLine& line, const Invocation& invocation, Site& site,
                 Output& output) {
    static const std::map<std::string, Exit (*)(CommandRun&)> commands{
        {"user add", add_user},   {"user list", list_users},        {"user disable", disable_user},
        {"token add", add_token}, {"filter check", check_filter},   {"demo", fill_demo},
        {"import", import_file},  {"import undo", undo_one_import}, {"export", export_list},
        {"job list", list_jobs},  {"job show", show_job},           {"job cancel", cancel_job},
        {"job undo", undo_job},   {"verify", verify_store},         {"backup", save_backup},
    };
    CommandRun run{line, invocation, site, output};
    const auto found = commands.find(line.verb);
    CHECK(found != commands.end());
    return found->second(run);
}

}  // namespace clientela::app
