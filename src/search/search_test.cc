// SPDX-License-Identifier: Apache-2.0
// What people type and what they find, asked through the API on both stores.
#include <gmock/gmock.h>
#include <boost/json.hpp>

#include "search/find.h"
#include "search/index.h"
#include "search/words.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Labels of an answer in their order.
std::vector<std::string> labels(const std::string& body) {
    std::vector<std::string> found;
    constexpr std::string_view kMark = "\"label\":\"";
    for (std::size_t at = body.find(kMark); at != std::string::npos; at = body.find(kMark, at)) {
        at += kMark.size();
        found.push_back(body.substr(at, body.find('"', at) - at));
    }
    return found;
}

std::vector<std::string> search(SiteClient& site, const std::string& session,
                                const std::string& query) {
    return labels(site.body("/api/v1/search?q=" + query, session));
}

// Every row of the index as text.
std::vector<std::string> index_rows(SiteClient& site) {
    const bool sqlite = site.site->store->dialect() == db::Dialect::sqlite;
    std::vector<std::string> rows;
    EXPECT_OK(site.site->store->read([&](db::Transaction& tx) -> Result<void> {
        for (const auto* object : search::searchable_objects(*site.site->application->schema)) {
            const std::string table = search::index_table(*object);
            const std::string sql =
                sqlite ? "select rowid, name, body from " + table + " order by 1"
                       : "select id, name::text, words::text from " + table + " order by 1";
            TRY(tx.query({sql, {}}, [&](const db::Row& row) {
                rows.push_back(object->singular + " " + std::to_string(row.integer(0)) + " " +
                               std::string(row.text(1)) + "|" + std::string(row.text(2)));
            }));
        }
        return {};
    }));
    return rows;
}

TEST(Words, leave_case_accents_and_signs_behind) {
    EXPECT_THAT(search::words_of("José, de «Telefónica» & Ñandú 3.000"),
                ElementsAre("jose", "de", "telefonica", "nandu", "3", "000"));
    EXPECT_THAT(search::exact_words_of("Peña"), ElementsAre("peña"));
    EXPECT_EQ(search::compact_number("B-12.345"), "b12345");
    EXPECT_EQ(search::understand("+34 600 12").digits, "3460012");
    EXPECT_EQ(search::understand("calle 12").digits, "");
}

TEST(Words, distance_counts_swapped_letters_once) {
    EXPECT_EQ(search::distance("garcia", "gracia", 2), 1);
    EXPECT_EQ(search::distance("garcia", "garca", 2), 1);
    EXPECT_EQ(search::distance("garcia", "garcia", 2), 0);
    EXPECT_EQ(search::distance("telefonica", "telfonika", 2), 2);
    EXPECT_EQ(search::distance("sol", "luna", 1), 2);
}

STORE_TEST(Search, finds_without_accents_and_puts_the_exact_spelling_first) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    site.create("accounts", R"({"name":"Pena Hermanos"})");
    site.create("accounts", R"({"name":"Peña Hermanos"})");
    site.create("accounts", R"({"name":"Peñalver Hermanos"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "pe%C3%B1a%20herm"),
                ElementsAre("Peña Hermanos", "Pena Hermanos", "Peñalver Hermanos"));
    EXPECT_THAT(search(site, session, "PENA"),
                ElementsAre("Pena Hermanos", "Peña Hermanos", "Peñalver Hermanos"));
    EXPECT_THAT(search(site, session, "pena%20primos"), ElementsAre());
    site.create("accounts", R"({"name":"Luz Norte"})");
    site.create("accounts", R"({"name":"Norte Luz"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "norte%20luz"), ElementsAre("Norte Luz", "Luz Norte"));
}

STORE_TEST(Search, forgives_a_wrong_letter_when_little_is_found) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    site.create("accounts", R"({"name":"Telefónica"})");
    site.create("accounts", R"({"name":"García y Gómez"})");
    site.create("accounts", R"({"name":"Gracia Divina"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "telefnoica"), ElementsAre("Telefónica"));
    EXPECT_THAT(search(site, session, "tlefonixa"), ElementsAre("Telefónica"));
    EXPECT_THAT(search(site, session, "gracia"), ElementsAre("Gracia Divina", "García y Gómez"));
    EXPECT_THAT(search(site, session, "garcja%20gomez"), ElementsAre("García y Gómez"));
    site.create("accounts", R"({"name":"Zabaleta"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "zabalteta"), ElementsAre("Zabaleta"));
}

STORE_TEST(Search, tells_hits_from_guesses_and_lets_few_of_these_stand_beside_them) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    for (const char* name :
         {"Alfa", "Alta Uno", "Alta Dos", "Alta Tres", "Alta Cuatro", "Alta Cinco", "Alta Seis"})
        site.create("accounts", std::string(R"({"name":")") + name + "\"}");
    site.catch_up();
    const std::string both = site.body("/api/v1/search?q=alfa", session);
    const auto found = labels(both);
    ASSERT_EQ(found.size(), 5U) << both;
    EXPECT_EQ(found.front(), "Alfa");
    EXPECT_LT(both.find(R"("guess":false)"), both.find(R"("guess":true)"));
    EXPECT_EQ(search(site, session, "alda").size(), 7U);  // nothing but guesses
    EXPECT_EQ(site.body("/api/v1/accounts/$count?$search=alfa", session), "1");
    site.create("accounts", R"({"name":"Sol"})");
    site.catch_up();
    EXPECT_EQ(search(site, session, "sal").size(), 0U);  // of three letters nothing is guessed
}

