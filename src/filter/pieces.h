// SPDX-License-Identifier: Apache-2.0
// Putting SQL together from pieces, so that bound values stay in the order of their placeholders.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/store.h"

namespace clientela::filter {

using Piece = db::Sql;

// Each {} of the pattern becomes the next part: join("{} = {}", {left, right}).
Piece join(std::string_view pattern, std::initializer_list<Piece> parts);
Piece join(const std::vector<Piece>& parts, std::string_view between);

inline Piece bound(db::Bind value) { return Piece{"?", {std::move(value)}}; }

// A column or a single placeholder: may be written twice without computing anything twice.
bool is_simple(const Piece& piece);

}  // namespace clientela::filter
