// SPDX-License-Identifier: Apache-2.0
// Definitions that change while the server runs, from outside, on both stores: what is planned is
// what happens, and a new field is at once everywhere that a shipped one is.
#include <atomic>
#include <thread>
#include <vector>

#include "customize/customize.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string label(const std::string& word) {
    return R"({"es":")" + word + R"(","en":")" + word + R"("})";
}

std::string add_field(const std::string& object, const std::string& type, const std::string& name,
                      const std::string& more = "") {
    return R"({"do":"add_field","object":")" + object + R"(","field":{"type":")" + type +
           R"(","name":")" + name + R"(","label":)" + label(name.substr(2)) + more + "}}";
}

std::string add_projects() {
    return R"({"do":"add_object","object":{"name":"c_projects","singular":"c_project","label":)"
           R"({"es":["Proyecto","Proyectos"],"en":["Project","Projects"]}}})";
}

ClientResponse planned(http::Client& client, const std::string& changes) {
    return client.post("/api/v1/definitions/plan", R"({"changes":[)" + changes + "]}");
}

ClientResponse applied(http::Client& client, const std::string& changes) {
    const ClientResponse plan = planned(client, changes);
    if (plan.status != 200) return plan;
    return client.post("/api/v1/definitions/apply", R"({"changes":[)" + changes + R"(],"hash":")" +
                                                        text_at(parsed(plan), "/hash") + "\"}");
}

std::string refusal(const ClientResponse& response) {
    return text_at(parsed(response), "/error/details/0/code") + " " +
           text_at(parsed(response), "/error/details/0/target");
}

std::string id_in(const ClientResponse& response) { return text_at(parsed(response), "/id"); }

STORE_TEST(LiveDefinitions, every_type_of_field_is_planned_applied_written_and_read) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string types =
        add_field("accounts", "string", "c_size", R"(,"filterable":true,"sortable":true)") + "," +
        add_field("accounts", "text", "c_story") + "," +
        add_field("accounts", "integer", "c_rooms") + "," +
        add_field("accounts", "decimal", "c_share", R"(,"scale":3)") + "," +
        add_field("accounts", "money", "c_budget") + "," +
        add_field("accounts", "boolean", "c_open") + "," +
        add_field("accounts", "date", "c_since") + "," +
        add_field("accounts", "instant", "c_seen") + "," +
        add_field("accounts", "option", "c_tier",
                  R"(,"options":[{"value":"gold","label":{"es":"Oro","en":"Gold"}}])") +
        "," + add_field("accounts", "link", "c_adviser_id", R"(,"target":"contacts")") + "," +
        add_field("accounts", "links", "c_products", R"(,"target":"products")") + "," +
        add_field("accounts", "options", "c_tastes",
                  R"(,"options":[{"label":{"es":"Vino","en":"Wine"}}])");
    const ClientResponse plan = planned(ada, types);
    ASSERT_EQ(plan.status, 200) << plan.body;
    EXPECT_NE(plan.body.find("add column \\\"c_size\\\""), std::string::npos) << plan.body;
    EXPECT_NE(plan.body.find(R"("cost":"instant")"), std::string::npos);
    EXPECT_NE(plan.body.find(R"("cost":"index")"), std::string::npos);
    ASSERT_EQ(applied(ada, types).status, 200);

    const ClientResponse tastes = ada.get("/api/v1/c_account_tastes_options");
    EXPECT_EQ(text_at(parsed(tastes), "/value/0/c_name"), "Vino") << tastes.body;
    const std::string taste = text_at(parsed(tastes), "/value/0/id");
    const ClientResponse made = ada.post(
        "/api/v1/accounts",
        R"({"name":"Acme","c_size":"grande","c_story":"larga","c_rooms":7,"c_share":1.125,)"
        R"("c_budget":{"amount":"10.50","currency":"EUR"},"c_open":true,"c_since":"2026-01-31",)"
        R"("c_seen":"2026-01-31T10:00:00Z","c_tier":"gold","c_tastes":[")" +
            taste + "\"]}");
    ASSERT_EQ(made.status, 201) << made.body;
    const boost::json::value record = parsed(made);
    EXPECT_EQ(text_at(record, "/c_size"), "grande");
    EXPECT_EQ(text_at(record, "/c_rooms"), "7");
    EXPECT_EQ(text_at(record, "/c_share"), "1.125E0");
    EXPECT_EQ(text_at(record, "/c_budget/amount"), "10.50");
    EXPECT_EQ(text_at(record, "/c_tier"), "gold");
    EXPECT_EQ(text_at(record, "/c_tastes/0"), taste);
    EXPECT_EQ(ada.post("/api/v1/accounts", R"({"name":"B","c_tier":"none"})").status, 400);
}

