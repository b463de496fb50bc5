// SPDX-License-Identifier: Apache-2.0
#include "schema/source_json.h"

namespace clientela::schema {

namespace json = boost::json;

std::string text_of(const json::object& source, std::string_view key) {
    const json::value* value = source.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

const json::array& list_of(const json::object& source, std::string_view key) {
    static const json::array kNone;
    const json::value* value = source.if_contains(key);
    return value != nullptr && value->is_array() ? value->get_array() : kNone;
}

}  // namespace clientela::schema