STORE_TEST(Search, finds_owners_by_telephone_digits_mails_and_numbers) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id account =
        site.create("accounts", R"({"name":"Cables del Sur","tax_number":"B-12345678"})");
    site.create("contact_points", R"({"account_id":")" + to_string(account) +
                                      R"(","kind":"phone","value":"+34 600 123 456"})");
    const Id contact = site.create("contacts", R"({"first_name":"Ana","last_name":"Ruiz"})");
    site.create("contact_points", R"({"contact_id":")" + to_string(contact) +
                                      R"(","kind":"email","value":"ana.ruiz@sur.example"})");
    site.create("leads", R"({"name":"Pedro Gil","phone":"915 55 44 33"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "123456"), ElementsAre("Cables del Sur"));
    EXPECT_THAT(search(site, session, "600%20123%20456"), ElementsAre("Cables del Sur"));
    EXPECT_THAT(search(site, session, "%2B34600123456"), ElementsAre("Cables del Sur"));
    EXPECT_THAT(search(site, session, "554433"), ElementsAre("Pedro Gil"));
    EXPECT_THAT(search(site, session, "ana.ruiz@sur"), ElementsAre("Ana Ruiz"));
    EXPECT_THAT(search(site, session, "b12345678"), ElementsAre("Cables del Sur"));
    EXPECT_THAT(search(site, session, "B-12345678"), ElementsAre("Cables del Sur"));
    EXPECT_THAT(site.body("/api/v1/search?q=123456", session), HasSubstr(R"("match":"phone")"));
    EXPECT_THAT(site.body("/api/v1/search?q=ana.ruiz@sur", session),
                HasSubstr(R"("match":"email")"));
}

STORE_TEST(Search, shows_nothing_that_may_not_be_seen) {
    SiteClient site(fresh_location());
    const std::string session = site.person(
        "Olga",
        R"({"accounts":{"read":"own"},"contact_points":{"read":"all"},"contacts":{"read":"own"}})");
    const std::string own = to_string(site.user_of(session));
    site.create("accounts", R"({"name":"Zafiro Visible","owner_id":")" + own + "\"}");
    const Id hidden = site.create("accounts", R"({"name":"Zafiro Oculta"})");
    site.create("contact_points", R"({"account_id":")" + to_string(hidden) +
                                      R"(","kind":"phone","value":"+34 699 887 766"})");
    for (int i = 0; i < 250; ++i)
        site.create("accounts", R"({"name":"Zafiro Oculta"})");
    site.create("opportunities", R"({"name":"Zafiro Oculta"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "zafiro"), ElementsAre("Zafiro Visible"));
    EXPECT_THAT(search(site, session, "ocult"), ElementsAre());
    EXPECT_THAT(search(site, session, "oclta"), ElementsAre());
    EXPECT_THAT(search(site, session, "887766"), ElementsAre());
    const std::string list = site.body("/api/v1/accounts?$search=zafiro&$count=true", session);
    EXPECT_THAT(list, HasSubstr(R"("@odata.count":1)"));
    EXPECT_THAT(list, Not(HasSubstr("Oculta")));
    EXPECT_EQ(site.get("/api/v1/search?q=zafiro", "").status, 401);
}

// A field of the company's own: hiding one of ours takes the value along, and the points with it.
void add_word_of_points(SiteClient& site) {
    const std::string session = site.person("Ana", R"({"*":{"read":"all"}})", "{}", true);
    const std::string changes =
        R"({"changes":[{"do":"add_field","object":"contact_points","field":{"type":"string",)"
        R"("name":"c_word","label":{"es":"Palabra","en":"Word"},"searchable":true}}])";
    const auto plan =
        site.send(http::Method::post, "/api/v1/definitions/plan", session, changes + "}");
    ASSERT_EQ(plan.status, 200) << plan.body;
    const std::string hash(boost::json::parse(plan.body).at("hash").as_string());
    const auto done = site.send(http::Method::post, "/api/v1/definitions/apply", session,
                                changes + R"(,"hash":")" + hash + "\"}");
    ASSERT_EQ(done.status, 200) << done.body;
}

