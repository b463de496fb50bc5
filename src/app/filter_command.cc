// SPDX-License-Identifier: Apache-2.0
// filter check: whether a text is a valid $filter, with the byte where it breaks.
#include "app/command.h"
#include "base/json_writer.h"
#include "filter/filter.h"

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

}  // namespace

Exit check_filter(CommandRun& run) {
    filter::SyntaxError where;
    const auto node = filter::parse(run.line.text, &where);
    if (!node.ok())
        return say(run, false, where.offset,
                   localize(node.error().message, run.invocation.language));
    if (run.line.syntax_only) return say(run, true, 0, {});
    const schema::Schema& schema = *run.site.application->schema;
    const schema::Object* object = schema.find(run.line.object);
    if (object == nullptr) {
        return run.fail(
            make_error(ErrorCode::invalid, "cli.unknown_object", {{"object", run.line.object}}));
    }
    const auto bound = filter::bind(*node, schema, *object, {});
    if (bound.ok()) return say(run, true, 0, {});
    const Error& error = bound.error();
    const Message& message = error.fields.empty() ? error.message : error.fields.front().message;
    return say(run, false, 0, localize(message, run.invocation.language));
}

}  // namespace clientela::app
