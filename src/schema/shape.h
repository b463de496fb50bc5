// SPDX-License-Identifier: Apache-2.0
// The first check of a definition file: is it JSON of the shape that tools/object.schema.json asks
// for. The JSON Schema library stays inside shape.cc.
#pragma once

#include <string_view>

#include <boost/json/fwd.hpp>

#include "schema/problem.h"

namespace clientela::schema {

// Problems of shape in `definition`; none means that every key and type is as the schema says.
Problems check_shape(std::string_view file, const boost::json::value& definition);

}  // namespace clientela::schema
