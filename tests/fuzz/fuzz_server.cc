// SPDX-License-Identifier: Apache-2.0
// The server itself: the input arrives byte for byte on a connection that then ends. Whatever comes
// back is a whole HTTP answer, or several, or nothing.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/server.h"

namespace clientela {
namespace {

class Listening {
public:
    Listening() : server_(options(), router()), thread_([this] { CHECK(server_.run().ok()); }) {
        while (server_.port() == 0)
            std::this_thread::yield();
    }
    ~Listening() {
        server_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return server_.port(); }

private:
    static http::ServerOptions options() {
        http::ServerOptions options;
        options.port = 0;
        options.pool_threads = 2;
        options.header_timeout = options.body_timeout = std::chrono::milliseconds(500);
        options.idle_timeout = std::chrono::milliseconds(500);
        return options;
    }
    static http::Router router() {
        http::Router router;
        const auto echo = [](const http::Request& request) {
            http::Response response;
            response.body = request.body;
            return response;
        };
        router.add(http::Method::get, "/", echo);
        router.add(http::Method::post, "/", echo);
        router.add(http::Method::patch, "/api/{name}/x", echo);
        return router;
    }
    http::Server server_;
    std::thread thread_;
};

int connect_to(std::uint16_t port) {
    const int connection = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(connection >= 0);
    // The port of an ended connection rests for a minute, so every ten thousand of them come from
    // another address of this machine.
    static std::uint32_t made = 0;
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + made++ / 10'000 % 200);
    CHECK(::bind(connection, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    return connection;
}

}  // namespace

void fuzz_server(const std::uint8_t* data, std::size_t size) {
    static Listening server;
    const int connection = connect_to(server.port());
    for (std::size_t sent = 0; sent < size;) {
        const ssize_t now = ::send(connection, data + sent, size - sent, MSG_NOSIGNAL);
        if (now <= 0) break;
        sent += static_cast<std::size_t>(now);
    }
    ::shutdown(connection, SHUT_WR);
    std::string answer;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(connection, buffer, sizeof buffer, 0)) > 0;)
        answer.append(buffer, static_cast<std::size_t>(got));
    ::close(connection);
    CHECK(answer.empty() || answer.starts_with("HTTP/1.1 "));
}

}  // namespace clientela
