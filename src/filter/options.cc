// SPDX-License-Identifier: Apache-2.0
// Reads $orderby, $select and $expand. Conditions inside $expand are read by the filter's own
// parser, on the part of the text that belongs to them.

#include "filter/options.h"

#include <charconv>

#include "base/text.h"
#include "filter/binder.h"
#include "filter/parser.h"

namespace clientela::filter {
namespace {

Error option_error(std::string option, std::string code, std::string text) {
    Error error = make_error(ErrorCode::invalid, "filter." + code, {{"text", std::move(text)}});
    error.fields.push_back(FieldError{std::move(option), std::move(code), error.message});
    return error;
}

// Parts between `separator` outside of parentheses and quotes.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t start = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\'') quoted = !quoted;
        if (quoted) continue;
        if (text[i] == '(') ++depth;
        if (text[i] == ')') --depth;
        if (depth == 0 && text[i] == separator) {
            parts.push_back(trim(text.substr(start, i - start)));
            start = i + 1;
        }
    }
    parts.push_back(trim(text.substr(start)));
    return parts;
}

Result<std::vector<std::string>> segments_of(std::string_view text) {
    Parser parser(text, nullptr);
    std::vector<std::string> segments = TRY(parser.path());
    if (!parser.at_end()) return option_error("$orderby", "bad_option", std::string(text));
    return segments;
}

class ExpandReader {
public:
    ExpandReader(const schema::Schema& schema, const MayRead& may_read)
        : schema_(schema), may_read_(may_read) {}

    Result<std::vector<Expand>> list(std::string_view text, const schema::Object& object,
                                     int depth) {
        if (depth > kExpandDepthMax)
            return option_error("$expand", "expand_depth", std::string(text));
        std::vector<Expand> found;
        for (std::string_view part : split(text, ',')) {
            if (++items_ > kExpandItemsMax) {
                return option_error("$expand", "expand_items", std::string(part));
            }
            found.push_back(TRY(item(part, object, depth)));
        }
        return found;
    }

private:
    Result<Expand> item(std::string_view text, const schema::Object& object, int depth) {
        const std::size_t open = text.find('(');
        Expand made;
        made.name = trim(text.substr(0, open));
        TRY(target(made, object));
        if (open == std::string_view::npos) return made;
        if (text.back() != ')') return option_error("$expand", "bad_option", std::string(text));
        const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
        for (std::string_view option : split(inside, ';'))
            TRY(apply(option, made, depth));
        return made;
    }

    Result<void> target(Expand& made, const schema::Object& object) const {
        const schema::Field* link = object.find_field(made.name + "_id");
        if (link != nullptr && link->target_object != nullptr && readable(object, *link)) {
            made.link = link;
            made.target = link->target_object;
            return {};
        }
        const schema::Relation* relation = object.find_relation(made.name);
        if (relation != nullptr && relation->via_field != nullptr &&
            readable(*relation->target_object, *relation->via_field)) {
            made.relation = relation;
            made.target = relation->target_object;
            return {};
        }
        made.many = object.find_many_link(made.name);
        if (made.many == nullptr) return option_error("$expand", "not_expandable", made.name);
        made.target = made.many->target_object;
        return {};
    }

    bool readable(const schema::Object& object, const schema::Field& field) const {
        return !field.secret && (!may_read_ || may_read_(object, field));
    }

    Result<void> apply(std::string_view option, Expand& made, int depth) {
        const std::size_t equals = option.find('=');
        if (equals == std::string_view::npos) {
            return option_error("$expand", "bad_option", std::string(option));
        }
        std::string_view name = trim(option.substr(0, equals));
        if (name.starts_with('$')) name.remove_prefix(1);
        const std::string_view value = trim(option.substr(equals + 1));
        Selection& inner = made.inner;
        if (name == "select") return parse_select(value, *made.target, may_read_, inner);
        if (name == "expand") {
            inner.expand = TRY(list(value, *made.target, depth + 1));
        } else if (name == "filter") {
            inner.filter = TRY(parse_and_bind(value, schema_, *made.target, may_read_));
        } else if (name == "orderby") {
            inner.order = TRY(parse_order(value, schema_, *made.target, may_read_));
        } else if (name == "count") {
            inner.count = value == "true";
            if (!inner.count && value != "false") {
                return option_error("$expand", "bad_option", std::string(option));
            }
        } else if (name == "top") {
            const auto read = std::from_chars(value.data(), value.data() + value.size(), inner.top);
            if (read.ec != std::errc{} || read.ptr != value.data() + value.size() ||
                inner.top < 0) {
                return option_error("$expand", "bad_option", std::string(option));
            }
        } else {
            return option_error("$expand", "bad_option", std::string(option));
        }
        return {};
    }

    const schema::Schema& schema_;
    const MayRead& may_read_;
    int items_ = 0;
};

}  // namespace

Result<std::vector<OrderKey>> parse_order(std::string_view text, const schema::Schema& schema,
                                          const schema::Object& object, const MayRead& may_read) {
    std::vector<OrderKey> keys;
    Binder binder(schema, object, may_read);
    for (std::string_view part : split(text, ',')) {
        OrderKey key;
        const std::size_t space = part.find(' ');
        const std::string_view direction =
            space == std::string_view::npos ? "" : trim(part.substr(space));
        if (direction != "" && direction != "asc" && direction != "desc") {
            return option_error("$orderby", "bad_option", std::string(part));
        }
        key.descending = direction == "desc";
        Node node;
        node.kind = Kind::path;
        node.segments = TRY(segments_of(part.substr(0, space)));
        const Binding path = TRY(binder.path(node, false));
        if (path.field == nullptr || path.part == Part::currency) {
            return option_error("$orderby", "not_sortable", std::string(part));
        }
        key.path = path.links;
        key.path.push_back(path.field);
        keys.push_back(std::move(key));
    }
    return keys;
}

Result<void> parse_select(std::string_view text, const schema::Object& object,
                          const MayRead& may_read, Selection& into) {
    for (std::string_view name : split(text, ',')) {
        if (name == "*") {
            into.fields.clear();
            into.selects = false;
            return {};
        }
        const schema::Field* field = object.find_field(name);
        const schema::ManyLink* many = object.find_many_link(name);
        if (field != nullptr && !field->secret && (!may_read || may_read(object, *field))) {
            into.fields.push_back(field);
        } else if (many != nullptr) {
            into.links.push_back(many);
        } else {
            return option_error("$select", "unknown_selected", std::string(name));
        }
        into.selects = true;
    }
    return {};
}

Result<std::vector<Expand>> parse_expand(std::string_view text, const schema::Schema& schema,
                                         const schema::Object& object, const MayRead& may_read) {
    if (text.size() > kTextMax) {
        return option_error("$expand", "bad_option", std::string(text.substr(0, 40)));
    }
    return ExpandReader(schema, may_read).list(text, object, 1);
}

}  // namespace clientela::filter
