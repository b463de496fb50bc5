// SPDX-License-Identifier: Apache-2.0
#include "tests/plans/skewed_company.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <utility>

#include <boost/json.hpp>

#include "access/load_principal.h"
#include "access/secret.h"
#include "access/session.h"
#include "app/routes.h"
#include "app/site_over.h"
#include "http/url.h"
#include "record/read_json.h"
#include "record/save.h"
#include "search/index.h"
#include "tests/kept_store.h"
#include "tests/plans/skewed_rows.h"

namespace clientela::plans {
namespace {

std::map<db::Dialect, std::unique_ptr<SkewedCompany>>& kept_companies() {
    static std::map<db::Dialect, std::unique_ptr<SkewedCompany>> kept;
    return kept;
}

std::string member(const char* name, Id id) {
    return std::string("\"") + name + R"(":")" + to_string(id) + "\"";
}

}  // namespace

const char* name_of(Seer seer) {
    switch (seer) {
        case Seer::everything: return "who sees everything";
        case Seer::half: return "who owns half";
        case Seer::manager: return "a manager of 1 %";
        case Seer::few: return "who owns 0.01 %";
        case Seer::granted: return "who was granted one";
        case Seer::deputy: return "who stands in for 0.01 %";
        case Seer::keeper_of_half: return "who keeps half of the customers";
        case Seer::keeper_of_team: return "who keeps the customers of a team, 1 %";
        case Seer::keeper_of_few: return "who keeps 0.01 % of the customers";
    }
    return "";
}

SkewedCompany& SkewedCompany::of(db::Dialect dialect) {
    auto& kept = kept_companies();
    if (kept.empty()) at_end([] { kept_companies().clear(); });
    std::unique_ptr<SkewedCompany>& company = kept[dialect];
    if (!company) company.reset(new SkewedCompany(dialect));
    return *company;
}

SkewedCompany::SkewedCompany(db::Dialect dialect) {
    auto opened = db::open_store(kept_location(dialect));
    if (!opened.ok()) throw std::runtime_error(describe(opened.error()));
    auto listening = std::make_unique<ListeningStore>(std::move(*opened));
    store_ = listening.get();
    auto site = app::open_site_over(std::move(listening));
    if (!site.ok()) throw std::runtime_error(describe(site.error()));
    site_ = std::move(*site);
    router_ = std::make_unique<http::Router>(app::make_router(*site_, "/nowhere"));
    layout_ = schema::layout_of(schema());
    add_people();
    add_records();
    EXPECT_OK(store_->migrate([&](db::Transaction& tx) -> Result<void> {
        TRY(multiply(tx, layout_));
        TRY(spread(tx, ids_));
        return add_engine_rows(tx, schema(), id_of("half"));
    }));
    // How SQLite reads full text does not depend on how much there is.
    if (dialect != db::Dialect::postgres) return;
    EXPECT_OK(search::rebuild(*store_, schema()));
    set(Statistics::taken);
}

void SkewedCompany::set(Statistics statistics) {
    EXPECT_OK(store_->migrate([&](db::Transaction& tx) -> Result<void> {
        // SQLite's other connections read the statistics again when the table goes or comes.
        if (tx.dialect() == db::Dialect::sqlite)
            TRY(tx.execute({"drop table if exists sqlite_stat1", {}}));
        if (statistics == Statistics::taken) TRY(tx.execute({"analyze", {}}));
        return {};
    }));
}

void SkewedCompany::add_person(Seer seer, const char* role, const std::string& more) {
    Id of_role;
    EXPECT_OK(store_->read([&](db::Transaction& tx) {
        return tx.query({"select id from role where name = ?", {std::string(role)}},
                        [&](const db::Row& row) { of_role = Id{row.integer(0)}; });
    }));
    const Id user = create("users", std::string(R"({"name":")") + name_of(seer) + "\"," +
                                        member("role_id", of_role) + more + "}");
    users_[seer] = user;
    const access::Secret secret = access::make_secret();
    const Instant now = site_->clock.now();
    EXPECT_OK(store_->write([&](db::Transaction& tx) {
        return access::create_session(tx, access::Session{secret.hash, user, now, now, "", ""});
    }));
    sessions_[seer] = secret.text;
    static const std::map<Seer, std::string> kNames{{Seer::everything, "everything"},
                                                    {Seer::half, "half"},
                                                    {Seer::manager, "manager"},
                                                    {Seer::few, "few"},
                                                    {Seer::granted, "granted"},
                                                    {Seer::deputy, "deputy"},
                                                    {Seer::keeper_of_half, "keeper_of_half"},
                                                    {Seer::keeper_of_team, "keeper_of_team"},
                                                    {Seer::keeper_of_few, "keeper_of_few"}};
    ids_[kNames.at(seer)] = user;
}

void SkewedCompany::add_keeper_role(const char* name, const char* breadth) {
    boost::json::object rights;
    EXPECT_OK(store_->read([&](db::Transaction& tx) {
        return tx.query(
            {"select rights from role where name = ?", {std::string("sales_representative")}},
            [&](const db::Row& row) {
                rights = boost::json::parse(std::string(row.text(0))).as_object();
            });
    }));
    for (const char* object : {"accounts", "contacts"})
        rights[object] = {{"read", breadth}, {"update", breadth}, {"export", breadth}};
    create("roles", std::string(R"({"name":")") + name + R"(","label_es":"R","label_en":"R",)" +
                        R"("rights":)" + boost::json::serialize(rights) + "}");
}

void SkewedCompany::add_people() {
    ids_["team"] = create("teams", R"({"name":"Pequeño"})");
    ids_["wide_team"] = create("teams", R"({"name":"Grande"})");
    ids_["other_team"] = create("teams", R"({"name":"Vacío"})");
    add_keeper_role("keeper", "own");
    add_keeper_role("team_keeper", "team");
    add_person(Seer::everything, "administrator");
    add_person(Seer::half, "sales_representative");
    add_person(Seer::manager, "sales_manager", "," + member("team_id", ids_["team"]));
    add_person(Seer::few, "sales_representative", "," + member("team_id", ids_["wide_team"]));
    add_person(Seer::granted, "sales_representative");
    add_person(Seer::deputy, "sales_representative");
    add_person(Seer::keeper_of_half, "keeper");
    add_person(Seer::keeper_of_team, "team_keeper", "," + member("team_id", ids_["team"]));
    add_person(Seer::keeper_of_few, "keeper");
    create("delegations", R"({"level":"read","starts_on":"2001-01-01","ends_on":"2999-01-01",)" +
                              member("owner_id", ids_["few"]) + "," +
                              member("delegate_id", ids_["deputy"]) + "}");
}

void SkewedCompany::add_records() {
    add_customers();
    add_classifications();
    add_sales();
    const auto add = [&](const char* name, const char* object, const std::string& json) {
        ids_[name] = create(object, json);
    };
    add("activity", "activities",
        R"({"kind":"task","subject":"Llamar","owner_id":null,"due_at":"2026-01-01T09:00:00Z"})");
    for (const auto& [link, object, record] :
         {std::tuple{"activity_link", "accounts", "account"},
          std::tuple{"sale_link", "opportunities", "opportunity"}}) {
        add(link, "activity_links",
            "{" + member("activity_id", ids_["activity"]) + R"(,"object":")" + object +
                R"(","role":"about",)" + member("record_id", ids_[record]) + "}");
    }
    add("grant", "record_grants",
        R"({"object":"opportunities","grantee":"user","level":"read",)" +
            member("record_id", ids_["opportunity"]) + "," + member("grantee_id", ids_["granted"]) +
            "}");
    add("view", "views",
        R"({"name":"Mía","object":"opportunities",)" + member("owner_id", ids_["granted"]) + "}");
    add("notification", "notifications",
        R"({"kind":"assigned","object":"accounts","title":"x",)"
        R"("happened_at":"2026-01-01T09:00:00Z",)" +
            member("owner_id", ids_["granted"]) + "}");
}

