// SPDX-License-Identifier: Apache-2.0
// What the commands have in common: where they run, what they say, how they end. A command runs in
// the process that was started, or, when a server holds the store, inside that server
// (app/handover.h).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/command_line.h"
#include "app/site.h"
#include "base/message.h"
#include "base/result.h"

namespace clientela::app {

enum class Exit { done = 0, failed = 1, usage = 2, some_rows_failed = 3 };

struct Invocation {
    std::vector<std::string> words;  // without the program's name
    std::string directory;           // where relative paths begin
    std::string input_file;          // what came through standard input, when a command needs it
    std::string output_file;         // stands for standard output, when a command writes much
    std::string password;            // from standard input; no file ever holds it
    Language language = Language::es;
};

struct Output {
    std::string out;
    std::string err;
};

// What a command has to work with.
struct CommandRun {
    const CommandLine& line;
    const Invocation& invocation;
    Site& site;
    Output& output;

    std::string text(const std::string& key,
                     std::vector<std::pair<std::string, std::string>> args = {}) const;
    std::string path(const std::string& file) const;  // absolute
    Result<void> write(const std::function<Result<void>(record::Context&)>& work) const;
    Result<void> read(const std::function<Result<void>(record::Context&)>& work) const;
    Exit fail(const Error& error) const;  // on err: in words, or with --json as JSON
};

// What goes to err: a sentence with its details, or {"error": {...}} as the API has it.
std::string error_text(const Error& error, bool json, Language language);

// Whether the command needs what comes through standard input, as a file.
bool reads_input(const CommandLine& line);

// Whether the first line of standard input is a password.
bool reads_password(const CommandLine& line);

// Whether it writes a file to standard output.
bool writes_output(const CommandLine& line);

// Whether the command may begin a store that is not there yet.
bool may_make_store(const CommandLine& line);

// The object of that name, or an Error that names the nearest one.
Result<const schema::Object*> named_object(const CommandRun& run, const schema::Schema& schema);

Exit run_command(const CommandLine& line, const Invocation& invocation, Site& site, Output& output);

Exit add_user(CommandRun& run);
Exit list_users(CommandRun& run);
Exit disable_user(CommandRun& run);
Exit add_token(CommandRun& run);
Exit list_tokens(CommandRun& run);
Exit revoke_token(CommandRun& run);
Exit check_filter(CommandRun& run);
Exit fill_demo(CommandRun& run);
Exit import_file(CommandRun& run);
Exit undo_one_import(CommandRun& run);
Exit export_list(CommandRun& run);
Exit save_backup(CommandRun& run);
Exit verify_store(CommandRun& run);
Exit list_jobs(CommandRun& run);
Exit show_job(CommandRun& run);
Exit cancel_job(CommandRun& run);
Exit undo_job(CommandRun& run);

// The server itself: it is the process, so it never goes through run_command().
Exit serve(const CommandLine& line, const Invocation& invocation);

// Works on a store that nobody else holds, so it is never handed over.
Exit restore_backup(const CommandLine& line, const Invocation& invocation, Output& output);

}  // namespace clientela::app
