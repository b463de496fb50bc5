// SPDX-License-Identifier: Apache-2.0
// What $orderby, $select and $expand mean for an object. Their texts are read by syntax.h.

#include "filter/options.h"

#include <algorithm>

#include "filter/alias.h"
#include "filter/binder.h"
#include "filter/syntax.h"

namespace clientela::filter {
namespace {

Error option_error(std::string option, std::string code, std::string text, std::size_t at) {
    Error error = make_error(ErrorCode::invalid, "filter." + code,
                             {{"text", text}, {"name", text}, {"at", std::to_string(at)}});
    error.fields.push_back(FieldError{std::move(option), std::move(code), error.message});
    return error;
}

std::string joined(const std::vector<std::string>& path) {
    std::string text;
    for (const std::string& part : path)
        text += (text.empty() ? "" : "/") + part;
    return text;
}

// $it inside $expand speaks of the outer record, which the inner query does not know.
bool speaks_of_outer(const Node& node) {
    if (node.kind == Kind::path && node.segments[0] == "$it") return true;
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const NodePtr& child) { return speaks_of_outer(*child); });
}

class ExpandReader {
public:
    ExpandReader(const schema::Schema& schema, const MayRead& may_read)
        : schema_(schema), may_read_(may_read) {}

    Result<std::vector<Expand>> list(const std::vector<ExpandItem>& items,
                                     const schema::Object& object, int depth) {
        std::vector<Expand> found;
        for (const ExpandItem& one : items) {
            if (depth > kExpandDepthMax) {
                return option_error("$expand", "expand_depth", joined(one.path), one.offset);
            }
            if (one.path.size() == 1 && one.path[0] == "*") {
                TRY(everything(one, object, depth, found));
            } else {
                Expand made = TRY(item(one, object, depth));
                std::erase_if(found, [&](const Expand& old) { return old.name == made.name; });
                found.push_back(std::move(made));
            }
        }
        return found;
    }

private:
    Result<void> limited(const ExpandItem& one) {
        if (++items_ <= kExpandItemsMax) return {};
        return option_error("$expand", "expand_items", joined(one.path), one.offset);
    }

    // "*": every relation that may be read; what is named beside it wins.
    Result<void> everything(const ExpandItem& one, const schema::Object& object, int depth,
                            std::vector<Expand>& found) {
        std::vector<std::string> names;
        for (const schema::Field& field : object.fields) {
            if (field.type == schema::FieldType::link && field.name.ends_with("_id"))
                names.push_back(field.name.substr(0, field.name.size() - 3));
        }
        for (const schema::Relation& relation : object.relations)
            names.push_back(relation.name);
        for (const schema::ManyLink& link : object.many_links)
            names.push_back(link.name);
        for (const std::string& name : names) {
            const bool there = std::any_of(found.begin(), found.end(),
                                           [&](const Expand& other) { return other.name == name; });
            Expand probe;
            probe.name = name;
            if (there || !target(probe, object, one).ok()) continue;
            ExpandItem named = one;
            named.path = {name};
            found.push_back(TRY(item(named, object, depth)));
        }
        return {};
    }

    Result<Expand> item(const ExpandItem& one, const schema::Object& object, int depth) {
        TRY(limited(one));
        if (one.path.size() != 1) {
            return option_error("$expand", "not_expandable", joined(one.path), one.offset);
        }
        Expand made;
        made.name = one.path[0];
        made.form = one.form;
        TRY(target(made, object, one));
        if (made.link != nullptr && made.form == ExpandForm::count) {
            return option_error("$expand", "not_a_collection", made.name, one.offset);
        }
        if (one.options) TRY(apply(*one.options, made, depth));
        if (one.options && one.options->levels) TRY(levels(one, object, made, depth));
        return made;
    }

    Result<void> target(Expand& made, const schema::Object& object, const ExpandItem& one) const {
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
        if (made.many == nullptr) {
            return option_error("$expand", "not_expandable", made.name, one.offset);
        }
        made.target = made.many->target_object;
        return {};
    }

    bool readable(const schema::Object& object, const schema::Field& field) const {
        return !field.secret && (!may_read_ || may_read_(object, field));
    }

