// SPDX-License-Identifier: Apache-2.0
// user add, user list, user disable; token add, token list, token revoke.
#include "access/invitation.h"
#include "access/password.h"
#include "access/secret.h"
#include "access/session.h"
#include "access/token.h"
#include "api/token_json.h"
#include "app/command.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "change/acts.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::app {
namespace {

std::string quoted(std::string_view text) {
    std::string result = "'";
    for (const char character : text)
        result.append(character == '\'' ? "''" : std::string(1, character));
    return result + "'";
}

// The only record of an object that has this value in this field.
Result<std::optional<record::Record>> find_by(record::Context& context,
                                              std::string_view object_name,
                                              const std::string& filter) {
    record::Query query;
    query.object = &context.schema.get(object_name);
    query.filter = TRY(filter::parse_and_bind(filter, context.schema, *query.object));
    query.page_size = 1;
    record::Page page = TRY(record::list(context, query));
    if (page.rows.empty()) return std::optional<record::Record>{};
    return std::optional<record::Record>{std::move(page.rows.front().record)};
}

Result<record::Record> user_of(record::Context& context, const std::string& email) {
    auto found = TRY(find_by(context, "users", "tolower(email) eq " + quoted(lower(email))));
    if (found) return std::move(*found);
    return make_error(ErrorCode::invalid, "cli.unknown_user", {{"email", email}});
}

Result<Id> role_of(record::Context& context, const std::string& name) {
    const auto found = TRY(find_by(context, "roles", "name eq " + quoted(name)));
    if (found) return found->id();
    record::Query query;
    query.object = &context.schema.get("roles");
    std::string names;
    for (const record::Row& row : TRY(record::list(context, query)).rows) {
        names.append(names.empty() ? "" : ", ")
            .append(std::get<std::string>(row.record.at("name")));
    }
    return make_error(ErrorCode::invalid, "cli.unknown_role", {{"role", name}, {"roles", names}});
}

// The password to set, encoded; empty when there will be a link instead.
Result<std::string> encoded_password(const CommandRun& run) {
    if (!run.line.password_from_input) return std::string();
    const std::string& password = run.invocation.password;
    if (password.empty()) return make_error(ErrorCode::invalid, "cli.password_empty");
    TRY(access::check_password_rules(password, run.line.email));
    access::Passwords passwords;
    return passwords.hash(password);
}

// For the log of acts; the command line is nobody in particular.
Result<void> note_act(record::Context& context, const char* kind, const std::string& subject) {
    return change::record_act(context.tx, {0, context.now, Id{}, kind, subject, "", ""});
}

Result<std::vector<api::OwnedToken>> owned_tokens(const CommandRun& run) {
    std::vector<api::OwnedToken> all;
    TRY(run.read([&](record::Context& context) -> Result<void> {
        std::vector<access::Token> tokens;
        if (run.line.email.empty()) {
            tokens = TRY(access::list_all_tokens(context.tx));
        } else {
            tokens =
                TRY(access::list_tokens(context.tx, TRY(user_of(context, run.line.email)).id()));
        }
        all = TRY(api::with_owners(context, std::move(tokens)));
        return {};
    }));
    return all;
}

std::string tokens_as_json(const std::vector<api::OwnedToken>& all) {
    JsonWriter writer;
    api::write_tokens(writer, all);
    return writer.take() + "\n";
}

std::string tokens_in_words(const CommandRun& run, const std::vector<api::OwnedToken>& all) {
    if (all.empty()) return run.text("cli.token_none") + "\n";
    const auto day = [&](const std::optional<Instant>& at) {
        return at ? to_string(*at).substr(0, 10) : run.text("cli.never");
    };
    std::string text;
    for (const auto& [token, owner] : all) {
        text += run.text("cli.token_line", {{"id", to_string(token.id)},
                                            {"owner", owner},
                                            {"name", token.name},
                                            {"created", day(token.created_at)},
                                            {"expires", day(token.expires_at)},
                                            {"used", day(token.last_used_at)}}) +
                "\n";
    }
    return text;
}

// Without a link there is a password.
std::string added_as_json(Id id, const std::string& link) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(id));
    if (!link.empty()) writer.member("link", link);
    writer.end_object();
    return writer.take() + "\n";
}

std::string added_in_words(const CommandRun& run, const std::string& link) {
    std::string text =
        run.text("cli.user_added", {{"name", run.line.name}, {"email", run.line.email}}) + "\n";
    if (!link.empty()) text += run.text("cli.user_link", {{"link", link}}) + "\n";
    return text;
}

// {"revoked":"..."} and the like.
std::string one_member(std::string_view name, const std::string& value) {
    JsonWriter writer;
    writer.begin_object();
    writer.member(name, value);
    writer.end_object();
    return writer.take() + "\n";
}

}  // namespace

Exit list_tokens(CommandRun& run) {
    const auto all = owned_tokens(run);
    if (!all.ok()) return run.fail(all.error());
    run.output.out += run.line.json ? tokens_as_json(*all) : tokens_in_words(run, *all);
    return Exit::done;
}

