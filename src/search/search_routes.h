// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/search?q=&top=&objects=
#pragma once

#include "api/application.h"
#include "http/router.h"
#include "search/vocabulary.h"

namespace clientela::search {

void add_search_routes(http::Router& router, api::Application& application, Vocabulary& vocabulary);

}  // namespace clientela::search
