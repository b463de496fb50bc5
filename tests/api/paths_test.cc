// SPDX-License-Identifier: Apache-2.0
// What stands behind a record's address, upserts by alternate key, and preferences.
#include <thread>
#include <vector>

#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string value_in(const ClientResponse& response) {
    return response.status == 200 ? text_at(parsed(response), "/value")
                                  : std::to_string(response.status);
}

std::size_t rows_in(const ClientResponse& response) {
    const boost::json::value value = parsed(response);
    if (!value.is_object() || !value.as_object().contains("value")) return 9999;
    return value.at("value").as_array().size();
}

struct Family {
    explicit Family(http::Client& client) {
        parent = make(client, R"({"name":"Acme","number":"A-1","employees":5})");
        for (const char* name : {"Uno", "Dos", "Tres"}) {
            child = make(client, "{\"name\":\"" + std::string(name) + "\",\"parent_id\":\"" +
                                     parent + "\"}");
        }
    }
    static std::string make(http::Client& client, const std::string& body) {
        return text_at(parsed(client.post("/api/v1/accounts", body)), "/id");
    }
    std::string path() const { return "/api/v1/accounts('" + parent + "')"; }
    std::string parent;
    std::string child;
};

STORE_TEST(Paths, lead_to_properties_and_relations) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    EXPECT_EQ(value_in(ada.get(family.path() + "/name")), "Acme");
    EXPECT_EQ(ada.get(family.path() + "/name/$value").body, "Acme");
    EXPECT_EQ(ada.get(family.path() + "/employees/$value").body, "5");
    EXPECT_EQ(ada.get(family.path() + "/founded").status, 204);
    EXPECT_EQ(ada.get(family.path() + "/nada").status, 404);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "3");
    const ClientResponse page =
        ada.get(family.path() + "/children?$orderby=name&$select=name&$top=2");
    EXPECT_EQ(rows_in(page), 2u) << page.body;
    EXPECT_EQ(text_at(parsed(page), "/@odata.nextLink"), "missing") << page.body;
    const std::string child = "/api/v1/accounts('" + family.child + "')";
    EXPECT_EQ(text_at(parsed(ada.get(child + "/parent?$select=name")), "/name"), "Acme");
    EXPECT_EQ(value_in(ada.get("/api/v1/accounts(number='A-1')/name")), "Acme");
}

STORE_TEST(Paths, references_are_read_set_and_removed) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    EXPECT_EQ(rows_in(ada.get("/api/v1/accounts/$ref")), 4u);
    EXPECT_EQ(rows_in(ada.get(family.path() + "/children/$ref")), 3u);
    const std::string child = "/api/v1/accounts('" + family.child + "')";
    EXPECT_EQ(text_at(parsed(ada.get(child + "/parent/$ref")), "/@odata.id"),
              "accounts('" + family.parent + "')");
    EXPECT_EQ(ada.remove(child + "/parent/$ref").status, 204);
    EXPECT_EQ(ada.get(child + "/parent/$ref").status, 204);
    const std::string reference = "{\"@odata.id\":\"accounts('" + family.child + "')\"}";
    EXPECT_EQ(ada.post(family.path() + "/children/$ref", reference).status, 204);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "3");
    EXPECT_EQ(
        ada.remove(family.path() + "/children/$ref?$id=accounts('" + family.child + "')").status,
        204);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "2");
    EXPECT_EQ(ada.post(family.path() + "/children/$ref", "{}").status, 400);
}

struct Kinds {
    Kinds(http::Client& client, int count) {
        for (int i = 0; i < count; ++i) {
            const std::string body = "{\"name\":\"Kind " + std::to_string(i) + "\"}";
            ids.push_back(text_at(parsed(client.post("/api/v1/classifications", body)), "/id"));
        }
    }
    std::string reference(std::size_t place) const {
        return "{\"@odata.id\":\"classifications('" + ids[place] + "')\"}";
    }
    std::vector<std::string> ids;
};

