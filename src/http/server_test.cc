// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>

#include "http/running_server.h"

namespace clientela::http {
namespace {

Router small_router() {
    Router router;
    router.add(Method::get, "/inline", [](const Request&) { return text_response("inline"); },
               {.run = Run::inline_});
    router.add(Method::get, "/pool", [](const Request&) { return text_response("pool"); });
    router.add(Method::post, "/echo",
               [](const Request& request) { return text_response(request.body); },
               {.body_limit = 1000});
    router.add(Method::post, "/spool",
               [](const Request& request) {
                   std::ifstream file(request.body_file, std::ios::binary);
                   const std::string text{std::istreambuf_iterator<char>(file), {}};
                   return text_response(request.body_file + "\n" + std::to_string(text.size()));
               },
               {.body_limit = 8 << 20, .body = Body::spool});
    router.add(Method::get, "/throws",
               [](const Request&) -> Response { throw std::runtime_error("secret table name"); });
    router.add(Method::get, "/who", [](const Request& request) {
        return text_response(request.remote + " " + (request.secure ? "secure" : "plain") + " " +
                             request.prefix + " " + request.path);
    });
    return router;
}

TEST(Server, answers_from_the_io_thread_and_from_the_pool_over_one_connection) {
    RunningServer running(small_router());
    Client client = running.client();
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(client.get("/inline").body, "inline");
        EXPECT_EQ(client.get("/pool").body, "pool");
    }
    running.stop();  // an answer is counted after it has arrived
    EXPECT_EQ(running.server().metrics().connections_total, 1u);
    EXPECT_EQ(running.server().metrics().requests_by_class[2], 6u);
}

TEST(Server, asks_a_busy_handler_again_on_the_pool) {
    std::atomic<bool> busy = false;
    std::vector<std::thread::id> asked;  // one request at a time
    Router router;
    router.add(Method::get, "/record",
               [&](const Request& request) {
                   asked.push_back(std::this_thread::get_id());
                   Response response = text_response(request.may_wait ? "waited" : "at once");
                   response.must_wait = busy && !request.may_wait;
                   return response;
               },
               {.run = Run::inline_if_free});
    RunningServer running(std::move(router));
    Client client = running.client();
    EXPECT_EQ(client.get("/record").body, "at once");
    busy = true;
    EXPECT_EQ(client.get("/record").body, "waited");
    ASSERT_EQ(asked.size(), 3U);
    EXPECT_EQ(asked[0], asked[1]);
    EXPECT_NE(asked[1], asked[2]) << "the io thread did what has to wait";
    EXPECT_EQ(client.get("/record").status, 200) << "the connection goes on";
}

// Answers on threads of its own, as a store that tells when something is durable.
class LaterAnswers {
public:
    ~LaterAnswers() {
        for (std::thread& thread : threads_)
            thread.join();
    }
    Router router() {
        Router router;
        RouteOptions options;
        options.later = [this](const Request& request, Answer answer) {
            EXPECT_FALSE(request.may_wait);
            if (request.body == "refused") return false;
            if (request.body == "throws") throw std::runtime_error("secret");
            taken = true;
            threads_.emplace_back([&request, answer = std::move(answer)] {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                Response response = text_response("later " + request.body);
                if (request.body == "missing") {
                    response = {};
                    response.status = 404;
                }
                response.must_wait = request.body == "elsewhere";
                answer(std::move(response));
            });
            return true;
        };
        router.add(
            Method::post, "/save",
            [](const Request& request) { return text_response("handler " + request.body); },
            options);
        return router;
    }

