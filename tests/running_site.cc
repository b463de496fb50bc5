// SPDX-License-Identifier: Apache-2.0
#include "tests/running_site.h"

#include <stdexcept>

#include "access/secret.h"
#include "access/token.h"
#include "app/routes.h"
#include "record/read.h"
#include "record/save.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

Result<Id> role_named(record::Context& context, const std::string& name) {
    record::Query query;
    query.object = &context.schema.get("roles");
    query.filter =
        TRY(filter::parse_and_bind("name eq '" + name + "'", context.schema, *query.object));
    const record::Page page = TRY(record::list(context, query));
    if (page.rows.empty()) return internal_error("no role " + name);
    return page.rows.front().record.id();
}

}  // namespace

RunningSite::RunningSite(const std::string& location) {
    auto opened = app::open_site(location);
    if (!opened.ok()) throw std::runtime_error(describe(opened.error()));
    site_ = std::move(opened).value();
    const auto metrics = [this] { return server_->server().metrics(); };
    server_ = std::make_unique<http::RunningServer>(app::make_router(*site_, "", metrics),
                                                    http::test_options(), &site_->events);
}

Result<void> RunningSite::write(const std::function<Result<void>(record::Context&)>& work) {
    const access::Principal system = access::Principal::system("test");
    return site_->store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site_->application, tx, system, "test");
        return work(context);
    });
}

SitePerson RunningSite::add_person(const std::string& name, const std::string& role) {
    SitePerson person;
    const access::Secret secret = access::make_secret(access::kTokenPrefix);
    person.token = secret.text;
    const Result<void> done = write([&](record::Context& context) -> Result<void> {
        const schema::Object& users = context.schema.get("users");
        record::Draft draft;
        draft.set(users.field("name"), name);
        draft.set(users.field("role_id"), TRY(role_named(context, role)));
        person.id = TRY(record::save(context, users, draft)).id;
        access::Token token;
        token.id = context.ids.next(context.now.ms);
        token.user = person.id;
        token.name = "test";
        token.hash = secret.hash;
        token.created_at = context.now;
        return access::create_token(context.tx, token);
    });
    if (!done.ok()) throw std::runtime_error(describe(done.error()));
    return person;
}

http::Client RunningSite::client(const SitePerson& person, std::string_view language) {
    http::Client client = server_->client();
    client.timeout = std::chrono::milliseconds(60'000);
    client.headers = {{"authorization", "Bearer " + person.token},
                      {"accept-language", std::string(language)}};
    return client;
}

http::Client RunningSite::administrator() {
    if (!administrator_.id) administrator_ = add_person("Ada Min", "administrator");
    return client(administrator_);
}

boost::json::value parsed(const http::ClientResponse& response) {
    boost::system::error_code failed;
    boost::json::value value = boost::json::parse(response.body, failed);
    return failed ? boost::json::value() : value;
}

std::string text_at(const boost::json::value& value, std::string_view pointer) {
    boost::system::error_code failed;
    const boost::json::value* found = value.find_pointer(pointer, failed);
    if (found == nullptr) return "missing";
    if (found->is_string()) return std::string(found->get_string());
    return boost::json::serialize(*found);
}

}  // namespace clientela
