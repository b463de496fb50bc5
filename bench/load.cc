// SPDX-License-Identifier: Apache-2.0
#include "load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <string_view>
#include <vector>

#include "measure.h"

namespace clientela::bench {
namespace {

int connect_to(std::uint16_t port) {
    const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        stop("no connection to port " + std::to_string(port));
    }
    const int on = 1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return handle;
}

void send_all(int handle, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = send(handle, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) stop("the server closed a connection");
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

// Header names come in any case; answers of both servers carry a content-length.
std::size_t content_length(std::string_view head) {
    static constexpr std::string_view kName = "content-length:";
    for (std::size_t at = 0; at + kName.size() < head.size(); ++at) {
        if (head[at] != '\n' || strncasecmp(head.data() + at + 1, kName.data(), kName.size()) != 0)
            continue;
        std::size_t start = at + 1 + kName.size();
        while (head[start] == ' ')
            ++start;
        std::size_t length = 0;
        std::from_chars(head.data() + start, head.data() + head.size(), length);
        return length;
    }
    return 0;
}

class Connection {
public:
    explicit Connection(std::uint16_t port) : handle_(connect_to(port)) {}
    int handle() const { return handle_; }

    void send_request(const std::string& text) {
        buffer_.clear();
        whole_ = 0;
        send_all(handle_, text);
    }

    // True when the answer is whole.
    bool receive() {
        char block[65536];
        const ssize_t size = recv(handle_, block, sizeof block, 0);
        if (size <= 0) stop("the server closed a connection");
        buffer_.append(block, static_cast<std::size_t>(size));
        if (whole_ == 0) {
            const std::size_t end = buffer_.find("\r\n\r\n");
            if (end == std::string::npos) return false;
            body_ = content_length(std::string_view(buffer_).substr(0, end + 2));
            whole_ = end + 4 + body_;
        }
        return buffer_.size() >= whole_;
    }

    int status() const { return static_cast<int>(std::strtol(buffer_.c_str() + 9, nullptr, 10)); }
    std::size_t body_size() const { return body_; }
    const std::string& answer() const { return buffer_; }

private:
    int handle_;
    std::string buffer_;
    std::size_t whole_ = 0;
    std::size_t body_ = 0;
};

LoadResult drive(const Load& load) {
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    std::vector<Connection> connections;
    connections.reserve(static_cast<std::size_t>(load.connections));
    std::uint64_t sent = 0;
    const auto start = std::chrono::steady_clock::now();
    for (int number = 0; number < load.connections && sent < load.requests; ++number) {
        Connection& connection = connections.emplace_back(load.port);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u32 = static_cast<std::uint32_t>(number);
        epoll_ctl(poll, EPOLL_CTL_ADD, connection.handle(), &event);
        connection.send_request(load.request(sent++));
    }
    LoadResult result;
    while (result.answers < load.requests) {
        epoll_event events[64];
        const int count = epoll_wait(poll, events, 64, 30'000);
        if (count <= 0) stop("the server does not answer");
        for (int i = 0; i < count; ++i) {
            Connection& connection = connections[events[i].data.u32];
            if (!connection.receive()) continue;
            ++result.answers;
            result.bytes += connection.body_size();
            if (connection.status() != load.wanted_status) ++result.failures;
            if (sent < load.requests) connection.send_request(load.request(sent++));
        }
    }
    result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    for (const Connection& connection : connections)
        close(connection.handle());
    close(poll);
    return result;
}

}  // namespace

LoadResult run_load(const Load& load) {
    int ends[2];
    if (pipe(ends) != 0) stop("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        const LoadResult result = drive(load);
        const bool told = write(ends[1], &result, sizeof result) == sizeof result;
        _exit(told ? 0 : 1);
    }
    close(ends[1]);
    LoadResult result;
    const bool told = read(ends[0], &result, sizeof result) == sizeof result;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    if (!told) stop("the load ended early");
    return result;
}

std::string ask_once(std::uint16_t port, const std::string& request) {
    Connection connection(port);
    connection.send_request(request);
    while (!connection.receive())
        continue;
    close(connection.handle());
    return connection.answer();
}

}  // namespace clientela::bench
