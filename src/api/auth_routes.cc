// SPDX-License-Identifier: Apache-2.0
// The session cookie is HttpOnly and SameSite=Lax; a request that changes something must also come
// from our own pages (api/call.cc).
#include "api/auth_routes.h"

#include <map>

#include <boost/json.hpp>

#include "access/invitation.h"
#include "access/login.h"
#include "access/login_attempts.h"
#include "access/password.h"
#include "access/rights.h"
#include "access/secret.h"
#include "access/session.h"
#include "api/admission.h"
#include "api/call.h"
#include "change/acts.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::api {
namespace {

namespace json = boost::json;
using Members = std::map<std::string, std::string>;

constexpr std::size_t kMailMax = 200;

// The text members of a JSON object; anything else is refused.
Result<Members> text_members(const std::string& body) {
    boost::system::error_code failed;
    const json::value document = json::parse(body, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    Members members;
    for (const auto& [name, value] : document.get_object()) {
        if (!value.is_string()) return field_error(std::string(name), "wrong_type");
        members[std::string(name)] = std::string(value.get_string());
    }
    return members;
}

std::string cookie_text(const Call& call, std::string_view secret, std::int64_t seconds) {
    std::string text = std::string(session_cookie_name(call.request)) + "=" + std::string(secret) +
                       "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(seconds);
    if (call.request.secure) text += "; Secure";
    return text;
}

struct Person {
    std::string email;
    std::string language;
    std::string role_label;
    std::string team_name;
};

std::string text_at(const record::Record& record, std::string_view field) {
    const auto* text = std::get_if<std::string>(&record.at(field));
    return text != nullptr ? *text : std::string();
}

// The title of a linked record, or nothing.
Result<std::string> title_of(record::Context& context, std::string_view object, const Value& id) {
    const auto* target = std::get_if<Id>(&id);
    if (target == nullptr) return std::string();
    const schema::Object& kind = context.schema.get(object);
    const record::Record record = TRY(record::get(context, kind, *target));
    return text_at(record, kind.title);
}

Result<Person> load_person(Call& call, const access::Principal& principal, Language language) {
    Person person;
    const access::Principal system = access::Principal::system("who am I");
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        record::Context context = context_for(call.application, call.schema(), tx, system, "api");
        const record::Record user =
            TRY(record::get(context, context.schema.get("users"), principal.user));
        person.email = text_at(user, "email");
        person.language = text_at(user, "language");
        const record::Record role = TRY(
            record::get(context, context.schema.get("roles"), std::get<Id>(user.at("role_id"))));
        person.role_label = text_at(role, language == Language::en ? "label_en" : "label_es");
        person.team_name = TRY(title_of(context, "teams", user.at("team_id")));
        return {};
    }));
    return person;
}

void write_company(JsonWriter& writer, const Application& application) {
    const CompanySettings& settings = application.company.settings();
    writer.key("company");
    writer.begin_object();
    writer.member("name", settings.company.name);
    writer.member("currency", settings.company.currency);
    writer.key("currencies");
    writer.begin_array();
    for (const std::string& currency : settings.currencies)
        writer.string(currency);
    writer.end_array();
    writer.member("zone", settings.company.zone.name());
    writer.member("formats", settings.formats);
    writer.member("fiscal_year_start", settings.fiscal_year_start);
    writer.member("demonstration", settings.company.demonstration);
    writer.member("version", application.version);
    writer.end_object();
}

std::string me_text(const Application& application, const access::Principal& principal,
                    const Person& person) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("user");
    writer.begin_object();
    writer.member("id", to_string(principal.user));
    writer.member("name", principal.name);
    writer.member("email", person.email);
    writer.member("language", person.language.empty() ? "es" : person.language);
    writer.member("role", principal.role);
    writer.member("role_label", person.role_label);
    writer.key("team_id");
    if (principal.team) {
        writer.string(to_string(principal.team));
    } else {
        writer.null();
    }
    writer.member("team_name", person.team_name);
    writer.end_object();
    writer.member("administers", principal.administers);
    write_company(writer, application);
    writer.key("rights");
    writer.raw(access::rights_json(principal, *application.schema));
    writer.end_object();
    return writer.take();
}

