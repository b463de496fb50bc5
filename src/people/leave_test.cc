// SPDX-License-Identifier: Apache-2.0
// The way out: records change hands as a job and come back, nobody goes while records are theirs,
// and of an erased person nothing personal is left, not even in the log.
#include "people/leave.h"

#include <boost/json.hpp>

#include "change/log.h"
#include "record/read.h"
#include "tests/site_client.h"

namespace clientela::people {
namespace {

namespace json = boost::json;
using http::Method;

std::string quoted(Id id) { return "\"" + to_string(id) + "\""; }

struct Company {
    explicit Company(const std::string& location) : client(location) {
        admin = client.person(
            "Ada", R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})", "{}",
            true);
        leaver = client.user_of(client.person("Lola", "{}"));
        heir = client.user_of(client.person("Hugo", "{}"));
    }

    Id account(const char* name, const std::string& more = "") {
        return client.create("accounts", std::string(R"({"name":")") + name + R"(","owner_id":)" +
                                             quoted(leaver) + more + "}");
    }

    http::Response post(const std::string& what, const std::string& body = "{}") {
        return client.send(Method::post, "/api/v1/users('" + to_string(leaver) + "')/" + what,
                           admin, body);
    }

    // The job after its end.
    json::value ended(const http::Response& begun) {
        EXPECT_EQ(begun.status, 202) << begun.body;
        const std::string id(json::parse(begun.body).at("id").as_string());
        client.site->runner->run_all();
        return json::parse(client.body("/api/v1/jobs('" + id + "')", admin));
    }
    json::value hand_over(const std::string& more = "") {
        return ended(post("reassign", R"({"to":)" + quoted(heir) + more + "}"));
    }
    json::value undo(const json::value& job) {
        const std::string path =
            "/api/v1/jobs('" + std::string(job.at("id").as_string()) + "')/undo";
        return ended(client.send(Method::post, path, admin, "{}"));
    }

    Value at(const char* set, Id id, const char* field) {
        Value value;
        EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
            value = TRY(record::get(context, context.schema.get(set), id)).at(field);
            return {};
        }));
        return value;
    }

    SiteClient client;
    std::string admin;
    Id leaver;
    Id heir;
};

STORE_TEST(Leaver, records_change_hands_also_those_in_the_bin_and_come_back) {
    Company company(fresh_location());
    const Id team = company.client.create("teams", R"({"name":"Norte"})");
    const Id first = company.account("Uno", R"(,"team_id":)" + quoted(team));
    const Id second = company.account("Dos");
    company.client.remove("accounts", second);
    const auto counts = json::parse(company.post("reassign", R"({"preview":true})").body);
    EXPECT_EQ(counts.at("objects").at(0).at("living"), 1);
    EXPECT_EQ(counts.at("objects").at(0).at("binned"), 1);

    const json::value job = company.hand_over();
    EXPECT_EQ(job.at("kind"), "handover");
    EXPECT_EQ(job.at("title"), "Relevo por una baja · 2");
    EXPECT_EQ(job.at("total"), 2);
    EXPECT_EQ(job.at("receipt").at("updated"), 2);
    for (const Id id : {first, second})
        EXPECT_EQ(company.at("accounts", id, "owner_id"), Value{company.heir});

    EXPECT_EQ(company.undo(job).at("receipt").at("updated"), 2);
    for (const Id id : {first, second})
        EXPECT_EQ(company.at("accounts", id, "owner_id"), Value{company.leaver});
    EXPECT_EQ(company.at("accounts", first, "team_id"), Value{team});
}

