// SPDX-License-Identifier: Apache-2.0
// JSON Schema draft 7 by valijson; its context becomes a JSON pointer.
#include "schema/shape.h"

#include <string>
#include <utility>

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "base/embedded.h"
#include "base/result.h"

namespace clientela::schema {
namespace {

// Parsed once: the schema is part of the program and does not change while it runs.
const valijson::Schema& object_schema() {
    static const valijson::Schema* const parsed = [] {
        const std::string_view text = embedded_file("tools/object.schema.json");
        CHECK(!text.empty());
        static const boost::json::value document = boost::json::parse({text.data(), text.size()});
        auto* schema = new valijson::Schema;  // lives as long as the program
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::BoostJsonAdapter(document), *schema);
        return schema;
    }();
    return *parsed;
}

// Context elements are "<root>", "[fields]", "[3]".
std::string pointer_of(const std::vector<std::string>& context) {
    std::string pointer;
    for (const std::string& element : context) {
        if (element.size() < 2 || element.front() != '[') continue;
        pointer += '/';
        pointer += element.substr(1, element.size() - 2);
    }
    return pointer;
}

// The library reports the failed parts of a combination and then the combination itself, which says
// nothing new.
bool is_echo(const std::string& reason) {
    return reason.find("child schema") != std::string::npos ||
           reason.find("'then' schema") != std::string::npos ||
           reason.find("'if' schema") != std::string::npos ||
           reason.starts_with("Failed to validate item") ||
           reason.starts_with("Failed to validate against schema associated with property");
}

}  // namespace

Problems check_shape(std::string_view file, const boost::json::value& definition) {
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::BoostJsonAdapter adapter(definition);
    if (validator.validate(object_schema(), adapter, &results)) return {};
    Problems problems;
    Problems echoes;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
        Problem problem{std::string(file), pointer_of(error.context), error.description};
        (is_echo(problem.reason) ? echoes : problems).push_back(std::move(problem));
    }
    return problems.empty() ? echoes : problems;
}

}  // namespace clientela::schema
