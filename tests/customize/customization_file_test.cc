// SPDX-License-Identifier: Apache-2.0
// The customisation as one file: what it says of views, and that all it holds is accounted for.
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

namespace json = boost::json;

std::string first_refusal(const http::ClientResponse& response) {
    return text_at(parsed(response), "/error/details/0/code") + " " +
           text_at(parsed(response), "/error/details/0/target");
}

constexpr const char* kGroupedView =
    R"({"object":"accounts","name":"Por tipo","shared":"everyone","filter":"employees gt 1",)"
    R"("grouping":"kind","position":3,"opens_first":true})";

// What a file has of one part, and what became of it.
std::string sums(const json::value& file, const json::value& done) {
    std::string text;
    for (const char* part : {"roles", "layouts", "views"}) {
        const json::object& counts = done.at(part).as_object();
        const auto count = [&](const char* of) { return std::to_string(counts.at(of).as_int64()); };
        text += std::to_string(file.at(part).as_array().size()) + "=" + count("created") + "+" +
                count("updated") + "+" + count("unchanged") + " ";
    }
    return text;
}

STORE_TEST(Customization, a_file_says_the_whole_view_and_all_of_it_is_counted) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto made = ada.post("/api/v1/views", kGroupedView);
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string view = "/api/v1/views('" + text_at(parsed(made), "/id") + "')";
    ada.send("PUT", "/api/v1/layouts/company/accounts", R"({"list":["name","number"]})");
    ada.send("PUT", "/api/v1/layouts/company/contacts", R"({"list":["name"]})");
    const std::string file = ada.get("/api/v1/customization").body;
    const auto read_in = [&](const char* where) {
        const auto done =
            ada.post(std::string("/api/v1/customization/") + where, R"({"file":)" + file + "}");
        EXPECT_EQ(done.status, 200) << done.body;
        return sums(json::parse(file), parsed(done));
    };
    EXPECT_EQ(read_in("apply"), "0=0+0+0 2=0+0+2 1=0+0+1 ");
    const auto changed =
        ada.patch(view, R"({"grouping":null,"position":1,"opens_first":false,"sort":"-name"})");
    ASSERT_EQ(changed.status, 200) << changed.body;
    ada.send("PUT", "/api/v1/layouts/company/accounts", R"({"list":["name"]})");
    ada.send("DELETE", "/api/v1/layouts/company/contacts", "", {});
    const std::string wanted = "0=0+0+0 2=1+1+0 1=0+1+0 ";
    EXPECT_EQ(read_in("plan"), wanted);
    EXPECT_EQ(read_in("apply"), wanted);
    const json::value back = parsed(ada.get(view));
    EXPECT_EQ(text_at(back, "/grouping"), "kind");
    EXPECT_EQ(text_at(back, "/position"), "3");
    EXPECT_EQ(text_at(back, "/opens_first"), "true");
    EXPECT_TRUE(back.at("sort").is_null()) << back;
}

STORE_TEST(Customization, a_layout_of_a_role_that_is_not_there_is_refused) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string layout = R"("layouts":[{"scope":"role","role":"pilot","place":"accounts",)"
                               R"("content":{"list":["name"]}}])";
    const std::string file = R"({"file":{"format":"clientela/customization/1",)" + layout;
    for (const char* where : {"plan", "apply"}) {
        EXPECT_EQ(
            first_refusal(ada.post(std::string("/api/v1/customization/") + where, file + "}}")),
            "no_such_role file/layouts/0/role");
    }
    const std::string role =
        R"(,"roles":[{"name":"pilot","label_es":"Piloto","label_en":"Pilot","rights":{}}])";
    for (const char* where : {"plan", "apply"}) {
        const auto done =
            ada.post(std::string("/api/v1/customization/") + where, file + role + "}}");
        EXPECT_EQ(text_at(parsed(done), "/layouts/created"), "1") << done.body;
    }
}

STORE_TEST(Customization, a_layout_is_of_the_company_or_of_a_role) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    for (const char* scope : {"person", "compny"}) {
        const std::string file =
            R"({"file":{"format":"clientela/customization/1","layouts":[{"scope":")" +
            std::string(scope) + R"(","place":"accounts","content":{"list":["name"]}}]}})";
        for (const char* where : {"plan", "apply"}) {
            EXPECT_EQ(first_refusal(ada.post(std::string("/api/v1/customization/") + where, file)),
                      "unknown_option file/layouts/0/scope");
        }
    }
}

STORE_TEST(Customization, a_shipped_role_is_in_the_file_as_soon_as_anything_of_it_is_changed) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string path = "/api/v1/roles(name='read_only')";
    const auto roles = [&] {
        return parsed(ada.get("/api/v1/customization")).at("roles").as_array();
    };
    EXPECT_TRUE(roles().empty());
    const std::string shipped = text_at(parsed(ada.get(path)), "/description");
    EXPECT_EQ(ada.patch(path, R"({"description":"Solo mira"})").status, 200);
    ASSERT_EQ(roles().size(), 1U);
    EXPECT_EQ(text_at(roles().at(0), "/description"), "Solo mira");
    EXPECT_EQ(ada.patch(path, R"({"description":")" + shipped + "\"}").status, 200);
    EXPECT_TRUE(roles().empty());
    EXPECT_EQ(ada.patch(path, R"({"administers":true})").status, 200);
    ASSERT_EQ(roles().size(), 1U);
    EXPECT_EQ(text_at(roles().at(0), "/administers"), "true");
}

}  // namespace
}  // namespace clientela
