// SPDX-License-Identifier: Apache-2.0
#include "notification/notification_routes.h"

#include "change/acts.h"
#include "record/content_hash.h"
#include "record/read.h"
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

STORE_TEST(Notices, the_log_tells_their_titles_to_administrators_only) {
    SiteClient client(fresh_location());
    const std::string ana = client.person("Ana", R"({"notifications":{"read":"own"}})");
    const std::string boss = client.person("Eva", R"({"*":{"read":"all"}})", "{}", true);
    const Id notice =
        client.create("notifications", R"({"kind":"assigned","object":"accounts",)"
                                       R"("title":"Secreta","owner_id":")" +
                                           to_string(client.user_of(ana)) +
                                           R"(","happened_at":"2026-11-22T09:00:00Z"})");
    const std::string target = "/api/v1/audit?object=notifications&record=" + to_string(notice);
    EXPECT_EQ(client.get("/api/v1/notifications('" + to_string(notice) + "')", ana).status, 200);
    EXPECT_EQ(client.get(target, ana).status, 404);
    EXPECT_EQ(client.get(target, boss).status, 200);
}

std::string content_of(SiteClient& client) {
    std::string text;
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        text = TRY(record::content_hash(context.tx, context.schema)).text();
        return {};
    }));
    return text;
}

class Undone : public SiteClient {
public:
    explicit Undone(const std::string& location) : SiteClient(location) {
        boss = person("Eva", R"({"*":{"read":"all","create":"all","update":"all","remove":"all"}})",
                      "{}", true);
        const char* rights = R"({"accounts":{"read":"own","update":"own"},)"
                             R"("notifications":{"read":"own","update":"own"}})";
        ana = person("Ana", rights);
        bea = person("Bea", rights);
        for (int i = 0; i < 3; ++i) {
            create("accounts", R"({"name":"Secreta )" + std::to_string(i) + R"(","owner_id":")" +
                                   to_string(user_of(ana)) + R"("})");
        }
        catch_up();
    }
    // The job that this request starts, done.
    std::string run(std::string_view target, std::string body) {
        return end(send(http::Method::post, target, boss, std::move(body)));
    }
    std::string import(const std::string& options, const std::string& file) {
        const std::string part = "--x\r\ncontent-disposition: form-data; name=\"";
        const std::string form = part + "options\"\r\n\r\n" + options + "\r\n" + part +
                                 "file\"; filename=\"a.csv\"\r\n\r\n" + file + "\r\n--x--\r\n";
        return end(send(http::Method::post, "/api/v1/imports", boss, form, "content-type",
                        "multipart/form-data; boundary=x"));
    }
    std::string end(const http::Response& response) {
        EXPECT_TRUE(response.status == 201 || response.status == 202) << response.body;
        site->runner->run_all();
        catch_up();
        const std::size_t id = response.body.find("\"id\":\"") + 6;
        return response.body.substr(id, response.body.find('"', id) - id);
    }
    std::string undo(const std::string& job) {
        return run("/api/v1/jobs('" + job + "')/undo", "{}");
    }
    // How many unread notices about accounts a person has.
    std::int64_t unread(const std::string& session) {
        const std::string got = body(
            "/api/v1/notifications/$count?$filter=read_at%20eq%20null%20and%20object%20eq%20'"
            "accounts'",
            session);
        return std::stoll(got);
    }
    std::string boss;
    std::string ana;
    std::string bea;
};

STORE_TEST(Notices, go_with_the_undo_of_what_they_told_and_come_with_its_repetition) {
    Undone store(fresh_location());
    const std::string before = content_of(store);
    const std::string job =
        store.run("/api/v1/users('" + to_string(store.user_of(store.ana)) + "')/reassign",
                  R"({"to":")" + to_string(store.user_of(store.bea)) + R"("})");
    EXPECT_EQ(store.unread(store.bea), 1);
    const std::string undo = store.undo(job);
    EXPECT_EQ(store.unread(store.bea), 0);
    EXPECT_EQ(store.unread(store.ana), 0) << "nobody told her that they were gone";
    EXPECT_EQ(content_of(store), before);
    const std::string again = store.undo(undo);
    EXPECT_EQ(store.unread(store.bea), 1);
    store.undo(again);
    EXPECT_EQ(store.unread(store.bea), 0);
    EXPECT_EQ(content_of(store), before);
}