STORE_TEST(LiveDefinitions, a_new_field_is_at_once_in_every_part_of_the_api) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(ada.post("/api/v1/accounts", R"({"name":"Before"})").status, 201);
    const ClientResponse done =
        applied(ada, add_field("accounts", "string", "c_alias",
                               R"(,"filterable":true,"sortable":true,"searchable":true)"));
    ASSERT_EQ(done.status, 200) << done.body;
    const ClientResponse made =
        ada.post("/api/v1/accounts", R"({"name":"Acme","c_alias":"Zafiro"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/v1/accounts('" + id_in(made) + "')";

    const ClientResponse list =
        ada.get("/api/v1/accounts?$filter=c_alias%20eq%20'Zafiro'&$select=c_alias");
    EXPECT_EQ(text_at(parsed(list), "/value/0/c_alias"), "Zafiro") << list.body;
    const ClientResponse sorted = ada.get("/api/v1/accounts?$orderby=c_alias%20desc&$top=1");
    EXPECT_EQ(text_at(parsed(sorted), "/value/0/name"), "Acme") << sorted.body;
    const ClientResponse groups =
        ada.get("/api/v1/accounts?$apply=groupby((c_alias),aggregate($count%20as%20n))");
    EXPECT_EQ(groups.status, 200) << groups.body;
    for (const char* where : {"/api/v1/$metadata", "/api/openapi.json", "/api/v1/definitions"})
        EXPECT_NE(ada.get(where).body.find("c_alias"), std::string::npos) << where;
    const std::string views = boost::json::serialize(
        parsed(ada.get("/api/v1/definitions/custom")).at("definitions").at("objects"));
    EXPECT_NE(views.find(R"("label":{"es":"Otros datos")"), std::string::npos);

    ASSERT_EQ(ada.patch(path, R"({"c_alias":"Ópalo"})").status, 200);
    EXPECT_NE(ada.get(path + "/timeline").body.find(R"("field":"c_alias","before":"Zafiro")"),
              std::string::npos);
    while (site.site().loop->run_once()) {
    }
    EXPECT_NE(ada.get("/api/v1/search?q=opalo").body.find("Acme"), std::string::npos);
    EXPECT_NE(ada.get("/api/v1/accounts?$search=opalo").body.find("Acme"), std::string::npos);
}

STORE_TEST(LiveDefinitions, a_new_object_has_records_links_relations_and_rights) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    http::Client rita = site.client(site.add_person("Rita", "sales_representative"));
    const ClientResponse done =
        applied(ada, add_projects() + "," +
                         add_field("c_projects", "link", "c_account_id",
                                   R"(,"target":"accounts","filterable":true)"));
    ASSERT_EQ(done.status, 200) << done.body;
    const std::string account = id_in(ada.post("/api/v1/accounts", R"({"name":"Acme"})"));
    const ClientResponse made =
        rita.post("/api/v1/c_projects", R"({"c_name":"Tejado","c_account_id":")" + account + "\"}");
    ASSERT_EQ(made.status, 201) << made.body;
    const ClientResponse related = ada.get(
        "/api/v1/accounts?$filter=c_projects_account/any(p:p/c_name%20eq%20'Tejado')"
        "&$expand=c_projects_account");
    EXPECT_EQ(text_at(parsed(related), "/value/0/c_projects_account/0/c_name"), "Tejado")
        << related.body;
    const ClientResponse through =
        ada.get("/api/v1/c_projects?$filter=c_account/name%20eq%20'Acme'");
    EXPECT_EQ(text_at(parsed(through), "/value/0/c_name"), "Tejado") << through.body;
    // Rights are those of opportunities: another representative does not see it.
    http::Client omar = site.client(site.add_person("Omar", "sales_representative"));
    EXPECT_EQ(omar.get("/api/v1/c_projects('" + id_in(made) + "')").status, 404);
    EXPECT_EQ(ada.remove("/api/v1/c_projects('" + id_in(made) + "')").status, 204);
}

