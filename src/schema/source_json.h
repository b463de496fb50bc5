// SPDX-License-Identifier: Apache-2.0
// Members of a definition's source; what is absent is empty.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace clientela::schema {

std::string text_of(const boost::json::object& source, std::string_view key);
const boost::json::array& list_of(const boost::json::object& source, std::string_view key);

}  // namespace clientela::schema
