// SPDX-License-Identifier: Apache-2.0
#include "bulk/bulk_routes.h"

#include "tests/site_client.h"

namespace clientela::bulk {
namespace {

class Asked : public SiteClient {
public:
    explicit Asked(const std::string& location) : SiteClient(location), boss(administrator()) {
        for (int i = 0; i < 3; ++i)
            create("accounts", R"({"name":"A)" + std::to_string(i) + R"("})");
    }
    // "400 owner_id:link_not_found", of the preview and of the act alike.
    std::string act(const std::string& act, const std::string& as) {
        const std::string preview = ask(act + R"(,"preview":true})", as);
        const std::string begun = ask(act + R"(,"expected_count":3})", as);
        EXPECT_EQ(preview.substr(0, 1) == "2", begun.substr(0, 1) == "2") << act;
        if (preview.front() != '2') {
            EXPECT_EQ(preview, begun);
        }
        return begun.front() == '2' ? "begun" : begun;
    }
    std::string ask(const std::string& body, const std::string& as) {
        const http::Response response =
            send(http::Method::post, "/api/v1/accounts/bulk", as, body, "accept-language", "en");
        if (response.status < 300) return std::to_string(response.status);
        const auto member = [&](const std::string& name) {
            const std::string wanted = "\"" + name + "\":\"";
            const std::size_t at = response.body.find(wanted);
            if (at == std::string::npos) return std::string();
            const std::size_t from = at + wanted.size();
            return response.body.substr(from, response.body.find('"', from) - from);
        };
        const std::size_t details = response.body.find("\"details\":[{");
        if (details == std::string::npos)
            return std::to_string(response.status) + " " + member("message");
        return std::to_string(response.status) + " " + member("target");
    }
    std::string boss;
};

STORE_TEST(BulkRequest, that_would_fail_for_every_record_is_refused_by_its_field) {
    Asked site(fresh_location());
    const std::string nobody = R"({"action":"assign","values":{"owner_id":"0S9PXM2R06076"})";
    EXPECT_EQ(site.act(nobody, site.boss), "400 owner_id");
    const Id gone = site.user_of(site.person("Gone", "{}"));
    site.update("users", gone, R"({"active":false})");
    const std::string closed =
        R"({"action":"assign","values":{"owner_id":")" + to_string(gone) + R"("})";
    EXPECT_EQ(site.act(closed, site.boss), "400 owner_id");
    EXPECT_EQ(site.act(R"({"action":"edit","values":{"number":"X-1"})", site.boss), "400 number");
    EXPECT_EQ(site.act(R"({"action":"edit","values":{"country":"Marte"})", site.boss),
              "400 country");
    EXPECT_EQ(site.act(R"({"action":"classify","values":{"classifications":["0S9PXM2R06076"]})",
                       site.boss),
              "400 classifications");
    EXPECT_EQ(site.act(R"({"action":"edit","values":{"description":"x"})", site.boss), "begun");
}

STORE_TEST(BulkRequest, of_a_role_that_may_not_says_what_it_may_not) {
    Asked site(fresh_location());
    const std::string ana = site.person("Ana", R"({"accounts":{"read":"all","update":"all"}})");
    EXPECT_EQ(site.act(R"({"action":"delete")", ana),
              "403 Your role does not let you put accounts in the bin or take them out.");
    const std::string eva = site.person("Eva", R"({"accounts":{"read":"all","update":"all"}})",
                                        R"({"accounts":{"description":"read"}})");
    EXPECT_EQ(site.act(R"({"action":"edit","values":{"description":"x"})", eva), "400 description");
    const http::Response export_ =
        site.send(http::Method::post, "/api/v1/exports", ana,
                  R"({"object":"accounts","format":"csv"})", "accept-language", "en");
    EXPECT_NE(export_.body.find("Your role does not let you export accounts."), std::string::npos)
        << export_.body;
}

}  // namespace
}  // namespace clientela::bulk