STORE_TEST(Leaver, a_hand_over_that_breaks_is_taken_back_as_far_as_it_came) {
    Company company(fresh_location());
    const Id account = company.account("Uno");
    const auto rename = [&](const char* sql) {
        EXPECT_OK(company.client.with([&](record::Context& context) -> Result<void> {
            TRY(context.tx.execute({sql, {}}));
            return {};
        }));
    };
    const auto begun = company.post("reassign", R"({"to":)" + quoted(company.heir) + "}");
    rename("alter table lead rename to lead_elsewhere");  // after the accounts, something breaks
    const json::value broken = company.ended(begun);
    rename("alter table lead_elsewhere rename to lead");
    EXPECT_EQ(broken.at("state"), "failed");
    EXPECT_FALSE(broken.at("error").at("message").as_string().empty());
    EXPECT_EQ(company.at("accounts", account, "owner_id"), Value{company.heir});
    EXPECT_EQ(company.undo(broken).at("state"), "done");
    EXPECT_EQ(company.at("accounts", account, "owner_id"), Value{company.leaver});
}

STORE_TEST(Leaver, records_do_not_go_back_to_somebody_who_is_gone) {
    Company company(fresh_location());
    const Id account = company.account("Uno");
    const json::value job = company.hand_over();
    ASSERT_EQ(company.post("disable").status, 204);
    EXPECT_EQ(company.undo(job).at("receipt").at("skipped"), 1);
    EXPECT_EQ(company.at("accounts", account, "owner_id"), Value{company.heir});
}

STORE_TEST(Leaver, by_team_the_leader_inherits_and_the_rest_goes_to_the_one_named) {
    Company company(fresh_location());
    const Id team = company.client.create("teams", R"({"name":"Norte"})");
    const Id leader = company.client.user_of(company.client.person("Jefa", "{}"));
    company.client.create("user_teams", R"({"role":"leader","user_id":)" + quoted(leader) +
                                            R"(,"team_id":)" + quoted(team) + "}");
    const Id of_team = company.account("Uno", R"(,"team_id":)" + quoted(team));
    const Id without = company.account("Dos");
    company.hand_over(R"(,"by_team":true)");
    EXPECT_EQ(company.at("accounts", of_team, "owner_id"), Value{leader});
    EXPECT_EQ(company.at("accounts", without, "owner_id"), Value{company.heir});
}

STORE_TEST(Leaver, only_the_objects_named_change_hands) {
    Company company(fresh_location());
    const Id account = company.account("Uno");
    const json::value none = company.hand_over(R"(,"objects":["contacts"])");
    EXPECT_EQ(none.at("total"), 0);
    EXPECT_EQ(company.at("accounts", account, "owner_id"), Value{company.leaver});
    company.hand_over(R"(,"objects":["contacts","accounts"])");
    EXPECT_EQ(company.at("accounts", account, "owner_id"), Value{company.heir});
}

STORE_TEST(Leaver, nobody_goes_while_records_are_theirs) {
    Company company(fresh_location());
    const Id account = company.account("Uno");
    EXPECT_NE(company.post("disable").body.find("owns_records"), std::string::npos);
    const std::string user = "/api/v1/users('" + to_string(company.leaver) + "')";
    EXPECT_EQ(company.client.send(Method::delete_, user, company.admin).status, 400);
    EXPECT_EQ(company.client.send(Method::patch, user, company.admin, R"({"active":false})").status,
              400);
    company.client.update("accounts", account, R"({"owner_id":)" + quoted(company.heir) + "}");
    EXPECT_EQ(company.post("disable").status, 204);
    EXPECT_EQ(company.at("users", company.leaver, "active"), Value{false});
}

STORE_TEST(Leaver, however_an_account_is_closed_its_sessions_end) {
    Company company(fresh_location());
    const std::string session = company.client.person("Rita", R"({"users":{"read":"all"}})");
    const std::string user = "/api/v1/users('" + to_string(company.client.user_of(session)) + "')";
    EXPECT_EQ(company.client.get(user, session).status, 200);
    for (const char* body : {R"({"active":false})", R"({"active":true})"}) {
        EXPECT_EQ(company.client.send(Method::patch, user, company.admin, body).status, 200);
        EXPECT_EQ(company.client.get(user, session).status, 401) << body;
    }
}

