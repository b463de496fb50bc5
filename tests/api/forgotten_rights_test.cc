// SPDX-License-Identifier: Apache-2.0
// What the server remembers of who sees how much is forgotten when rights change.
#include "tests/site_client.h"

namespace clientela {
namespace {

STORE_TEST(ForgottenRights, a_saved_role_lets_shares_be_counted_anew) {
    SiteClient client(fresh_location());
    const std::string session = client.person(
        "Ada", R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})", "{}", true);
    const Id user = client.user_of(session);
    record::Shares& shares = client.site->application->shares;
    const Instant now = client.site->clock.now();
    const auto known_after = [&](std::string_view target, std::string body) {
        shares.remember(user, 1, access::Action::read, 0.5, now);
        const auto made = client.send(http::Method::post, target, session, std::move(body));
        EXPECT_EQ(made.status, 201) << made.body;
        return shares.find(user, 1, access::Action::read, now).has_value();
    };
    EXPECT_TRUE(known_after("/api/v1/accounts", R"({"name":"Acme"})"));
    EXPECT_FALSE(known_after("/api/v1/roles",
                             R"({"name":"x","label_es":"X","label_en":"X","administers":false})"));
    EXPECT_FALSE(known_after("/api/v1/teams", R"({"name":"Norte"})"));
}

}  // namespace
}  // namespace clientela