STORE_TEST(Notices, change_no_content_and_an_undone_act_leaves_none) {
    Undone store(fresh_location());
    const std::string before = content_of(store);
    const std::string all = R"("expected_count":3})";
    const std::string bea = to_string(store.user_of(store.bea));
    for (const std::string& act :
         {R"({"action":"edit","values":{"description":"x"},)" + all,
          R"({"action":"assign","values":{"owner_id":")" + bea + R"("},)" + all,
          R"({"action":"delete",)" + all}) {
        const std::string job = store.run("/api/v1/accounts/bulk", act);
        EXPECT_NE(content_of(store), before) << act;
        store.undo(job);
        EXPECT_EQ(content_of(store), before) << act;
        EXPECT_EQ(store.unread(store.bea), 0) << act;
    }
    const std::string job =
        store.import(R"({"object":"accounts"})", "name,owner_id\nNueva," + bea + "\n");
    EXPECT_NE(content_of(store), before);
    EXPECT_EQ(store.unread(store.bea), 1);
    store.undo(job);
    EXPECT_EQ(content_of(store), before);
    EXPECT_EQ(store.unread(store.bea), 0);
}

STORE_TEST(Notices, do_not_name_what_their_reader_does_not_see) {
    Undone store(fresh_location());
    const Id mine = store.user_of(store.bea);
    store.run("/api/v1/accounts/bulk", R"({"action":"assign","filter":"name eq 'Secreta 1'",)"
                                       R"("values":{"owner_id":")" +
                                           to_string(mine) + R"("},"expected_count":1})");
    const char* list = "/api/v1/notifications?$filter=object%20eq%20'accounts'";
    const char* title_alone = "/api/v1/notifications?$select=title";
    EXPECT_NE(store.body(list, store.bea).find("Secreta 1"), std::string::npos);
    Id record;
    EXPECT_OK(store.with([&](record::Context& context) -> Result<void> {
        const schema::Object& notices = context.schema.get("notifications");
        record::Query query;
        query.object = &notices;
        const record::Page page = TRY(record::list(context, query));
        EXPECT_FALSE(page.rows.empty());
        for (const record::Row& row : page.rows) {
            if (row.record.at("object") == Value{std::string("accounts")})
                record = std::get<Id>(row.record.at("record_id"));
        }
        return {};
    }));
    store.remove("accounts", record);
    EXPECT_EQ(store.body(list, store.bea).find("Secreta"), std::string::npos) << "in the bin";
    store.restore("accounts", record);
    EXPECT_NE(store.body(title_alone, store.bea).find("Secreta 1"), std::string::npos);
    // Somebody else has it; the notice was read, so it stays, but says no name.
    store.send(http::Method::post, "/api/v1/notifications/read", store.bea, "{}");
    store.update("accounts", record,
                 R"({"owner_id":")" + to_string(store.user_of(store.ana)) + R"("})");
    const std::string seen = store.body(list, store.bea);
    EXPECT_EQ(seen.find("Secreta"), std::string::npos);
    EXPECT_EQ(seen.find(to_string(record)), std::string::npos);
    EXPECT_NE(seen.find("assigned"), std::string::npos);
    EXPECT_EQ(store.body(title_alone, store.bea).find("Secreta"), std::string::npos);
}

STORE_TEST(Notices, of_a_record_that_somebody_else_has_now_go_unread) {
    Undone store(fresh_location());
    const Id id = store.user_of(store.bea);
    const std::string name = R"({"name":"Ida y vuelta","owner_id":")";
    const http::Response made = store.send(http::Method::post, "/api/v1/accounts", store.boss,
                                           name + to_string(id) + R"("})");
    ASSERT_EQ(made.status, 201) << made.body;
    store.catch_up();
    EXPECT_EQ(store.unread(store.bea), 1);
    const std::size_t at = made.body.find("\"id\":\"") + 6;
    const std::string account = made.body.substr(at, made.body.find('"', at) - at);
    EXPECT_EQ(store
                  .send(http::Method::patch, "/api/v1/accounts('" + account + "')", store.boss,
                        R"({"owner_id":")" + to_string(store.user_of(store.ana)) + R"("})")
                  .status,
              200);
    store.catch_up();
    EXPECT_EQ(store.unread(store.bea), 0);
    EXPECT_EQ(store.unread(store.ana), 1);
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
