// SPDX-License-Identifier: Apache-2.0
// What follows from a change of the definitions stands with it or not at all; long work that breaks
// off is told and goes on later; files written by hand are answered with the place of the slip.
#include <gmock/gmock.h>

#include "customize/customize.h"
#include "search/index.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kTastes =
    R"([{"do":"add_field","object":"accounts","field":{"type":"options","name":"c_tastes",)"
    R"("label":{"es":"Gustos","en":"Tastes"},"options":[{"label":{"es":"Vino","en":"Wine"}}]}}])";
const std::string kAlias =
    R"([{"do":"add_field","object":"accounts","field":{"type":"string","name":"c_alias",)"
    R"("label":{"es":"Alias","en":"Alias"},"filterable":true,"searchable":true}}])";

customize::Host host_of(RunningSite& site) {
    return {*site.site().application, search::make_room, [&site](const schema::Schema& schema) {
                return search::read_noted(*site.site().store, schema);
            }};
}

Result<std::string> made_by(const customize::Host& host, const std::string& changes) {
    const std::string plan = TRY(customize::plan(host, changes, Language::en));
    const std::string hash(boost::json::parse(plan).at("hash").as_string());
    const access::Principal system = access::Principal::system("test");
    return customize::apply(host, system, changes, hash, Language::en);
}

STORE_TEST(Following, a_change_whose_consequences_fail_is_no_change) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    customize::Host host = host_of(site);
    host.search_changes = [](db::Transaction&, const schema::Schema&, const auto&) -> Result<void> {
        return internal_error("full");
    };
    EXPECT_FALSE(made_by(host, kTastes).ok());
    EXPECT_EQ(text_at(parsed(ada.get("/api/v1/definitions/custom")), "/version"), "0");
    EXPECT_EQ(ada.get("/api/v1/c_account_tastes_options").status, 404);
    ASSERT_OK(made_by(host_of(site), kTastes));
    EXPECT_EQ(text_at(parsed(ada.get("/api/v1/c_account_tastes_options")), "/value/0/c_name"),
              "Vino");
}

STORE_TEST(Following, work_that_breaks_off_is_told_and_the_next_change_does_it) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(ada.post("/api/v1/accounts", R"({"name":"Acme"})").status, 201);
    customize::Host host = host_of(site);
    host.search_changed = [](const schema::Schema&) -> Result<void> {
        return internal_error("interrupted");
    };
    const auto made = made_by(host, kAlias);
    ASSERT_OK(made);
    const boost::json::value told = boost::json::parse(*made);
    EXPECT_NE(text_at(told, "/unfinished/message"), "missing") << *made;
    // The field stands, its index too, and search meets no object without a table.
    EXPECT_EQ(ada.get("/api/v1/accounts?$filter=c_alias%20eq%20null").status, 200);
    EXPECT_EQ(ada.get("/api/v1/search?q=acme").status, 200);
    const ClientResponse renamed = ada.patch("/api/v1/definitions/accounts/c_alias",
                                             R"({"label":{"es":"Apodo","en":"Nickname"}})");
    EXPECT_EQ(renamed.status, 200) << renamed.body;
    EXPECT_EQ(text_at(parsed(renamed), "/unfinished"), "missing") << renamed.body;
    EXPECT_EQ(text_at(parsed(renamed), "/steps"), "[]") << renamed.body;
}

STORE_TEST(Following, plans_speak_of_objects_and_fields_by_their_labels) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(ada.post("/api/v1/accounts", R"({"name":"Acme"})").status, 201);
    const auto plan = [&](const std::string& changes) {
        const auto answer =
            ada.post("/api/v1/definitions/plan", R"({"changes":[)" + changes + "]}");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return boost::json::parse(answer.body);
    };
    const auto planned = plan(R"({"do":"add_field","object":"accounts","field":{"type":"integer",)"
                              R"("name":"c_size","filterable":true,)"
                              R"("label":{"es":"Talla","en":"Size"}}})");
    EXPECT_THAT(text_at(planned, "/steps/0/text"), HasSubstr("“Size” to Accounts"));
    EXPECT_EQ(text_at(planned, "/steps/0/subject"), "c_size");
    EXPECT_EQ(text_at(planned, "/steps/0/table"), "account");
    EXPECT_THAT(text_at(planned, "/steps/1/text"), HasSubstr("Accounts ready"));
    EXPECT_THAT(text_at(planned, "/steps/1/text"), Not(HasSubstr("ix_")));
}

