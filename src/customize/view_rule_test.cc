// SPDX-License-Identifier: Apache-2.0
// What a view may hold, and with whom one may share it.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "tests/site_client.h"

namespace clientela::customize {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kOwn =
    R"({"accounts":{"read":"all"},"classifications":{"read":"all"},"users":{"read":"all"},)"
    R"("views":{"read":"own","create":"own","update":"own"}})";

struct Desk {
    explicit Desk(const std::string& location) : client(location) {
        session = client.person("Olga", kOwn, R"({"accounts":{"revenue":"hidden"}})");
    }
    http::Response keep(const std::string& more, const std::string& who) {
        return client.send(http::Method::post, "/api/v1/views", who,
                           R"({"name":"Mía","object":"accounts")" + more + "}");
    }
    http::Response keep(const std::string& more) { return keep(more, session); }
    http::Response change(Id view, const std::string& body, const std::string& who) {
        return client.send(http::Method::patch, "/api/v1/views('" + to_string(view) + "')", who,
                           body);
    }

    SiteClient client;
    std::string session;
};

STORE_TEST(Views, that_hold_what_is_not_there_are_refused_by_the_name_of_the_field) {
    Desk desk(fresh_location());
    const auto refused = [&](const char* field, const std::string& value) {
        const auto answer = desk.keep(std::string(",\"") + field + "\":" + value);
        EXPECT_EQ(answer.status, 400) << answer.body;
        EXPECT_THAT(answer.body, HasSubstr(std::string(R"("target":")") + field + "\""));
    };
    refused("filter", R"("((( nonsense")");
    refused("filter", R"("nothing eq 'x'")");
    refused("filter", R"("revenue gt 5")");  // hidden from this reader
    refused("sort", R"("drop table")");
    refused("sort", R"("name,-created_at,updated_at,kind")");
    refused("sort", R"("revenue")");
    refused("grouping", R"("nothing")");
    refused("grouping", R"("kind,owner_id,country")");
    refused("columns", R"({"a":1})");
    refused("columns", R"(["name","nothing"])");
    refused("columns", R"([{"name":"revenue","width":90}])");
    const auto lost = desk.client.send(http::Method::post, "/api/v1/views", desk.session,
                                       R"({"name":"V","object":"nothing"})");
    EXPECT_THAT(lost.body, HasSubstr(R"("target":"object")"));
    const auto unseen = desk.client.send(http::Method::post, "/api/v1/views", desk.session,
                                         R"({"name":"V","object":"leads"})");
    EXPECT_EQ(unseen.status, 400) << unseen.body;
}

STORE_TEST(Views, that_hold_what_their_writer_sees_are_kept) {
    Desk desk(fresh_location());
    const auto kept = desk.keep(
        R"x(,"filter":"contains(name,'x') and owner_id eq clientela.me()")x"
        R"(,"sort":"name,-created_at","grouping":"kind,owner_id","opens_first":true,)"
        R"("columns":["name",{"name":"owner_id","width":120,"pinned":true},"classifications"])");
    EXPECT_EQ(kept.status, 201) << kept.body;
    const auto empty = desk.keep(R"(,"filter":null,"sort":"","columns":null,"grouping":null)");
    EXPECT_EQ(empty.status, 201) << empty.body;
}

STORE_TEST(Views, are_shared_as_far_as_the_right_on_them_reaches) {
    Desk desk(fresh_location());
    const auto with = [&](const char* reach) {
        const std::string views =
            std::string(R"({"read":"own","create":")") + reach + R"(","update":")" + reach + "\"}";
        return desk.client.person(
            "Tea", R"({"accounts":{"read":"all"},"users":{"read":"all"},"views":)" + views + "}");
    };
    const std::string team = with("team");
    const std::string all = with("all");
    const std::string to_team = R"(,"shared":"team")";
    const std::string to_all = R"(,"shared":"everyone","opens_first":true)";
    EXPECT_THAT(desk.keep(to_team).body, HasSubstr("not_with_team"));
    EXPECT_THAT(desk.keep(to_all).body, HasSubstr("not_with_everyone"));
    EXPECT_EQ(desk.keep(to_team, team).status, 201);
    EXPECT_THAT(desk.keep(to_all, team).body, HasSubstr("not_with_everyone"));
    EXPECT_EQ(desk.keep(to_all, all).status, 201);
    EXPECT_EQ(desk.keep(to_all, desk.client.administrator()).status, 201);
}

// What the page offers is what the server takes, also after the role was changed.
STORE_TEST(Views, are_offered_to_share_as_the_role_says_now) {
    Desk desk(fresh_location());
    const auto told = [&](const std::string& known) {
        return desk.client.get("/api/v1/definitions", desk.session, "if-none-match", known);
    };
    const auto reach = [](const http::Response& answer) {
        const json::value all = json::parse(answer.body);
        for (const json::value& object : all.at("objects").as_array()) {
            if (object.at("name") == "views")
                return std::string(object.at("rights").at("create").as_string());
        }
        return std::string();
    };
    const auto tag_of = [](const http::Response& answer) {
        for (const auto& [name, value] : answer.headers) {
            if (name == "etag") return value;
        }
        return std::string();
    };
    const auto first = told("");
    EXPECT_EQ(reach(first), "own");
    EXPECT_EQ(told(tag_of(first)).status, 304);
    const Id user = desk.client.user_of(desk.session);
    const json::value person = json::parse(
        desk.client.body("/api/v1/users('" + to_string(user) + "')", desk.client.administrator()));
    desk.client.update("roles", parse_id(person.at("role_id").as_string()).value(),
                       R"({"rights":{"accounts":{"read":"all"},"users":{"read":"all"},)"
                       R"("views":{"read":"own","create":"all","update":"all"}}})");
    desk.client.site->application->principals.invalidate();
    const auto second = told(tag_of(first));
    ASSERT_EQ(second.status, 200);
    EXPECT_EQ(reach(second), "all");
    EXPECT_EQ(desk.keep(R"(,"shared":"everyone")").status, 201);
}

STORE_TEST(Views, kept_before_stay_harmless_and_can_be_taken_back) {
    Desk desk(fresh_location());
    const Id view = desk.client.create(
        "views", R"({"name":"Vieja","object":"accounts","shared":"everyone","owner_id":")" +
                     to_string(desk.client.user_of(desk.session)) + "\"}");
    EXPECT_OK(desk.client.with([&](record::Context& context) -> Result<void> {
        TRY(context.tx.execute({"update \"view\" set filter = ? where id = ?",
                                {std::string("((( nonsense"), view.value}}));
        return {};
    }));
    EXPECT_EQ(desk.client.get("/api/v1/views", desk.session).status, 200);
    EXPECT_EQ(desk.change(view, R"({"name":"Otra"})", desk.session).status, 400);
    EXPECT_EQ(desk.change(view, R"({"name":"Otra","shared":"private"})", desk.session).status, 200);
    EXPECT_EQ(desk.change(view, R"({"filter":"name ne null"})", desk.session).status, 200);
}

}  // namespace
}  // namespace clientela::customize
