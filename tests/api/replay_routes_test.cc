// SPDX-License-Identifier: Apache-2.0
// Every write of the router under an Idempotency-Key: sent twice it is done once and answered twice
// with the same words, with another body it is refused. A route that this table does not know fails
// it, so that none can be forgotten.
#include <functional>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "app/follow_company.h"
#include "base/text.h"
#include "schema/setting.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

namespace json = boost::json;
using http::Method;

// What a repeated write answers.
enum class Again {
    same,    // the first answer, marked as a repetition
    secret,  // refused: the answer was a secret and is not kept
};

struct Write {
    std::string path;
    std::string body;
    std::string other = R"({"name":"Otra cosa"})";  // the same key, but not the same request
    Again again = Again::same;
};

std::string form(const std::string& boundary, const std::string& rows) {
    return "--" + boundary +
           "\r\nContent-Disposition: form-data; name=\"options\"\r\n\r\n{\"object\":\"accounts\"}"
           "\r\n--" +
           boundary +
           "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n" + rows +
           "\r\n--" + boundary + "--\r\n";
}

class World {
public:
    explicit World(const std::string& location) : client(location) {
        session = client.person(
            "Ada",
            R"({"*":{"read":"all","create":"all","update":"all","remove":"all","export":"all"}})",
            "{}", true);
    }

    http::Response send(Method method, const std::string& path, const std::string& body,
                        const std::string& key = {}) {
        return client.send(method, path, session, body,
                           key.empty() ? std::string_view() : "idempotency-key", key);
    }

    std::string account(const std::string& more = "") {
        return to_string(client.create(
            "accounts", R"({"name":"Acme )" + std::to_string(++made_) + "\"" + more + "}"));
    }
    std::string numbered() {
        const std::string number = "N-" + std::to_string(++made_);
        account(R"(,"number":")" + number + "\"");
        return "/api/v1/accounts(number='" + number + "')";
    }
    std::string of(const std::string& set, const std::string& id) const {
        return "/api/v1/" + set + "('" + id + "')";
    }
    std::string user() {
        return to_string(client.user_of(client.person("Bea", R"({"accounts":{"read":"own"}})")));
    }
    std::string binned() {
        const std::string id = account();
        client.remove("accounts", *parse_id(id));
        return id;
    }
    std::string bulk_job() {
        account();
        const http::Response count = send(Method::get, "/api/v1/accounts/$count", "");
        const http::Response begun =
            send(Method::post, "/api/v1/accounts/bulk",
                 R"({"action":"edit","values":{"description":"Vigo )" + std::to_string(++made_) +
                     R"("},"expected_count":)" + count.body + "}");
        EXPECT_EQ(begun.status, 202) << begun.body;
        return std::string(json::parse(begun.body).at("id").as_string());
    }
    std::string done_job() {
        std::string id = bulk_job();
        client.site->runner->run_all();
        return id;
    }
    std::string paused_job() {
        std::string id = bulk_job();
        EXPECT_EQ(send(Method::post, of("jobs", id) + "/pause", "").status, 200);
        return id;
    }
    std::string import_job() {
        const http::Response begun =
            send(Method::post, "/api/v1/imports", form("b", "name\r\nBolt\r\n"));
        EXPECT_EQ(begun.status, 201) << begun.body;
        return std::string(json::parse(begun.body).at("id").as_string());
    }
    std::string done_import() {
        std::string id = import_job();
        client.site->runner->run_all();
        return id;
    }
    void have_demonstration() {
        EXPECT_OK(client.site->store->write(
            [](db::Transaction& tx) { return schema::set_setting(tx, "demonstration", "true"); }));
        EXPECT_OK(app::follow_company(*client.site));
    }
    std::string token() {
        const http::Response made = send(Method::post, "/api/v1/tokens", R"({"name":"P"})");
        return std::string(json::parse(made.body).at("id").as_string());
    }
    std::string definitions_body() {
        const std::string changes =
            R"({"changes":[{"do":"add_field","object":"accounts","field":{"type":"string",)"
            R"("name":"c_size","label":{"es":"Talla","en":"Size"}}}])";
        const http::Response plan = send(Method::post, "/api/v1/definitions/plan", changes + "}");
        EXPECT_EQ(plan.status, 200) << plan.body;
        return changes + R"(,"hash":")" +
               std::string(json::parse(plan.body).at("hash").as_string()) + "\"}";
    }
    std::string customization_body() {
        const http::Response file = send(Method::get, "/api/v1/customization", "");
        return R"({"file":)" + file.body + "}";
    }
    // One row of each table that a write done twice would leave two in.
    std::int64_t written() {
        std::int64_t all = 0;
        EXPECT_OK(client.site->store->read([&](db::Transaction& tx) -> Result<void> {
            for (const char* table :
                 {"change", "act", "job", "token", "invitation", "definition"}) {
                TRY(tx.query({std::string("select count(*) from ") + table, {}},
                             [&](const db::Row& row) { all += row.integer(0); }));
            }
            return {};
        }));
        return all;
    }

    SiteClient client;
    std::string session;