void SkewedCompany::add_customers() {
    const auto add = [&](const char* name, const char* object, const std::string& json) {
        ids_[name] = create(object, json);
    };
    add("country", "territories", R"({"name":"País"})");
    for (const char* part : {"north", "south"})
        add(part, "territories",
            std::string(R"({"name":")") + part + "\"," + member("parent_id", ids_["country"]) +
                "}");
    add("account", "accounts",
        R"({"name":"Cliente","number":"A-1","owner_id":null,"life_cycle":"prospect"})");
    add("contact", "contacts", R"({"first_name":"Ana","last_name":"Gil","owner_id":null})");
    add("account_contact", "account_contacts",
        "{" + member("account_id", ids_["account"]) + "," + member("contact_id", ids_["contact"]) +
            "}");
    add("account_member", "account_members",
        "{" + member("account_id", ids_["account"]) + "," +
            member("user_id", ids_["keeper_of_few"]) + "}");
    add("contact_point", "contact_points",
        "{" + member("account_id", ids_["account"]) + R"(,"kind":"email","value":"ana@x.es"})");
    add("lead", "leads", R"({"name":"Posible","owner_id":null})");
}

// Three trees of their own kinds, of one node below the other.
void SkewedCompany::add_classifications() {
    const auto add_tree = [&](const std::string& kind, const std::vector<std::string>& names) {
        Id above;
        for (const std::string& name : names) {
            const std::string within = above ? "," + member("parent_id", above) : std::string();
            above = create("classifications",
                           R"({"name":")" + name + R"(","kind":")" + kind + "\"" + within + "}");
            ids_[name] = above;
        }
    };
    add_tree("type", {"common_class", "common_part", "common_leaf"});
    add_tree("family", {"other_class", "other_part", "other_leaf"});
    add_tree("category", {"rare_class", "rare_leaf"});
}

