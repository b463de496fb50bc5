// SPDX-License-Identifier: Apache-2.0
// Nothing leaks: marks are planted in records and in fields that a role must not see, then every
// route is called as a person of every shipped role, and no answer may hold a mark that is hidden
// from them. A route that this test does not know fails it, so a new one cannot be forgotten.
#include <iterator>
#include <map>
#include <set>

#include "access/load_principal.h"
#include "access/shipped_roles.h"
#include "record/read.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

using http::Method;

std::string quoted(Id id) { return "\"" + to_string(id) + "\""; }

// A planted record and the mark in it.
struct Planted {
    std::string set;
    Id id;
    std::string mark;
};

constexpr const char* kMasked = "xqmaskedfieldxq";
// An amount that nobody asked may know, and what half a chance of it weighs.
constexpr const char* kAmount = "8237461.90";
constexpr const char* kWeighted = "4118730.95";
// How to reach an account that everybody sees: as it is written, in digits, backwards, by its
// parts.
constexpr const char* kReached[] = {"xqreachxq", "611223344", "443322116", "xqstreetxq"};

class Leaks {
public:
    explicit Leaks(const std::string& location) : client_(location) {
        owner_ = client_.user_of(client_.person("Olga", "{}"));
        plant();
        client_.catch_up();
    }

    // A person of a shipped role with masks over descriptions; what is hidden from them.
    void become(const access::ShippedRole& role) {
        role_ = role.name;
        session_ = client_.person(
            "Rita", role.rights,
            R"({"accounts":{"description":"hidden"},"opportunities":{"amount":"hidden"},)"
            R"("contact_points":{"value":"hidden"}})",
            role.administers);
        marks_ = {kMasked, kAmount, kWeighted};
        marks_.insert(std::begin(kReached), std::end(kReached));
        own_ = client_.create("opportunities", R"({"name":"Propia","probability":50,"owner_id":)" +
                                                   quoted(client_.user_of(session_)) + "}");
        client_.create("opportunity_lines", std::string(R"({"name":"Fibra","unit_price":")") +
                                                kAmount + R"(","opportunity_id":)" + quoted(own_) +
                                                "}");
        EXPECT_OK(client_.site->store->read([&](db::Transaction& tx) -> Result<void> {
            const auto reader = TRY(access::load_principal(tx, *client_.site->application->schema,
                                                           client_.user_of(session_)));
            record::Context context =
                api::context_for(*client_.site->application, tx, reader, "test");
            for (const Planted& one : planted_) {
                const auto seen = record::get(context, context.schema.get(one.set), one.id);
                if (!seen.ok()) marks_.insert(one.mark);
            }
            // By what the role says, without asking the code under test.
            if (marks_.contains("xqoppxq") &&
                reader.breadth("activities", access::Action::read) == access::Breadth::own)
                marks_.insert("xqcallxq");
            return {};
        }));
    }

    std::size_t hidden() const { return marks_.size(); }
    int asked() const { return asked_; }
    int told() const { return told_; }  // marks met by those who may: the requests do reach them

    void ask(Method method, const std::string& target, const std::string& body = {}) {
        ++asked_;
        const http::Response response = client_.send(method, target, session_, body);
        std::string all = response.body;
        for (const auto& [name, value] : response.headers)
            all += "\n" + name + ": " + value;
        for (const Planted& one : planted_) {
            if (!marks_.contains(one.mark) && all.find(one.mark) != std::string::npos) ++told_;
        }
        // Who administers reads the whole log, that is what it is for.
        if (role_ == "administrator" && target.starts_with("/api/v1/audit")) return;
        for (const std::string& mark : marks_) {
            EXPECT_EQ(all.find(mark), std::string::npos)
                << role_ << " " << target << " tells " << mark << ": " << all.substr(0, 400);
        }
    }

    // One route of the router, over all sets and planted records.
    void ask_route(Method method, const std::string& pattern, const std::string& body) {
        for (const std::string& path : filled(pattern)) {
            ask(method, path, body);
            // What follows a record takes the same options as its set.
            if (method != Method::get || pattern.find("{property:name}") != std::string::npos)
                continue;
            for (const char* query :
                 {"?$search=xq", "?$filter=contains(name,'xq')", "?$orderby=description",
                  "?$filter=contains(description,'xq')", "?$select=description", "?bin=true",
                  "?$apply=groupby((description),aggregate($count%20as%20n))",
                  "?$expand=account,lines,contact_points", "?$count=true&$top=1", "?q=xq",
                  "?q=xqopp", "?user=", "?after=&top=500"}) {
                ask(method, path + query);
            }
        }
    }

    const http::Router& router() const { return client_.router(); }

