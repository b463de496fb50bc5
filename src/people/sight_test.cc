// SPDX-License-Identifier: Apache-2.0
// Why a record is seen, one test per way; counting without opening; standing in for somebody away.
#include <algorithm>

#include <boost/json.hpp>

#include "change/log.h"
#include "tests/site_client.h"

namespace clientela::people {
namespace {

namespace json = boost::json;

std::string quoted(Id id) { return "\"" + to_string(id) + "\""; }

struct Sight {
    explicit Sight(const std::string& location) : client(location) {
        other = client.user_of(client.person("Olga", R"({"accounts":{"read":"own"}})"));
    }

    std::string reader(const char* breadth, const char* more = "") {
        return client.person("Rita",
                             std::string(R"({"users":{"read":"all"},"teams":{"read":"all"},)") +
                                 R"("territories":{"read":"all"},"roles":{"read":"all"})" + more +
                                 R"(,"accounts":{"read":")" + breadth + "\"}}");
    }

    Id account(const std::string& more = "") {
        return client.create("accounts", R"({"name":"Acme","originator_id":null,"owner_id":)" +
                                             quoted(other) + more + "}");
    }

    json::array reasons(const std::string& session, std::string_view set, Id id) {
        const std::string target = "/api/v1/" + std::string(set) + "('" + to_string(id) + "')/why";
        const http::Response response = client.send(http::Method::get, target, session);
        if (response.status != 200) return {};
        return json::parse(response.body).at("reasons").as_array();
    }

    // Kinds, joined by blanks.
    std::string kinds(const std::string& session, std::string_view set, Id id) {
        std::string text;
        for (const json::value& one : reasons(session, set, id))
            text += (text.empty() ? "" : " ") + std::string(one.at("kind").as_string());
        return text;
    }

    SiteClient client;
    Id other;
};

STORE_TEST(Why, the_role_sees_everything) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("all");
    const auto told = sight.reasons(reader, "accounts", sight.account());
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("kind"), "all");
    EXPECT_EQ(told[0].at("text"), "Your role sees every record of this kind.");
    EXPECT_EQ(sight.kinds(reader, "users", sight.other), "everyone");
}

STORE_TEST(Why, one_is_the_owner) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own");
    const Id mine = sight.client.create(
        "accounts", R"({"name":"Mía","owner_id":)" + quoted(sight.client.user_of(reader)) + "}");
    const auto told = sight.reasons(reader, "accounts", mine);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("kind"), "owner");
    EXPECT_EQ(sight.kinds(reader, "accounts", sight.account()), "");
}

STORE_TEST(Why, a_team_below_ones_own_tells_the_path) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("team_and_below");
    const Id top = sight.client.create("teams", R"({"name":"Ventas"})");
    const Id below =
        sight.client.create("teams", R"({"name":"Norte","parent_id":)" + quoted(top) + "}");
    sight.client.update("users", sight.client.user_of(reader),
                        R"({"team_id":)" + quoted(top) + "}");
    const auto told =
        sight.reasons(reader, "accounts", sight.account(R"(,"team_id":)" + quoted(below)));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("kind"), "team");
    EXPECT_EQ(told[0].at("text"), "It belongs to a team of yours: Ventas › Norte.");
}

STORE_TEST(Why, a_territory_below_ones_own_tells_the_path) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("team_and_below");
    const Id top = sight.client.create("territories", R"({"name":"España"})");
    const Id below =
        sight.client.create("territories", R"({"name":"Bilbao","parent_id":)" + quoted(top) + "}");
    sight.client.create("user_territories", R"({"user_id":)" +
                                                quoted(sight.client.user_of(reader)) +
                                                R"(,"territory_id":)" + quoted(top) + "}");
    const auto told =
        sight.reasons(reader, "accounts", sight.account(R"(,"territory_id":)" + quoted(below)));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("text"), "It lies in a territory of yours: España › Bilbao.");
}

STORE_TEST(Why, membership) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own");
    const Id account = sight.account();
    sight.client.create("account_members", R"({"account_id":)" + quoted(account) +
                                               R"(,"user_id":)" +
                                               quoted(sight.client.user_of(reader)) + "}");
    EXPECT_EQ(sight.kinds(reader, "accounts", account), "member");
}

