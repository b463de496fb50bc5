// SPDX-License-Identifier: Apache-2.0
#include "api/token_json.h"

#include "record/visible.h"

namespace clientela::api {
namespace {

void write_instant(JsonWriter& writer, std::string_view name, const std::optional<Instant>& at) {
    writer.key(name);
    at ? writer.string(to_string(*at)) : writer.null();
}

}  // namespace

Result<std::vector<OwnedToken>> with_owners(record::Context& context,
                                            std::vector<access::Token> tokens) {
    std::vector<Id> owners;
    owners.reserve(tokens.size());
    for (const access::Token& token : tokens)
        owners.push_back(token.user);
    auto names = TRY(record::labels_of(context, context.schema.get("users"), owners));
    std::vector<OwnedToken> all;
    for (access::Token& token : tokens) {
        std::string owner = names[token.user.value].text;
        all.push_back({std::move(token), std::move(owner)});
    }
    return all;
}

void write_token(JsonWriter& writer, const OwnedToken& owned) {
    writer.member("id", to_string(owned.token.id));
    writer.member("name", owned.token.name);
    writer.key("user");
    writer.begin_object();
    writer.member("id", to_string(owned.token.user));
    writer.member("name", owned.owner);
    writer.end_object();
    writer.member("created_at", to_string(owned.token.created_at));
    write_instant(writer, "expires_at", owned.token.expires_at);
    write_instant(writer, "last_used_at", owned.token.last_used_at);
}

void write_tokens(JsonWriter& writer, const std::vector<OwnedToken>& all) {
    writer.begin_array();
    for (const OwnedToken& owned : all) {
        writer.begin_object();
        write_token(writer, owned);
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace clientela::api
