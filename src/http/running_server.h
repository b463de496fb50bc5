// SPDX-License-Identifier: Apache-2.0
// For tests: a server on a free port in a thread of its own, stopped when the test ends.
#pragma once

#include <gtest/gtest.h>

#include <thread>
#include <utility>

#include "http/client.h"
#include "http/server.h"

namespace clientela::http {

inline ServerOptions test_options() {
    ServerOptions options;
    options.port = 0;
    options.pool_threads = 4;
    return options;
}

class RunningServer {
public:
    explicit RunningServer(Router router, ServerOptions options = test_options(),
                           EventHub* events = nullptr)
        : server_(std::move(options), std::move(router), events) {
        const auto listening = server_.listen();
        EXPECT_TRUE(listening.ok()) << (listening.ok() ? "" : listening.error().detail);
        thread_ = std::thread([this] { EXPECT_TRUE(server_.run().ok()); });
    }
    ~RunningServer() { stop(); }
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    void stop() {
        if (!thread_.joinable()) return;
        server_.stop();
        thread_.join();
    }
    std::uint16_t port() const { return server_.port(); }
    Client client() const { return Client(server_.port()); }
    Server& server() { return server_; }

private:
    Server server_;
    std::thread thread_;
};

inline Response text_response(std::string text) {
    Response response;
    response.header("content-type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    return response;
}

}  // namespace clientela::http