    std::atomic<bool> taken = false;

private:
    std::vector<std::thread> threads_;
};

TEST(Server, waits_without_a_thread_for_an_answer_that_comes_later) {
    LaterAnswers answers;
    RunningServer running(answers.router());
    Client client = running.client();
    EXPECT_EQ(client.post("/save", "1").body, "later 1");
    EXPECT_EQ(client.post("/save", "refused").body, "handler refused");
    EXPECT_EQ(client.post("/save", "elsewhere").body, "handler elsewhere");
    EXPECT_EQ(client.post("/save", "missing").status, 404);
    EXPECT_EQ(client.post("/save", "throws").body, "handler throws");
    EXPECT_EQ(client.post("/save", "2").body, "later 2") << "the connection goes on";
}

TEST(Server, waits_for_answers_that_come_later_when_it_stops) {
    LaterAnswers answers;
    RunningServer running(answers.router());
    std::string body;
    std::thread asking([&] { body = running.client().post("/save", "last").body; });
    while (!answers.taken)
        std::this_thread::yield();
    running.stop();
    asking.join();
    EXPECT_EQ(body, "later last");
}

TEST(Server, sends_security_headers_and_a_request_id_with_every_answer) {
    RunningServer running(small_router());
    Client client = running.client();
    for (const char* path : {"/inline", "/nowhere", "/throws"}) {
        const auto response = client.get(path);
        EXPECT_NE(response.header("content-security-policy").find("object-src 'none'"),
                  std::string_view::npos);
        EXPECT_EQ(response.header("x-content-type-options"), "nosniff");
        EXPECT_EQ(response.header("referrer-policy"), "same-origin");
        EXPECT_EQ(response.header("cross-origin-opener-policy"), "same-origin");
        EXPECT_EQ(response.header("x-request-id").size(), 16u);
        EXPECT_EQ(response.header("cache-control"), "no-store");
    }
}

TEST(Server, tells_nothing_about_an_exception) {
    RunningServer running(small_router());
    const auto response = running.client().get("/throws");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(response.body.find("secret"), std::string::npos);
}

TEST(Server, answers_head_without_a_body_and_options_with_the_methods) {
    RunningServer running(small_router());
    Client client = running.client();
    const auto head = client.head("/inline");
    EXPECT_EQ(head.header("content-length"), "6");
    EXPECT_EQ(client.send("OPTIONS", "/inline", "").header("allow"), "GET, HEAD, OPTIONS");
    const auto post = client.post("/inline", "x");
    EXPECT_EQ(post.status, 405);
    EXPECT_EQ(post.header("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.get("/inline").body, "inline") << "the connection goes on";
}

TEST(Server, lets_the_application_write_bodies_of_failures) {
    Router router = small_router();
    router.on_failure([](const Request& request, const Failure& failure) {
        Response response;
        response.status = failure.status;
        response.header("content-type", "application/json");
        response.body =
            "{\"status\":" + std::to_string(failure.status) + ",\"path\":\"" + request.path + "\"}";
        return response;
    });
    router.add(Method::get, "/empty", [](const Request&) {
        Response response;
        response.status = 403;
        return response;
    });
    RunningServer running(std::move(router));
    Client client = running.client();
    EXPECT_EQ(client.get("/nowhere").body, R"({"status":404,"path":"/nowhere"})");
    EXPECT_EQ(client.get("/empty").body, R"({"status":403,"path":"/empty"})");
}

TEST(Server, refuses_bodies_over_the_limit_of_the_route) {
    RunningServer running(small_router());
    Client client = running.client();
    EXPECT_EQ(client.post("/echo", std::string(1000, 'a')).body.size(), 1000u);
    EXPECT_EQ(client.post("/echo", std::string(1001, 'a')).status, 413);
    client.disconnect();
    client.write_raw("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n400\r\n" +
                     std::string(1024, 'b') + "\r\n0\r\n\r\n");
    EXPECT_EQ(client.read_response().status, 413);
}

TEST(Server, refuses_bodies_of_another_type_and_packed_ones) {
    ServerOptions options = test_options();
    options.memory_type = "application/json";
    RunningServer running(small_router(), options);
    Client client = running.client();
    EXPECT_EQ(
        client.post("/echo", "{}", {{"content-type", "Application/JSON; charset=utf-8"}}).body,
        "{}");
    EXPECT_EQ(client.post("/echo", "{}", {{"content-type", "text/plain"}}).status, 415);
    EXPECT_EQ(client.post("/echo", "{}", {{"content-encoding", "gzip"}}).status, 415);
    EXPECT_EQ(client.post("/echo", "{}", {{"content-encoding", "identity"}}).status, 200);
    EXPECT_EQ(client.post("/echo", "", {{"content-type", "text/plain"}}).status, 200);
}

TEST(Server, asks_whether_a_body_is_welcome_before_it_reads_it) {
    Router router;
    const auto admit = [](const Request& request) -> std::optional<Response> {
        if (request.header("authorization") == "yes") return std::nullopt;
        if (request.header("authorization") == "throw") throw std::runtime_error("secret");
        Response refusal = text_response("who are you?");
        refusal.status = 401;
        return refusal;
    };
    router.add(Method::post, "/upload", [](const Request&) { return text_response("taken"); },
               {.body = Body::spool});
    ServerOptions options = test_options();
    options.admit = admit;
    RunningServer running(std::move(router), options);
    Client client = running.client();
    EXPECT_EQ(client.post("/upload", "abc", {{"authorization", "yes"}}).body, "taken");
    // The bodies never come: an answer to the head alone ends the wait.
    for (const auto& [who, status] : {std::pair{"no", 401}, std::pair{"throw", 500}}) {
        client.disconnect();
        client.write_raw(std::string("POST /upload HTTP/1.1\r\nhost: a\r\nauthorization: ") + who +
                         "\r\ncontent-length: 900000\r\n\r\n");
        const auto answer = client.read_response();
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(answer.body.find("secret"), std::string::npos);
        EXPECT_TRUE(client.closed_by_server(std::chrono::seconds(10)));
    }
}

TEST(Server, spools_large_bodies_into_a_file_without_a_name) {
    RunningServer running(small_router());
    const auto response = running.client().post("/spool", std::string(5 << 20, 'x'));
    ASSERT_EQ(response.status, 200);
    EXPECT_TRUE(response.body.starts_with("/proc/self/fd/")) << response.body;
    const auto line = response.body.find('\n');
    EXPECT_EQ(response.body.substr(line + 1), std::to_string(5 << 20));
}

TEST(Server, reads_chunked_bodies_and_asks_for_awaited_ones) {
    RunningServer running(small_router());
    Client client = running.client();
    client.write_raw(
        "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n"
        "expect: 100-continue\r\n\r\n");
    EXPECT_FALSE(client.closed_by_server(std::chrono::milliseconds(50)));
    client.write_raw("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "abcde");
}

TEST(Server, answers_pipelined_requests_in_order) {
    RunningServer running(small_router());
    Client client = running.client();
    client.write_raw(
        "GET /pool HTTP/1.1\r\nhost: a\r\n\r\nPOST /echo HTTP/1.1\r\nhost: a\r\n"
        "content-length: 3\r\n\r\nabcGET /inline HTTP/1.1\r\nhost: a\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "pool");
    EXPECT_EQ(client.read_response().body, "abc");
    EXPECT_EQ(client.read_response().body, "inline");
}

TEST(Server, ends_after_the_answer_when_asked_and_for_http_1_0) {
    RunningServer running(small_router());
    Client client = running.client();
    EXPECT_EQ(client.get("/inline", {{"connection", "close"}}).header("connection"), "close");
    client.write_raw("GET /inline HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.read_response().body, "inline");
    EXPECT_TRUE(client.closed_by_server(std::chrono::seconds(5)));
}

TEST(Server, sends_long_bodies_in_chunks) {
    Router router;
    router.add(Method::get, "/long", [](const Request&) {
        Response response = text_response("");
        response.source = [count = 0](std::string& chunk) mutable {
            chunk.assign(100'000, static_cast<char>('a' + count));
            return ++count < 5;
        };
        return response;
    });
    RunningServer running(std::move(router));
    Client client = running.client();
    const auto response = client.get("/long");
    EXPECT_EQ(response.body.size(), 500'000u);
    EXPECT_EQ(response.body.back(), 'e');
    EXPECT_EQ(client.get("/long").body.size(), 500'000u);
}

TEST(Server, sends_large_bodies_to_a_reader_that_begins_late) {
    Router router;
    router.add(Method::get, "/large",
               [](const Request&) { return text_response(std::string(20 << 20, 'z')); });
    RunningServer running(std::move(router));
    Client client = running.client();
    client.write_raw("GET /large HTTP/1.1\r\nhost: a\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(client.read_response().body, std::string(20 << 20, 'z'));
}

TEST(Server, compresses_only_what_is_worth_it_and_accepted) {
    Router router;
    router.add(Method::get, "/{n:int}", [](const Request& request) {
        return text_response(std::string(std::stoul(std::string(request.parameter("n"))), 'a'));
    });
    RunningServer running(std::move(router));
    Client client = running.client();
    const Headers gzip{{"accept-encoding", "br, gzip;q=0.5"}};
    const auto packed = client.get("/5000", gzip);
    EXPECT_EQ(packed.header("content-encoding"), "gzip");
    EXPECT_EQ(packed.header("vary"), "accept-encoding");
    EXPECT_LT(packed.body.size(), 200u);
    EXPECT_EQ(client.get("/1000", gzip).header("content-encoding"), "");
    EXPECT_EQ(client.get("/5000").body.size(), 5000u);
    EXPECT_EQ(client.get("/5000", {{"accept-encoding", "gzip;q=0"}}).body.size(), 5000u);
}

TEST(Server, believes_forwarding_headers_of_trusted_proxies_only) {
    const Headers forwarded{{"x-forwarded-for", "1.2.3.4, 203.0.113.9, 10.0.0.5"},
                            {"x-forwarded-proto", "https"},
                            {"x-forwarded-prefix", "/crm"}};
    RunningServer plain(small_router());
    EXPECT_EQ(plain.client().get("/who", forwarded).body, "127.0.0.1 plain  /who");
    ServerOptions options = test_options();
    options.trusted_proxies = {"127.0.0.0/8", "10.0.0.0/8"};
    RunningServer behind(small_router(), options);
    EXPECT_EQ(behind.client().get("/who", forwarded).body, "203.0.113.9 secure /crm /who");
    EXPECT_EQ(behind.client().get("/crm/who", forwarded).body, "203.0.113.9 secure /crm /who");
    const Headers two_lines{{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-for", "203.0.113.9"}};
    EXPECT_EQ(behind.client().get("/who", two_lines).body, "203.0.113.9 plain  /who");
}

TEST(Server, refuses_what_the_queue_cannot_hold) {
    std::mutex mutex;
    std::condition_variable changed;
    bool open = false;
    std::atomic<int> inside{0};
    Router router;
    router.add(Method::get, "/slow", [&](const Request&) {
        ++inside;
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return open; });
        return text_response("done");
    });
    router.add(Method::get, "/quick", [](const Request&) { return text_response("quick"); },
               {.run = Run::inline_});
    ServerOptions options = test_options();
    options.pool_threads = 1;
    options.pool_queue = 1;
    RunningServer running(std::move(router), options);
    Client first = running.client();
    first.write_raw("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    while (inside == 0)
        std::this_thread::yield();
    Client second = running.client();
    second.write_raw("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    while (running.server().metrics().queue_length == 0)
        std::this_thread::yield();
    Client third = running.client();
    const auto refused = third.get("/slow");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("retry-after"), "1");
    EXPECT_EQ(third.get("/quick").body, "quick") << "the io thread stays free";
    {
        std::lock_guard lock(mutex);
        open = true;
    }
    changed.notify_all();
    EXPECT_EQ(first.read_response().body, "done");
    EXPECT_EQ(second.read_response().body, "done");
    EXPECT_EQ(running.server().metrics().overloaded, 1u);
}

TEST(Server, finishes_open_requests_when_it_stops) {
    std::atomic<bool> inside{false};
    std::atomic<bool> go{false};
    Router router;
    router.add(Method::get, "/slow", [&](const Request&) {
        inside = true;
        while (!go)
            std::this_thread::yield();
        return text_response("finished");
    });
    RunningServer running(std::move(router));
    Client idle = running.client();
    EXPECT_EQ(idle.get("/none").status, 404);
    Client busy = running.client();
    busy.write_raw("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n");
    while (!inside)
        std::this_thread::yield();
    running.server().stop();
    EXPECT_TRUE(idle.closed_by_server(std::chrono::seconds(5)));
    go = true;
    const auto response = busy.read_response();
    EXPECT_EQ(response.body, "finished");
    EXPECT_EQ(response.header("connection"), "close");
    running.stop();
    EXPECT_EQ(Client(running.port()).get("/slow").status, 0) << "nobody listens any more";
}

TEST(Server, listens_on_a_unix_socket_of_its_owner) {
    const std::string path = "/tmp/clientela-test-" + std::to_string(::getpid()) + ".socket";
    ServerOptions options = test_options();
    options.unix_socket = path;
    {
        RunningServer running(small_router(), options);
        EXPECT_EQ(Client::over_unix_socket(path).get("/who").body, "unix plain  /who");
        const auto mode = std::filesystem::status(path).permissions();
        EXPECT_EQ(mode & std::filesystem::perms::others_all, std::filesystem::perms::none);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, says_which_port_is_taken) {
    RunningServer running(small_router());
    ServerOptions options = test_options();
    options.port = running.port();
    Server second(options, Router{});
    const auto result = second.listen();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.key, "http.port_taken");
}

TEST(Server, logs_paths_without_the_values_of_the_query) {
    std::mutex mutex;
    std::string line;
    ServerOptions options = test_options();
    options.access_log = [&](std::string_view text) {
        std::lock_guard lock(mutex);
        line = text;
    };
    RunningServer running(small_router(), options);
    Client client = running.client();
    const auto response = client.get("/pool?$filter=name%20eq%20'Ana'&q=Ana&top");
    running.stop();
    EXPECT_NE(line.find(R"("path":"/pool?$filter&q&top","status":200)"), std::string::npos) << line;
    EXPECT_EQ(line.find("Ana"), std::string::npos);
    EXPECT_NE(line.find(response.header("x-request-id")), std::string::npos);
}

}  // namespace
}  // namespace clientela::http
