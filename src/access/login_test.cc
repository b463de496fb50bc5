// SPDX-License-Identifier: Apache-2.0
// Signing in, end to end on both stores: passwords, waits, sessions, tokens, one-time links, and
// the cache that spares the queries.
#include "access/login.h"

#include <atomic>
#include <thread>

#include "access/invitation.h"
#include "access/load_principal.h"
#include "access/principal_cache.h"
#include "access/session.h"
#include "access/shipped_roles.h"
#include "access/token.h"
#include "schema/migrate.h"
#include "tests/builtin_schema.h"
#include "tests/store_fixture.h"

namespace clientela::access {
namespace {

constexpr Id kAna{501};
constexpr Id kBruno{502};
constexpr Id kSalesRole{601};
constexpr Instant kMorning{1'790'000'040'000};  // 2026-09-21T14:14:00Z
constexpr std::int64_t kMinute = 60'000;
constexpr const char* kPassword = "correcto caballo";

Instant after(std::int64_t ms) { return Instant{kMorning.ms + ms}; }

// A company of two: Ana sells and has a password, Bruno was invited and has none.
struct Company {
    std::shared_ptr<const schema::Schema> schema;
    db::Store& store;
    Passwords passwords;
    Zone zone = Zone::find("UTC").value();

    explicit Company(db::Store& opened) : schema(load_builtin().value()), store(opened) {}

    Result<void> fill() {
        TRY(schema::migrate(store, *schema));
        const std::string encoded = TRY(passwords.hash(kPassword));
        std::string rights;
        for (const ShippedRole& role : shipped_roles()) {
            if (role.name == "sales_representative") rights = role.rights;
        }
        return store.write([&](db::Transaction& tx) -> Result<void> {
            if (auto made = tx.execute({"insert into role (id, version, name, rights, administers) "
                                        "values (?, 1, 'sales_representative', ?, ?)",
                                        {kSalesRole.value, rights, false}});
                !made.ok()) {
                return std::move(made).error();
            }
            const std::string text =
                "insert into \"user\" (id, version, name, email, role_id, language, active, "
                "password_hash) values (?, 1, ?, ?, ?, 'es', ?, ?)";
            if (auto made =
                    tx.execute({text,
                                {kAna.value, std::string("Ana"), std::string("Ana@firma.es"),
                                 kSalesRole.value, true, encoded}});
                !made.ok()) {
                return std::move(made).error();
            }
            if (auto made =
                    tx.execute({text,
                                {kBruno.value, std::string("Bruno"), std::string("bruno@firma.es"),
                                 kSalesRole.value, true, db::Bind{}}});
                !made.ok()) {
                return std::move(made).error();
            }
            return {};
        });
    }

    Result<LoggedIn> enter(const std::string& email, const std::string& password, Instant now,
                           const std::string& address = "10.0.0.1",
                           const std::string& cookie = {}) {
        return login(store, *schema, passwords, {email, password, address, "browser", cookie}, now,
                     zone);
    }
    Result<std::shared_ptr<const Principal>> ask(PrincipalCache& cache, const Secret& session,
                                                 Instant now) {
        return cache.authenticate(store, *schema, CredentialKind::session, session.text, now);
    }
};

STORE_TEST(Login, the_right_password_opens_a_session_with_the_rights_of_the_role) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto entered = company.enter(" ana@FIRMA.es ", kPassword, kMorning);
    ASSERT_OK(entered);
    EXPECT_EQ(entered->principal.user, kAna);
    EXPECT_EQ(entered->principal.role, "sales_representative");
    EXPECT_EQ(entered->principal.breadth("accounts", Action::read), Breadth::all);
    EXPECT_EQ(entered->principal.breadth("opportunities", Action::read), Breadth::own);
    PrincipalCache cache;
    auto known = company.ask(cache, entered->session, after(kMinute));
    ASSERT_OK(known);
    EXPECT_EQ((*known)->user, kAna);
}

STORE_TEST(Login, unknown_mail_wrong_password_and_no_password_answer_alike) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (const char* email : {"nadie@firma.es", "ana@firma.es", "bruno@firma.es", ""}) {
        const auto refused = company.enter(email, "no es la clave", kMorning);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::unauthenticated);
        EXPECT_EQ(refused.error().message, (Message{"login.failed", {}}));
    }
}

