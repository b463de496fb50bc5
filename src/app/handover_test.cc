// SPDX-License-Identifier: Apache-2.0
// What a server answers to the words that another process hands over, which may be of another
// version.
#include "app/handover.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

namespace json = boost::json;

class Served {
public:
    explicit Served(const std::string& location) {
        auto opened = open_site(location);
        EXPECT_OK(opened);
        site_ = std::move(*opened);
        add_handover_route(router_, *site_);
    }

    // `words` as JSON, `more` as further members of what is handed over.
    json::value run(const std::string& words, const std::string& more = {}) {
        http::Request request;
        request.remote = "unix";
        request.body = R"({"language":"en","directory":"/","words":)" + words + more + "}";
        const http::Match match = router_.match(http::Method::post, "/local/command");
        const http::Response response = match.route->handler(request);
        EXPECT_EQ(response.status, 200) << response.body;
        return json::parse(response.body);
    }

private:
    std::unique_ptr<Site> site_;
    http::Router router_;
};

STORE_TEST(Handover, answers_words_of_another_version_and_serves_on) {
    Served server(fresh_location());
    const json::value unknown = server.run(R"(["frobnicate"])");
    EXPECT_EQ(unknown.at("exit"), 2);
    EXPECT_EQ(unknown.at("err"),
              "clientela: There is no command “frobnicate”.\nHelp: clientela --help\n");
    const json::value help = server.run(R"(["help"])");
    EXPECT_EQ(help.at("exit"), 0);
    EXPECT_NE(help.at("out"), "");
    const json::value serve = server.run(R"(["serve"])");
    EXPECT_EQ(serve.at("exit"), 1);
    EXPECT_EQ(serve.at("err"), "clientela: A running server does not do “serve”. Stop it first.\n");
    const json::value restore = server.run(R"(["restore","a.bak","--json"])");
    EXPECT_EQ(restore.at("exit"), 1);
    EXPECT_EQ(json::parse(restore.at("err").as_string()).at("error").at("code"), "invalid");
    EXPECT_EQ(server.run(R"(["user","list"])").at("exit"), 0);
}

STORE_TEST(Handover, brings_a_password_in_no_file) {
    Served server(fresh_location());
    const char* add = R"(["user","add","ana@x.example","--name","Ana","--role","administrator",)"
                      R"("--password-stdin"])";
    const json::value without = server.run(add);
    EXPECT_EQ(without.at("exit"), 1);
    EXPECT_EQ(without.at("err"), "clientela: No password came through standard input.\n");
    const json::value with = server.run(add, R"(,"password":"a long enough password")");
    EXPECT_EQ(with.at("exit"), 0) << with.at("err");
    EXPECT_EQ(with.at("out"), "Ana can now sign in as ana@x.example.\n");
}

}  // namespace
}  // namespace clientela::app
