// SPDX-License-Identifier: Apache-2.0
#include "importer/import_parameters.h"

#include <boost/json.hpp>

namespace clientela::importer {

namespace json = boost::json;

std::string to_parameters(const ImportOptions& options) {
    json::array match;
    for (const std::string& field : options.match)
        match.emplace_back(field);
    json::object out{{"object", options.object},
                     {"format", static_cast<int>(options.table.format)},
                     {"delimiter", static_cast<int>(options.table.delimiter)},
                     {"match", std::move(match)},
                     {"dry_run", options.dry_run}};
    out["mapping"] = json::parse(to_json(options.mapping));
    return json::serialize(out);
}

Result<ImportOptions> parse_parameters(std::string_view text) {
    boost::system::error_code failed;
    const json::value document = json::parse({text.data(), text.size()}, failed);
    const json::object* words = failed ? nullptr : document.if_object();
    if (words == nullptr || !words->contains("object"))
        return internal_error("parameters of an import");
    ImportOptions options;
    options.object = std::string(words->at("object").as_string());
    options.table.format = static_cast<TableFormat>(words->at("format").to_number<int>());
    options.table.delimiter = static_cast<char>(words->at("delimiter").to_number<int>());
    for (const json::value& field : words->at("match").as_array())
        options.match.emplace_back(field.as_string());
    options.dry_run = words->at("dry_run").as_bool();
    options.mapping = TRY(parse_mapping(json::serialize(words->at("mapping"))));
    return options;
}

}  // namespace clientela::importer
