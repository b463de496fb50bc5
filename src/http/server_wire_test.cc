// SPDX-License-Identifier: Apache-2.0
// Requests as an attacker would write them.
#include <gtest/gtest.h>

#include "http/running_server.h"

namespace clientela::http {
namespace {

Router echo_router() {
    Router router;
    router.add(Method::get, "/", [](const Request&) { return text_response("home"); });
    router.add(Method::post, "/",
               [](const Request& request) { return text_response(request.body); });
    return router;
}

struct Malformed {
    const char* why;
    std::string bytes;
    int status;
};

std::vector<Malformed> malformed_requests() {
    const std::string post = "POST / HTTP/1.1\r\nhost: a\r\n";
    const std::string get = "GET / HTTP/1.1\r\nhost: a\r\n";
    const std::string chunked = "transfer-encoding: chunked\r\n";
    return {
        {"length and coding", post + "content-length: 3\r\n" + chunked + "\r\nabc", 400},
        {"coding and length", post + chunked + "content-length: 3\r\n\r\n0\r\n\r\n", 400},
        {"two lengths", post + "content-length: 3\r\ncontent-length: 4\r\n\r\nabc", 400},
        {"two equal lengths", post + "content-length: 3\r\ncontent-length: 3\r\n\r\nabc", 400},
        {"list of lengths", post + "content-length: 3, 3\r\n\r\nabc", 400},
        {"negative length", post + "content-length: -1\r\n\r\n", 400},
        {"signed length", post + "content-length: +3\r\n\r\nabc", 400},
        {"huge length", post + "content-length: 99999999999999999999999\r\n\r\n", 400},
        {"length in words", post + "content-length: three\r\n\r\n", 400},
        {"coding twice", post + chunked + chunked + "\r\n0\r\n\r\n", 400},
        {"gzip, chunked", post + "transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
        {"xchunked", post + "transfer-encoding: xchunked\r\n\r\n", 400},
        {"identity", post + "transfer-encoding: identity\r\n\r\n", 400},
        {"coding in 1.0", "POST / HTTP/1.0\r\nhost: a\r\n" + chunked + "\r\n0\r\n\r\n", 400},
        {"space before colon", get + "x : y\r\n\r\n", 400},
        {"folded header", get + "x: y\r\n z\r\n\r\n", 400},
        {"folded by tab", get + "x: y\r\n\tz\r\n\r\n", 400},
        {"folded first header", "GET / HTTP/1.1\r\n x: y\r\nhost: a\r\n\r\n", 400},
        {"bare line feed", get + "x: y\nz: w\r\n\r\n", 400},
        {"bare carriage return", get + "x: y\rz: w\r\n\r\n", 400},
        {"NUL in a header", get + std::string("x: y\0z\r\n\r\n", 10), 400},
        {"control in a name", get + "x\x01: y\r\n\r\n", 400},
        {"header without colon", get + "x\r\n\r\n", 400},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two hosts", get + "host: b\r\n\r\n", 400},
        {"two spaces", "GET  / HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"version 0.9", "GET /\r\n\r\n", 400},
        {"version 2.0", "GET / HTTP/2.0\r\nhost: a\r\n\r\n", 400},
        {"small method", "get / HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"TLS on a plain port", std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8), 400},
        {"unknown method", "BREW / HTTP/1.1\r\nhost: a\r\n\r\n", 501},
        {"CONNECT", "CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n", 501},
        {"TRACE", "TRACE / HTTP/1.1\r\nhost: a\r\n\r\n", 501},
        {"bad escape", "GET /%zz HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"NUL in the path", "GET /%00 HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"no UTF-8 in the path", "GET /%ff HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"bad escape in the query", "GET /?a=%f HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"fragment", "GET /#a HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"relative target", "GET a HTTP/1.1\r\nhost: a\r\n\r\n", 400},
        {"bad chunk size", post + chunked + "\r\nzz\r\nabc\r\n0\r\n\r\n", 400},
        {"chunk too long", post + chunked + "\r\n3\r\nabcd\r\n0\r\n\r\n", 400},
        {"chunk size overflow", post + chunked + "\r\nfffffffffffffffff\r\nabc", 400},
        {"endless chunk extension", post + chunked + "\r\n3;" + std::string(20'000, 'a'), 400},
        {"long header", get + "x: " + std::string(20'000, 'a') + "\r\n\r\n", 431},
        {"endless header", get + "x: " + std::string(20'000, 'a'), 431},
        {"long target", "GET /" + std::string(20'000, 'a'), 431},
    };
}

TEST(Wire, refuses_malformed_requests_and_goes_on) {
    RunningServer running(echo_router());
    for (const Malformed& request : malformed_requests()) {
        Client client = running.client();
        client.timeout = std::chrono::seconds(5);
        ASSERT_TRUE(client.write_raw(request.bytes)) << request.why;
        EXPECT_EQ(client.read_response().status, request.status) << request.why;
    }
    EXPECT_EQ(running.client().get("/").body, "home");
}

TEST(Wire, refuses_many_headers) {
    RunningServer running(echo_router());
    Client client = running.client();
    std::string request = "GET / HTTP/1.1\r\nhost: a\r\n";
    for (int i = 0; i < 200; ++i)
        request += "x-" + std::to_string(i) + ": y\r\n";
    client.write_raw(request + "\r\n");
    EXPECT_EQ(client.read_response().status, 431);
}

TEST(Wire, closes_after_a_malformed_request_so_that_nothing_is_read_behind_it) {
    RunningServer running(echo_router());
    Client client = running.client();
    client.write_raw(
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n"
        "transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nhost: a\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 400);
    EXPECT_EQ(client.read_response().status, 0);
}

TEST(Wire, accepts_odd_but_valid_requests) {
    RunningServer running(echo_router());
    Client client = running.client();
    client.write_raw("\r\nGET http://elsewhere/?a=b HTTP/1.1\r\nHOST:a\r\nX-Empty:\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "home");
    client.write_raw(
        "POST / HTTP/1.1\r\nhost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        "3;name=value\r\nabc\r\n0\r\ncontent-type: text/plain\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "abc");
}

TEST(Wire, accepts_a_request_that_comes_byte_by_byte) {
    RunningServer running(echo_router());
    Client client = running.client();
    for (char c : std::string("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc")) {
        client.write_raw(std::string_view(&c, 1));
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    EXPECT_EQ(client.read_response().body, "abc");
}

TEST(Wire, gives_up_on_slow_heads_and_bodies_and_idle_connections) {
    ServerOptions options = test_options();
    options.header_timeout = options.body_timeout = std::chrono::milliseconds(150);
    options.idle_timeout = std::chrono::milliseconds(150);
    RunningServer running(echo_router(), options);
    Client head = running.client();
    head.write_raw("GET / HTTP/1.1\r\nho");
    EXPECT_EQ(head.read_response().status, 408);
    Client body = running.client();
    body.write_raw("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nab");
    EXPECT_EQ(body.read_response().status, 408);
    Client silent = running.client();
    silent.write_raw("");
    EXPECT_TRUE(silent.closed_by_server(std::chrono::seconds(10)));
    Client idle = running.client();
    EXPECT_EQ(idle.get("/").body, "home");
    EXPECT_TRUE(idle.closed_by_server(std::chrono::seconds(10)));
}

TEST(Wire, drops_a_reader_that_never_reads) {
    Router router;
    router.add(Method::get, "/", [](const Request&) {
        Response response = text_response("");
        response.source = [](std::string& chunk) {
            chunk.assign(16'000, 'z');
            return true;  // for ever
        };
        return response;
    });
    ServerOptions options = test_options();
    options.write_timeout = std::chrono::milliseconds(100);
    RunningServer running(std::move(router), options);
    Client client = running.client();
    client.write_raw("GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    while (running.server().metrics().timed_out == 0)
        std::this_thread::yield();
    while (running.server().metrics().connections_open > 0)
        std::this_thread::yield();
}

TEST(Wire, keeps_out_connections_over_the_limit) {
    ServerOptions options = test_options();
    options.max_connections = 2;
    RunningServer running(echo_router(), options);
    Client first = running.client();
    Client second = running.client();
    EXPECT_EQ(first.get("/").status, 200);
    EXPECT_EQ(second.get("/").status, 200);
    Client third = running.client();
    third.write_raw("");
    EXPECT_EQ(third.read_response().status, 503);
    first.disconnect();
    while (running.server().metrics().connections_open > 1)
        std::this_thread::yield();
    EXPECT_EQ(third.get("/").status, 200);
}

}  // namespace
}  // namespace clientela::http
