// SPDX-License-Identifier: Apache-2.0
// Bound values in PostgreSQL's text form, with the type each is sent as.
#pragma once

#include <array>
#include <vector>

#include "base/result.h"
#include "db/store.h"

namespace clientela::db::postgres {

using TypeId = unsigned int;  // Oid of libpq
inline constexpr TypeId kUnknownType = 0;

class Parameters {
public:
    // Texts are pointed to, not copied: `args` must outlive the use.
    Result<void> set(const std::vector<Bind>& args);

    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const std::vector<TypeId>& types() const { return types_; }  // kUnknownType for null

private:
    using Written = std::array<char, 40>;
    std::vector<const char*> values_;
    std::vector<TypeId> types_;
    std::vector<Written> written_;
};

// A row value of timestamptz, written in UTC and ISO style.
Instant parse_timestamp(std::string_view text);

}  // namespace clientela::db::postgres
