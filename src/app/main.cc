// SPDX-License-Identifier: Apache-2.0
// The program: words in, exit status out.
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "app/command.h"
#include "app/handover.h"

namespace clientela::app {
namespace {

Language language_of_environment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::string_view(value).starts_with("en") ? Language::en : Language::es;
        }
    }
    return Language::es;
}

// In the directory of the store, because a server that does the work may see another /tmp; it
// belongs to whom the store belongs to, who may be another than the one that gives the command.
std::string temporary_file(const CommandLine& line) {
    const bool beside = is_served(line.store);
    const std::filesystem::path folder =
        beside ? std::filesystem::absolute(line.store) : std::filesystem::temp_directory_path();
    std::string path = (folder / "clientela-XXXXXX").string();
    const int file = mkstemp(path.data());
    if (file < 0) return {};
    struct stat owner {};
    if (beside && geteuid() == 0 && stat(line.store.c_str(), &owner) == 0 &&
        fchown(file, owner.st_uid, owner.st_gid) != 0) {
        path.clear();
    }
    close(file);
    return path;
}

// Standard input as a file, because the command may run in the server, which has another one.
std::string spool_input(const CommandLine& line) {
    const std::string path = temporary_file(line);
    std::ofstream(path, std::ios::binary) << std::cin.rdbuf();
    return path;
}

void print_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (in.peek() != std::ifstream::traits_type::eof()) std::cout << in.rdbuf() << std::flush;
}

int say(const Output& output, Exit exit) {
    std::fputs(output.out.c_str(), stdout);
    std::fputs(output.err.c_str(), stderr);
    return static_cast<int>(exit);
}

// Only what fills a store makes one: a slip in --store must not pass for an empty company.
Result<std::unique_ptr<Site>> open_for(const CommandLine& line) {
    std::error_code missing;
    const std::filesystem::path file = std::filesystem::path(line.store) / "clientela.db";
    if (!may_make_store(line) && !line.store.starts_with("postgres") &&
        (std::filesystem::file_size(file, missing) == 0 || missing)) {
        return make_error(ErrorCode::not_found, "cli.no_store", {{"path", line.store}});
    }
    return open_site(line.store);
}

int run_here_or_there(const CommandLine& line, const Invocation& invocation) {
    Output output;
    Exit exit = Exit::failed;
    if (hand_over(line.store, invocation, exit, output)) return say(output, exit);
    Result<std::unique_ptr<Site>> site = open_for(line);
    if (!site.ok()) {
        output.err = error_text(site.error(), line.json, invocation.language);
        return say(output, Exit::failed);
    }
    exit = run_command(line, invocation, **site, output);
    return say(output, exit);
}

int run(int count, char** words) {
    Invocation invocation;
    invocation.words.assign(words + 1, words + count);
    invocation.directory = std::filesystem::current_path().string();
    invocation.language = language_of_environment();
    const CommandLine line = read_command_line(invocation.words, invocation.language);
    if (line.verb.empty()) {
        std::fputs(line.answer.c_str(), line.exit_code == 0 ? stdout : stderr);
        return line.exit_code;
    }
    if (line.verb == "serve") return static_cast<int>(serve(line, invocation));
    if (line.verb == "restore") {
        Output output;
        const Exit exit = restore_backup(line, invocation, output);
        return say(output, exit);
    }
    if (reads_input(line)) invocation.input_file = spool_input(line);
    if (writes_output(line)) invocation.output_file = temporary_file(line);
    const int status = run_here_or_there(line, invocation);
    if (!invocation.output_file.empty()) {
        if (status == 0) print_file(invocation.output_file);
        std::filesystem::remove(invocation.output_file);
    }
    if (!invocation.input_file.empty()) std::filesystem::remove(invocation.input_file);
    return status;
}

}  // namespace
}  // namespace clientela::app

int main(int count, char** words) {
    // glibc would give the server's seventy threads eight heaps per core, each as large as the
    // largest request it ever served: with two cores 420 MB, of which 72 MB were in use.
    mallopt(M_ARENA_MAX, 4);
    try {
        return clientela::app::run(count, words);
    } catch (const std::exception& thrown) {
        std::fprintf(stderr, "clientela: %s\n", thrown.what());
        return 1;
    }
}