    Result<void> apply(const NestedOptions& options, Expand& made, int depth) {
        const auto refuse = [&](const std::string& name) {
            return option_error("$expand", "not_supported", "$" + name, place_of(options, name));
        };
        if (options.skip) return refuse("skip");
        if (!options.search.empty()) return refuse("search");
        if (!options.apply.empty()) return refuse("apply");
        Selection& inner = made.inner;
        if (!options.select.empty()) {
            TRY(select_fields(options.select, *made.target, may_read_, inner));
        }
        if (!options.expand.empty()) {
            inner.expand = TRY(list(options.expand, *made.target, depth + 1));
        }
        if (options.filter) {
            Aliases aliases;
            for (const auto& [name, value] : options.aliases)
                aliases.emplace(name, to_text(*value));
            const NodePtr condition = TRY(with_aliases(options.filter, aliases));
            if (speaks_of_outer(*condition)) {
                return option_error("$expand", "not_supported", "$it", options.filter->offset);
            }
            inner.filter = TRY(filter::bind(condition, schema_, *made.target, may_read_));
        }
        if (!options.order.empty()) {
            inner.order = TRY(order_keys(options.order, schema_, *made.target, may_read_));
        }
        inner.count = options.count.value_or(false);
        if (options.top) {
            inner.top = static_cast<int>(std::min<std::int64_t>(*options.top, 1'000'000));
        }
        return {};
    }

    static std::size_t place_of(const NestedOptions& options, std::string_view name) {
        for (const auto& [other, place] : options.names) {
            if (other == name) return place;
        }
        return 0;
    }

    // The same relation again below itself, as often as it is asked for.
    Result<void> levels(const ExpandItem& one, const schema::Object& object, Expand& made,
                        int depth) {
        const std::int64_t asked = *one.options->levels;
        const std::int64_t most = kExpandDepthMax - depth + 1;
        if (asked > most) {
            return option_error("$expand", "expand_depth", made.name, one.offset);
        }
        if (made.target != &object) {
            if (asked == 1) return {};
            return option_error("$expand", "not_a_tree_here", made.name, one.offset);
        }
        const std::int64_t count = asked < 0 ? most : asked;
        const Expand once = made;
        for (std::int64_t level = 1; level < count; ++level) {
            TRY(limited(one));
            Expand outer = once;
            std::erase_if(outer.inner.expand,
                          [&](const Expand& old) { return old.name == once.name; });
            outer.inner.expand.push_back(std::move(made));
            made = std::move(outer);
        }
        return {};
    }

    const schema::Schema& schema_;
    const MayRead& may_read_;
    int items_ = 0;
};

int depth_of(const std::vector<Expand>& list) {
    int depth = 0;
    for (const Expand& one : list)
        depth = std::max(depth, 1 + depth_of(one.inner.expand));
    return depth;
}

bool is_navigation(const schema::Object& object, const std::string& name) {
    const schema::Field* link = object.find_field(name + "_id");
    return (link != nullptr && link->target_object != nullptr) ||
           object.find_relation(name) != nullptr;
}

}  // namespace

Result<std::vector<OrderKey>> order_keys(const std::vector<OrderItem>& items,
                                         const schema::Schema& schema, const schema::Object& object,
                                         const MayRead& may_read) {
    std::vector<OrderKey> keys;
    Binder binder(schema, object, may_read);
    for (const OrderItem& item : items) {
        const Node& node = *item.expression;
        const auto refuse = [&] {
            return option_error("$orderby", "not_sortable", to_text(node), node.offset);
        };
        if (node.kind != Kind::path) return refuse();
        OrderKey key;
        key.descending = item.descending;
        const Binding path = TRY(binder.path(node, false));
        if (path.field == nullptr || path.part == Part::currency) return refuse();
        key.path = path.links;
        key.path.push_back(path.field);
        keys.push_back(std::move(key));
    }
    return keys;
}

Result<void> select_fields(const std::vector<SelectItem>& items, const schema::Object& object,
                           const MayRead& may_read, Selection& into) {
    for (const SelectItem& item : items) {
        const std::string name = joined(item.path);
        if (item.options || !item.parameters.empty()) {
            return option_error("$select", "not_supported", name + "(…)", item.offset);
        }
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
        } else if (!is_navigation(object, name)) {
            // A relation is shown by $expand; to name it here too is allowed and changes nothing.
            return option_error("$select", "unknown_selected", name, item.offset);
        }
        into.selects = true;
    }
    return {};
}

Result<std::vector<OrderKey>> parse_order(std::string_view text, const schema::Schema& schema,
                                          const schema::Object& object, const MayRead& may_read) {
    return order_keys(TRY(order_syntax(text)), schema, object, may_read);
}

Result<void> parse_select(std::string_view text, const schema::Object& object,
                          const MayRead& may_read, Selection& into) {
    return select_fields(TRY(select_syntax(text)), object, may_read, into);
}

Result<std::vector<Expand>> parse_expand(std::string_view text, const schema::Schema& schema,
                                         const schema::Object& object, const MayRead& may_read) {
    std::vector<Expand> list =
        TRY(ExpandReader(schema, may_read).list(TRY(expand_syntax(text)), object, 1));
    // $levels inside of $levels adds up.
    if (depth_of(list) > kExpandDepthMax) {
        return option_error("$expand", "expand_depth", list[0].name, 0);
    }
    return list;
}

}  // namespace clientela::filter
