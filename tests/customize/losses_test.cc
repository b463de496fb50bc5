// SPDX-License-Identifier: Apache-2.0
// What goes with a field or an object, as a person reads it before dropping one.
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

void change(http::Client& client, const std::string& changes) {
    const auto plan = client.post("/api/v1/definitions/plan", R"({"changes":[)" + changes + "]}");
    ASSERT_EQ(plan.status, 200) << plan.body;
    const auto done =
        client.post("/api/v1/definitions/apply", R"({"changes":[)" + changes + R"(],"hash":")" +
                                                     text_at(parsed(plan), "/hash") + "\"}");
    ASSERT_EQ(done.status, 200) << done.body;
}

std::string add_field(const std::string& object, const std::string& name) {
    return R"({"do":"add_field","object":")" + object + R"(","field":{"type":"string","name":")" +
           name + R"(","filterable":true,"sortable":true,"label":{"es":")" + name + R"(","en":")" +
           name + R"("}}})";
}

void view(http::Client& client, const std::string& object, const std::string& more) {
    const auto made =
        client.post("/api/v1/views", R"({"name":"V","object":")" + object + R"(",)" + more + "}");
    ASSERT_EQ(made.status, 201) << made.body;
}

// "views layouts roles" of a field of accounts.
std::string used(http::Client& client, const std::string& field) {
    const auto usage = parsed(client.get("/api/v1/definitions/accounts/usage"));
    const auto number = [&](const char* of) {
        return text_at(usage, "/fields/" + field + "/" + of);
    };
    return number("views") + " " + number("layouts") + " " + number("roles");
}

STORE_TEST(Losses, of_a_field_are_those_of_its_object_and_name_alone) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    change(ada, add_field("accounts", "c_size") + "," + add_field("accounts", "c_size_2") + "," +
                    add_field("contacts", "c_size"));
    view(ada, "accounts", R"("filter":"c_size eq 'L'")");
    view(ada, "accounts", R"("sort":"-c_size,name")");
    view(ada, "accounts", R"("columns":["name",{"name":"c_size","width":90}])");
    view(ada, "accounts", R"("columns":["name","c_size_2"])");
    view(ada, "contacts", R"("filter":"c_size eq 'L'")");
    view(ada, "opportunities", R"("filter":"account/c_size eq 'L'")");
    const std::string list = R"({"list":["name","c_size"]})";
    for (const char* place : {"accounts", "contacts"})
        ASSERT_EQ(ada.send("PUT", std::string("/api/v1/layouts/company/") + place, list).status,
                  204);
    const auto role =
        ada.patch("/api/v1/roles(name='read_only')", R"({"masks":{"accounts":{"c_size":"hidden"},)"
                                                     R"("contacts":{"c_size":"read"}}})");
    ASSERT_EQ(role.status, 200) << role.body;
    EXPECT_EQ(used(ada, "c_size"), "4 1 1");
    EXPECT_EQ(used(ada, "c_size_2"), "1 0 0");
}

}  // namespace
}  // namespace clientela