STORE_TEST(Login, five_wrong_tries_lock_even_the_right_password_and_say_until_when) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (int i = 0; i < kAccountTriesMax; ++i) {
        EXPECT_EQ(company.enter("ana@firma.es", "mala", kMorning).error().code,
                  ErrorCode::unauthenticated);
    }
    const auto locked = company.enter("ana@firma.es", kPassword, after(30'000));
    ASSERT_FALSE(locked.ok());
    EXPECT_EQ(locked.error().code, ErrorCode::rate_limited);
    EXPECT_EQ(locked.error().message.args.at(0).second, "14:15");
    const int seconds = std::stoi(locked.error().message.args.at(1).second);
    EXPECT_GT(seconds, 0);
    EXPECT_LE(seconds, 15 * 60);
    // Somebody else at another address is not concerned, and the wait ends by itself.
    EXPECT_EQ(company.enter("bruno@firma.es", "mala", after(30'000), "10.0.0.2").error().code,
              ErrorCode::unauthenticated);
    EXPECT_OK(company.enter("ana@firma.es", kPassword, after(kMinute)));
    // A success starts the count anew.
    EXPECT_EQ(company.enter("ana@firma.es", "mala", after(kMinute)).error().code,
              ErrorCode::unauthenticated);
    EXPECT_OK(company.enter("ana@firma.es", kPassword, after(kMinute)));
}

STORE_TEST(Login, tries_at_once_are_counted_each) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    constexpr int kAtOnce = 12;
    std::atomic<int> tried = 0;
    std::vector<std::thread> people;
    for (int i = 0; i < kAtOnce; ++i) {
        people.emplace_back([&, address = "10.0.0." + std::to_string(i)] {
            const auto refused = company.enter("ana@firma.es", "mala", kMorning, address);
            if (refused.error().code == ErrorCode::unauthenticated) ++tried;
        });
    }
    for (std::thread& person : people)
        person.join();
    EXPECT_EQ(tried, kAccountTriesMax);
}

STORE_TEST(Login, an_unknown_mail_locks_just_like_a_known_one) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (int i = 0; i < kAccountTriesMax; ++i) {
        EXPECT_FALSE(company.enter("nadie@firma.es", "mala", kMorning).ok());
    }
    EXPECT_EQ(company.enter("nadie@firma.es", "mala", kMorning).error().code,
              ErrorCode::rate_limited);
}

STORE_TEST(Login, an_address_that_tries_many_accounts_waits) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (int i = 0; i < kAddressTriesMax; ++i) {
        const std::string email = "p" + std::to_string(i) + "@firma.es";
        EXPECT_EQ(company.enter(email, "mala", kMorning).error().code, ErrorCode::unauthenticated);
    }
    EXPECT_EQ(company.enter("ana@firma.es", kPassword, kMorning).error().code,
              ErrorCode::rate_limited);
    EXPECT_OK(company.enter("ana@firma.es", kPassword, kMorning, "10.9.9.9"));
}

TEST(Login, the_wait_grows_from_one_minute_to_fifteen) {
    EXPECT_EQ(lock_ms(4, 5), 0);
    EXPECT_EQ(lock_ms(5, 5), kMinute);
    EXPECT_EQ(lock_ms(6, 5), 2 * kMinute);
    EXPECT_EQ(lock_ms(8, 5), 8 * kMinute);
    EXPECT_EQ(lock_ms(9, 5), 15 * kMinute);
    EXPECT_EQ(lock_ms(1000, 5), 15 * kMinute);
}

STORE_TEST(Session, signing_in_again_ends_the_session_that_came_along) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto first = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(first);
    auto second =
        company.enter("ana@firma.es", kPassword, kMorning, "10.0.0.1", first->session.text);
    ASSERT_OK(second);
    PrincipalCache cache;
    EXPECT_FALSE(company.ask(cache, first->session, kMorning).ok());
    EXPECT_OK(company.ask(cache, second->session, kMorning));
    EXPECT_NE(first->session.text, second->session.text);
}