Result<http::Response> me_answer(Call& call, const access::Principal& principal) {
    const Person person = TRY(load_person(call, principal, call.language));
    return json_response(200, me_text(call.application, principal, person));
}

Result<void> note(Call& call, Id actor, const char* kind, const std::string& subject) {
    const Instant now = call.application.clock.now();
    return call.application.store.write([&](db::Transaction& tx) {
        return change::record_act(tx, {0, now, actor, kind, subject, call.request.remote, ""});
    });
}

// What was typed as a mail, cut between two letters. A password in the wrong box is not kept.
std::string mail_to_keep(std::string mail) {
    if (mail.find('@') == std::string::npos) return {};
    if (mail.size() <= kMailMax) return mail;
    std::size_t end = kMailMax;
    while (end > 0 && (static_cast<unsigned char>(mail[end]) & 0xC0U) == 0x80U)
        --end;
    mail.resize(end);
    return mail;
}

Result<http::Response> sign_in(Call& call, access::Passwords& passwords) {
    Members members = TRY(text_members(call.request.body));
    access::LoginRequest request;
    request.email = members["email"];
    request.password = members["password"];
    request.address = call.request.remote;
    request.agent = std::string(call.request.header("user-agent"));
    request.previous_session = std::string(call.request.cookie(session_cookie_name(call.request)));
    Application& application = call.application;
    Result<access::LoggedIn> tried =
        access::login(application.store, call.schema(), passwords, request, application.clock.now(),
                      application.company->zone);
    if (!tried.ok()) {
        // Once locked out, further tries are not told: nobody fills the table by trying.
        if (tried.error().code == ErrorCode::unauthenticated)
            TRY(note(call, {}, "sign_in_failed", mail_to_keep(request.email)));
        return std::move(tried).error();
    }
    const access::LoggedIn logged_in = std::move(tried).value();
    if (!request.previous_session.empty()) application.principals.invalidate();  // it has ended
    TRY(note(call, logged_in.principal.user, "signed_in", ""));
    http::Response response = TRY(me_answer(call, logged_in.principal));
    response.headers.emplace_back(
        "set-cookie", cookie_text(call, logged_in.session.text, access::kSessionLifeMs / 1000));
    return response;
}

Result<http::Response> sign_out(Call& call) {
    const std::string_view cookie = call.request.cookie(session_cookie_name(call.request));
    if (!cookie.empty()) {
        const std::string hash = access::hash_secret(cookie);
        const Instant now = call.application.clock.now();
        TRY(call.application.store.write([&](db::Transaction& tx) -> Result<void> {
            const auto session = TRY(access::find_session(tx, hash, now));
            TRY(access::end_session(tx, hash));
            if (!session) return {};
            return change::record_act(
                tx, {0, now, session->user, "signed_out", "", call.request.remote, ""});
        }));
        call.application.principals.invalidate();
    }
    http::Response response;
    response.status = 204;
    response.headers.emplace_back("set-cookie", cookie_text(call, "", 0));
    return response;
}

// Sets a password by a one-time link.
Result<http::Response> set_password(Call& call, access::Passwords& passwords) {
    Members members = TRY(text_members(call.request.body));
    const std::string password = members["password"];
    const std::string hash = access::hash_secret(members["token"]);
    const Instant now = call.application.clock.now();
    TRY(call.application.store.read([&](db::Transaction& tx) -> Result<void> {
        const auto invitation = TRY(access::find_invitation(tx, hash, now));
        if (!invitation) return make_error(ErrorCode::invalid, "login.link_unknown");
        return access::check_password_rules(password,
                                            TRY(access::load_email(tx, invitation->user)));
    }));
    const std::string encoded = TRY(passwords.hash(password));
    TRY(call.application.store.write([&](db::Transaction& tx) -> Result<void> {
        const Id user = TRY(access::redeem_invitation(tx, hash, encoded, now));
        return change::record_act(tx, {0, now, user, "password_set", "", call.request.remote, ""});
    }));
    call.application.principals.invalidate();
    http::Response response;
    response.status = 204;
    return response;
}

