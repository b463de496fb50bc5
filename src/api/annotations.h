// SPDX-License-Identifier: Apache-2.0
// What the metadata says beside names and types: alternate keys, and what the service can and
// cannot do (vocabularies Org.OData.Core.V1, Org.OData.Capabilities.V1). Made once, as JSON; the
// XML form follows from it.
#pragma once

#include <string>

#include <boost/json.hpp>

#include "access/principal.h"
#include "schema/schema.h"

namespace clientela::api {

// Members are terms without the "@" before them.
boost::json::object type_annotations(const schema::Object& object);
boost::json::object set_annotations(const schema::Object& object, const access::Principal& reader);
boost::json::object service_annotations();

// <Annotation Term="...">...</Annotation> for each member.
std::string annotations_xml(const boost::json::object& annotations);

}  // namespace clientela::api