private:
    int made_ = 0;
};

using Making = std::function<Write(World&)>;
using Route = std::pair<Method, std::string>;

void add_records(std::map<Route, Making>& all) {
    const std::string named = R"({"name":"Nueva"})";
    all[{Method::post, "/api/v1/{set}"}] = [=](World&) { return Write{"/api/v1/accounts", named}; };
    const std::map<std::string, std::function<std::string(World&)>> ways{
        {"/api/v1/{set}('{id}')", [](World& w) { return w.of("accounts", w.account()); }},
        {"/api/v1/{set}/{id}", [](World& w) { return "/api/v1/accounts/" + w.account(); }},
        {"/api/v1/{set}({key:name}={value})", [](World& w) { return w.numbered(); }}};
    for (const auto& [pattern, way] : ways) {
        for (const Method method : {Method::patch, Method::put, Method::delete_}) {
            all[{method, pattern}] = [=](World& w) {
                return Write{way(w), method == Method::delete_ ? std::string() : named};
            };
        }
        for (const Method method : {Method::post, Method::put, Method::delete_}) {
            all[{method, pattern + "/{property:name}/$ref"}] = [=](World& w) {
                const std::string parent = w.account();
                const std::string child = way(w);
                const std::string body = R"j({"@odata.id":"accounts(')j" + parent + R"j(')"})j";
                if (method == Method::delete_) {
                    EXPECT_EQ(w.send(Method::put, child + "/parent/$ref", body).status, 204);
                }
                return Write{child + "/parent/$ref",
                             method == Method::delete_ ? std::string() : body};
            };
        }
    }
    all[{Method::post, "/api/v1/{set}('{id}')/restore"}] = [](World& w) {
        return Write{w.of("accounts", w.binned()) + "/restore", ""};
    };
    all[{Method::post, "/api/v1/{set}/{id}/restore"}] = [](World& w) {
        return Write{"/api/v1/accounts/" + w.binned() + "/restore", ""};
    };
    all[{Method::post, "/api/v1/leads('{id}')/convert"}] = [](World& w) {
        const Id lead = w.client.create("leads", R"({"name":"Interesada","company":"Acme"})");
        return Write{w.of("leads", to_string(lead)) + "/convert", "{}"};
    };
    all[{Method::post, "/api/v1/{set}/bulk"}] = [](World& w) {
        w.account();
        const std::string count = w.send(Method::get, "/api/v1/accounts/$count", "").body;
        return Write{"/api/v1/accounts/bulk",
                     R"({"action":"delete","expected_count":)" + count + "}",
                     R"({"action":"delete","expected_count":0})"};
    };
}

void add_jobs(std::map<Route, Making>& all) {
    all[{Method::post, "/api/v1/imports"}] = [](World&) {
        return Write{"/api/v1/imports", form("one", "name\r\nBolt\r\n"),
                     form("one", "name\r\nBold\r\n")};
    };
    const auto on = [&](const std::string& pattern, std::string (World::*make)(), const char* set) {
        const std::string verb = pattern.substr(pattern.rfind('/'));
        all[{Method::post, pattern}] = [=](World& w) {
            return Write{w.of(set, (w.*make)()) + verb, ""};
        };
    };
    on("/api/v1/imports('{id}')/undo", &World::done_import, "imports");
    on("/api/v1/imports('{id}')/cancel", &World::import_job, "imports");
    on("/api/v1/jobs('{id}')/pause", &World::bulk_job, "jobs");
    on("/api/v1/jobs('{id}')/resume", &World::paused_job, "jobs");
    on("/api/v1/jobs('{id}')/cancel", &World::bulk_job, "jobs");
    on("/api/v1/jobs('{id}')/undo", &World::done_job, "jobs");
    all[{Method::post, "/api/v1/exports"}] = [](World&) {
        return Write{"/api/v1/exports", R"({"object":"accounts"})", R"({"object":"contacts"})"};
    };
    all[{Method::post, "/api/v1/demo/remove"}] = [](World& world) {
        world.have_demonstration();
        return Write{"/api/v1/demo/remove", ""};
    };
}

