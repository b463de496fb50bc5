// SPDX-License-Identifier: Apache-2.0
// Patterns that an administrator gives to own fields: whatever they are, a save ends.
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string changes(const std::string& pattern) {
    return R"({"changes":[{"do":"add_field","object":"accounts","field":{"type":"text",)"
           R"("name":"c_code","max_length":100000,"label":{"es":"Clave","en":"Code"},"pattern":)" +
           boost::json::serialize(boost::json::string(pattern)) + "}}]";
}

int applied(http::Client& client, const std::string& pattern) {
    const ClientResponse plan = client.post("/api/v1/definitions/plan", changes(pattern) + "}");
    if (plan.status != 200) return plan.status;
    const std::string hash = text_at(parsed(plan), "/hash");
    return client
        .post("/api/v1/definitions/apply", changes(pattern) + R"(,"hash":")" + hash + "\"}")
        .status;
}

std::string saved(http::Client& client, const std::string& code) {
    const ClientResponse made =
        client.post("/api/v1/accounts", R"({"name":"Acme","c_code":")" + code + "\"}");
    if (made.status == 201) return "saved";
    return text_at(parsed(made), "/error/details/0/code");
}

STORE_TEST(Patterns, one_that_asks_for_too_many_steps_is_an_error_of_the_field) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(applied(ada, "(a+)+b"), 200);
    EXPECT_EQ(saved(ada, "aab"), "saved");
    EXPECT_EQ(saved(ada, "c"), "wrong_form");
    EXPECT_EQ(saved(ada, std::string(40, 'a')), "pattern_too_costly");
}

STORE_TEST(Patterns, one_for_long_texts_does_not_take_the_server_down) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(applied(ada, "(.|\\n)*"), 200);
    EXPECT_EQ(saved(ada, "short"), "saved");
    EXPECT_EQ(saved(ada, std::string(100'000, 'x')), "pattern_too_costly");
}

STORE_TEST(Patterns, one_that_is_none_is_refused) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    EXPECT_EQ(applied(ada, "[a"), 400);
}

}  // namespace
}  // namespace clientela
