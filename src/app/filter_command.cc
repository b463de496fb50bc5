// SPDX-License-Identifier: Apache-2.0
// filter check: whether a text is a valid $filter (or another option), with the byte where it
// breaks.
#include <algorithm>

#include "app/command.h"
#include "base/json_writer.h"
#include "filter/alias.h"
#include "filter/apply.h"
#include "filter/filter.h"
#include "filter/syntax.h"

namespace clientela::app {
namespace {

Exit say(CommandRun& run, bool valid, std::size_t offset, const std::string& message) {
    if (run.line.json) {
        JsonWriter writer;
        writer.begin_object();
        writer.member("valid", valid);
        if (!valid) {
            writer.member("offset", static_cast<std::int64_t>(offset));
            writer.member("message", message);
        }
        writer.end_object();
        run.output.out += writer.take() + "\n";
    } else if (valid) {
        run.output.out += run.text("cli.filter_ok") + "\n";
    } else {
        run.output.err += std::to_string(offset) + ": " + message + "\n";
    }
    return valid ? Exit::done : Exit::failed;
}

// Whether the names exist and the types agree, and whether the stores can answer it.
Result<void> meaning(std::string_view option, const std::string& text, const schema::Schema& schema,
                     const schema::Object& object) {
    filter::Selection selection;
    if (option == "$orderby") {
        TRY(filter::parse_order(text, schema, object));
    } else if (option == "$select") {
        TRY(filter::parse_select(text, object, {}, selection));
    } else if (option == "$expand") {
        TRY(filter::parse_expand(text, schema, object));
    } else if (option == "$apply") {
        TRY(filter::parse_apply(text, schema, object));
    } else {
        TRY(filter::parse_and_bind(text, schema, object));
    }
    return {};
}

}  // namespace

Exit check_filter(CommandRun& run) {
    filter::SyntaxError where;
    const std::string option = "$" + run.line.option;
    const Result<void> syntax = filter::check_syntax(option, run.line.text, where);
    if (!syntax.ok())
        return say(run, false, where.offset, localize(where.message, run.invocation.language));
    if (run.line.syntax_only) return say(run, true, 0, {});
    const schema::Schema& schema = *run.site.application->schema;
    const auto object = named_object(run, schema);
    if (!object.ok()) return run.fail(object.error());
    const filter::Decoded decoded = filter::percent_decoded(run.line.text);
    const Result<void> bound = meaning(option, decoded.text, schema, **object);
    if (bound.ok()) return say(run, true, 0, {});
    const Error& error = bound.error();
    Message message = error.fields.empty() ? error.message : error.fields.front().message;
    const std::size_t place = std::min(filter::offset_of(error), decoded.places.size() - 1);
    const std::size_t offset = decoded.places[place];
    for (auto& [name, value] : message.args) {
        if (name == "at") value = std::to_string(offset);
    }
    return say(run, false, offset, localize(message, run.invocation.language));
}

}  // namespace clientela::app
