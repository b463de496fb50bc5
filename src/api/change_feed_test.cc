// SPDX-License-Identifier: Apache-2.0
// Pages and stream of changes: what is told, to whom, and what happens after a break.
#include <gmock/gmock.h>

#include "access/secret.h"
#include "access/session.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kOwnAccounts = R"({"accounts":{"read":"own"},"users":{"read":"all"}})";

std::string taken(SiteClient& site, const std::string& channel) {
    std::string out;
    site.site->events.take(channel, out);
    return out;
}

bool is_open(SiteClient& site, const std::string& channel) {
    std::string out;
    return site.site->events.take(channel, out) == http::EventHub::State::open;
}

std::string own_account(SiteClient& site, const std::string& session, const std::string& name) {
    return to_string(site.create("accounts", R"({"name":")" + name + R"(","owner_id":")" +
                                                 to_string(site.user_of(session)) + "\"}"));
}

std::string text_after(const std::string& body, const std::string& mark) {
    const std::size_t at = body.rfind(mark);
    if (at == std::string::npos) return {};
    const std::size_t start = at + mark.size();
    return body.substr(start, body.find_first_of("\"\n", start) - start);
}

STORE_TEST(ChangePages, hold_what_the_reader_may_see_and_go_on_by_token) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    std::string token = text_after(site.body("/api/v1/changes?top=1000", session), "\"next\":\"");
    std::vector<std::string> own;
    for (int i = 0; i < 5; ++i) {
        own.push_back(own_account(site, session, "Propia"));
        site.create("accounts", R"({"name":"Ajena"})");
        site.create("opportunities", R"({"name":"Ajena"})");
    }
    std::vector<std::string> told;
    for (int page = 0; page < 10; ++page) {
        const std::string body = site.body("/api/v1/changes?top=2&after=" + token, session);
        EXPECT_THAT(body, Not(HasSubstr("opportunities")));
        constexpr std::string_view kMark = "\"id\":\"";
        for (auto at = body.find(kMark); at != std::string::npos; at = body.find(kMark, at + 1)) {
            told.push_back(body.substr(at + kMark.size(), 13));
        }
        token = text_after(body, "\"next\":\"");
    }
    EXPECT_EQ(told, own);
    EXPECT_EQ(site.get("/api/v1/changes?after=nonsense", session).status, 400);
    EXPECT_EQ(site.get("/api/v1/changes", "").status, 401);
}

STORE_TEST(ChangePages, tell_a_removal_to_those_who_saw_the_record) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    const std::string own = own_account(site, session, "Propia");
    const Id other = site.create("accounts", R"({"name":"Ajena"})");
    site.remove("accounts", *parse_id(own));
    site.remove("accounts", other);
    const std::string body = site.body("/api/v1/changes?top=1000", session);
    EXPECT_THAT(body, HasSubstr(own + R"(","op":"remove")"));
    EXPECT_THAT(body, Not(HasSubstr(to_string(other))));
}

STORE_TEST(ChangeStream, begins_with_hello_and_tells_visible_changes_only) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    site.catch_up();
    const std::string channel = site.get("/api/v1/changes/stream", session).event_channel;
    ASSERT_FALSE(channel.empty());
    EXPECT_THAT(taken(site, channel), HasSubstr("event: hello\n"));
    const std::string own = own_account(site, session, "Propia");
    const Id other = site.create("accounts", R"({"name":"Ajena"})");
    site.catch_up();
    const std::string told = taken(site, channel);
    EXPECT_THAT(told, HasSubstr("event: change\n"));
    EXPECT_THAT(told, HasSubstr(R"({"object":"accounts","id":")" + own +
                                R"(","op":"create","version":1})"));
    EXPECT_THAT(told, Not(HasSubstr(to_string(other))));
    EXPECT_EQ(site.get("/api/v1/changes/stream", "").status, 401);
}

STORE_TEST(ChangeStream, tells_many_changes_of_an_object_as_one) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    const std::string channel = site.get("/api/v1/changes/stream", session).event_channel;
    site.catch_up();
    taken(site, channel);
    EXPECT_OK(site.with([&](record::Context& context) -> Result<void> {
        for (int i = 0; i < 101; ++i) {
            for (const std::uint16_t object : std::initializer_list<std::uint16_t>{10, 12}) {
                const Id record{std::int64_t{1000} + i};
                change::Entry entry{0,      0,      context.now, {},  "import", change::Op::create,
                                    object, record, 1,           "{}"};
                TRY(change::append(context.tx, entry));
            }
        }
        return {};
    }));
    site.catch_up();
    const std::string told = taken(site, channel);
    EXPECT_THAT(told, HasSubstr(R"(data: {"object":"accounts","op":"many"})"));
    EXPECT_THAT(told, Not(HasSubstr("opportunities")));  // Olga may read none
    EXPECT_THAT(told, Not(HasSubstr("\"id\"")));
}

STORE_TEST(ChangeStream, goes_on_after_a_break_where_it_ended) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    site.catch_up();
    const std::string first = site.get("/api/v1/changes/stream", session).event_channel;
    const std::string token = text_after(taken(site, first), "id: ");
    ASSERT_EQ(token.size(), 28U);
    site.site->events.close(first);
    const std::string missed = own_account(site, session, "Propia");
    site.catch_up();
    const std::string again =
        site.get("/api/v1/changes/stream", session, "last-event-id", token).event_channel;
    const std::string told = taken(site, again);
    EXPECT_THAT(told, StartsWith("event: hello\n"));
    EXPECT_THAT(told, HasSubstr(missed));
    site.catch_up();
    EXPECT_EQ(taken(site, again), "");  // nothing twice
    // What was written before the stream opened, but not read by the pump yet, is not told twice.
    const std::string late = own_account(site, session, "Propia");
    const std::string third =
        site.get("/api/v1/changes/stream", session, "last-event-id", token).event_channel;
    EXPECT_THAT(taken(site, third), HasSubstr(late));
    site.catch_up();
    EXPECT_EQ(taken(site, third), "");
    EXPECT_THAT(taken(site, again), HasSubstr(late));
}

STORE_TEST(ChangeStream, ends_with_the_session_and_follows_changed_rights) {
    SiteClient site(fresh_location());
    const std::string session = site.person("Olga", kOwnAccounts);
    const std::string channel = site.get("/api/v1/changes/stream", session).event_channel;
    EXPECT_TRUE(is_open(site, channel));
    EXPECT_OK(site.site->store->write([&](db::Transaction& tx) {
        return access::end_session(tx, access::hash_secret(session));
    }));
    site.site->application->principals.invalidate();
    own_account(site, site.person("Otra", kOwnAccounts), "Secreta");
    site.site->feed->close_ended();
    EXPECT_FALSE(is_open(site, channel));
}

}  // namespace
}  // namespace clientela