STORE_TEST(Session, it_ends_twelve_hours_after_its_last_use_and_thirty_days_after_its_start) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto entered = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(entered);
    PrincipalCache cache;
    constexpr std::int64_t kHour = 60 * kMinute;
    Instant now = kMorning;
    for (int i = 0; i < 65; ++i) {  // every eleven hours: 29.8 days
        now.ms += 11 * kHour;
        ASSERT_OK(company.ask(cache, entered->session, now)) << i;
    }
    now.ms += 11 * kHour;
    EXPECT_FALSE(company.ask(cache, entered->session, now).ok());

    auto idle = company.enter("ana@firma.es", kPassword, now);
    ASSERT_OK(idle);
    EXPECT_FALSE(company.ask(cache, idle->session, Instant{now.ms + 12 * kHour}).ok());
}

STORE_TEST(Session, a_new_password_ends_all_sessions_but_the_present_one) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto here = company.enter("ana@firma.es", kPassword, kMorning);
    auto elsewhere = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(here);
    ASSERT_OK(elsewhere);
    const auto change = [&](const char* current, const char* next) {
        return change_password(company.store, company.passwords,
                               {kAna, current, next, "10.0.0.1", here->session.text}, kMorning,
                               company.zone);
    };
    EXPECT_EQ(change("adivinada mal", "otra clave distinta").error().fields.front().code,
              "password_wrong");
    EXPECT_EQ(change(kPassword, "corta").error().fields.front().code, "password_too_short");
    EXPECT_OK(change(kPassword, "otra clave distinta"));
    PrincipalCache cache;
    EXPECT_OK(company.ask(cache, here->session, kMorning));
    EXPECT_FALSE(company.ask(cache, elsewhere->session, kMorning).ok());
    EXPECT_FALSE(company.enter("ana@firma.es", kPassword, kMorning).ok());
    EXPECT_OK(company.enter("ana@firma.es", "otra clave distinta", kMorning));
}

STORE_TEST(Login, wrong_present_passwords_are_counted_too) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    const auto change = [&](const char* current) {
        return change_password(company.store, company.passwords,
                               {kAna, current, "otra clave distinta", "10.0.0.1", ""}, kMorning,
                               company.zone);
    };
    for (int i = 0; i < kAccountTriesMax; ++i)
        EXPECT_EQ(change("adivinada mal").error().code, ErrorCode::invalid);
    EXPECT_EQ(change(kPassword).error().code, ErrorCode::rate_limited);
    EXPECT_EQ(company.enter("ana@firma.es", kPassword, kMorning).error().code,
              ErrorCode::rate_limited);
}

STORE_TEST(PrincipalCache, rights_by_other_definitions_are_read_anew) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto entered = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(entered);
    PrincipalCache cache;
    const auto first = company.ask(cache, entered->session, kMorning);
    ASSERT_OK(first);
    EXPECT_EQ(*company.ask(cache, entered->session, after(1)), *first);
    const auto before = company.schema;
    auto changed = std::make_shared<schema::Schema>(*before);
    ++changed->version;
    company.schema = changed;
    const auto second = company.ask(cache, entered->session, after(1));
    ASSERT_OK(second);
    EXPECT_NE(*second, *first);
}

STORE_TEST(PrincipalCache, a_disabled_person_is_out_at_once_after_invalidation_and_soon_without) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto entered = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(entered);
    PrincipalCache told;
    PrincipalCache untold;
    ASSERT_OK(company.ask(told, entered->session, kMorning));
    ASSERT_OK(company.ask(untold, entered->session, kMorning));
    const auto disable = [&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"update \"user\" set active = ? where id = ?", {false, kAna.value}}));
        return {};
    };
    ASSERT_OK(company.store.write(disable));
    EXPECT_OK(company.ask(told, entered->session, after(1)));  // from the cache, without a query
    told.invalidate();
    EXPECT_FALSE(company.ask(told, entered->session, after(2)).ok());
    EXPECT_FALSE(company.ask(untold, entered->session, after(10'000)).ok());
    EXPECT_FALSE(company.enter("ana@firma.es", kPassword, kMorning).ok());
}

STORE_TEST(Login, only_who_knows_the_password_is_told_that_the_account_is_closed) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (const char* closing :
         {"update \"user\" set active = ? where id = ?",
          "update \"user\" set active = ?, deleted_at = created_at where id = ?"}) {
        ASSERT_OK(company.store.write([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({closing, {false, kAna.value}}));
            return {};
        }));
        const auto wrong = company.enter("ana@firma.es", "not hers at all", kMorning);
        EXPECT_EQ(wrong.error().message.key, "login.failed");
        const auto right = company.enter("ana@firma.es", kPassword, kMorning);
        EXPECT_EQ(right.error().message.key.substr(0, 12), "login.closed");
        EXPECT_EQ(right.error().code, ErrorCode::unauthenticated);
    }
    EXPECT_EQ(company.enter("nadie@firma.es", kPassword, kMorning).error().message.key,
              "login.failed");
}