Exit revoke_token(CommandRun& run) {
    std::string name;
    const Result<void> done = run.write([&](record::Context& context) -> Result<void> {
        const auto id = parse_id(run.line.token);
        std::optional<access::Token> token;
        if (id) token = TRY(access::token_by_id(context.tx, *id));
        if (!token)
            return make_error(ErrorCode::not_found, "cli.token_unknown", {{"id", run.line.token}});
        name = token->name;
        TRY(access::revoke_token(context.tx, token->user, *id, context.now));
        return note_act(context, "token_revoked", name);
    });
    if (!done.ok()) return run.fail(done.error());
    run.site.application->principals.invalidate();
    if (run.line.json) {
        run.output.out += one_member("revoked", run.line.token);
    } else {
        run.output.out += run.text("cli.token_revoked", {{"name", name}}) + "\n";
    }
    return Exit::done;
}

Exit add_user(CommandRun& run) {
    const Result<std::string> encoded = encoded_password(run);
    if (!encoded.ok()) return run.fail(encoded.error());
    const access::Secret secret = access::make_secret();
    const std::string link = encoded->empty() ? "/#/link/" + secret.text : std::string();
    Id id;
    const Result<void> done = run.write([&](record::Context& context) -> Result<void> {
        const schema::Object& users = context.schema.get("users");
        record::Draft draft;
        draft.set(users.field("name"), run.line.name);
        draft.set(users.field("email"), run.line.email);
        draft.set(users.field("role_id"), TRY(role_of(context, run.line.role)));
        id = TRY(record::save(context, users, draft)).id;
        if (!encoded->empty()) return access::store_password_hash(context.tx, id, *encoded);
        return access::create_invitation(context.tx,
                                         access::make_invitation(secret, id, Id{}, context.now));
    });
    if (!done.ok()) return run.fail(done.error());
    run.site.application->principals.invalidate();
    run.output.out += run.line.json ? added_as_json(id, link) : added_in_words(run, link);
    return Exit::done;
}

Exit list_users(CommandRun& run) {
    JsonWriter writer;
    writer.begin_array();
    std::string table;
    const Result<void> done = run.read([&](record::Context& context) -> Result<void> {
        record::Query query;
        query.object = &context.schema.get("users");
        query.page_size = record::kPageSizeMax;
        query.labels = true;
        query.sort = {record::SortKey{{&query.object->field("name")}, false}};
        const auto role = static_cast<std::size_t>(query.object->field("role_id").index);
        do {
            const record::Page page = TRY(record::list(context, query));
            for (const record::Row& row : page.rows) {
                const auto* email = std::get_if<std::string>(&row.record.at("email"));
                const auto* active = std::get_if<bool>(&row.record.at("active"));
                const std::string& name = std::get<std::string>(row.record.at("name"));
                writer.begin_object();
                writer.member("id", to_string(row.record.id()));
                writer.member("name", name);
                writer.member("email", email != nullptr ? *email : std::string());
                writer.member("role", row.labels[role].text);
                writer.member("active", active != nullptr && *active);
                writer.end_object();
                table += name + "  <" + (email != nullptr ? *email : "–") + ">  " +
                         row.labels[role].text + (active != nullptr && *active ? "" : "  (–)") +
                         "\n";
            }
            query.cursor = page.next;
        } while (!query.cursor.empty());
        return {};
    });
    if (!done.ok()) return run.fail(done.error());
    writer.end_array();
    run.output.out += run.line.json ? writer.take() + "\n" : table;
    return Exit::done;
}

Exit disable_user(CommandRun& run) {
    Id id;
    std::string name;
    const Result<void> done = run.write([&](record::Context& context) -> Result<void> {
        const schema::Object& users = context.schema.get("users");
        const record::Record user = TRY(user_of(context, run.line.email));
        id = user.id();
        name = std::get<std::string>(user.at("name"));
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = id;
        draft.set(users.field("active"), false);
        TRY(record::save(context, users, draft));
        return access::end_sessions_of(context.tx, id);
    });
    if (!done.ok()) return run.fail(done.error());
    run.site.application->principals.invalidate();
    run.output.out += run.line.json ? one_member("disabled", to_string(id))
                                    : run.text("cli.user_disabled", {{"name", name}}) + "\n";
    return Exit::done;
}

Exit add_token(CommandRun& run) {
    const access::Secret secret = access::make_secret(access::kTokenPrefix);
    std::string name;
    const Result<void> done = run.write([&](record::Context& context) -> Result<void> {
        const record::Record user = TRY(user_of(context, run.line.email));
        name = std::get<std::string>(user.at("name"));
        access::Token token;
        token.id = context.ids.next(context.now.ms);
        token.user = user.id();
        token.name = run.line.name;
        token.hash = secret.hash;
        token.created_at = context.now;
        if (run.line.expires_days > 0)
            token.expires_at = Instant{context.now.ms + run.line.expires_days * kDayMs};
        TRY(access::create_token(context.tx, token));
        return note_act(context, "token_made", token.name);
    });
    if (!done.ok()) return run.fail(done.error());
    if (run.line.json) {
        run.output.out += one_member("token", secret.text);
    } else {
        run.output.err += run.text("cli.token_made", {{"name", name}}) + "\n";
        run.output.out += secret.text + "\n";
    }
    return Exit::done;
}

}  // namespace clientela::app