void add_people(std::map<Route, Making>& all) {
    all[{Method::post, "/api/v1/users('{id}')/invite"}] = [](World& w) {
        return Write{w.of("users", w.user()) + "/invite", "", "{}", Again::secret};
    };
    all[{Method::post, "/api/v1/users('{id}')/reassign"}] = [](World& w) {
        const std::string to = to_string(w.client.user_of(w.session));
        return Write{w.of("users", w.user()) + "/reassign", R"({"close":true,"to":")" + to + "\"}",
                     "{}"};
    };
    all[{Method::post, "/api/v1/users('{id}')/disable"}] = [](World& w) {
        return Write{w.of("users", w.user()) + "/disable", "", "{}"};
    };
    all[{Method::post, "/api/v1/users('{id}')/erase"}] = [](World& w) {
        const std::string id = w.user();
        EXPECT_EQ(w.send(Method::post, w.of("users", id) + "/disable", "").status, 204);
        return Write{w.of("users", id) + "/erase", R"({"confirm":"Bea"})"};
    };
    all[{Method::post, "/api/v1/tokens"}] = [](World&) {
        return Write{"/api/v1/tokens", R"({"name":"Programa"})", R"({"name":"Otro"})",
                     Again::secret};
    };
    all[{Method::delete_, "/api/v1/tokens('{id}')"}] = [](World& w) {
        return Write{w.of("tokens", w.token()), ""};
    };
    all[{Method::patch, "/auth/me"}] = [](World&) {
        return Write{"/auth/me", R"({"language":"en"})", R"({"language":"es"})"};
    };
    all[{Method::put, "/api/v1/notifications/muted"}] = [](World&) {
        return Write{"/api/v1/notifications/muted", R"({"muted":[]})", R"({"muted":["assigned"]})"};
    };
    all[{Method::post, "/api/v1/notifications/read"}] = [](World&) {
        return Write{"/api/v1/notifications/read", ""};
    };
}

void add_company(std::map<Route, Making>& all) {
    all[{Method::patch, "/api/v1/company"}] = [](World&) {
        return Write{"/api/v1/company", R"({"name":"Albor"})"};
    };
    all[{Method::post, "/api/v1/definitions/apply"}] = [](World& w) {
        return Write{"/api/v1/definitions/apply", w.definitions_body(),
                     R"({"changes":[],"hash":"x"})"};
    };
    all[{Method::patch, "/api/v1/definitions/{object}"}] = [](World&) {
        return Write{"/api/v1/definitions/accounts",
                     R"({"label":{"es":["Empresa","Empresas"],"en":["Company","Companies"]}})"};
    };
    all[{Method::patch, "/api/v1/definitions/{object}/{field}"}] = [](World&) {
        return Write{"/api/v1/definitions/accounts/employees",
                     R"({"label":{"es":"Villa","en":"Town"}})"};
    };
    all[{Method::post, "/api/v1/customization/apply"}] = [](World& w) {
        return Write{"/api/v1/customization/apply", w.customization_body()};
    };
    const std::map<std::string, std::string> places{
        {"/api/v1/layouts/{scope}/{place}", "/api/v1/layouts/company/accounts"},
        {"/api/v1/layouts/{scope}('{id}')/{place}", ""}};
    for (const auto& [pattern, path] : places) {
        for (const Method method : {Method::put, Method::delete_}) {
            all[{method, pattern}] = [=, path = path](World& w) {
                const Id role = w.client.create("roles", R"({"name":"r_)" + lower(w.account()) +
                                                             R"(","label_es":"R","label_en":"R",)"
                                                             R"("rights":{}})");
                const std::string place =
                    path.empty() ? "/api/v1/layouts/role('" + to_string(role) + "')/accounts"
                                 : path;
                return Write{place,
                             method == Method::put ? R"({"key":["employees"]})" : std::string(),
                             R"({"key":["name"]})"};
            };
        }
    }
}

const std::map<Route, Making>& writes() {
    static const std::map<Route, Making> kWrites = [] {
        std::map<Route, Making> all;
        add_records(all);
        add_jobs(all);
        add_people(all);
        add_company(all);
        return all;
    }();
    return kWrites;
}

