// SPDX-License-Identifier: Apache-2.0
// What there is: the definitions that pages and programs build upon.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "api/application.h"
#include "api/call.h"
#include "http/router.h"
#include "schema/to_json.h"

namespace clientela::api {

// How the caller's pages are laid out: by object name, and the home page.
struct Arrangement {
    std::map<std::string, schema::Arranged> objects;
    std::string home;   // JSON; empty: as shipped
    std::string stamp;  // changes with every change of it
};
using Arrange = std::function<Result<Arrangement>(const Call&)>;

void add_definition_routes(http::Router& router, Application& application, Arrange arrange);

}  // namespace clientela::api