STORE_TEST(LiveDefinitions, refusals_name_the_place_and_nothing_has_changed) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    http::Client rita = site.client(site.add_person("Rita", "sales_representative"));
    EXPECT_EQ(planned(rita, add_field("accounts", "string", "c_x")).status, 403);
    EXPECT_EQ(refusal(planned(ada, add_field("accounts", "string", "size"))),
              "definition_name changes/0/field/name");
    EXPECT_EQ(refusal(planned(ada, add_field("accounts", "colour", "c_x"))),
              "unknown_option changes/0/field/type");
    EXPECT_EQ(refusal(planned(ada, add_field("nowhere", "string", "c_x"))),
              "definition_unknown_object changes/0/object");
    EXPECT_EQ(refusal(planned(ada, add_field("accounts", "link", "c_x_id"))),
              "required changes/0/field/target");
    EXPECT_EQ(refusal(planned(ada, add_field("accounts", "option", "c_x"))),
              "definition_options changes/0/field/options");
    EXPECT_EQ(refusal(planned(ada, add_field("accounts", "string", "c_x") + "," +
                                       add_field("accounts", "string", "c_x"))),
              "definition_taken changes/1/field/name");
    const auto change = [&](const std::string& set) {
        return refusal(planned(
            ada, R"({"do":"change_field","object":"accounts","field":"name","set":)" + set + "}"));
    };
    EXPECT_EQ(change(R"({"required":false})"), "definition_loosens changes/0/set/required");
    EXPECT_EQ(change(R"({"max_length":100000})"), "definition_loosens changes/0/set/max_length");
    EXPECT_EQ(change(R"({"type":"text"})"), "definition_fixed changes/0/set/type");
    EXPECT_EQ(change(R"({"hidden":true})"), "definition_hide_required changes/0/set/hidden");
    EXPECT_EQ(text_at(parsed(ada.get("/api/v1/definitions/custom")), "/version"), "0");
}

STORE_TEST(LiveDefinitions, of_one_name_are_refused_whoever_has_it_and_in_either_language) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto field = [](const std::string& label) {
        return R"({"do":"add_field","object":"accounts","field":{"type":"string",)"
               R"("name":"c_x","label":)" +
               label + "}}";
    };
    const std::string same = "definition_same_label changes/0/field/label";
    EXPECT_EQ(refusal(planned(ada, field(R"({"es":"nómbre","en":"Nickname"})"))), same);
    EXPECT_EQ(refusal(planned(ada, field(R"({"es":"Apodo","en":"NAME"})"))), same);
    EXPECT_EQ(planned(ada, field(R"({"es":"Apodo","en":"Nickname"})")).status, 200);
    const auto object = [](const std::string& label) {
        return R"({"do":"add_object","object":{"name":"c_x","singular":"c_y","label":)" + label +
               "}}";
    };
    EXPECT_EQ(refusal(planned(ada, object(R"({"es":["Cuenta B","cuentas"],"en":["B","Bs"]})"))),
              "definition_same_label changes/0/object/label");
    ASSERT_EQ(applied(ada, add_field("accounts", "string", "c_size")).status, 200);
    EXPECT_EQ(refusal(ada.patch("/api/v1/definitions/accounts/c_size",
                                R"({"label":{"es":"Nombre","en":"Size"}})")),
              "definition_same_label changes/0/set/label");
}

STORE_TEST(LiveDefinitions, of_the_standard_are_not_erased_and_that_is_said) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    EXPECT_EQ(refusal(planned(ada, R"({"do":"drop_field","object":"accounts","field":"name"})")),
              "definition_standard_field changes/0/field");
    EXPECT_EQ(refusal(planned(ada, R"({"do":"drop_field","object":"accounts","field":"nope"})")),
              "definition_unknown_field changes/0/field");
    EXPECT_EQ(refusal(planned(ada, R"({"do":"drop_object","object":"accounts"})")),
              "definition_standard_object changes/0/object");
}

