// SPDX-License-Identifier: Apache-2.0
// Turns one definition of the right shape into an Object with its standard fields, not yet linked
// to other objects.
#pragma once

#include <boost/json/fwd.hpp>

#include "schema/schema.h"

namespace clientela::schema {

Object read_definition(const boost::json::value& definition);

}  // namespace clientela::schema