STORE_TEST(Following, objects_to_be_read_anew_are_read_at_the_next_start) {
    const std::string location = fresh_location();
    {
        RunningSite site(location);
        http::Client ada = site.administrator();
        customize::Host host = host_of(site);
        ASSERT_OK(made_by(host, R"([{"do":"add_field","object":"accounts","field":)"
                                R"({"type":"string","name":"c_alias",)"
                                R"("label":{"es":"Alias","en":"Alias"}}}])"));
        ASSERT_EQ(ada.post("/api/v1/accounts", R"({"name":"Acme","c_alias":"zafiro"})").status,
                  201);
        while (site.site().loop->run_once()) {
        }
        host.search_changed = nullptr;  // as if the server ended here
        ASSERT_OK(made_by(host, R"([{"do":"change_field","object":"accounts","field":"c_alias",)"
                                R"("set":{"searchable":true}}])"));
        EXPECT_EQ(text_at(parsed(ada.get("/api/v1/search?q=zafiro")), "/value"), "[]");
    }
    RunningSite site(location);
    EXPECT_EQ(
        text_at(parsed(site.administrator().get("/api/v1/search?q=zafiro")), "/value/0/label"),
        "Acme");
}

// The job that an answer names, when the server has done it.
boost::json::value job_of(RunningSite& site, http::Client& ada, const std::string& changes) {
    const std::string asked = R"({"changes":)" + changes;
    const auto plan = parsed(ada.post("/api/v1/definitions/plan", asked + "}"));
    const ClientResponse done = ada.send("POST", "/api/v1/definitions/apply",
                                         asked + R"(,"hash":")" + text_at(plan, "/hash") + R"("})",
                                         {{"prefer", "respond-async"}});
    EXPECT_EQ(done.status, 200) << done.body;
    const std::string job = text_at(parsed(done), "/job");
    if (job == "missing") return {};
    EXPECT_OK(site.site().runner->wait(*parse_id(job), {}, std::chrono::seconds(60)));
    return parsed(ada.get("/api/v1/jobs('" + job + "')"));
}

STORE_TEST(Following, long_work_is_a_job_for_who_does_not_want_to_wait) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    ASSERT_EQ(ada.post("/api/v1/accounts", R"({"name":"Acme"})").status, 201);
    const auto job = job_of(site, ada, kAlias);
    EXPECT_EQ(text_at(job, "/kind"), "index");
    EXPECT_EQ(text_at(job, "/state"), "done");
    EXPECT_EQ(text_at(job, "/done"), "3");
    EXPECT_EQ(text_at(job, "/total"), "3");
    EXPECT_OK(site.site().store->read([](db::Transaction& tx) -> Result<void> {
        std::int64_t noted = 0;
        TRY(tx.query({"select count(*) from setting where name = 'schema.indexes'", {}},
                     [&](const db::Row& row) { noted = row.integer(0); }));
        EXPECT_EQ(noted, 0);
        return {};
    }));
    // What touches no rows needs no job.
    const std::string renamed = R"([{"do":"change_field","object":"accounts","field":"c_alias",)"
                                R"("set":{"label":{"es":"Apodo","en":"Nickname"}}}])";
    EXPECT_TRUE(job_of(site, ada, renamed).is_null());
}

STORE_TEST(Following, slips_in_a_file_are_named_with_their_place) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto refusal = [&](const std::string& members) {
        const ClientResponse response =
            ada.post("/api/v1/customization/plan",
                     R"({"file":{"format":"clientela/customization/1",)" + members + "}}");
        EXPECT_EQ(response.status, 400) << members << " " << response.body;
        return text_at(parsed(response), "/error/details/0/target");
    };
    EXPECT_EQ(refusal(R"("document":[])"), "file/document");
    EXPECT_EQ(refusal(R"("document":{"objects":{}})"), "file/document/objects");
    EXPECT_EQ(refusal(R"("document":{"objects":["c_x"]})"), "file/document/objects/0");
    EXPECT_EQ(refusal(R"("document":{"objects":[{"name":"c_x","label":{},"sight":{"kind":"o"}}]})"),
              "file/document/objects/0/singular");
    EXPECT_EQ(refusal(R"("document":{"changes":{"accounts":7}})"),
              "file/document/changes/accounts");
    EXPECT_EQ(refusal(R"("document":{"changes":{"accounts":{"fields":[{"name":"c_y"}]}}})"),
              "file/document/changes/accounts/fields/0/label");
    EXPECT_EQ(refusal(R"("document":{"changes":{"accounts":{"overrides":{"name":1}}}})"),
              "file/document/changes/accounts/overrides/name");
    EXPECT_EQ(refusal(R"("rows":{"c_x":"Vino"})"), "file/rows/c_x");
    EXPECT_EQ(refusal(R"("roles":[{"label_es":"x"}])"), "file/roles/0/name");
    EXPECT_EQ(refusal(R"("layouts":[{"scope":"company","place":"home","content":[]}])"),
              "file/layouts/0/content");
}

}  // namespace
}  // namespace clientela
