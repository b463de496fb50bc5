// SPDX-License-Identifier: Apache-2.0
// A record's timeline through the API: order, pages, labels and what must not be seen.
#include <gmock/gmock.h>

#include "activity/timeline.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string path_of(const char* set, Id id, const std::string& query = {}) {
    return std::string("/api/v1/") + set + "('" + to_string(id) + "')/timeline" + query;
}

Id activity_about(SiteClient& site, const std::string& json, const char* object, Id record) {
    const Id activity = site.create("activities", json);
    site.create("activity_links", R"({"activity_id":")" + to_string(activity) + R"(","object":")" +
                                      object + R"(","record_id":")" + to_string(record) + "\"}");
    return activity;
}

int count_of(const std::string& text, std::string_view part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

STORE_TEST(Timeline, merges_activities_and_changes_newest_first) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id account = site.create("accounts", R"({"name":"Uno"})");
    site.update("accounts", account, R"({"name":"Dos"})");
    activity_about(site,
                   R"({"kind":"call","subject":"Antigua","starts_at":"2020-01-01T10:00:00Z"})",
                   "accounts", account);
    activity_about(site, R"({"kind":"task","subject":"Futura","due_at":"2099-01-01T10:00:00Z"})",
                   "accounts", account);
    const std::string body = site.body(path_of("accounts", account), session);
    EXPECT_LT(body.find("Futura"), body.find(R"("before":"Uno","after":"Dos")"));
    EXPECT_LT(body.find(R"("before":"Uno","after":"Dos")"), body.find(R"("after":"Uno")"));
    EXPECT_LT(body.find(R"("after":"Uno")"), body.find("Antigua"));
    EXPECT_THAT(body, HasSubstr(R"("op":"create")"));
    EXPECT_THAT(body, HasSubstr(R"("next":null)"));
}

STORE_TEST(Timeline, pages_lose_and_repeat_nothing) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id account = site.create("accounts", R"({"name":"Cuenta"})");
    for (int i = 0; i < 7; ++i) {
        site.update("accounts", account, R"({"name":"Nombre)" + std::to_string(i) + "\"}");
        activity_about(site, R"({"kind":"note","subject":"Nota)" + std::to_string(i) + "\"}",
                       "accounts", account);
    }
    std::string all;
    std::string before;
    int pages = 0;
    do {
        const std::string body =
            site.body(path_of("accounts", account, "?top=4" + before), session);
        all += body;
        const std::size_t at = body.rfind("\"next\":\"");
        before = at == std::string::npos
                     ? ""
                     : "&before=" + body.substr(at + 8, body.find('"', at + 8) - at - 8);
        ASSERT_LT(++pages, 10);
    } while (!before.empty());
    EXPECT_EQ(pages, 4);
    for (int i = 0; i < 7; ++i) {
        EXPECT_EQ(count_of(all, "\"subject\":\"Nota" + std::to_string(i) + "\""), 1);
        EXPECT_EQ(count_of(all, "\"after\":\"Nombre" + std::to_string(i) + "\""), 1);
    }
    EXPECT_EQ(site.get(path_of("accounts", account, "?before=x"), session).status, 400);
}

STORE_TEST(Timeline, shows_stages_by_their_names) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const std::string stages = site.body("/api/v1/stages?$orderby=position", session);
    const std::size_t at = stages.find("\"id\":\"", stages.find("\"id\":\"") + 1) + 6;
    const Id opportunity = site.create("opportunities", R"({"name":"Trato"})");
    site.update("opportunities", opportunity, R"({"stage_id":")" + stages.substr(at, 13) + "\"}");
    const std::string body = site.body(path_of("opportunities", opportunity), session);
    EXPECT_THAT(body, HasSubstr(R"("kind":"stage")"));
    EXPECT_THAT(body, HasSubstr(R"("before_label":"Contacto")"));
    EXPECT_THAT(body, HasSubstr(R"("after_label":"Necesidad")"));
}

STORE_TEST(Timeline, hides_what_its_reader_may_not_see) {
    SiteClient site(fresh_location());
    const std::string session = site.person(
        "Olga",
        R"({"accounts":{"read":"own"},"activities":{"read":"own"},"users":{"read":"all"}})");
    const Id user = site.user_of(session);
    const Id hidden = site.create("accounts", R"({"name":"MARCA oculta"})");
    const Id own =
        site.create("accounts", R"({"name":"Propia","owner_id":")" + to_string(user) + "\"}");
    site.update("accounts", own, R"({"parent_id":")" + to_string(hidden) + "\"}");
    activity_about(site, R"({"kind":"note","subject":"MARCA privada","private":true})", "accounts",
                   own);
    activity_about(site, R"({"kind":"note","subject":"Visible"})", "accounts", own);
    const std::string body = site.body(path_of("accounts", own), session);
    EXPECT_THAT(body, HasSubstr("Visible"));
    EXPECT_THAT(body, HasSubstr(R"("after_locked":true)"));
    EXPECT_THAT(body, Not(HasSubstr("MARCA")));
    EXPECT_EQ(site.get(path_of("accounts", hidden), session).status, 404);
    EXPECT_EQ(site.get(path_of("accounts", Id{77}), session).status, 404);
}

