// SPDX-License-Identifier: Apache-2.0
#include "search/search_routes.h"

#include <algorithm>
#include <charconv>

#include "api/call.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "search/find.h"
#include "search/index.h"

namespace clientela::search {
namespace {

constexpr std::size_t kTopDefault = 20;
constexpr std::size_t kTopMax = 100;
constexpr std::size_t kTextMax = 200;

Result<std::size_t> top_of(const http::Request& request) {
    const auto text = request.query_value("top");
    if (!text) return kTopDefault;
    std::size_t top = 0;
    const auto parsed = std::from_chars(text->data(), text->data() + text->size(), top);
    if (parsed.ec != std::errc{} || parsed.ptr != text->data() + text->size() || top < 1) {
        return field_error("top", "not_a_number");
    }
    return std::min(top, kTopMax);
}

Result<std::vector<const schema::Object*>> objects_of(const api::Call& call) {
    std::string_view rest = call.request.query_value("objects").value_or("");
    if (trim(rest).empty()) return usual_objects(call.schema());
    std::vector<const schema::Object*> objects;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string name(trim(rest.substr(0, end)));
        const schema::Object* object = call.schema().find(name);
        if (object == nullptr || searchable_fields(*object).empty()) {
            return field_error("objects", "not_searchable", {{"name", name}});
        }
        if (std::find(objects.begin(), objects.end(), object) == objects.end())
            objects.push_back(object);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return objects;
}

std::string answer_text(const std::vector<Hit>& hits) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("value");
    writer.begin_array();
    for (const Hit& hit : hits) {
        writer.begin_object();
        writer.member("object", hit.object->name);
        writer.member("id", to_string(hit.id));
        writer.member("label", hit.label);
        writer.member("detail", hit.detail);
        writer.member("match", hit.match);
        writer.member("guess", hit.guess);
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return writer.take();
}

Result<http::Response> search(api::Call& call, Vocabulary& vocabulary) {
    const std::string_view text = call.request.query_value("q").value_or("");
    if (length_in_characters(text) > kTextMax) {
        return field_error("q", "too_long", {{"max", std::to_string(kTextMax)}});
    }
    const std::size_t top = TRY(top_of(call.request));
    const auto objects = TRY(objects_of(call));
    std::vector<Hit> hits;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        hits = TRY(find(context, vocabulary, understand(text), objects, top));
        return {};
    }));
    return api::json_response(200, answer_text(hits));
}

}  // namespace

void add_search_routes(http::Router& router, api::Application& application,
                       Vocabulary& vocabulary) {
    router.add(http::Method::get, "/api/v1/search",
               api::authenticated(application, [&vocabulary](api::Call& call) {
                   return search(call, vocabulary);
               }));
}

}  // namespace clientela::search