// They write nothing, know nobody, or hold writes that have keys of their own.
const std::set<std::string> kNoWrite{"/api/v1/{set}/target",
                                     "/api/v1/imports/preview",
                                     "/api/v1/definitions/plan",
                                     "/api/v1/customization/plan",
                                     "/api/v1/$batch",
                                     "/auth/login",
                                     "/auth/logout",
                                     "/auth/password",
                                     "/local/command"};
// Its own test below: it wants a person who has a password.
const std::string kPassword = "/auth/me/password";

bool is_repeated(const http::Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (name == "idempotency-replayed") return value == "true";
    }
    return false;
}

void ask_twice(World& world, const Route& route, const Making& make) {
    const Write write = make(world);
    const std::string key = std::to_string(static_cast<int>(route.first)) + write.path;
    const Method method = route.first;
    const http::Response first = world.send(method, write.path, write.body, key);
    ASSERT_LT(first.status, 300) << write.path << " " << first.body;
    EXPECT_FALSE(is_repeated(first));
    world.client.site->runner->run_all();
    world.client.catch_up();
    const std::int64_t before = world.written();
    const http::Response again = world.send(method, write.path, write.body, key);
    const http::Response other = world.send(method, write.path, write.other, key);
    // Some routes look at the body first, and cannot read this one.
    EXPECT_TRUE(other.status == 409 || other.status == 400) << write.path << " " << other.body;
    if (write.again == Again::same) {
        EXPECT_EQ(again.status, first.status) << write.path << " " << again.body;
        EXPECT_EQ(again.body, first.body);
        EXPECT_TRUE(is_repeated(again)) << write.path;
    } else {
        EXPECT_EQ(again.status, 409) << write.path;
        EXPECT_NE(again.body.find("secret"), std::string::npos) << again.body;
    }
    EXPECT_EQ(world.written(), before) << write.path << " was done twice";
}

STORE_TEST(Replay, every_write_is_done_once_under_its_key) {
    World world(fresh_location());
    int asked = 0;
    for (const Route& route : world.client.router().routes()) {
        const bool reads = route.first == Method::get || route.first == Method::head ||
                           route.first == Method::options;
        if (reads || kNoWrite.contains(route.second) || route.second == kPassword) continue;
        auto found = writes().find(route);
        const std::string keyed = "/api/v1/{set}({key:name}={value})/restore";
        if (found == writes().end() && route.second == keyed)
            found = writes().find({Method::post, "/api/v1/{set}/{id}/restore"});
        ASSERT_NE(found, writes().end()) << route.second << " is a write that no test asks twice";
        ask_twice(world, route, found->second);
        ++asked;
    }
    EXPECT_GE(asked, 40);
}

// Neither what is shown once nor what was typed to get it may lie in the table.
STORE_TEST(Replay, secrets_are_not_kept_for_repetition) {
    World world(fresh_location());
    const http::Response made =
        world.send(Method::post, "/api/v1/tokens", R"({"name":"Programa"})", "k");
    const std::string token(json::parse(made.body).at("token").as_string());
    std::string all;
    EXPECT_OK(world.client.site->store->read([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.query({"select request_hash, response from request_key", {}},
                     [&](const db::Row& row) { all.append(row.text(0)).append(row.text(1)); }));
        return {};
    }));
    EXPECT_FALSE(all.empty());
    EXPECT_EQ(all.find(token), std::string::npos);
}

STORE_TEST(Replay, a_form_is_the_same_whatever_its_boundary) {
    World world(fresh_location());
    const std::string rows = "name\r\nBolt\r\n";
    const http::Response first =
        world.send(Method::post, "/api/v1/imports", form("first-boundary", rows), "k");
    const http::Response again = world.send(Method::post, "/api/v1/imports", form("x2", rows), "k");
    EXPECT_EQ(first.status, 201) << first.body;
    EXPECT_EQ(again.body, first.body);
    EXPECT_TRUE(is_repeated(again));
}

STORE_TEST(Replay, what_failed_may_be_tried_again_under_its_key) {
    World world(fresh_location());
    EXPECT_EQ(world.send(Method::post, "/api/v1/tokens", "{}", "k").status, 400);
    EXPECT_EQ(world.send(Method::post, "/api/v1/tokens", R"({"name":"P"})", "k").status, 201);
}

}  // namespace
}  // namespace clientela
