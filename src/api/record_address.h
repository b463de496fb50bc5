// SPDX-License-Identifier: Apache-2.0
// Which record a path speaks of, and the conditions that a request sets on its version.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/call.h"
#include "record/record.h"

namespace clientela::api {

Error not_found();

// The object of the path, if the caller may read it at all: an unreadable object is like a missing
// one.
Result<const schema::Object*> object_of(const Call& call);

// accounts('01J...') and accounts/01J..., or by a unique field: accounts(number='A-1'), or
// c_machines(c_serial=42) where it is a number. Who holds a
// value is looked up without regard to sight; whether the record may be seen is asked afterwards.
Result<Id> id_of(const Call& call, const schema::Object& object);

// The unique field and the value of accounts(number='A-1') when nobody holds it: what an upsert
// creates. Nothing for paths by id and for values that are held.
struct FreeKey {
    const schema::Field* field = nullptr;
    Value value;
};
Result<std::optional<FreeKey>> free_key(const Call& call, const schema::Object& object);

std::string etag_of(std::int64_t version);
std::string path_of(const schema::Object& object, Id id);  // accounts('01J...')

// The version an If-Match header asks for; "*" and no header ask for none.
Result<std::optional<std::int64_t>> expected_version(const http::Request& request);

// One of the listed etags, or "*". Strong and weak forms of a version mean the same here.
bool etag_matches(std::string_view list, std::string_view etag);

}  // namespace clientela::api
