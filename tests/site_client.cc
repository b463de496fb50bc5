// SPDX-License-Identifier: Apache-2.0
#include "tests/site_client.h"

#include <stdexcept>

#include "access/secret.h"
#include "access/session.h"
#include "app/routes.h"
#include "http/url.h"
#include "record/read_json.h"
#include "record/save.h"

namespace clientela {

SiteClient::SiteClient(const std::string& location) {
    auto opened = app::open_site(location);
    if (!opened.ok()) throw std::runtime_error(describe(opened.error()));
    site = std::move(opened).value();
    router_ = std::make_unique<http::Router>(app::make_router(*site, "/nowhere"));
}

Result<void> SiteClient::with(const std::function<Result<void>(record::Context&)>& work) {
    const access::Principal system = access::Principal::system("test");
    return site->store->write([&](db::Transaction& tx) {
        record::Context context = api::context_for(*site->application, tx, system, "api");
        return work(context);
    });
}

void SiteClient::save(std::string_view object, Id id, std::string_view json,
                      record::Operation operation, Id* saved) {
    const schema::Object& of = site->application->schema->get(object);
    EXPECT_OK(with([&](record::Context& context) -> Result<void> {
        record::Draft draft;
        if (!json.empty()) {
            draft = TRY(record::draft_from_json(context.company, of, json, operation));
        }
        draft.operation = operation;
        if (id) draft.id = id;
        const record::Saved done = TRY(record::save(context, of, draft));
        if (saved != nullptr) *saved = done.id;
        return {};
    })) << object
        << " " << json;
}

Id SiteClient::create(std::string_view object, std::string_view json) {
    Id id;
    save(object, {}, json, record::Operation::create, &id);
    return id;
}

void SiteClient::update(std::string_view object, Id id, std::string_view json) {
    save(object, id, json, record::Operation::update);
}

void SiteClient::remove(std::string_view object, Id id) {
    save(object, id, {}, record::Operation::remove);
}

void SiteClient::restore(std::string_view object, Id id) {
    save(object, id, {}, record::Operation::restore);
}

std::string SiteClient::person(std::string_view name, std::string_view rights,
                               std::string_view masks, bool administers) {
    const std::string number = std::to_string(++people_);
    const Id role = create(
        "roles", R"({"name":"role_)" + number + R"(","label_es":"R","label_en":"R",)" +
                     R"("rights":)" + std::string(rights) + R"(,"masks":)" + std::string(masks) +
                     R"(,"administers":)" + (administers ? "true" : "false") + "}");
    const Id user = create(
        "users", R"({"name":")" + std::string(name) + R"(","role_id":")" + to_string(role) + "\"}");
    return session_of(user);
}

std::string SiteClient::session_of(Id user) {
    const access::Secret secret = access::make_secret();
    const Instant now = site->clock.now();
    EXPECT_OK(site->store->write([&](db::Transaction& tx) {
        return access::create_session(tx, access::Session{secret.hash, user, now, now, "", ""});
    }));
    return secret.text;
}

std::string SiteClient::administrator() {
    return person("Adela", R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})");
}

Id SiteClient::user_of(const std::string& session) {
    Id user;
    EXPECT_OK(site->store->read([&](db::Transaction& tx) -> Result<void> {
        const auto found =
            TRY(access::find_session(tx, access::hash_secret(session), site->clock.now()));
        if (found) user = found->user;
        return {};
    }));
    return user;
}

void SiteClient::catch_up() {
    while (site->loop->run_once()) {
    }
}

http::Response SiteClient::get(std::string_view target, const std::string& session,
                               std::string_view header, std::string_view value) {
    http::Request request;
    if (!session.empty()) request.headers.emplace_back("cookie", "clientela_session=" + session);
    if (!header.empty()) request.headers.emplace_back(header, value);
    return ask(http::Method::get, target, std::move(request));
}

http::Response SiteClient::send(http::Method method, std::string_view target,
                                const std::string& session, std::string body,
                                std::string_view header, std::string_view value) {
    http::Request request;
    if (!header.empty()) request.headers.emplace_back(header, value);
    if (!session.empty()) request.headers.emplace_back("cookie", "clientela_session=" + session);
    request.headers.emplace_back("sec-fetch-site", "same-origin");
    request.headers.emplace_back("accept-language", "en");
    // A form begins with its boundary, JSON never with two dashes.
    request.headers.emplace_back(
        "content-type", body.starts_with("--")
                            ? "multipart/form-data; boundary=" + body.substr(2, body.find('\r') - 2)
                            : "application/json");
    request.body = std::move(body);
    return ask(method, target, std::move(request));
}

http::Response SiteClient::ask(http::Method method, std::string_view target,
                               http::Request request) {
    request.method = method;
    request.target = target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    const std::string_view path = target.substr(0, mark);
    request.path = http::percent_decode(path).value_or("");
    std::string_view query = target.substr(std::min(mark + 1, target.size()));
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        request.query.emplace_back(
            http::percent_decode(pair.substr(0, equals), true).value_or(""),
            http::percent_decode(pair.substr(std::min(equals + 1, pair.size())), true)
                .value_or(""));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    http::Match match = router_->match(method, path);
    if (match.route == nullptr) return {};
    request.parameters = std::move(match.parameters);
    return match.route->handler(request);
}

std::string SiteClient::body(std::string_view target, const std::string& session) {
    http::Response response = get(target, session);
    EXPECT_EQ(response.status, 200) << target << " " << response.body;
    return response.body;
}

}  // namespace clientela