// Everybody reads all accounts, as the shipped sellers do; opportunities are each person's own.
struct Colleagues {
    explicit Colleagues(const std::string& location) : site(location) {
        session =
            site.person("Olga", R"({"accounts":{"read":"all","update":"all"},)"
                                R"("opportunities":{"read":"own"},"activities":{"read":"own"},)"
                                R"("activity_links":{"read":"all"},"users":{"read":"all"}})");
        account = site.create("accounts", R"({"name":"Abierta"})");
        opportunity = site.create("opportunities",
                                  R"({"name":"MARCA","account_id":")" + to_string(account) + "\"}");
    }
    void link(Id activity, const char* object, Id record) {
        site.create("activity_links", R"({"activity_id":")" + to_string(activity) +
                                          R"(","object":")" + object + R"(","record_id":")" +
                                          to_string(record) + "\"}");
    }
    std::string told(const std::string& target) { return site.body(target, session); }

    SiteClient site;
    std::string session;
    Id account;
    Id opportunity;
};

STORE_TEST(Activities, about_a_record_out_of_sight_are_not_told_by_the_account) {
    Colleagues world(fresh_location());
    const Id hidden = activity_about(world.site, R"({"kind":"call","subject":"MARCA secreta"})",
                                     "accounts", world.account);
    world.link(hidden, "opportunities", world.opportunity);
    activity_about(world.site, R"({"kind":"call","subject":"Llamada normal"})", "accounts",
                   world.account);
    world.site.catch_up();
    for (const std::string& target :
         {std::string("/api/v1/activities"), path_of("accounts", world.account),
          std::string("/api/v1/activities?$apply=groupby((subject))"),
          std::string("/api/v1/activity_links?$expand=activity"),
          std::string("/api/v1/search?q=llamada")}) {
        EXPECT_THAT(world.told(target), HasSubstr("Llamada normal")) << target;
        EXPECT_THAT(world.told(target), Not(HasSubstr("MARCA"))) << target;
    }
    EXPECT_THAT(world.told("/api/v1/search?q=secreta"), Not(HasSubstr("MARCA")));
    EXPECT_EQ(world.told("/api/v1/activities/$count"), "1");
    EXPECT_EQ(
        world.site.get("/api/v1/activities('" + to_string(hidden) + "')", world.session).status,
        404);
    // Who may open the opportunity reads it again; and so does everybody when it is not about it.
    world.site.update("opportunities", world.opportunity,
                      R"({"owner_id":")" + to_string(world.site.user_of(world.session)) + "\"}");
    EXPECT_EQ(world.told("/api/v1/activities/$count"), "2");
}

STORE_TEST(Activities, of_ones_own_stay_and_name_no_record_out_of_sight) {
    Colleagues world(fresh_location());
    const Id own = activity_about(world.site,
                                  R"({"kind":"task","subject":"Propia","owner_id":")" +
                                      to_string(world.site.user_of(world.session)) + "\"}",
                                  "accounts", world.account);
    world.link(own, "opportunities", world.opportunity);
    EXPECT_THAT(world.told("/api/v1/activities"), HasSubstr("Propia"));
    for (const char* target :
         {"/api/v1/activity_links", "/api/v1/activities?$expand=activity_links"}) {
        EXPECT_THAT(world.told(target), HasSubstr(to_string(world.account))) << target;
        EXPECT_THAT(world.told(target), Not(HasSubstr(to_string(world.opportunity)))) << target;
    }
    const std::string by_link =
        "/api/v1/activities?$filter=activity_links/any(l:l/record_id%20eq%20'" +
        to_string(world.opportunity) + "')";
    EXPECT_THAT(world.told(by_link), Not(HasSubstr("Propia")));
}

STORE_TEST(Timeline, never_tells_secrets) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id user = site.user_of(session);
    EXPECT_OK(site.with([&](record::Context& context) -> Result<void> {
        change::Entry entry{0,           0,
                            context.now, {},
                            "test",      change::Op::update,
                            1,           user,
                            2,           R"({"30":["SECRETO1","SECRETO2"],"20":["A","B"]})"};
        return change::append(context.tx, entry);
    }));
    const std::string body = site.body(path_of("users", user), session);
    EXPECT_THAT(body, HasSubstr(R"("before":"A","after":"B")"));
    EXPECT_THAT(body, Not(HasSubstr("SECRETO")));
}

TEST(TimelinePlace, survives_its_token) {
    const activity::TimelinePlace place{-5, Id{7}, 9};
    const auto read = activity::parse_place(activity::to_token(place));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->activity_ms, -5);
    EXPECT_EQ(read->activity, Id{7});
    EXPECT_EQ(read->seq, 9);
    EXPECT_FALSE(activity::parse_place("1.2").has_value());
    EXPECT_FALSE(activity::parse_place("1.2.3.4").has_value());
    EXPECT_FALSE(activity::parse_place("9999999999999999999.1.1").has_value());
}

}  // namespace
}  // namespace clientela