STORE_TEST(Search, finds_no_owner_by_a_hidden_field_of_contact_points) {
    SiteClient site(fresh_location());
    add_word_of_points(site);
    const char* rights = R"({"accounts":{"read":"all"},"contact_points":{"read":"all"}})";
    const std::string other = site.person("Olga", rights);
    const std::string reader =
        site.person("Rita", rights, R"({"contact_points":{"c_word":"hidden"}})");
    const Id account = site.create("accounts", R"({"name":"Acme"})");
    site.create("contact_points",
                R"({"kind":"email","value":"ana@sur.example","c_word":"xilofono","account_id":")" +
                    to_string(account) + "\"}");
    site.catch_up();
    for (const char* query : {"search?q=", "accounts?$search="}) {
        const auto found = [&](const char* text, const std::string& session) {
            return site.body(std::string("/api/v1/") + query + text, session);
        };
        EXPECT_THAT(found("xilofono", other), HasSubstr("Acme")) << query;
        EXPECT_THAT(found("xilofono", reader), Not(HasSubstr("Acme"))) << query;
        EXPECT_THAT(found("ana@sur", reader), HasSubstr("Acme")) << query;
    }
}

STORE_TEST(Search, follows_changes_bin_and_restore) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id id = site.create("accounts", R"({"name":"Alfa"})");
    site.catch_up();
    site.update("accounts", id, R"({"name":"Bravo"})");
    site.catch_up();
    EXPECT_THAT(search(site, session, "alfa"), ElementsAre());
    EXPECT_THAT(search(site, session, "bravo"), ElementsAre("Bravo"));
    site.remove("accounts", id);
    EXPECT_THAT(search(site, session, "bravo"), ElementsAre());  // before the index knows
    site.catch_up();
    EXPECT_THAT(search(site, session, "bravo"), ElementsAre());
    site.restore("accounts", id);
    site.catch_up();
    EXPECT_THAT(search(site, session, "bravo"), ElementsAre("Bravo"));
}

STORE_TEST(Search, restricts_lists) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    const Id account = site.create("accounts", R"({"name":"Norte SL","country":"ES"})");
    site.create("accounts", R"({"name":"Norte LDA","country":"PT"})");
    site.create("accounts", R"({"name":"Sur"})");
    site.create("contact_points", R"({"account_id":")" + to_string(account) +
                                      R"(","kind":"phone","value":"+34 600 123 456"})");
    site.catch_up();
    const std::string both = site.body("/api/v1/accounts?$search=nrote&$count=true", session);
    EXPECT_THAT(both, HasSubstr(R"("@odata.count":2)"));
    EXPECT_THAT(both, Not(HasSubstr("Sur")));
    const std::string one =
        site.body("/api/v1/accounts?$search=norte&$filter=country%20eq%20'PT'", session);
    EXPECT_THAT(one, HasSubstr("Norte LDA"));
    EXPECT_THAT(one, Not(HasSubstr("Norte SL")));
    EXPECT_THAT(site.body("/api/v1/accounts?$search=123456", session), HasSubstr("Norte SL"));
    EXPECT_EQ(site.body("/api/v1/accounts/$count?$search=norte", session), "2");
    EXPECT_EQ(site.get("/api/v1/account_members?$search=x", session).status, 400);
}

STORE_TEST(Search, a_rebuilt_index_is_the_one_that_followed_the_log) {
    SiteClient site(fresh_location());
    for (int i = 0; i < 30; ++i) {
        const std::string number = std::to_string(i);
        const Id id = site.create(
            "accounts", R"({"name":"Cuenta )" + number + R"( Ñu","number":"A-)" + number + "\"}");
        site.catch_up();
        if (i % 3 == 0) site.update("accounts", id, R"({"description":"Texto largo, cámbialo"})");
        if (i % 4 == 0) site.remove("accounts", id);
        if (i % 8 == 0) site.restore("accounts", id);
    }
    site.catch_up();
    const std::vector<std::string> followed = index_rows(site);
    ASSERT_GT(followed.size(), 20U);
    ASSERT_OK(search::rebuild(*site.site->store, *site.site->application->schema));
    EXPECT_EQ(index_rows(site), followed);
    site.catch_up();
    EXPECT_EQ(index_rows(site), followed);
}

STORE_TEST(Search, says_what_is_wrong_with_the_question) {
    SiteClient site(fresh_location());
    const std::string session = site.administrator();
    EXPECT_THAT(site.body("/api/v1/search?q=%20%22%20-%20*", session), HasSubstr(R"("value":[])"));
    EXPECT_EQ(site.get("/api/v1/search?q=a&objects=nothing", session).status, 400);
    EXPECT_EQ(site.get("/api/v1/search?q=a&top=x", session).status, 400);
    EXPECT_EQ(site.get("/api/v1/search?q=" + std::string(300, 'a'), session).status, 400);
    EXPECT_EQ(site.get("/api/v1/search?q=x%22%20OR%20*%20NEAR('", session).status, 200);
}

}  // namespace
}  // namespace clientela