STORE_TEST(Paths, references_are_changed_only_in_the_expected_version) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    const Kinds kinds(ada, 2);
    const std::string path = family.path() + "/classifications/$ref";
    EXPECT_EQ(ada.post(path, kinds.reference(0), {{"if-match", "W/\"9\""}}).status, 412);
    EXPECT_EQ(ada.post(path, kinds.reference(0), {{"if-match", "nine"}}).status, 400);
    EXPECT_EQ(rows_in(ada.get(path)), 0u);
    EXPECT_EQ(ada.post(path, kinds.reference(0), {{"if-match", "W/\"1\""}}).status, 204);
    EXPECT_EQ(ada.post(path, kinds.reference(1), {{"if-match", "W/\"1\""}}).status, 412);
    EXPECT_EQ(rows_in(ada.get(path)), 1u);
    const std::string child = "/api/v1/accounts('" + family.child + "')/parent/$ref";
    EXPECT_EQ(ada.remove(child, {{"if-match", "W/\"9\""}}).status, 412);
    EXPECT_EQ(ada.remove(child, {{"if-match", "W/\"1\""}}).status, 204);
}

STORE_TEST(Paths, a_version_is_expected_of_the_record_in_the_address_whoever_carries_the_link) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    const std::string other = Family::make(ada, R"({"name":"Otra"})");
    const std::string path = family.path() + "/children/$ref";
    const std::string one = R"j({"@odata.id":"accounts(')j" + other + R"j(')"})j";
    EXPECT_EQ(ada.post(path, one, {{"if-match", "W/\"9\""}}).status, 412);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "3");
    EXPECT_EQ(ada.post(path, one, {{"if-match", "W/\"1\""}}).status, 204);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "4");
    ada.patch(family.path(), R"({"employees":6})");
    const std::string gone = path + "?$id=accounts('" + other + "')";
    EXPECT_EQ(ada.remove(gone, {{"if-match", "W/\"1\""}}).status, 412);
    EXPECT_EQ(ada.remove(gone, {{"if-match", "W/\"2\""}}).status, 204);
    EXPECT_EQ(ada.get(family.path() + "/children/$count").body, "3");
}

STORE_TEST(Paths, references_added_at_the_same_time_are_all_there) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    const Kinds kinds(ada, 8);
    const std::string path = family.path() + "/classifications/$ref";
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < kinds.ids.size(); ++i) {
        people.emplace_back([&, i, client = site.administrator()]() mutable {
            EXPECT_EQ(client.post(path, kinds.reference(i)).status, 204);
        });
    }
    for (std::thread& person : people)
        person.join();
    EXPECT_EQ(rows_in(ada.get(path)), kinds.ids.size());
}

STORE_TEST(Paths, hidden_owners_hide_everything_behind_them) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string id =
        text_at(parsed(ada.post("/api/v1/leads", R"({"name":"Hidden"})")), "/id");
    http::Client rep = site.client(site.add_person("Rep", "sales_representative"));
    for (const char* rest : {"/name", "/name/$value", "/owner", "/owner/$ref", "/$ref"}) {
        const std::string path = "/api/v1/leads('" + id + "')" + rest;
        EXPECT_EQ(ada.get(path).status, 200) << rest;
        EXPECT_EQ(rep.get(path).status, 404) << rest;
    }
}

STORE_TEST(Upsert, creates_by_an_alternate_key_and_changes_what_is_there) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string path = "/api/v1/accounts(number='N-7')";
    EXPECT_EQ(ada.patch(path, R"({"name":"New"})", {{"if-match", "*"}}).status, 412);
    EXPECT_EQ(ada.patch(path, R"({"name":"New","employees":3})").status, 201);
    EXPECT_EQ(ada.patch(path, R"({"name":"Newer"})").status, 200);
    EXPECT_EQ(ada.patch(path, R"({"name":"x"})", {{"if-none-match", "*"}}).status, 412);
    EXPECT_EQ(value_in(ada.get(path + "/employees")), "3");
    EXPECT_EQ(ada.send("PUT", path, R"({"name":"Whole","number":"N-7"})").status, 200);
    EXPECT_EQ(ada.get(path + "/employees").status, 204);
    EXPECT_EQ(ada.patch("/api/v1/accounts(name='x')", R"({})").status, 400);
    const char* free = "/api/v1/accounts(number='N-8')";
    EXPECT_EQ(ada.patch(free, R"({"name":"Other","number":"N-9"})").status, 400);
    EXPECT_EQ(ada.patch(free, R"({"name":"Other","number":null})").status, 400);
    EXPECT_EQ(ada.get("/api/v1/accounts(number='N-9')").status, 404);
    EXPECT_EQ(ada.patch(free, R"({"name":"Other","number":"n-8"})").status, 201);
}

