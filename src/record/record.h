// SPDX-License-Identifier: Apache-2.0
// Values of records as the engine passes them around, and what every call of the engine needs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/principal.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "base/value.h"
#include "base/zone.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::record {

class Rules;
class Shares;

// Company-wide settings that the meaning of data depends on.
struct Company {
    std::string name;
    std::string currency = "EUR";
    Zone zone;
    bool demonstration = false;
};

// Passed explicitly to everything; lives for one request or one job step.
struct Context {
    db::Transaction& tx;
    const schema::Schema& schema;
    const access::Principal& principal;
    const Company& company;
    const Rules& rules;
    IdSource& ids;
    Instant now;
    Date today;                  // in the company's zone
    std::string origin = "api";  // kept in the change log, see change/origin.h
    Shares* shares = nullptr;    // remembered shares of visible rows; without it every list walks
    Id behalf = {};              // in whose name the present save happens, when it is not one's own
};

// A whole record: one value per field of its object, in the order of Object::fields. Many-to-many
// links are not part of it.
struct Record {
    const schema::Object* object = nullptr;
    std::vector<Value> values;

    const Value& operator[](const schema::Field& field) const {
        return values[static_cast<std::size_t>(field.index)];
    }
    const Value& at(std::string_view field_name) const {
        return (*this)[object->field(field_name)];
    }
    Id id() const { return std::get<Id>(values[0]); }
    std::int64_t version() const { return std::get<std::int64_t>(at("version")); }
};

// What a field is at first, for a record that `user` makes: a default may be a word for the moment
// or the person ("now", "today", "me").
Value first_value(const schema::Field& field, Instant now, Date today, Id user);

enum class Operation { create, update, remove, restore };

// What a caller wants changed. A field that is not named stays as it is; a named null empties it.
struct Draft {
    Operation operation = Operation::create;
    Id id;                     // create: optional, drawn when 0
    bool id_is_drawn = false;  // by this server itself: another serves as well if it is taken
    std::optional<std::int64_t> expected_version;  // If-Match; checked when present
    std::vector<std::pair<const schema::Field*, Value>> values;
    std::vector<std::pair<const schema::ManyLink*, std::vector<Id>>> links;  // the whole new set
    const schema::Object* seen = nullptr;  // the writer's masked view of the object, if any
    bool binned = false;                   // an update of what lies in the bin (a new owner)

    const Value* find(const schema::Field& field) const;
    const Value* find(std::string_view field_name) const;
    void set(const schema::Field& field, Value value);
};

enum class Outcome { created, updated, unchanged, removed, restored };

struct Saved {
    Outcome outcome = Outcome::unchanged;
    Id id;
    std::int64_t version = 0;
};

}  // namespace clientela::record
