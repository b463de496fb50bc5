// SPDX-License-Identifier: Apache-2.0
// An export in the words of the API, and as a job keeps it.
#include <array>

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "base/unknown_option.h"
#include "exporter/export_job.h"
#include "exporter/people_form.h"

namespace clientela::exporter {
namespace {

namespace json = boost::json;

constexpr std::string_view kTexts = " object filter search orderby select format headings formats ";

Result<void> read_text(ExportRequest& request, std::string_view name, const std::string& text) {
    if (name == "object") request.object = text;
    if (name == "filter") request.filter = text;
    if (name == "search") request.search = text;
    if (name == "orderby") request.order = text;
    if (name == "select") request.select = text;
    if (name == "format") request.format = TRY(parse_format(text));
    if (name == "formats") {
        if (text != kPlain && !is_known_formats(text))
            return field_error("formats", "unknown_option", {{"value", text}});
        request.formats = text;
    }
    if (name != "headings") return {};
    if (text != "names" && text != "labels")
        return unknown_option("headings", text, std::array<std::string_view, 2>{"names", "labels"});
    request.headings = text == "names" ? Headings::names : Headings::labels;
    return {};
}

void write_request(JsonWriter& writer, const ExportRequest& request) {
    writer.begin_object();
    writer.member("object", request.object);
    writer.member("filter", request.filter);
    writer.member("search", request.search);
    writer.member("orderby", request.order);
    writer.member("select", request.select);
    writer.member("format", name_of(request.format));
    writer.member("headings", request.headings == Headings::names ? "names" : "labels");
    writer.member("bin", request.bin);
    if (request.byte_order_mark) writer.member("bom", *request.byte_order_mark);
    if (!request.formats.empty()) writer.member("formats", request.formats);
    writer.end_object();
}

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains({name.data(), name.size()});
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
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
        } else if (name == "preview" && value.is_bool()) {
            request.preview = value.get_bool();
        } else if (text_member && value.is_string()) {
            TRY(read_text(request, name, std::string(value.get_string())));
        } else {
            const bool known = text_member || name == "bin" || name == "bom" || name == "preview";
            return field_error(name, known ? "wrong_type" : "unknown_field");
        }
    }
    if (request.object.empty()) return field_error("object", "required");
    return request;
}

WriterOptions writer_options(const ExportRequest& request, const std::string& company_formats,
                             const Zone& zone) {
    const bool people = request.headings == Headings::labels;
    WriterOptions options;
    options.format = request.format;
    options.zone = zone;
    options.language = request.language;
    options.formats = request.formats;
    if (options.formats.empty()) options.formats = people ? company_formats : std::string(kPlain);
    options.byte_order_mark = request.byte_order_mark.value_or(options.formats != kPlain);
    return options;
}

std::string to_parameters(const ExportParameters& parameters) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("request");
    write_request(writer, parameters.request);
    writer.member("language", parameters.request.language == Language::en ? "en" : "es");
    writer.member("address", parameters.address);
    writer.end_object();
    return writer.take();
}

Result<ExportParameters> parse_parameters(const std::string& text) {
    boost::system::error_code failed;
    const json::value document = json::parse(text, failed);
    const json::object* object = failed ? nullptr : document.if_object();
    const json::value* request = object != nullptr ? object->if_contains("request") : nullptr;
    if (request == nullptr) return internal_error("an export without its request");
    ExportParameters parameters;
    parameters.request = TRY(parse_request(json::serialize(*request)));
    if (text_in(*object, "language") == "en") parameters.request.language = Language::en;
    parameters.address = text_in(*object, "address");
    return parameters;
}

}  // namespace clientela::exporter
