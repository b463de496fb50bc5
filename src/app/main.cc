// SPDX-License-Identifier: Apache-2.0
// The program: words in, exit status out.
#include <fcntl.h>
#include <malloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <string_view>
#include <vector>

#include "app/command.h"
#include "app/handover.h"
#include "app/log.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "db/held.h"

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

Error stream_error(const char* key, int number) {
    return make_error(ErrorCode::unavailable, key, {{"reason", system_reason(number)}});
}

// In the directory of the store, because a server that does the work may see another /tmp; it
// belongs to whom the store belongs to, who may be another than the one that gives the command.
Result<std::string> temporary_file(const CommandLine& line) {
    const bool beside = is_served(line.store);
    const std::filesystem::path folder =
        beside ? std::filesystem::absolute(line.store) : std::filesystem::temp_directory_path();
    std::string path = (folder / "clientela-XXXXXX").string();
    const int file = mkstemp(path.data());
    if (file < 0) return stream_error("cli.no_room_for_stream", errno);
    struct stat owner {};
    if (beside && geteuid() == 0 && stat(line.store.c_str(), &owner) == 0 &&
        fchown(file, owner.st_uid, owner.st_gid) != 0) {
        const int refused = errno;
        close(file);
        unlink(path.c_str());
        return stream_error("cli.no_room_for_stream", refused);
    }
    close(file);
    return path;
}

Result<void> write_all(int file, std::string_view bytes, const char* key) {
    while (!bytes.empty()) {
        const ssize_t written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return stream_error(key, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

// To the last byte: half an import or export must not pass for a whole one.
Result<void> copy_all(int from, int to, const char* unread, const char* unwritten) {
    std::vector<char> bytes(std::size_t{1} << 16);
    while (true) {
        const ssize_t got = read(from, bytes.data(), bytes.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return stream_error(unread, errno);
        if (got == 0) return {};
        TRY(write_all(to, {bytes.data(), static_cast<std::size_t>(got)}, unwritten));
    }
}

// Standard input as a file, because the command may run in the server, which has another one.
Result<void> spool_input(const std::string& path) {
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file < 0) return stream_error("cli.no_room_for_stream", errno);
    Result<void> copied =
        copy_all(STDIN_FILENO, file, "cli.input_not_read", "cli.no_room_for_stream");
    if (close(file) != 0 && copied.ok()) return stream_error("cli.no_room_for_stream", errno);
    return copied;
}

// The first line, kept in memory: a file would outlive a command that is killed.
Result<std::string> read_password() {
    constexpr std::size_t kMost = 1 << 16;  // far more than any password may have
    std::string line;
    char sign = 0;
    while (line.size() < kMost) {
        const ssize_t got = read(STDIN_FILENO, &sign, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return stream_error("cli.input_not_read", errno);
        if (got == 0 || sign == '\n') break;
        line += sign;
    }
    if (line.ends_with('\r')) line.pop_back();
    if (!is_valid_utf8(line)) return field_error("password", "not_text");
    return line;
}

Result<void> print_file(const std::string& path) {
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return stream_error("cli.output_not_written", errno);
    Result<void> copied =
        copy_all(file, STDOUT_FILENO, "cli.output_not_written", "cli.output_not_written");
    close(file);
    return copied;
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
    if (line.store.starts_with("postgres")) return open_site(line.store);
    TRY(db::refuse_if_lost(line.store));
    if (!may_make_store(line) && (std::filesystem::file_size(file, missing) == 0 || missing)) {
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

// Files that stand for the standard streams of one command; they go with it.
struct StreamFiles {
    ~StreamFiles() {
        std::error_code ignored;
        for (const std::string& path : {input, output}) {
            if (!path.empty()) std::filesystem::remove(path, ignored);
        }
    }
    std::string input;
    std::string output;
};

Result<int> run_on_files(const CommandLine& line, Invocation& invocation, StreamFiles& files) {
    if (reads_password(line)) invocation.password = TRY(read_password());
    if (reads_input(line)) {
        files.input = invocation.input_file = TRY(temporary_file(line));
        TRY(spool_input(files.input));
    }
    if (writes_output(line)) files.output = invocation.output_file = TRY(temporary_file(line));
    const int status = run_here_or_there(line, invocation);
    if (status == 0 && !files.output.empty()) TRY(print_file(files.output));
    return status;
}

// Files, because the command may run in the server, whose standard streams are others.
int run_with_streams(const CommandLine& line, Invocation& invocation) {
    StreamFiles files;
    const Result<int> status = run_on_files(line, invocation, files);
    if (status.ok()) return *status;
    Output output;
    output.err = error_text(status.error(), line.json, invocation.language);
    return say(output, Exit::failed);
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
    set_log_format(LogFormat::text);  // standard output is for answers
    if (line.verb == "serve") return static_cast<int>(serve(line, invocation));
    if (line.verb == "restore") {
        Output output;
        const Exit exit = restore_backup(line, invocation, output);
        return say(output, exit);
    }
    return run_with_streams(line, invocation);
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