private:
    Id plant_one(const std::string& set, const std::string& mark, const std::string& more) {
        const Id id = client_.create(set, "{" + more + R"(,"owner_id":)" + quoted(owner_) + "}");
        planted_.push_back({set, id, mark});
        return id;
    }

    void plant() {
        const Id account =
            client_.create("accounts", std::string(R"({"name":"Abierta","description":")") +
                                           kMasked + R"(","owner_id":)" + quoted(owner_) + "}");
        client_.update("accounts", account, R"({"country":"ES"})");
        account_ = account;
        plant_one("accounts", "xqaccountxq",
                  R"("name":"xqaccountxq","number":"xqaccountxq1","originator_id":null)");
        plant_one("contacts", "xqcontactxq", R"("first_name":"xqcontactxq")");
        plant_one("leads", "xqleadxq", R"("name":"xqleadxq","originator_id":null)");
        const Id opportunity =
            plant_one("opportunities", "xqoppxq",
                      R"("name":"xqoppxq","originator_id":null,"account_id":)" + quoted(account));
        plant_one("activities", "xqnotexq", R"("kind":"note","subject":"xqnotexq","private":true)");
        const Id task =
            plant_one("activities", "xqtaskxq", R"("kind":"task","subject":"xqtaskxq")");
        const Id call =
            plant_one("activities", "xqcallxq", R"("kind":"call","subject":"xqcallxq")");
        const auto link = [&](Id activity, const char* object, Id record) {
            client_.create("activity_links", std::string(R"({"object":")") + object +
                                                 R"(","activity_id":)" + quoted(activity) +
                                                 R"(,"record_id":)" + quoted(record) + "}");
        };
        link(task, "opportunities", opportunity);
        link(call, "opportunities", opportunity);
        link(call, "accounts", account);  // which tells nobody of a deal that is not theirs
        plant_one("views", "xqviewxq",
                  R"("name":"xqviewxq","object":"accounts","shared":"private")");
        plant_one("delegations", "xqdelegatexq",
                  R"("reason":"xqdelegatexq","ends_on":"2999-01-01","delegate_id":)" +
                      quoted(client_.user_of(client_.person("Pedro", "{}"))));
        const auto reach = [&](Id of, const char* how) {
            return client_.create("contact_points",
                                  std::string("{") + how + R"(,"account_id":)" + quoted(of) + "}");
        };
        const Id point = reach(planted_.front().id, R"("kind":"web","notes":"xqpointxq",)"
                                                    R"("value":"https://point.example")");
        planted_.push_back({"contact_points", point, "xqpointxq"});
        reach(account, R"("kind":"email","value":"xqreachxq@open.example")");
        reach(account, R"("kind":"phone","value":"+34 611 22 33 44")");
        reach(account, R"("kind":"postal","street":"xqstreetxq 1","city":"Soria")");
    }

    std::vector<std::string> filled(const std::string& pattern) const {
        std::vector<std::string> paths{pattern};
        const auto replace = [&](const std::string& hole, const std::vector<std::string>& with) {
            std::vector<std::string> next;
            for (const std::string& path : paths) {
                const std::size_t at = path.find(hole);
                if (at == std::string::npos) {
                    next.push_back(path);
                    continue;
                }
                for (const std::string& one : with)
                    next.push_back(path.substr(0, at) + one + path.substr(at + hole.size()));
            }
            paths = std::move(next);
        };
        const bool of_record =
            pattern.find("{set}") != std::string::npos && pattern.find("{id}") != std::string::npos;
        if (of_record) {
            paths.clear();
            for (const Planted& one : planted_) {
                std::string path = pattern;
                path.replace(path.find("{set}"), 5, one.set);
                path.replace(path.find("{id}"), 4, to_string(one.id));
                paths.push_back(std::move(path));
            }
            std::string open = pattern;
            open.replace(open.find("{set}"), 5, "accounts");
            open.replace(open.find("{id}"), 4, to_string(account_));
            paths.push_back(std::move(open));
            std::string own = pattern;
            own.replace(own.find("{set}"), 5, "opportunities");
            own.replace(own.find("{id}"), 4, to_string(own_));
            paths.push_back(std::move(own));
        }
        std::vector<std::string> ids;
        std::vector<std::string> sets{"users", "record_grants", "stage_changes",
                                      "opportunity_lines", "activity_links"};
        for (const Planted& one : planted_) {
            ids.push_back(to_string(one.id));
            sets.push_back(one.set);
        }
        replace("{set}", sets);
        replace("{id}", ids);
        replace("{key:name}", {"number"});
        replace("{value}", {"'none'"});
        replace("{property:name}",
                {"description", "account", "lines", "contact_points", "classifications"});
        replace("{object}", {"accounts"});
        replace("{field}", {"description"});
        replace("{scope}", {"me", "company", "role"});
        replace("{place}", {"accounts"});
        // A hole that stays asks for nothing that is there, and so passes whatever the route tells.
        for (const std::string& path : paths)
            EXPECT_EQ(path.find('{'), std::string::npos) << path << " has a hole nothing fills";
        return paths;
    }

    SiteClient client_;
    Id owner_;
    Id account_;
    Id own_;  // of the person who asks
    std::vector<Planted> planted_;
    std::string role_;
    std::string session_;
    std::set<std::string> marks_;
    int asked_ = 0;
    int told_ = 0;
};