STORE_TEST(Leaver, only_administrators_sign_people_off_and_never_themselves) {
    Company company(fresh_location());
    const std::string other = company.client.person("Otra", R"({"users":{"read":"all"}})");
    for (const char* what : {"reassign", "disable", "erase"}) {
        const std::string target =
            "/api/v1/users('" + to_string(company.leaver) + "')/" + std::string(what);
        EXPECT_EQ(company.client.send(Method::post, target, other, "{}").status, 403) << what;
    }
    const std::string self =
        "/api/v1/users('" + to_string(company.client.user_of(company.admin)) + "')/disable";
    EXPECT_NE(
        company.client.send(Method::post, self, company.admin, "{}").body.find("not_yourself"),
        std::string::npos);
    EXPECT_NE(company.post("reassign", R"({"to":)" + quoted(company.leaver) + "}")
                  .body.find("same_person"),
              std::string::npos);
}

STORE_TEST(Leaver, of_an_erased_person_nothing_personal_is_left) {
    Company company(fresh_location());
    company.client.update(
        "users", company.leaver,
        R"({"email":"lola.secreta@a.es","phone":"600123123","job_title":"Jefa"})");
    const auto try_as = [&](const char* mail) {
        const std::string body =
            R"({"email":")" + std::string(mail) + R"(","password":"no es la clave"})";
        EXPECT_EQ(company.client.send(Method::post, "/auth/login", "", body).status, 401);
    };
    try_as(" Lola.Secreta@A.es ");
    company.client.update("users", company.leaver, R"({"email":"ventas@a.es"})");
    company.client.update("users", company.leaver, R"({"email":"lola.otra@a.es"})");
    company.client.update("users", company.heir, R"({"email":"ventas@a.es"})");
    try_as("lola.otra@a.es");
    try_as("\\tLola.otra@a.es\\n");
    try_as("ventas@a.es");
    try_as("nadie@a.es");
    EXPECT_EQ(company.post("erase", R"({"confirm":"Lola"})").status, 409);  // close first
    ASSERT_EQ(company.post("disable").status, 204);
    EXPECT_NE(company.post("erase", R"({"confirm":"otra"})").body.find("not_the_name"),
              std::string::npos);
    const auto done = company.post("erase", R"({"confirm":"Lola"})");
    ASSERT_EQ(done.status, 200) << done.body;
    const std::string user = "/api/v1/users('" + to_string(company.leaver) + "')";
    for (const std::string& target : {user, user + "/timeline", std::string("/api/v1/users")}) {
        const std::string body = company.client.get(target, company.admin).body;
        for (const char* word : {"Lola", "lola", "600123123", "Jefa"})
            EXPECT_EQ(body.find(word), std::string::npos) << target << " " << word;
    }
    const std::string acts = company.client.body("/api/v1/audit/acts", company.admin);
    EXPECT_EQ(acts.find("ecreta"), std::string::npos) << acts;
    EXPECT_EQ(acts.find("lola"), std::string::npos) << acts;
    EXPECT_NE(acts.find("nadie@a.es"), std::string::npos) << "what others typed stays";
    EXPECT_NE(acts.find("ventas@a.es"), std::string::npos) << "it is somebody else's now";
    EXPECT_OK(company.client.with([&](record::Context& context) -> Result<void> {
        const auto lines =
            TRY(change::history(context.tx, context.schema.get("users").id, company.leaver, 100));
        EXPECT_GE(lines.size(), 4U);
        for (const change::Entry& line : lines) {
            for (const char* word : {"Lola", "lola", "600123123", "Jefa"})
                EXPECT_EQ(line.diff.find(word), std::string::npos) << line.diff;
        }
        return {};
    }));
    EXPECT_EQ(company.client.send(Method::patch, user, company.admin, R"({"active":true})").status,
              400);
    EXPECT_EQ(company.post("erase", R"({"confirm":"Lola"})").status, 400);
}

}  // namespace
}  // namespace clientela::people