STORE_TEST(PrincipalCache, a_session_secret_is_no_token_and_nonsense_is_nobody) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    auto entered = company.enter("ana@firma.es", kPassword, kMorning);
    ASSERT_OK(entered);
    PrincipalCache cache;
    ASSERT_OK(company.ask(cache, entered->session, kMorning));
    EXPECT_FALSE(cache
                     .authenticate(company.store, *company.schema, CredentialKind::token,
                                   entered->session.text, kMorning)
                     .ok());
    for (const std::string& secret :
         {std::string(), std::string("x"), std::string(5000, 'a'), entered->session.hash}) {
        const auto refused = cache.authenticate(company.store, *company.schema,
                                                CredentialKind::session, secret, kMorning);
        ASSERT_FALSE(refused.ok());
        EXPECT_EQ(refused.error().code, ErrorCode::unauthenticated);
    }
}

STORE_TEST(Token, it_acts_as_its_person_until_it_expires_or_is_revoked) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    const Secret lasting = make_secret(kTokenPrefix);
    const Secret brief = make_secret(kTokenPrefix);
    EXPECT_TRUE(lasting.text.starts_with("clt_"));
    const auto create = [&](db::Transaction& tx) -> Result<void> {
        TRY(create_token(tx, {Id{71}, kAna, "ERP", lasting.hash, kMorning, {}, {}}));
        return create_token(tx, {Id{72}, kAna, "once", brief.hash, kMorning, after(kMinute), {}});
    };
    ASSERT_OK(company.store.write(create));
    PrincipalCache cache;
    const auto ask = [&](const Secret& token, Instant now) {
        return cache.authenticate(company.store, *company.schema, CredentialKind::token, token.text,
                                  now);
    };
    auto known = ask(lasting, kMorning);
    ASSERT_OK(known);
    EXPECT_EQ((*known)->user, kAna);
    EXPECT_OK(ask(brief, kMorning));
    EXPECT_FALSE(ask(brief, after(kMinute)).ok());

    std::vector<Token> tokens;
    const auto revoke = [&](db::Transaction& tx) -> Result<void> {
        tokens = TRY(list_tokens(tx, kAna));
        EXPECT_EQ(revoke_token(tx, kBruno, Id{71}, kMorning).error().code, ErrorCode::not_found);
        return revoke_token(tx, kAna, Id{71}, kMorning);
    };
    ASSERT_OK(company.store.write(revoke));
    ASSERT_EQ(tokens.size(), 2U);
    EXPECT_EQ(tokens[0].name, "ERP");
    EXPECT_EQ(tokens[0].last_used_at, kMorning);
    cache.invalidate();
    EXPECT_FALSE(ask(lasting, kMorning).ok());
}

STORE_TEST(Invitation, a_link_sets_the_password_once_and_opens_a_locked_account) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    for (int i = 0; i < kAccountTriesMax; ++i) {
        EXPECT_FALSE(company.enter("bruno@firma.es", "mala", kMorning).ok());
    }
    const Secret secret = make_secret();
    auto encoded = company.passwords.hash("mi primera clave");
    ASSERT_OK(encoded);
    ASSERT_OK(company.store.write([&](db::Transaction& tx) {
        return create_invitation(tx, make_invitation(secret, kBruno, kAna, kMorning));
    }));
    const auto redeem = [&](Instant now) {
        return company.store.write([&, now](db::Transaction& tx) -> Result<void> {
            EXPECT_EQ(TRY(redeem_invitation(tx, secret.hash, *encoded, now)), kBruno);
            return {};
        });
    };
    EXPECT_FALSE(redeem(after(kInvitationLifeMs)).ok());
    EXPECT_OK(redeem(after(kMinute)));
    const Result<void> again = redeem(after(kMinute));
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().message.key, "invitation.not_valid");
    EXPECT_OK(company.enter("bruno@firma.es", "mi primera clave", kMorning));
}