STORE_TEST(Why, a_grant_tells_by_whom_and_since_when) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own");
    const std::string admin = sight.client.person(
        "Ada", R"({"*":{"read":"all","create":"all","update":"all"}})", "{}", true);
    const Id account = sight.account();
    const auto made = sight.client.send(
        http::Method::post, "/api/v1/record_grants", admin,
        R"({"object":"accounts","grantee":"user","level":"read","record_id":)" + quoted(account) +
            R"(,"grantee_id":)" + quoted(sight.client.user_of(reader)) + "}");
    ASSERT_EQ(made.status, 201) << made.body;
    const auto told = sight.reasons(reader, "accounts", account);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("kind"), "grant");
    EXPECT_EQ(told[0].at("by").at("name"), "Ada");
    const std::string text(told[0].at("text").as_string());
    EXPECT_EQ(text.find("Ada opened it to you on "), 0U) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '/'), 2) << text;  // 25/11/2026
}

STORE_TEST(Why, inherited_from_the_record_behind) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own", R"(,"contact_points":{"read":"all"})");
    const Id mine = sight.client.create(
        "accounts", R"({"name":"Mía","owner_id":)" + quoted(sight.client.user_of(reader)) + "}");
    const Id point = sight.client.create(
        "contact_points",
        R"({"kind":"web","value":"https://a.example","account_id":)" + quoted(mine) + "}");
    const auto told = sight.reasons(reader, "contact_points", point);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].at("kind"), "inherited");
    EXPECT_EQ(told[0].at("record").at("name"), "Mía");
    EXPECT_EQ(told[0].at("behind").at(0).at("kind"), "owner");
}

STORE_TEST(Why, a_shared_view) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own", R"(,"views":{"read":"own"})");
    const Id view = sight.client.create(
        "views", R"({"name":"V","object":"accounts","shared":"everyone","owner_id":)" +
                     quoted(sight.other) + "}");
    EXPECT_EQ(sight.kinds(reader, "views", view), "shared");
}

STORE_TEST(Why, administrators_ask_for_others_and_nobody_else_does) {
    Sight sight(fresh_location());
    const std::string reader = sight.reader("own");
    const std::string admin = sight.client.person("Ada", R"({"*":{"read":"all"}})", "{}", true);
    const Id account = sight.account();
    const std::string target = "/api/v1/accounts('" + to_string(account) + "')/why?user=";
    const auto told =
        json::parse(sight.client.body(target + to_string(sight.client.user_of(reader)), admin));
    EXPECT_EQ(told.at("visible"), false);
    const auto owner = json::parse(sight.client.body(target + to_string(sight.other), admin));
    EXPECT_EQ(owner.at("visible"), true);
    EXPECT_EQ(sight.client.get(target + to_string(sight.other), reader).status, 404);
}

STORE_TEST(Target, counts_without_opening_and_hides_small_numbers) {
    Sight sight(fresh_location());
    const std::string reader =
        sight.client.person("Pía", R"({"accounts":{"target":"all"},"users":{"read":"all"}})");
    for (int i = 0; i < 12; ++i)
        sight.client.create("accounts", R"({"name":"Marca )" + std::to_string(i) +
                                            R"(","sector":")" + (i < 10 ? "energy" : "retail") +
                                            "\"}");
    const auto ask = [&](const char* body) {
        return sight.client.send(http::Method::post, "/api/v1/accounts/target", reader, body);
    };
    EXPECT_EQ(ask("{}").body, R"({"count":12})");
    EXPECT_EQ(ask(R"({"filter":"sector eq 'retail'"})").body, R"({"count":"<10"})");
    const auto told = json::parse(ask(R"({"group_by":"sector"})").body);
    const auto& groups = told.at("groups").as_array();
    ASSERT_EQ(groups.size(), 1U);  // that there is a company in retail stays untold
    EXPECT_EQ(groups[0].at("value"), "energy");
    EXPECT_EQ(groups[0].at("count"), 10);
    EXPECT_EQ(told.at("others"), "<10");
    EXPECT_EQ(ask(R"({"filter":"name eq 'Marca 1'"})").status, 400);
    EXPECT_EQ(ask(R"({"group_by":"name"})").status, 400);
    EXPECT_EQ(sight.client.get("/api/v1/accounts", reader).status, 404);
    EXPECT_EQ(sight.client.get("/api/v1/accounts/$count", reader).status, 404);
    EXPECT_EQ(
        sight.client.send(http::Method::post, "/api/v1/accounts/target", sight.reader("all"), "{}")
            .status,
        403);
}