STORE_TEST(LiveDefinitions, that_are_hidden_keep_their_past_in_the_log_for_administrators) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(applied(ada, add_field("accounts", "string", "c_size")).status, 200);
    const ClientResponse made = ada.post("/api/v1/accounts", R"({"name":"A","c_size":"enorme"})");
    ASSERT_EQ(ada.patch("/api/v1/definitions/accounts/c_size", R"({"hidden":true})").status, 200);
    const std::string log = "/api/v1/audit?object=accounts&record=" + id_in(made);
    const std::string told = ada.get(log).body;
    EXPECT_NE(told.find("enorme"), std::string::npos) << told;
    EXPECT_NE(told.find("c_size"), std::string::npos) << told;
    http::Client rita = site.client(site.add_person("Rita", "sales_manager"));
    const ClientResponse hers = rita.get(log);
    EXPECT_EQ(hers.body.find("enorme"), std::string::npos) << hers.body;
}

STORE_TEST(LiveDefinitions, only_the_plan_that_was_seen_runs) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const std::string first = add_field("accounts", "string", "c_first");
    const std::string hash = text_at(parsed(planned(ada, first)), "/hash");
    ASSERT_EQ(applied(ada, add_field("accounts", "string", "c_other")).status, 200);
    const ClientResponse late = ada.post(
        "/api/v1/definitions/apply", R"({"changes":[)" + first + R"(],"hash":")" + hash + "\"}");
    EXPECT_EQ(late.status, 409) << late.body;
    EXPECT_EQ(ada.get("/api/v1/accounts?$select=c_first").status, 400);
    EXPECT_EQ(ada.patch("/api/v1/definitions/accounts/c_other", R"({"filterable":true})").status,
              409);
}

STORE_TEST(LiveDefinitions, words_order_and_sight_change_without_a_plan) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(applied(ada, add_field("accounts", "string", "c_size")).status, 200);
    const ClientResponse made = ada.post("/api/v1/accounts", R"({"name":"A","c_size":"xl"})");
    const std::string path = "/api/v1/accounts('" + id_in(made) + "')";
    const char* field = "/api/v1/definitions/accounts/c_size";
    ASSERT_EQ(ada.patch(field, R"({"label":{"es":"Talla","en":"Fit"}})").status, 200);
    EXPECT_NE(ada.get("/api/v1/definitions").body.find("Talla"), std::string::npos);
    ASSERT_EQ(ada.patch("/api/v1/definitions/accounts/name",
                        R"({"label":{"es":"Razón social","en":"Legal name"}})")
                  .status,
              200);
    EXPECT_NE(ada.get("/api/v1/definitions").body.find("Legal name"), std::string::npos);

    ASSERT_EQ(ada.patch(field, R"({"hidden":true})").status, 200);
    EXPECT_EQ(ada.get(path).body.find("c_size"), std::string::npos);
    EXPECT_EQ(ada.patch(path, R"({"c_size":"s"})").status, 400);
    ASSERT_EQ(ada.patch(field, R"({"hidden":false})").status, 200);
    EXPECT_EQ(text_at(parsed(ada.get(path)), "/c_size"), "xl");

    const std::string drop = R"({"do":"drop_field","object":"accounts","field":"c_size"})";
    EXPECT_EQ(refusal(planned(ada, drop)), "definition_hide_first changes/0");
    ASSERT_EQ(ada.patch(field, R"({"hidden":true})").status, 200);
    EXPECT_EQ(refusal(planned(ada, drop)), "definition_settling changes/0");
}

STORE_TEST(LiveDefinitions, saves_in_flight_meet_neither_errors_nor_wrong_columns) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    std::atomic<bool> stop{false};
    std::atomic<int> saved{0};
    std::vector<std::string> wrong[3];
    std::vector<std::thread> people;
    for (int person = 0; person < 3; ++person) {
        people.emplace_back([&, person] {
            http::Client client = site.administrator();
            for (int i = 0; !stop; ++i) {
                const std::string name = std::to_string(person) + "-" + std::to_string(i);
                const ClientResponse made = client.post(
                    "/api/v1/accounts", R"({"name":")" + name + R"(","number":"N)" + name + "\"}");
                const ClientResponse read =
                    client.patch("/api/v1/accounts('" + id_in(made) + "')", R"({"employees":4})");
                const boost::json::value record = parsed(read);
                if (made.status != 201 || read.status != 200 || text_at(record, "/name") != name ||
                    text_at(record, "/number") != "N" + name ||
                    text_at(record, "/employees") != "4")
                    wrong[person].push_back(made.body + read.body);
                ++saved;
            }
        });
    }
    for (int round = 0; round < 6; ++round) {
        const ClientResponse done =
            applied(ada, add_field("accounts", round % 2 == 0 ? "string" : "money",
                                   "c_field" + std::to_string(round),
                                   R"(,"filterable":true,"sortable":true)"));
        EXPECT_EQ(done.status, 200) << done.body;
    }
    stop = true;
    for (std::thread& person : people)
        person.join();
    for (const auto& list : wrong)
        EXPECT_TRUE(list.empty()) << list.front();
    EXPECT_GT(saved.load(), 0);
}

