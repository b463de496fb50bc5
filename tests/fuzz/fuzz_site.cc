// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_site.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

#include <boost/json.hpp>

#include "access/load_principal.h"
#include "access/secret.h"
#include "access/session.h"
#include "app/routes.h"
#include "http/url.h"
#include "job/job_table.h"
#include "record/read_json.h"
#include "record/save.h"

namespace clientela {
namespace {

constexpr int kWritesMax = 4'000;
constexpr int kJobsOfInput = 4;  // that one input may have ordered

// In memory, as the store of every run is.
std::string new_folder() {
    static int number = 0;
    return "/dev/shm/clientela-fuzz-site-" + std::to_string(::getpid()) + "-" +
           std::to_string(++number);
}

void must(const Result<void>& done) {
    if (done.ok()) return;
    std::fprintf(stderr, "%s %s\n", done.error().message.key.c_str(), done.error().detail.c_str());
    for (const FieldError& field : done.error().fields)
        std::fprintf(stderr, "%s: %s\n", field.field.c_str(), field.code.c_str());
    CHECK(done.ok());
}

// The answers inside the answer to a batch.
void check_batch(const boost::json::value& value) {
    const boost::json::object* object = value.if_object();
    const boost::json::value* responses =
        object != nullptr ? object->if_contains("responses") : nullptr;
    if (responses == nullptr || !responses->is_array()) return;
    for (const boost::json::value& one : responses->get_array())
        CHECK(one.at("status").as_int64() < 500);
}

}  // namespace

void check_answer(std::string_view target, const http::Response& response) {
    bool right = response.status >= 200 && response.status < 500;
    for (const auto& [name, value] : response.headers) {
        if (name != "content-type" || !value.starts_with("application/json")) continue;
        boost::system::error_code failed;
        boost::json::parse_options options;
        options.max_depth = 1'000;
        const auto document = boost::json::parse(response.body, failed, {}, options);
        right = right && (!failed || response.body.empty());
        check_batch(document);
    }
    if (!right) {
        std::fprintf(stderr, "%.*s: %d %s\n", static_cast<int>(target.size()), target.data(),
                     response.status, response.body.c_str());
    }
    CHECK(right);
}

std::unique_ptr<FuzzSite>& FuzzSite::kept() {
    static std::unique_ptr<FuzzSite> site;
    return site;
}

FuzzSite& FuzzSite::shared() {
    std::unique_ptr<FuzzSite>& site = kept();
    if (!site || (site->writes_ > kWritesMax && !site->folder_.empty())) {
        site.reset();
        const std::string folder = new_folder();
        site.reset(new FuzzSite(folder, folder));
    }
    return *site;
}

void FuzzSite::open(const std::string& location) { kept().reset(new FuzzSite(location, "")); }

void FuzzSite::close() { kept().reset(); }

FuzzSite::FuzzSite(const std::string& location, std::string folder) : folder_(std::move(folder)) {
    auto opened = app::open_site(location);
    if (!opened.ok()) must(opened.error());
    site_ = std::move(*opened);
    router_ = std::make_unique<http::Router>(app::make_router(*site_, "/nowhere"));
    plant_records();
    while (site_->loop->run_once()) {
    }
}

FuzzSite::~FuzzSite() {
    router_.reset();
    site_.reset();
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

Id FuzzSite::plant(const std::string& name, std::string_view object, std::string_view json) {
    const access::Principal system = access::Principal::system("test");
    const std::string body = filled(json);
    Id id;
    must(site_->store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site_->application, tx, system, "api");
        const schema::Object& of = context.schema.get(object);
        const auto draft =
            TRY(record::draft_from_json(context.company, of, body, record::Operation::create));
        id = TRY(record::save(context, of, draft)).id;
        return {};
    }));
    planted_.emplace_back("{" + name + "}", id);
    return id;
}

void FuzzSite::add_person(const std::string& name, const std::string& role) {
    const Id user = plant(name, "users", R"({"name":")" + name + R"(","role_id":")" + role + "\"}");
    const access::Secret secret = access::make_secret();
    const Instant now = site_->clock.now();
    std::shared_ptr<const access::Principal> person;
    must(site_->store->write([&](db::Transaction& tx) -> Result<void> {
        TRY(access::create_session(tx, access::Session{secret.hash, user, now, now, "", ""}));
        access::Principal loaded =
            TRY(access::load_principal(tx, *site_->application->schema, user));
        person = std::make_shared<const access::Principal>(std::move(loaded));
        return {};
    }));
    people_.push_back(std::move(person));
    sessions_.push_back(secret.text);
}

