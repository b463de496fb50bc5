// SPDX-License-Identifier: Apache-2.0
// Layouts: which columns, form sections, key figures, tabs, default view and home blocks, for the
// company, a role or one person. Each part comes from the nearest that says it: person, role,
// company, definition. They arrange what the reader may see and give no right to anything.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/definition_routes.h"

namespace clientela::customize {

struct LayoutRow {
    std::string scope;  // company, role, person
    Id scope_id;        // 0 for the company
    std::string place;  // an object, or home
    std::string content;
    Instant updated_at;
};

Result<api::Arrangement> arrangement_for(const api::Call& call);

// In layouts_sql.cc. Those that count for one person, the farthest first.
Result<std::vector<LayoutRow>> layouts_for(db::Transaction& tx, Id role, Id user);
Result<std::vector<LayoutRow>> layouts_of(db::Transaction& tx, std::string_view scope, Id id);
Result<std::vector<LayoutRow>> shared_layouts(db::Transaction& tx);  // of the company and of roles
Result<void> keep_layout(db::Transaction& tx, const LayoutRow& row, Id who);
Result<void> drop_layout(db::Transaction& tx, std::string_view scope, Id id,
                         std::string_view place);

// What is wrong with a layout as it is sent; field errors name the part.
Result<void> check_layout(const schema::Schema& schema, std::string_view place,
                          std::string_view content);

// `tell` takes an event of the name "change" to the other pages of one person.
using TellPerson = std::function<void(const std::string& event, Id user)>;
void add_layout_routes(http::Router& router, api::Application& application, const TellPerson& tell);

}  // namespace clientela::customize
