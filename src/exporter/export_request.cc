// SPDX-License-Identifier: Apache-2.0
// An export in the words of the API.
#include <boost/json.hpp>

#include "exporter/export_routes.h"

namespace clientela::exporter {
namespace {

namespace json = boost::json;

constexpr std::string_view kTexts = " object filter search orderby select format headings ";

Result<void> read_text(ExportRequest& request, std::string_view name, const std::string& text) {
    if (name == "object") request.object = text;
    if (name == "filter") request.filter = text;
    if (name == "search") request.search = text;
    if (name == "orderby") request.order = text;
    if (name == "select") request.select = text;
    if (name == "format") request.format = TRY(parse_format(text));
    if (name != "headings") return {};
    if (text != "names" && text != "labels")
        return field_error("headings", "unknown_option", {{"value", text}});
    request.headings = text == "names" ? Headings::names : Headings::labels;
    return {};
}

}  // namespace

Result<ExportRequest> parse_request(const std::string& text) {
    boost::system::error_code failed;
    const json::value document = json::parse(text, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    ExportRequest request;
    for (const auto& [key, value] : document.get_object()) {
        const std::string name(key);
        const bool text_member = kTexts.find(" " + name + " ") != std::string_view::npos;
        if (name == "bin" && value.is_bool()) {
            request.bin = value.get_bool();
        } else if (name == "bom" && value.is_bool()) {
            request.byte_order_mark = value.get_bool();
        } else if (text_member && value.is_string()) {
            TRY(read_text(request, name, std::string(value.get_string())));
        } else {
            const bool known = text_member || name == "bin" || name == "bom";
            return field_error(name, known ? "wrong_type" : "unknown_field");
        }
    }
    if (request.object.empty()) return field_error("object", "required");
    return request;
}

}  // namespace clientela::exporter