STORE_TEST(LiveDefinitions, what_was_made_stands_after_the_next_start) {
    const std::string location = fresh_location();
    std::string id;
    {
        RunningSite site(location);
        http::Client ada = site.administrator();
        ASSERT_EQ(applied(ada, add_projects()).status, 200);
        ASSERT_EQ(
            applied(ada, add_field("c_projects", "string", "c_code", R"(,"sortable":true)")).status,
            200);
        id = id_in(ada.post("/api/v1/c_projects", R"({"c_name":"A","c_code":"7"})"));
    }
    RunningSite site(location);
    const SitePerson again = site.add_person("Otra", "administrator");
    http::Client ada = site.client(again);
    EXPECT_EQ(text_at(parsed(ada.get("/api/v1/c_projects('" + id + "')")), "/c_code"), "7");
}

STORE_TEST(LiveDefinitions, replacing_a_record_leaves_hidden_fields_as_they_are) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const ClientResponse made = ada.post(
        "/api/v1/accounts", R"({"name":"Acme","customer_since":"2020-01-02","employees":5})");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string path = "/api/v1/accounts('" + text_at(parsed(made), "/id") + "')";
    const char* field = "/api/v1/definitions/accounts/customer_since";
    ASSERT_EQ(ada.patch(field, R"({"hidden":true})").status, 200);
    EXPECT_EQ(ada.send("PUT", path, R"({"name":"Acme"})").status, 200);
    ASSERT_EQ(ada.patch(field, R"({"hidden":false})").status, 200);
    const boost::json::value now = parsed(ada.get(path));
    EXPECT_EQ(text_at(now, "/customer_since"), "2020-01-02");
    EXPECT_NE(text_at(now, "/employees"), "5");
}

POSTGRES_TEST(LiveDefinitions, another_server_of_the_same_store_follows) {
    const std::string location = fresh_location();
    RunningSite first(location);
    RunningSite second(location);
    http::Client ada = first.administrator();
    http::Client there = second.client(second.add_person("Eva", "administrator"));
    ASSERT_EQ(applied(ada, add_field("accounts", "string", "c_size")).status, 200);
    ASSERT_OK(customize::follow_definitions(*second.site().application));
    EXPECT_EQ(there.get("/api/v1/accounts?$select=c_size").status, 200);
}

STORE_TEST(Layouts, each_part_comes_from_the_nearest_that_says_it) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const SitePerson rita = site.add_person("Rita", "sales_representative");
    http::Client client = site.client(rita);
    const auto list = [&] {
        const boost::json::value all = parsed(client.get("/api/v1/definitions"));
        for (const boost::json::value& object : all.at("objects").as_array()) {
            if (text_at(object, "/name") == "accounts")
                return boost::json::serialize(object.at("views").at("list"));
        }
        return std::string();
    };
    const std::string shipped = list();
    const auto put = [](http::Client& who, const std::string& where, const std::string& body) {
        return who.send("PUT", "/api/v1/layouts/" + where, body).status;
    };
    EXPECT_EQ(put(ada, "company/accounts", R"({"list":["name","number"]})"), 204);
    EXPECT_EQ(list(), R"(["name","number"])");
    EXPECT_EQ(put(client, "me/accounts", R"({"list":["name","employees"]})"), 204);
    EXPECT_EQ(list(), R"(["name","employees"])");
    EXPECT_EQ(put(client, "company/accounts", "{}"), 403);
    EXPECT_EQ(put(client, "me/accounts", R"({"list":["nothing"]})"), 400);
    EXPECT_EQ(client.remove("/api/v1/layouts/me/accounts").status, 204);
    EXPECT_EQ(ada.remove("/api/v1/layouts/company/accounts").status, 204);
    EXPECT_EQ(list(), shipped);
}

