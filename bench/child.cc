// SPDX-License-Identifier: Apache-2.0
#include "child.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "measure.h"

namespace clientela::bench {
namespace {

int listen_anywhere(std::uint16_t& port) {
    const int handle = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(handle, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        listen(handle, 256) != 0 ||
        getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        stop("no port to listen on");
    }
    port = ntohs(address.sin_port);
    return handle;
}

bool accepts(std::uint16_t port) {
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool connected =
        connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(handle);
    return connected;
}

void become(const std::string& program, const std::string& store, std::uint16_t port) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const std::string address = "127.0.0.1:" + std::to_string(port);
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nothing, STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), "serve", "--store", store.c_str(), "--listen",
          address.c_str(), "--rate-limit", "0", static_cast<char*>(nullptr));
    _exit(127);
}

}  // namespace

Child Child::serve(const std::string& program, const std::string& store) {
    Child child;
    close(listen_anywhere(child.port_));  // a port that is free just now
    const auto start = std::chrono::steady_clock::now();
    child.pid_ = fork();
    if (child.pid_ == 0) become(program, store, child.port_);
    while (!accepts(child.port_)) {
        if (waitpid(child.pid_, nullptr, WNOHANG) != 0)
            stop("the server does not start: " + program);
        usleep(1000);
    }
    child.ready_ms_ =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    return child;
}

Child Child::fork_off(const std::function<void(int listening)>& run) {
    Child child;
    const int listening = listen_anywhere(child.port_);
    child.pid_ = fork();
    if (child.pid_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        run(listening);
        _exit(0);
    }
    close(listening);
    return child;
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), port_(other.port_), ready_ms_(other.ready_ms_) {}

Child::~Child() {
    if (pid_ == 0) return;
    kill(pid_, SIGTERM);
    for (int tries = 0; tries < 100 && waitpid(pid_, nullptr, WNOHANG) == 0; ++tries) {
        usleep(50'000);
        if (tries == 99) {
            kill(pid_, SIGKILL);
            waitpid(pid_, nullptr, 0);
        }
    }
}

std::string output_of(const std::string& command) {
    FILE* output = popen(command.c_str(), "r");
    if (output == nullptr) stop("cannot run " + command);
    std::string text;
    std::array<char, 4096> block;
    std::size_t size = 0;
    while ((size = fread(block.data(), 1, block.size(), output)) > 0)
        text.append(block.data(), size);
    if (pclose(output) != 0) stop("failed: " + command + "\n" + text);
    return text;
}

}  // namespace clientela::bench
