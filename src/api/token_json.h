// SPDX-License-Identifier: Apache-2.0
// Tokens as programs read them, from the API and from the command line alike.
#pragma once

#include <string>
#include <vector>

#include "access/token.h"
#include "base/json_writer.h"
#include "record/record.h"

namespace clientela::api {

// A token with the name of its owner.
struct OwnedToken {
    access::Token token;
    std::string owner;
};

Result<std::vector<OwnedToken>> with_owners(record::Context& context,
                                            std::vector<access::Token> tokens);

// The members of one token, without its secret; the object is the caller's.
void write_token(JsonWriter& writer, const OwnedToken& owned);

// [{"id", "name", "user": {"id", "name"}, "created_at", "expires_at", "last_used_at"}]
void write_tokens(JsonWriter& writer, const std::vector<OwnedToken>& all);

}  // namespace clientela::api
