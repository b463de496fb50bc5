// SPDX-License-Identifier: Apache-2.0
// Who speaks in a batch, and what a group of it leaves behind.
#include "access/secret.h"
#include "access/session.h"
#include "access/token.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

using http::Method;

constexpr const char* kEverything =
    R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})";
constexpr const char* kOwnAccounts = R"({"accounts":{"read":"own","create":"own"}})";

std::string batch(SiteClient& site, const std::string& session, const std::string& requests) {
    return site.send(Method::post, "/api/v1/$batch", session, "{\"requests\":[" + requests + "]}")
        .body;
}

int times(const std::string& text, std::string_view part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

std::string in_group(const std::string& id, const std::string& rest) {
    return R"({"id":")" + id + R"(","atomicityGroup":"g",)" + rest + "}";
}

std::string new_account(const std::string& id) {
    return in_group(id, R"("method":"POST","url":"accounts","body":{"name":"Acme"})");
}

std::string new_name(const std::string& id, Id user) {
    return in_group(id, R"("method":"PATCH","body":{"name":"Olga B"},"url":"users(')" +
                            to_string(user) + "')\"");
}

STORE_TEST(BatchCaller, is_asked_for_once_even_when_a_group_changes_people) {
    SiteClient site(fresh_location());
    const std::string ada = site.person("Ada", kEverything, "{}", true);
    const Id olga = site.user_of(site.person("Olga", kOwnAccounts));
    site.body("/api/v1/accounts", ada);  // now known, and last use is noted
    EXPECT_OK(site.site->store->write([&](db::Transaction& tx) -> Result<void> {
        const Instant now = site.site->clock.now();
        const auto session = TRY(access::find_session(tx, access::hash_secret(ada), now));
        return access::touch_session(tx, *session, Instant{now.ms - access::kTouchEveryMs - 1});
    }));
    const std::string answer = batch(site, ada, new_name("1", olga) + "," + new_account("2"));
    EXPECT_EQ(times(answer, R"("status":200)"), 1) << answer;
    EXPECT_EQ(times(answer, R"("status":201)"), 1) << answer;
}

STORE_TEST(BatchCaller, is_whoever_sent_the_batch_whatever_a_request_inside_says) {
    SiteClient site(fresh_location());
    const Id user = site.user_of(site.person("Ada", kEverything));
    const std::string olga = site.person("Olga", kOwnAccounts);
    site.create("accounts", R"({"name":"Ajena"})");
    const access::Secret secret = access::make_secret(access::kTokenPrefix);
    EXPECT_OK(site.with([&](record::Context& context) {
        access::Token token;
        token.id = context.ids.next(context.now.ms);
        token.user = user;
        token.name = "test";
        token.hash = secret.hash;
        token.created_at = context.now;
        return access::create_token(context.tx, token);
    }));
    const std::string answer =
        batch(site, olga,
              R"({"id":"1","method":"GET","url":"accounts","headers":{"Authorization":"Bearer )" +
                  secret.text + R"("}})");
    EXPECT_EQ(times(answer, R"("status":200)"), 1) << answer;
    EXPECT_EQ(times(answer, "Ajena"), 0) << answer;
}

STORE_TEST(BatchGroup, lets_caches_be_unless_it_changes_people) {
    SiteClient site(fresh_location());
    const std::string ada = site.person("Ada", kEverything, "{}", true);
    const Id olga = site.user_of(site.person("Olga", kOwnAccounts));
    api::Application& application = *site.site->application;
    const auto share = [&] {
        return application.shares.find(olga, 999, access::Action::read, site.site->clock.now());
    };
    application.shares.remember(olga, 999, access::Action::read, 0.5, site.site->clock.now());
    const std::uint64_t before = application.principals.epoch();
    const std::string accounts = batch(site, ada, new_account("1") + "," + new_account("2"));
    EXPECT_EQ(times(accounts, R"("status":201)"), 2) << accounts;
    EXPECT_EQ(application.principals.epoch(), before);
    EXPECT_TRUE(share().has_value());
    const std::string people = batch(site, ada, new_name("1", olga) + "," + new_account("2"));
    EXPECT_EQ(times(people, R"("status":200)"), 1) << people;
    EXPECT_GT(application.principals.epoch(), before + 1);  // once more after the commit
    EXPECT_FALSE(share().has_value());
}

}  // namespace
}  // namespace clientela