STORE_TEST(Target, groups_by_one_field_and_tells_no_value_of_a_single_record) {
    Sight sight(fresh_location());
    const std::string reader =
        sight.client.person("Pía", R"({"accounts":{"target":"all"},"users":{"read":"all"}})");
    sight.client.create("accounts", R"({"name":"Acme","sector":"energy","employees":4711})");
    for (const char* group : {"sector,employees", "employees,sector",
                              "sector),aggregate(employees with max as m", "sector),aggregate(("}) {
        const auto told = sight.client.send(http::Method::post, "/api/v1/accounts/target", reader,
                                            std::string(R"({"group_by":")") + group + "\"}");
        EXPECT_EQ(told.status, 400) << group;
        EXPECT_NE(told.body.find("one_field"), std::string::npos) << told.body;
        EXPECT_EQ(told.body.find("4711"), std::string::npos) << group;
    }
    EXPECT_EQ(sight.client
                  .send(http::Method::post, "/api/v1/accounts/target", reader,
                        R"({"group_by":"employees"})")
                  .body,
              R"({"count":"<10","groups":[],"others":"<10"})");
}

constexpr const char* kOwn =
    R"({"users":{"read":"all"},"accounts":{"read":"own","update":"own","remove":"own"},)"
    R"("contact_points":{"read":"all"}})";

STORE_TEST(Delegation, lends_sight_and_changes_while_it_lasts_and_says_so) {
    SiteClient client(fresh_location());
    const std::string away = client.person("Ausente", kOwn);
    const std::string stand_in = client.person("Sustituta", kOwn);
    const Id account = client.create(
        "accounts", R"({"name":"Acme","owner_id":)" + quoted(client.user_of(away)) + "}");
    const std::string path = "/api/v1/accounts('" + to_string(account) + "')";
    EXPECT_EQ(client.get(path, stand_in).status, 404);
    const auto lend = [&](const char* level, const char* from, const char* until) {
        return client.send(http::Method::post, "/api/v1/delegations", away,
                           std::string(R"({"level":")") + level + R"(","starts_on":")" + from +
                               R"(","ends_on":")" + until + R"(","delegate_id":)" +
                               quoted(client.user_of(stand_in)) + "}");
    };
    ASSERT_EQ(lend("update", "2001-01-01", "2001-02-01").status, 201);
    EXPECT_EQ(client.get(path, stand_in).status, 404);  // over
    const auto made = lend("read", "2001-01-01", "2999-01-01");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(client.get(path, stand_in).status, 200);
    EXPECT_EQ(client.send(http::Method::patch, path, stand_in, R"({"name":"B"})").status, 403);
    const std::string id(json::parse(made.body).at("id").as_string());
    ASSERT_EQ(client
                  .send(http::Method::patch, "/api/v1/delegations('" + id + "')", away,
                        R"({"level":"update"})")
                  .status,
              200);
    const auto changed = client.send(http::Method::patch, path, stand_in, R"({"name":"B"})");
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(client.send(http::Method::delete_, path, stand_in).status, 403);
    std::vector<std::string> origins;
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        for (const auto& line :
             TRY(change::history(context.tx, context.schema.get("accounts").id, account, 1)))
            origins.push_back(line.origin);
        return {};
    }));
    ASSERT_EQ(origins.size(), 1U);
    EXPECT_EQ(origins[0], "page/for:" + to_string(client.user_of(away)));
    // Why: the way and what is behind it.
    const auto why = json::parse(client.body(path + "/why", stand_in));
    ASSERT_EQ(why.at("reasons").as_array().size(), 1U);
    EXPECT_EQ(why.at("reasons").at(0).at("kind"), "delegated");
    EXPECT_EQ(why.at("reasons").at(0).at("behind").at(0).at("kind"), "owner");
    ASSERT_EQ(client.send(http::Method::delete_, "/api/v1/delegations('" + id + "')", away).status,
              204);
    EXPECT_EQ(client.get(path, stand_in).status, 404);
}

