// SPDX-License-Identifier: Apache-2.0
// The table of commands; each stands in the file of its noun.
#include "app/command.h"

#include <filesystem>
#include <functional>
#include <map>

#include "api/error_json.h"
#include "app/nearest.h"

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
    output.err += error_text(error, line.json, invocation.language);
    return Exit::failed;
}

namespace {

// For whoever looks after the store: the database's own words where ours say too little.
bool tells_detail(const Error& error) {
    return !error.detail.empty() &&
           (error.code == ErrorCode::internal || error.message.key == "db.cannot_reach");
}

std::string error_as_json(const Error& error, Language language) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("error");
    api::write_error(writer, error, language);
    if (tells_detail(error)) writer.member("detail", error.detail);
    writer.end_object();
    return writer.take() + "\n";
}

}  // namespace

std::string error_text(const Error& error, bool json, Language language) {
    if (json) return error_as_json(error, language);
    const std::string message = localize(error.message, language);
    std::string text = localize({"cli.error", {{"message", message}}}, language) + "\n";
    for (const FieldError& field : error.fields)
        text += "  " + field.field + ": " + localize(field.message, language) + "\n";
    if (tells_detail(error)) text += "  " + error.detail + "\n";
    return text;
}

Result<const schema::Object*> named_object(const CommandRun& run, const schema::Schema& schema) {
    if (const schema::Object* object = schema.find(run.line.object)) return object;
    std::vector<std::string> names;
    for (const schema::Object& object : schema.objects)
        names.push_back(object.name);
    const std::string near = nearest(run.line.object, names);
    if (near.empty())
        return make_error(ErrorCode::invalid, "cli.unknown_object", {{"object", run.line.object}});
    return make_error(ErrorCode::invalid, "cli.unknown_object_near",
                      {{"object", run.line.object}, {"near", near}});
}

bool reads_input(const CommandLine& line) { return line.verb == "import" && line.file == "-"; }

bool reads_password(const CommandLine& line) {
    return line.verb == "user add" && line.password_from_input;
}

bool writes_output(const CommandLine& line) { return line.verb == "export" && line.out.empty(); }

bool may_make_store(const CommandLine& line) {
    return line.verb == "demo" || line.verb == "user add" || line.verb == "import" ||
           line.verb == "filter check";
}

Exit run_command(const CommandLine& line, const Invocation& invocation, Site& site,
                 Output& output) {
    static const std::map<std::string, Exit (*)(CommandRun&)> commands{
        {"user add", add_user},         {"user list", list_users},
        {"user disable", disable_user}, {"token add", add_token},
        {"token list", list_tokens},    {"token revoke", revoke_token},
        {"filter check", check_filter}, {"demo", fill_demo},
        {"import", import_file},        {"import undo", undo_one_import},
        {"export", export_list},        {"job list", list_jobs},
        {"job show", show_job},         {"job cancel", cancel_job},
        {"job undo", undo_job},         {"verify", verify_store},
        {"backup", save_backup},
    };
    CommandRun run{line, invocation, site, output};
    const auto found = commands.find(line.verb);
    if (found != commands.end()) return found->second(run);
    return run.fail(
        make_error(ErrorCode::invalid, "cli.not_while_served", {{"command", line.verb}}));
}

}  // namespace clientela::app