constexpr const char* kNoReference = R"j({"@odata.id":"accounts('0000000000001')"})j";

// What to send; a route that is missing here is not tested and fails.
const std::map<std::string, std::string>& bodies() {
    static const std::map<std::string, std::string> kBodies{
        {"/api/v1/{set}", R"({"name":"Nueva"})"},
        {"/api/v1/{set}('{id}')", R"({"name":"Otra"})"},
        {"/api/v1/{set}/{id}", R"({"name":"Otra"})"},
        {"/api/v1/{set}({key:name}={value})", R"({"name":"Otra"})"},
        {"/api/v1/{set}('{id}')/{property:name}/$ref", kNoReference},
        {"/api/v1/{set}/{id}/{property:name}/$ref", kNoReference},
        {"/api/v1/{set}({key:name}={value})/{property:name}/$ref", kNoReference},
        {"/api/v1/$batch",
         R"({"requests":[{"id":"1","method":"GET","url":"accounts?$search=xq"},)"
         R"({"id":"2","method":"GET","url":"opportunities?$expand=account"},)"
         R"({"id":"3","method":"GET","url":"leads?$filter=contains(name,@p)&@p='xq'"}]})"},
        {"/api/v1/{set}/bulk", "{}"},
        {"/api/v1/{set}('{id}')/restore", ""},
        {"/api/v1/{set}/{id}/restore", ""},
        {"/api/v1/{set}({key:name}={value})/restore", ""},
        {"/api/v1/{set}/target", R"({"group_by":"owner_id"})"},
        {"/api/v1/leads('{id}')/convert", "{}"},
        {"/api/v1/users('{id}')/invite", "{}"},
        {"/api/v1/users('{id}')/reassign", R"({"preview":true})"},
        {"/api/v1/users('{id}')/disable", "{}"},
        {"/api/v1/users('{id}')/erase", R"({"confirm":"nobody"})"},
        {"/api/v1/imports", "{}"},
        {"/api/v1/imports('{id}')/undo", ""},
        {"/api/v1/imports('{id}')/cancel", ""},
        {"/api/v1/imports/preview", ""},
        {"/api/v1/jobs('{id}')/pause", ""},
        {"/api/v1/jobs('{id}')/resume", ""},
        {"/api/v1/jobs('{id}')/cancel", ""},
        {"/api/v1/jobs('{id}')/undo", ""},
        {"/api/v1/exports", R"({"object":"accounts"})"},
        {"/api/v1/company", "{}"},
        {"/api/v1/tokens", "{}"},
        {"/api/v1/tokens('{id}')", ""},
        {"/api/v1/notifications/muted", "{}"},
        {"/api/v1/notifications/read", "{}"},
        {"/api/v1/definitions/plan", "{}"},
        {"/api/v1/definitions/apply", "{}"},
        {"/api/v1/definitions/{object}", "{}"},
        {"/api/v1/definitions/{object}/{field}", "{}"},
        {"/api/v1/customization/plan", "{}"},
        {"/api/v1/customization/apply", "{}"},
        {"/api/v1/layouts/{scope}/{place}", "{}"},
        {"/api/v1/layouts/{scope}('{id}')/{place}", "{}"},
        {"/auth/login", R"({"email":"a@b.es","password":"x"})"},
        {"/auth/password", R"({"token":"x","password":"y"})"},
        {"/auth/me", R"({"language":"es"})"},
        {"/auth/me/password", R"({"current":"x","password":"y"})"},
    };
    return kBodies;
}

// They end the session, leave the machine or take everything away; others test them.
const std::set<std::string> kElsewhere{"/auth/logout", "/local/command", "/api/v1/demo/remove"};

STORE_TEST(HiddenMarkers, no_route_tells_any_role_what_it_must_not_know) {
    Leaks leaks(fresh_location());
    const auto routes = leaks.router().routes();
    std::size_t most_hidden = 0;
    for (const bool writing : {false, true}) {  // what a write moves, a read would not meet
        for (const access::ShippedRole& role : access::shipped_roles()) {
            leaks.become(role);
            most_hidden = std::max(most_hidden, leaks.hidden());
            for (const auto& [method, pattern] : routes) {
                if (kElsewhere.contains(pattern) || (method != Method::get) != writing) continue;
                const auto body = bodies().find(pattern);
                ASSERT_TRUE(!writing || body != bodies().end())
                    << pattern << " is a route that no test asks";
                leaks.ask_route(method, pattern, writing ? body->second : std::string());
            }
        }
    }
    std::cout << "hidden markers: " << leaks.asked() << " requests, at most " << most_hidden
              << " marks hidden\n";
    EXPECT_GT(most_hidden, 8U);
    EXPECT_GT(leaks.asked(), 5000);
    EXPECT_GT(leaks.told(), 500);
}

}  // namespace
}  // namespace clientela