void SkewedCompany::add_sales() {
    const auto add = [&](const char* name, const char* object, const std::string& json) {
        ids_[name] = create(object, json);
    };
    add("opportunity", "opportunities",
        "{" + member("account_id", ids_["account"]) + "," + member("contact_id", ids_["contact"]) +
            R"(,"name":"Venta","number":"O-1","owner_id":null,"expected_close_on":"2026-01-01",)"
            R"("amount":{"amount":"100.00","currency":"EUR"}})");
    add("member", "opportunity_members",
        "{" + member("opportunity_id", ids_["opportunity"]) + "," + member("user_id", ids_["few"]) +
            "}");
    EXPECT_OK(store_->read([&](db::Transaction& tx) {
        return tx.query({"select stage_id from opportunity", {}},
                        [&](const db::Row& row) { ids_["stage"] = Id{row.integer(0)}; });
    }));
}

std::string SkewedCompany::with_names(std::string text) const {
    for (const auto& [name, id] : ids_) {
        const std::string mark = "{" + name + "}";
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
            text.replace(at, mark.size(), to_string(id));
    }
    return text;
}

Id SkewedCompany::create(const char* object, const std::string& json) {
    const schema::Object& of = schema().get(object);
    const access::Principal system = access::Principal::system("test");
    Id id;
    EXPECT_OK(store_->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site_->application, tx, system, "api");
        const record::Draft draft =
            TRY(record::draft_from_json(context.company, of, json, record::Operation::create));
        id = TRY(record::save(context, of, draft)).id;
        return {};
    })) << object
        << " " << json;
    return id;
}

// As it comes out of http: path and query taken apart, without percents.
http::Response SkewedCompany::send(Seer seer, http::Method method, const std::string& target,
                                   const char* preference, const std::string& body) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = body;
    request.headers.emplace_back("cookie", "clientela_session=" + sessions_.at(seer));
    request.headers.emplace_back("sec-fetch-site", "same-origin");
    request.headers.emplace_back("content-type", "application/json");
    if (preference != nullptr) request.headers.emplace_back("prefer", preference);
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = http::percent_decode(target.substr(0, mark)).value_or("");
    std::istringstream options(target.substr(std::min(mark + 1, target.size())));
    for (std::string option; std::getline(options, option, '&');) {
        const std::size_t equals = std::min(option.find('='), option.size());
        const std::size_t value = std::min(equals + 1, option.size());
        request.query.emplace_back(
            http::percent_decode(option.substr(0, equals), true).value_or(""),
            http::percent_decode(option.substr(value), true).value_or(""));
    }
    http::Match match = router_->match(method, request.path);
    if (match.route == nullptr) return {};
    request.parameters = std::move(match.parameters);
    return match.route->handler(request);
}