STORE_TEST(Upsert, finds_and_creates_by_keys_that_are_numbers) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string changes =
        R"("changes":[{"do":"add_field","object":"accounts","field":{"type":"integer",)"
        R"("name":"c_code","label":{"es":"Código","en":"Code"},"unique":true}}])";
    const ClientResponse plan = ada.post("/api/v1/definitions/plan", "{" + changes + "}");
    ASSERT_EQ(plan.status, 200) << plan.body;
    const std::string hash = R"(,"hash":")" + text_at(parsed(plan), "/hash") + "\"}";
    ASSERT_EQ(ada.post("/api/v1/definitions/apply", "{" + changes + hash).status, 200);
    const std::string path = "/api/v1/accounts(c_code=42)";
    EXPECT_EQ(ada.get(path).status, 404);
    const ClientResponse made = ada.patch(path, R"({"name":"Acme"})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(text_at(parsed(made), "/c_code"), "42");
    EXPECT_EQ(text_at(parsed(ada.patch(path, R"({"employees":3})")), "/employees"), "3");
    EXPECT_EQ(value_in(ada.get(path + "/name")), "Acme");
    EXPECT_EQ(ada.get("/api/v1/accounts(c_code='42')").status, 400);
    EXPECT_EQ(ada.get("/api/v1/accounts(number=A-1)").status, 400);
    EXPECT_EQ(ada.patch("/api/v1/accounts(number='O''Hara%20(x)')", R"({"name":"B"})").status, 201);
    EXPECT_EQ(value_in(ada.get("/api/v1/accounts(number='O''Hara%20(x)')/name")), "B");
    const std::string keys = text_at(parsed(ada.get("/api/v1/$metadata?$format=json")),
                                     "/clientela/account/@Org.OData.Core.V1.AlternateKeys");
    EXPECT_NE(keys.find(R"("Alias":"number")"), std::string::npos) << keys;
    EXPECT_NE(keys.find(R"("Alias":"c_code")"), std::string::npos) << keys;
}

STORE_TEST(Preferences, are_said_when_they_were_followed) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    const ClientResponse page = ada.get("/api/v1/accounts", {{"prefer", "odata.maxpagesize=2"}});
    EXPECT_EQ(rows_in(page), 2u);
    EXPECT_EQ(page.header("preference-applied"), "maxpagesize=2");
    const ClientResponse labels =
        ada.get(family.path(), {{"prefer", "odata.include-annotations=\"clientela.*\""}});
    EXPECT_EQ(labels.header("preference-applied"), "include-annotations=\"clientela.*\"");
    const ClientResponse whole =
        ada.patch(family.path(), R"({"employees":8})", {{"prefer", "return=representation"}});
    EXPECT_EQ(whole.status, 200);
    EXPECT_EQ(whole.header("preference-applied"), "return=representation");
}

STORE_TEST(Expand, goes_down_trees_counts_and_refers) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const Family family(ada);
    Family::make(ada, "{\"name\":\"Nieto\",\"parent_id\":\"" + family.child + "\"}");
    const boost::json::value tree = parsed(ada.get(
        family.path() + "?$select=name&$expand=children($levels=2;$select=name;$orderby=name)"));
    EXPECT_EQ(text_at(tree, "/children/1/name"), "Tres");
    EXPECT_EQ(text_at(tree, "/children/1/children/0/name"), "Nieto");
    const boost::json::value brief =
        parsed(ada.get(family.path() + "?$select=name&$expand=children/$count"));
    EXPECT_EQ(text_at(brief, "/children@odata.count"), "3");
    const boost::json::value refs = parsed(
        ada.get("/api/v1/accounts('" + family.child + "')?$select=name&$expand=parent/$ref"));
    EXPECT_EQ(text_at(refs, "/parent/@odata.id"), "accounts('" + family.parent + "')");
    const std::string filtered = "/api/v1/accounts?$filter=name%20eq%20@n&@n='Uno'&$select=name";
    EXPECT_EQ(rows_in(ada.get(filtered)), 1u);
}

STORE_TEST(Paths, json_stands_as_json) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const boost::json::value roles = parsed(ada.get("/api/v1/roles?$top=1&$select=id,rights"));
    const std::string path = "/api/v1/roles('" + text_at(roles, "/value/0/id") + "')";
    const boost::json::value role = parsed(ada.get(path));
    ASSERT_TRUE(role.at("rights").is_object()) << role;
    EXPECT_EQ(parsed(ada.get(path + "/rights")).at("value"), role.at("rights"));
}

}  // namespace
}  // namespace clientela