STORE_TEST(Delegation, who_sees_all_by_it_is_told_by_whose_right) {
    SiteClient client(fresh_location());
    const std::string away =
        client.person("Directora", R"({"users":{"read":"all"},"accounts":{"read":"all"}})");
    const std::string stand_in =
        client.person("Sustituta", R"({"users":{"read":"all"},"accounts":{"read":"own"}})");
    const Id account = client.create("accounts", R"({"name":"A"})");
    const std::string path = "/api/v1/accounts('" + to_string(account) + "')";
    EXPECT_EQ(client.get(path, stand_in).status, 404);
    const auto made =
        client.send(http::Method::post, "/api/v1/delegations", away,
                    R"({"level":"read","starts_on":"2001-01-01","ends_on":"2999-01-01",)"
                    R"("objects":"accounts","delegate_id":")" +
                        to_string(client.user_of(stand_in)) + "\"}");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(client.get(path, stand_in).status, 200);
    const auto why = json::parse(client.body(path + "/why", stand_in));
    ASSERT_EQ(why.at("reasons").as_array().size(), 1U);
    EXPECT_EQ(why.at("reasons").at(0).at("kind"), "delegated");
    EXPECT_EQ(why.at("reasons").at(0).at("behind").at(0).at("kind"), "all");
    const auto own = json::parse(client.body(path + "/why", away));
    EXPECT_EQ(own.at("reasons").at(0).at("kind"), "all");
}

STORE_TEST(Delegation, what_is_lent_does_not_become_ones_own) {
    SiteClient client(fresh_location());
    const char* rights = R"({"users":{"read":"all"},"teams":{"read":"all"},)"
                         R"("accounts":{"read":"own","update":"own"},)"
                         R"("account_members":{"read":"all","create":"all"}})";
    const std::string away = client.person("Ausente", rights);
    const std::string stand_in = client.person("Sustituta", rights);
    const std::string owner = quoted(client.user_of(away));
    const std::string thief = quoted(client.user_of(stand_in));
    const Id team = client.create("teams", R"({"name":"Norte"})");
    const Id account = client.create("accounts", R"({"name":"Acme","owner_id":)" + owner + "}");
    const std::string path = "/api/v1/accounts('" + to_string(account) + "')";
    ASSERT_EQ(client
                  .send(http::Method::post, "/api/v1/delegations", away,
                        R"({"level":"update","starts_on":"2001-01-01","ends_on":"2999-01-01",)"
                        R"("delegate_id":)" +
                            thief + "}")
                  .status,
              201);
    const auto join = [&](const std::string& session, const std::string& user) {
        return client.send(http::Method::post, "/api/v1/account_members", session,
                           R"({"account_id":)" + quoted(account) + R"(,"user_id":)" + user + "}");
    };
    EXPECT_EQ(join(stand_in, thief).status, 403);
    EXPECT_EQ(join(away, owner).status, 201);
    const auto patch = [&](const std::string& body) {
        return client.send(http::Method::patch, path, stand_in, body);
    };
    EXPECT_NE(patch(R"({"owner_id":)" + thief + "}").body.find("only_lent"), std::string::npos);
    EXPECT_NE(patch(R"({"team_id":)" + quoted(team) + "}").body.find("only_lent"),
              std::string::npos);
    EXPECT_EQ(patch(R"({"name":"B","owner_id":)" + owner + "}").status, 200);
}

