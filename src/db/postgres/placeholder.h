// SPDX-License-Identifier: Apache-2.0
// Our placeholder is `?` on both stores; PostgreSQL wants $1, $2 and so on.
#pragma once

#include <string>
#include <string_view>

namespace clientela::db::postgres {

// Numbers every `?` that stands outside literals, quoted names, dollar quotes and comments.
std::string number_placeholders(std::string_view text);

}  // namespace clientela::db::postgres
