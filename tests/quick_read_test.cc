// SPDX-License-Identifier: Apache-2.0
// One record is read on the thread that serves every connection, so that read must never wait: for
// a connection of the store, for who asks, for what comes along with the record.
#include <gtest/gtest.h>

#include "tests/site_client.h"

namespace clientela {
namespace {

class Reader {
public:
    explicit Reader(const std::string& location)
        : client(location),
          session(client.person("Ana", R"({"accounts":{"read":"all"}})")),
          path("/api/v1/accounts('" +
               to_string(client.create("accounts", R"({"name":"Acme","number":"A-1"})")) + "')") {}

    // The answer of a request that may not wait; none when it would have had to.
    bool answers_at_once(std::string_view query_name = {}, std::string_view value = {}) {
        http::Request request;
        request.target = request.path = path;
        request.may_wait = false;
        request.headers.emplace_back("cookie", "clientela_session=" + session);
        if (!query_name.empty()) request.query.emplace_back(query_name, value);
        http::Match match = client.router().match(http::Method::get, path);
        request.parameters = std::move(match.parameters);
        const http::Response response = match.route->handler(request);
        if (!response.must_wait) {
            EXPECT_EQ(response.status, 200) << response.body;
            EXPECT_NE(response.body.find("Acme"), std::string::npos);
        }
        return !response.must_wait;
    }

    SiteClient client;
    std::string session;
    std::string path;
};

STORE_TEST(QuickRead, of_a_known_reader_does_not_wait) {
    Reader reader(fresh_location());
    EXPECT_FALSE(reader.answers_at_once()) << "who asks must be read first";
    EXPECT_EQ(reader.client.get(reader.path, reader.session).status, 200);
    const bool embedded = reader.client.site->store->dialect() == db::Dialect::sqlite;
    EXPECT_EQ(reader.answers_at_once(), embedded) << "PostgreSQL is another machine";
}

STORE_TEST(QuickRead, leaves_what_comes_along_to_the_pool) {
    Reader reader(fresh_location());
    EXPECT_EQ(reader.client.get(reader.path, reader.session).status, 200);
    EXPECT_FALSE(reader.answers_at_once("$expand", "contacts"));
}

STORE_TEST(QuickRead, leaves_the_look_for_a_key_to_the_pool) {
    Reader reader(fresh_location());
    reader.path = "/api/v1/accounts(number='A-1')";
    EXPECT_EQ(reader.client.get(reader.path, reader.session).status, 200);
    EXPECT_FALSE(reader.answers_at_once());
}

STORE_TEST(QuickRead, does_not_wait_for_slow_readers) {
    Reader reader(fresh_location());
    EXPECT_EQ(reader.client.get(reader.path, reader.session).status, 200);
    const std::function<void(int)> hold = [&](int more) {
        EXPECT_OK(reader.client.site->store->read([&](db::Transaction&) -> Result<void> {
            if (more == 0) {
                EXPECT_FALSE(reader.answers_at_once()) << "every connection is in use";
            } else {
                hold(more - 1);
            }
            return {};
        }));
    };
    hold(db::StoreOptions().reader_count - 1);
}

}  // namespace
}  // namespace clientela