STORE_TEST(Delegation, nothing_lent_is_joined_to_what_is_ones_own) {
    SiteClient client(fresh_location());
    const char* rights = R"({"users":{"read":"all"},"accounts":{"read":"own","update":"own"},)"
                         R"("contacts":{"read":"own","create":"own","update":"own"},)"
                         R"("account_contacts":{"read":"all","create":"all","update":"all"}})";
    const std::string away = client.person("Ausente", rights);
    const std::string stand_in = client.person("Sustituta", rights);
    const auto owned_by = [&](const std::string& session) {
        return R"(,"owner_id":)" + quoted(client.user_of(session)) + "}";
    };
    const Id theirs = client.create("accounts", R"({"name":"Acme")" + owned_by(away));
    const Id mine = client.create("accounts", R"({"name":"Mía")" + owned_by(stand_in));
    const Id contact = client.create("contacts", R"({"first_name":"Eva")" + owned_by(away));
    client.create("account_contacts", R"({"account_id":)" + quoted(theirs) + R"(,"contact_id":)" +
                                          quoted(contact) + "}");
    ASSERT_EQ(client
                  .send(http::Method::post, "/api/v1/delegations", away,
                        R"({"level":"update","starts_on":"2001-01-01","ends_on":"2999-01-01",)"
                        R"("delegate_id":)" +
                            quoted(client.user_of(stand_in)) + "}")
                  .status,
              201);
    ASSERT_EQ(client.get("/api/v1/contacts('" + to_string(contact) + "')", stand_in).status, 200);
    const auto join = [&](const std::string& session, Id account, Id person) {
        return client.send(
            http::Method::post, "/api/v1/account_contacts", session,
            R"({"account_id":)" + quoted(account) + R"(,"contact_id":)" + quoted(person) + "}");
    };
    const auto refused = join(stand_in, mine, contact);
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_NE(refused.body.find("lent_for_a_time"), std::string::npos) << refused.body;
    const Id own = client.create("contacts", R"({"first_name":"Luis")" + owned_by(stand_in));
    EXPECT_EQ(join(stand_in, mine, own).status, 201);
}

STORE_TEST(Delegation, nobody_lends_what_is_somebody_elses) {
    SiteClient client(fresh_location());
    const std::string away = client.person("Ausente", kOwn);
    const std::string thief = client.person("Otra", kOwn);
    const auto made = client.send(
        http::Method::post, "/api/v1/delegations", thief,
        R"({"level":"read","starts_on":"2001-01-01","ends_on":"2999-01-01","owner_id":)" +
            quoted(client.user_of(away)) + R"(,"delegate_id":)" + quoted(client.user_of(thief)) +
            "}");
    EXPECT_EQ(made.status, 403) << made.body;
    const auto self = client.send(
        http::Method::post, "/api/v1/delegations", away,
        R"({"level":"read","starts_on":"2001-01-01","ends_on":"2999-01-01","delegate_id":)" +
            quoted(client.user_of(away)) + "}");
    EXPECT_NE(self.body.find("delegate_to_oneself"), std::string::npos);
}

STORE_TEST(Regarding, an_activity_about_a_product_is_not_for_everybody) {
    SiteClient client(fresh_location());
    const char* rights = R"({"activities":{"read":"own"},"activity_links":{"read":"all"},)"
                         R"("products":{"read":"all"},"accounts":{"read":"own"}})";
    const std::string reader = client.person("Rita", rights);
    const Id product = client.create("products", R"({"name":"Bomba","code":"B"})");
    const Id activity =
        client.create("activities", R"({"kind":"task","subject":"Precio especial"})");
    client.create("activity_links", R"({"object":"products","activity_id":)" + quoted(activity) +
                                        R"(,"record_id":)" + quoted(product) + "}");
    const std::string path = "/api/v1/activities('" + to_string(activity) + "')";
    EXPECT_EQ(client.get(path, reader).status, 404);
    const Id account = client.create(
        "accounts", R"({"name":"Mía","owner_id":)" + quoted(client.user_of(reader)) + "}");
    client.create("activity_links", R"({"object":"accounts","activity_id":)" + quoted(activity) +
                                        R"(,"record_id":)" + quoted(account) + "}");
    EXPECT_EQ(client.get(path, reader).status, 200);
}

}  // namespace
}  // namespace clientela::people