// The next event about definitions, or the mark that the test has set behind it.
std::string told(http::Client& stream) {
    while (const auto event = stream.next_event(std::chrono::seconds(20))) {
        if (event->event == "mark") return "mark";
        if (event->data.find("definitions") != std::string::npos) return "definitions";
    }
    return "nothing";
}

STORE_TEST(Layouts, an_own_layout_is_told_to_its_person_alone) {
    RunningSite site(fresh_location());
    http::Client rita = site.client(site.add_person("Rita", "sales_representative"));
    http::Client ada = site.administrator();
    http::Client ada_again = site.administrator();
    ASSERT_EQ(rita.open_stream("/api/v1/changes/stream").status, 200);
    ASSERT_EQ(ada.open_stream("/api/v1/changes/stream").status, 200);
    const auto put = [&](const std::string& where) {
        return ada_again.send("PUT", "/api/v1/layouts/" + where, R"({"list":["name"]})").status;
    };
    ASSERT_EQ(put("me/accounts"), 204);
    site.site().application->events.publish("mark", "{}");
    EXPECT_EQ(told(rita), "mark");
    EXPECT_EQ(told(ada), "definitions");
    ASSERT_EQ(put("company/accounts"), 204);
    EXPECT_EQ(told(rita), "definitions");
}

STORE_TEST(Customization, a_member_that_nobody_knows_is_refused_with_its_place) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto planned_file = [&](const std::string& members) {
        return refusal(
            ada.post("/api/v1/customization/plan",
                     R"({"file":{"format":"clientela/customization/1",)" + members + "}}"));
    };
    EXPECT_EQ(planned_file(R"("patata":1)"), "unknown_field file/patata");
    EXPECT_EQ(planned_file(R"("document":{"changes":{"accounts":{"lable":{}}}})"),
              "unknown_field file/document/changes/accounts/lable");
    EXPECT_EQ(
        planned_file(R"("document":{"changes":{"accounts":{"fields":[)"
                     R"({"name":"c_x","type":"string","label":{"es":"X"},"requierd":true}]}}})"),
        "unknown_field file/document/changes/accounts/fields/0/requierd");
}

STORE_TEST(Customization, a_file_read_in_twice_changes_nothing_the_second_time) {
    std::string file;
    {
        RunningSite site(fresh_location());
        http::Client ada = site.administrator();
        const ClientResponse done = applied(
            ada, add_projects() + "," +
                     add_field("c_projects", "link", "c_account_id", R"(,"target":"accounts")") +
                     "," +
                     add_field("accounts", "options", "c_tastes",
                               R"(,"options":[{"label":{"es":"Vino","en":"Wine"}}])"));
        ASSERT_EQ(done.status, 200) << done.body;
        ASSERT_EQ(ada.patch("/api/v1/definitions/accounts/number",
                            R"({"label":{"es":"Clave","en":"Code"}})")
                      .status,
                  200);
        ada.send("PUT", "/api/v1/layouts/company/accounts", R"({"list":["name","number"]})");
        file = ada.get("/api/v1/customization").body;
    }
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto read_in = [&] {
        const std::string body = R"({"file":)" + file;
        const ClientResponse plan = ada.post("/api/v1/customization/plan", body + "}");
        EXPECT_EQ(plan.status, 200) << plan.body;
        const std::string hash = text_at(parsed(plan), "/plan/hash");
        return ada.post("/api/v1/customization/apply", body + R"(,"hash":")" + hash + "\"}");
    };
    const ClientResponse once = read_in();
    ASSERT_EQ(once.status, 200) << once.body;
    EXPECT_EQ(text_at(parsed(ada.get("/api/v1/c_account_tastes_options")), "/value/0/c_name"),
              "Vino");
    EXPECT_EQ(ada.get("/api/v1/c_projects").status, 200);
    const ClientResponse twice = read_in();
    EXPECT_EQ(text_at(parsed(twice), "/changes"), "[]") << twice.body;
    EXPECT_EQ(text_at(parsed(twice), "/layouts/unchanged"), "1") << twice.body;
    EXPECT_EQ(text_at(parsed(twice), "/roles/created"), "0") << twice.body;
}

}  // namespace
}  // namespace clientela
