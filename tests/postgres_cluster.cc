// SPDX-License-Identifier: Apache-2.0
#include "tests/postgres_cluster.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace clientela {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "clientela-test-";

fs::path scratch_root() {
    if (const char* named = std::getenv("TMPDIR"); named != nullptr && *named != '\0') return named;
    std::error_code trouble;
    const fs::space_info memory = fs::space("/dev/shm", trouble);
    const bool roomy = !trouble && memory.available > (std::uintmax_t{1} << 30);
    return roomy && ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

void remove_leftovers(const fs::path& root) {
    std::error_code trouble;
    for (const auto& entry : fs::directory_iterator(root, trouble)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(kPrefix)) continue;
        const auto owner = static_cast<pid_t>(std::atoi(name.c_str() + kPrefix.size()));
        if (owner > 0 && ::kill(owner, 0) != 0 && errno == ESRCH) fs::remove_all(entry, trouble);
    }
}

// Empty when there is no server to be found.
std::string find_programs() {
    std::error_code trouble;
    std::string newest;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", trouble)) {
        const fs::path programs = entry.path() / "bin";
        if (!fs::exists(programs / "initdb", trouble)) continue;
        if (entry.path().filename() == "15") return programs.string();
        newest = std::max(newest, programs.string());
    }
    return newest;
}

const passwd* server_user() { return ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr; }

}  // namespace

const std::string& scratch_directory() {
    static const std::string directory = [] {
        const fs::path root = scratch_root();
        remove_leftovers(root);
        std::string path =
            (root / (std::string(kPrefix) + std::to_string(::getpid()) + "-XXXXXX")).string();
        CHECK(::mkdtemp(path.data()) != nullptr);
        CHECK(::chmod(path.c_str(), 0755) == 0);
        return path;
    }();
    return directory;
}

void remove_scratch() {
    std::error_code trouble;
    fs::remove_all(scratch_directory(), trouble);
}

std::string PostgresCluster::uri(std::string_view database) const {
    return "postgresql:///" + std::string(database) + "?host=" + directory_ + "&user=postgres";
}

// Runs a program of PostgreSQL as the server's user, with its output in the cluster's log.
pid_t PostgresCluster::launch(const std::vector<std::string>& command, int death_signal) const {
    std::vector<char*> arguments;
    for (const std::string& part : command)
        arguments.push_back(const_cast<char*>(part.c_str()));
    arguments.push_back(nullptr);
    char path[] = "PATH=/usr/bin:/bin";
    char locale[] = "LC_ALL=C.UTF-8";
    char zone[] = "TZ=UTC";
    char* environment[] = {path, locale, zone, nullptr};
    const std::string log = directory_ + "/log";
    const passwd* user = server_user();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child != 0) return child;
    if (user != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 ||
                            ::setuid(user->pw_uid) != 0)) {
        ::_exit(126);
    }
    ::prctl(PR_SET_PDEATHSIG, death_signal);
    if (::getppid() != parent) ::_exit(126);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(output, 1);
    ::dup2(output, 2);
    if (::chdir("/") != 0) ::_exit(126);
    ::setpgid(0, 0);  // Ctrl-C ends the tests; these end the server
    ::execve(arguments[0], arguments.data(), environment);
    ::_exit(127);
}

Result<void> PostgresCluster::create() {
    programs_ = find_programs();
    if (programs_.empty()) return internal_error("no PostgreSQL server in /usr/lib/postgresql");
    if (::geteuid() == 0 && server_user() == nullptr) return internal_error("no user postgres");
    directory_ = scratch_directory() + "/pgXXXXXX";
    if (::mkdtemp(directory_.data()) == nullptr) return internal_error("mkdtemp failed");
    if (const passwd* user = server_user();
        user != nullptr && ::chown(directory_.c_str(), user->pw_uid, user->pw_gid) != 0) {
        return internal_error("chown failed");
    }
    const pid_t child =
        launch({programs_ + "/initdb", "-D", directory_ + "/main", "-U", "postgres", "-A", "trust",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
               SIGKILL);
    int status = 0;
    if (::waitpid(child, &status, 0) != child || status != 0) {
        return internal_error("initdb failed: " + log_tail());
    }
    return {};
}

pid_t PostgresCluster::launch_server() const {
    const std::string fsync = durability_ == Durability::safe ? "on" : "off";
    return launch({programs_ + "/postgres",
                   "-D",
                   directory_ + "/main",
                   "-c",
                   "listen_addresses=",
                   "-c",
                   "unix_socket_directories=" + directory_,
                   "-c",
                   "fsync=" + fsync,
                   "-c",
                   "full_page_writes=" + fsync,
                   "-c",
                   "max_connections=200",
                   "-c",
                   "shared_buffers=64MB",
                   "-c",
                   "autovacuum=off",
                   "-c",
                   "log_checkpoints=off",
                   "-c",
                   "lc_messages=C",
                   "-c",
                   "deadlock_timeout=100ms"},
                  SIGQUIT);
}

// One that was killed leaves processes behind for a moment, and another refuses to start beside
// them.
Result<void> PostgresCluster::start() {
    constexpr int kEndingsMax = 100;
    if (server_ > 0) return {};
    if (directory_.empty()) TRY(create());
    const std::string address = uri();
    int endings = 0;
    for (int attempt = 0; attempt < 6000 && endings < kEndingsMax; ++attempt) {
        if (server_ <= 0) server_ = launch_server();
        if (::PQping(address.c_str()) == PQPING_OK) return {};
        const bool ended = ::waitpid(server_, nullptr, WNOHANG) == server_;
        if (ended) {
            server_ = -1;
            ++endings;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(ended ? 50 : 5));
    }
    kill9();
    return internal_error("PostgreSQL does not start: " + log_tail());
}

void PostgresCluster::stop() {
    if (server_ <= 0) return;
    ::kill(server_, SIGINT);
    ::waitpid(server_, nullptr, 0);
    server_ = -1;
}

// The first process is stopped while its children are listed: killed alone, it would leave them
// running for a moment.
void PostgresCluster::kill9() {
    if (server_ <= 0) return;
    ::kill(server_, SIGSTOP);
    const std::string number = std::to_string(server_);
    std::ifstream children("/proc/" + number + "/task/" + number + "/children");
    for (pid_t child = 0; children >> child;)
        ::kill(child, SIGKILL);
    ::kill(server_, SIGKILL);
    ::waitpid(server_, nullptr, 0);
    server_ = -1;
}

std::string PostgresCluster::log_tail() const {
    std::ifstream file(directory_ + "/log");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    return all.substr(all.size() > 2000 ? all.size() - 2000 : 0);
}

}  // namespace clientela