// One of each kind that most others hang on. What the seller owns comes after what they do not.
void FuzzSite::plant_records() {
    plant("administration", "roles",
          R"({"name":"fuzz_all","label_es":"A","label_en":"A","administers":true,)"
          R"("rights":{"*":{"read":"all","create":"all","update":"all","remove":"all",)"
          R"("export":"all"}}})");
    plant("selling", "roles",
          R"({"name":"fuzz_own","label_es":"S","label_en":"S",)"
          R"("rights":{"*":{"read":"team","create":"own","update":"own","remove":"own"}},)"
          R"("masks":{"opportunities":{"amount":"hidden"}}})");
    add_person("administrator", "{administration}");
    add_person("seller", "{selling}");
    plant("classification", "classifications", R"({"name":"Clase"})");
    plant("product", "products", R"({"name":"Fibra","code":"F-1"})");
    plant("account", "accounts",
          R"({"name":"Ñandú Telecom","number":"A-1","country":"ES","revenue":{"amount":"12.50",)"
          R"("currency":"EUR"},"classifications":["{classification}"],"owner_id":"{seller}"})");
    plant(
        "hidden", "accounts",
        R"({"name":"Ajena","number":"A-2","parent_id":"{account}","owner_id":"{administrator}"})");
    plant("contact", "contacts",
          R"({"first_name":"Ana","last_name":"Ruiz","owner_id":"{seller}"})");
    plant("point", "contact_points",
          R"({"kind":"phone","value":"+34600123456","contact_id":"{contact}"})");
    plant("opportunity", "opportunities",
          R"({"name":"Venta","number":"O-1","account_id":"{account}","amount":{"amount":"10.00",)"
          R"("currency":"EUR"},"expected_close_on":"2026-12-31","owner_id":"{seller}"})");
    plant("line", "opportunity_lines",
          R"({"name":"Fibra","quantity":2,"unit_price":"3.00","product_id":"{product}",)"
          R"("opportunity_id":"{opportunity}"})");
    plant("task", "activities", R"({"kind":"task","subject":"Llamar","owner_id":"{seller}"})");
    plant("regard", "activity_links",
          R"({"object":"opportunities","activity_id":"{task}","record_id":"{opportunity}"})");
    plant("lead", "leads", R"({"name":"Interesado","owner_id":"{seller}"})");
    plant("view", "views", R"({"name":"Mías","object":"accounts","owner_id":"{seller}"})");
}

std::string FuzzSite::filled(std::string_view text) const {
    std::string result(text);
    for (const auto& [hole, id] : planted_) {
        const std::string with = to_string(id);
        for (auto at = result.find(hole); at != std::string::npos; at = result.find(hole, at))
            result.replace(at, hole.size(), with);
    }
    return result;
}

http::Response FuzzSite::answer(const std::string& session, http::Method method,
                                std::string_view target, const std::string& body,
                                const std::string& type) const {
    const std::size_t question = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, question);
    auto query = http::parse_query(target.substr(std::min(question + 1, target.size())));
    const auto decoded = http::percent_decode(path);
    http::Request request;
    // The server refuses such targets before it looks for a route.
    if (!query || !decoded || !target.starts_with('/')) return {};
    request.method = method;
    request.target = target;
    request.path = *decoded;
    request.query = std::move(*query);
    request.headers = {{"cookie", "clientela_session=" + session},
                       {"sec-fetch-site", "same-origin"},
                       {"prefer", "odata.include-annotations=\"*\",odata.continue-on-error"},
                       {"content-type", type}};
    request.body = body;
    request.trace_id = "0123456789abcdef";
    http::Match match = router_->match(method, path);
    if (match.route == nullptr) {
        const int status = match.allow.empty() ? 404 : 405;
        return router_->failure(request, http::Failure{status, {}});
    }
    request.parameters = std::move(match.parameters);
    return match.route->handler(request);
}

void FuzzSite::ask(http::Method method, std::string_view target, const std::string& body,
                   const std::string& type) {
    if (method != http::Method::get) ++writes_;
    for (const std::string& session : sessions_)
        check_answer(target, answer(session, method, target, body, type));
}

void FuzzSite::run_jobs() {
    site_->runner->run_all();
    must(site_->store->read([](db::Transaction& tx) -> Result<void> {
        job::Search last;
        last.limit = kJobsOfInput;
        for (const job::Job& job : TRY(job::newest(tx, last)))
            CHECK(!job.error || job.error->key != "error.internal");
        return {};
    }));
}

}  // namespace clientela
