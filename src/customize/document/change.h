// SPDX-License-Identifier: Apache-2.0
// Changes that an administrator asks for, applied to the company's document in memory: nothing is
// read or written here. What is refused names the place in the request: changes/0/field/name.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "base/result.h"
#include "base/time.h"
#include "schema/layout.h"
#include "schema/migrate.h"
#include "schema/schema.h"

namespace clientela::customize {

namespace json = boost::json;

inline constexpr int kFieldsMax = 300;             // per object, hidden ones too: they have columns
inline constexpr std::int64_t kKeptDays = 30;      // a hidden field is dropped after that
inline constexpr std::int64_t kSettleMs = 60'000;  // by then nobody works with a hidden field

// What must be known of the present to judge a change.
struct Present {
    std::shared_ptr<const schema::Schema> stored;  // hidden fields too
    std::vector<schema::FieldMark> marks;          // every id ever given
    Instant now;
};

// Rows that come with a definition: the options of a field of several options.
struct OptionRows {
    std::string object;
    std::vector<std::string> names;
};

struct Edited {
    json::object document;
    std::vector<schema::Erased> erased;
    std::vector<OptionRows> rows;
    // New objects whose rights are copied from another: {"c_projects", "opportunities"}.
    std::vector<std::pair<std::string, std::string>> rights;
};

Result<Edited> apply_changes(json::object document, const json::array& changes,
                             const Present& present);

// "2026-11-24T09:42:00.000Z" of `hidden_at`; nothing when it stands in sight.
std::optional<Instant> hidden_since(const json::object& definition);

// The object, field or many link in the document; null when it is not there.
json::object* find_object(json::object& document, std::string_view name);
json::object* find_field(json::object& document, std::string_view object, std::string_view name);

}  // namespace clientela::customize