// The person's own language; everything else about them is the administrator's.
Result<http::Response> change_me(Call& call) {
    Members members = TRY(text_members(call.request.body));
    const access::Principal system = access::Principal::system("own language");
    TRY(call.application.store.write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = context_for(call.application, call.schema(), tx, system, "page");
        const schema::Object& users = context.schema.get("users");
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = call.principal->user;
        for (const auto& [name, value] : members) {
            if (name != "language") return field_error(name, "read_only");
            draft.set(users.field("language"), value);
        }
        TRY(record::save(context, users, draft));
        return {};
    }));
    call.application.principals.invalidate();
    return me_answer(call, *call.principal);
}

// Only in the page: whoever found a token must not take the account over with it.
Result<http::Response> change_password(Call& call, access::Passwords& passwords) {
    if (!call.by_cookie) return make_error(ErrorCode::forbidden, "login.in_page_only");
    Members members = TRY(text_members(call.request.body));
    access::PasswordChange change;
    change.user = call.principal->user;
    change.current = members["current"];
    change.next = members["password"];
    change.address = call.request.remote;
    change.kept_session = std::string(call.request.cookie(session_cookie_name(call.request)));
    Application& application = call.application;
    TRY(access::change_password(application.store, passwords, change, application.clock.now(),
                                application.company->zone));
    application.principals.invalidate();
    TRY(note(call, change.user, "password_set", ""));
    http::Response response;
    response.status = 204;
    return response;
}

Result<http::Response> invite(Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    const auto id = parse_id(call.request.parameter("id"));
    if (!id) return make_error(ErrorCode::not_found, "error.not_found");
    const access::Secret secret = access::make_secret();
    Instant expires;
    TRY(call.write([&](record::Context& context) -> Result<void> {
        TRY(record::get(context, context.schema.get("users"), *id));
        const access::Invitation invitation =
            access::make_invitation(secret, *id, call.principal->user, context.now);
        expires = invitation.expires_at;
        TRY(access::create_invitation(context.tx, invitation));
        return change::record_act(context.tx, {0, context.now, call.principal->user, "invited",
                                               to_string(*id), call.request.remote, ""});
    }));
    JsonWriter writer;
    writer.begin_object();
    writer.member("link", "link/" + secret.text);
    writer.member("expires_at", to_string(expires));
    writer.end_object();
    return json_response(200, writer.take());
}

}  // namespace

void add_auth_routes(http::Router& router, Application& application) {
    using http::Method;
    const auto passwords = std::make_shared<access::Passwords>();
    router.add(Method::post, "/auth/login", anonymous(application, [passwords](Call& call) {
                   return sign_in(call, *passwords);
               }));
    router.add(Method::post, "/auth/password", anonymous(application, [passwords](Call& call) {
                   return set_password(call, *passwords);
               }));
    router.add(Method::post, "/auth/logout", anonymous(application, sign_out));
    router.add(Method::get, "/auth/me", authenticated(application, [](Call& call) {
                   return me_answer(call, *call.principal);
               }));
    router.add(Method::patch, "/auth/me", authenticated(application, change_me));
    router.add(
        Method::post, "/auth/me/password",
        authenticated(
            application, [passwords](Call& call) { return change_password(call, *passwords); },
            Keys::secret));
    router.add(Method::post, "/api/v1/users('{id}')/invite",
               authenticated(application, invite, Keys::secret));
}

}  // namespace clientela::api