STORE_TEST(Invitation, a_newer_link_replaces_the_older_one) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    const Secret older = make_secret();
    const Secret newer = make_secret();
    const auto work = [&](db::Transaction& tx) -> Result<void> {
        TRY(create_invitation(tx, make_invitation(older, kBruno, kAna, kMorning)));
        TRY(create_invitation(tx, make_invitation(newer, kBruno, kAna, kMorning)));
        EXPECT_FALSE(TRY(find_invitation(tx, older.hash, kMorning)).has_value());
        EXPECT_TRUE(TRY(find_invitation(tx, newer.hash, kMorning)).has_value());
        return {};
    };
    ASSERT_OK(company.store.write(work));
}

STORE_TEST(LoadPrincipal, rights_that_cannot_be_read_give_none) {
    Company company(fresh_store());
    ASSERT_OK(company.fill());
    Principal ana;
    const auto work = [&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute(
            {"update role set rights = ?, administers = ? where id = ?",
             {std::string(R"({"accounts": {"read": "everything"}})"), true, kSalesRole.value}}));
        ana = TRY(load_principal(tx, *company.schema, kAna));
        EXPECT_FALSE(load_principal(tx, *company.schema, Id{999}).ok());
        return {};
    };
    ASSERT_OK(company.store.write(work));
    EXPECT_EQ(ana.kind, Principal::Kind::person);
    EXPECT_EQ(ana.breadth("accounts", Action::read), Breadth::none);
}

TEST(Passwords, a_hash_knows_its_password_only_and_never_repeats) {
    Passwords passwords;
    const std::string one = passwords.hash(kPassword).value();
    EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    EXPECT_NE(one, passwords.hash(kPassword).value());
    EXPECT_TRUE(passwords.verify(one, kPassword).value());
    EXPECT_FALSE(passwords.verify(one, "correcto caballO").value());
    EXPECT_FALSE(passwords.verify(one, std::string(5000, 'x')).value());
    EXPECT_FALSE(passwords.verify("no hash at all", kPassword).ok());
    EXPECT_OK(passwords.verify_nobody(kPassword));
}

TEST(Passwords, rules_ask_for_twelve_characters_that_are_not_tried_first) {
    const auto code = [](std::string_view password, std::string_view email) {
        const auto checked = check_password_rules(password, email);
        return checked.ok() ? std::string() : checked.error().fields.front().code;
    };
    EXPECT_EQ(code("ñandúñandúña", "ana@firma.es"), "");
    EXPECT_EQ(code("ñandúñandúñ", "ana@firma.es"), "password_too_short");
    EXPECT_EQ(code("Ana@Firma.es", "ana@firma.es"), "password_is_email");
    EXPECT_EQ(code(std::string(129, 'x'), ""), "password_too_long");
    for (const char* first : {"Contraseña2026", "password1234", "123456789012", "aaaaaaaabbbb",
                              "Clientela 2026!!", "abcdefghijklm", "QWERTYUIOP12"}) {
        EXPECT_EQ(code(first, ""), "password_tried_first") << first;
    }
    EXPECT_EQ(code("my password is long", ""), "");
    EXPECT_EQ(code("\xff\xfe aaaaaaaaaaaaa", ""), "not_text");
}

TEST(Secret, it_is_256_bits_of_base64url_and_kept_as_sha_256) {
    const Secret secret = make_secret();
    EXPECT_EQ(secret.text.size(), 43U);
    EXPECT_EQ(secret.text.find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_EQ(hash_secret("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_NE(make_secret().text, secret.text);
}

}  // namespace
}  // namespace clientela::access
