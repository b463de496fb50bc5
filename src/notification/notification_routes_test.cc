// SPDX-License-Identifier: Apache-2.0
#include "notification/notification_routes.h"

#include "change/acts.h"
#include "record/save.h"
#include "tests/site_client.h"

namespace clientela::notification {
namespace {

STORE_TEST(Notices, reading_all_of_them_leaves_none_however_many_there_are) {
    SiteClient client(fresh_location());
    const std::string ana =
        client.person("Ana", R"({"notifications":{"read":"own","update":"own"}})");
    const Id owner = client.user_of(ana);
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        const schema::Object& object = context.schema.get("notifications");
        record::Draft draft;
        draft.set(object.field("kind"), "assigned");
        draft.set(object.field("object"), "accounts");
        draft.set(object.field("owner_id"), owner);
        draft.set(object.field("happened_at"), context.now);
        const std::vector<record::Draft> drafts(205, draft);
        for (auto& saved : record::save_batch(context, object, drafts))
            TRY(saved);
        return {};
    }));
    const auto read = [&] {
        return client.send(http::Method::post, "/api/v1/notifications/read", ana, "{}").body;
    };
    EXPECT_EQ(read(), R"({"read":205})");
    EXPECT_EQ(read(), R"({"read":0})");
}

STORE_TEST(Acts, tell_of_signing_out_and_of_tries_with_long_texts) {
    SiteClient client(fresh_location());
    const std::string ana = client.person("Ana", "{}");
    EXPECT_EQ(client.send(http::Method::post, "/auth/logout", ana, "{}").status, 204);
    std::string mail = "@";
    for (int i = 0; i < 150; ++i)
        mail += "ñ";
    const std::string body = R"({"email":")" + mail + R"(","password":"none of mine"})";
    EXPECT_EQ(client.send(http::Method::post, "/auth/login", "", body).status, 401);
    // A password typed into the box of the mail is not kept.
    const char* slip = R"({"email":"my long password","password":"none of mine"})";
    EXPECT_EQ(client.send(http::Method::post, "/auth/login", "", slip).status, 401);
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        const auto out = TRY(change::list_acts(context.tx, {"signed_out", {}, {}, {}, 0, 10}));
        EXPECT_EQ(out.size(), 1U);
        const auto tried =
            TRY(change::list_acts(context.tx, {"sign_in_failed", {}, {}, {}, 0, 10}));
        std::string subjects;
        for (const change::Act& act : tried)
            subjects += act.subject + "|";
        EXPECT_EQ(subjects, "|" + mail.substr(0, 199) + "|");
        return {};
    }));
}

}  // namespace
}  // namespace clientela::notification