std::vector<Plan> SkewedCompany::listen(const std::function<void()>& work) {
    std::vector<Plan> plans;
    for (const Explained& one : store_->listen(work))
        plans.push_back(read_plan(layout_, dialect(), one));
    return plans;
}

void SkewedCompany::ask(Seer seer, const std::string& target, const char* preference) {
    const http::Response response = send(seer, http::Method::get, target, preference, {});
    EXPECT_EQ(response.status, 200) << target << " " << response.body;
    last_body_ = response.body;
}

std::vector<Plan> SkewedCompany::get(Seer seer, const std::string& target) {
    const std::string named = with_names(target);
    ask(seer, named);
    return listen([&] { ask(seer, named); });
}

std::vector<Plan> SkewedCompany::get_next(Seer seer, const std::string& target) {
    // Who owns little has a next page too.
    const bool little = seer == Seer::few || seer == Seer::granted || seer == Seer::deputy ||
                        seer == Seer::keeper_of_few;
    const char* const size = little ? "maxpagesize=1" : nullptr;
    ask(seer, with_names(target), size);
    const boost::json::value page = boost::json::parse(last_body_);
    const auto* next = page.as_object().if_contains("@odata.nextLink");
    EXPECT_NE(next, nullptr) << target << ": no further page";
    if (next == nullptr) return {};
    std::string link(next->as_string());
    const std::size_t start = link.find("/api/v1/");
    link = start == std::string::npos ? "/api/v1/" + link : link.substr(start);
    return listen([&] { ask(seer, link, size); });
}

std::vector<Plan> SkewedCompany::post(Seer seer, const std::string& target,
                                      const std::string& body) {
    return listen(
        [&] { send(seer, http::Method::post, with_names(target), nullptr, with_names(body)); });
}

std::vector<Plan> SkewedCompany::run(Seer seer,
                                     const std::function<Result<void>(record::Context&)>& work) {
    std::vector<std::vector<Plan>> rounds;
    for (int round = 0; round < 2; ++round) {  // the first counts shares
        rounds.push_back(run([&](db::Transaction& tx) -> Result<void> {
            const access::Principal principal =
                TRY(access::load_principal(tx, schema(), users_.at(seer), Date{20'000}));
            record::Context context = api::context_for(*site_->application, tx, principal, "test");
            return work(context);
        }));
    }
    return rounds.back();
}

std::vector<Plan> SkewedCompany::run(const std::function<Result<void>(db::Transaction&)>& work) {
    return listen([&] { EXPECT_OK(store_->read(work)); });
}

std::vector<Plan> SkewedCompany::run_and_undo(
    const std::function<Result<void>(db::Transaction&)>& work) {
    return listen([&] {
        const Result<void> undone = store_->write([&](db::Transaction& tx) -> Result<void> {
            TRY(work(tx));
            return make_error(ErrorCode::conflict, "test.undone");
        });
        EXPECT_EQ(undone.error().message.key, "test.undone") << describe(undone.error());
    });
}

std::vector<Plan> SkewedCompany::run_by_clock(
    Instant now, const std::function<Result<void>(record::Context&)>& work) {
    const access::Principal system = access::Principal::system("test");
    std::vector<Plan> plans;
    for (int round = 0; round < 2; ++round) {  // the first counts shares
        plans = run_and_undo([&](db::Transaction& tx) -> Result<void> {
            record::Context context =
                api::context_for(*site_->application, tx, system, "notification");
            context.now = now;
            context.today = context.company.zone.local(now).date;
            return work(context);
        });
    }
    return plans;
}

}  // namespace clientela::plans
