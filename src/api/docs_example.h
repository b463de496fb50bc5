// SPDX-License-Identifier: Apache-2.0
// Examples for the page of the API, made from the OpenAPI document itself: a body that fits a
// schema, and the command that sends it.
#pragma once

#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace clientela::api {

// What "$ref" names, or the schema itself.
const boost::json::object& resolved_schema(const boost::json::object& document,
                                           const boost::json::object& schema);

boost::json::value example_of(const boost::json::object& document,
                              const boost::json::object& schema);

// curl with $HOST and $TOKEN.
std::string curl_of(const boost::json::object& document, std::string_view method,
                    std::string_view path, const boost::json::object& operation);

}  // namespace clientela::api
