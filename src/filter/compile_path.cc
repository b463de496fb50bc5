// SPDX-License-Identifier: Apache-2.0
// To-one paths, counts and lambdas. Whatever a path meets on its way has to be living and visible
// to the reader; where it is not, the path gives null and the list is empty.

#include "filter/compiler.h"

namespace clientela::filter {

std::string Compiler::next_alias() { return "f" + std::to_string(++made_); }

const std::string& Compiler::alias_of(const Binding& path) const {
    return aliases_[static_cast<std::size_t>(path.level)];
}

Piece Compiler::guard(const schema::Object& object, const std::string& alias,
                      std::string_view via) const {
    Piece made;
    if (object.find_field("deleted_at") != nullptr) made.text = alias + ".deleted_at is null";
    if (!options_.visible) return made.text.empty() ? Piece{"1 = 1", {}} : made;
    const db::Sql visible = options_.visible(object, alias, via);
    if (visible.text.empty()) return made.text.empty() ? Piece{"1 = 1", {}} : made;
    if (made.text.empty()) return join("({})", {visible});
    return join("{} and ({})", {made, visible});
}

Piece Compiler::guard_of_elements(const Binding& path, const std::string& alias) const {
    return guard(*path.object, alias, path.relation != nullptr ? path.relation->via : "");
}

// "table f1 join table2 f2 on ... where f1.id = t.link and ...": the rows that a to-one path
// reaches, tied to the outer row when `correlated`.
Piece Compiler::source(const Binding& path, bool correlated, std::string& last_alias) {
    const schema::Field& first = *path.links.front();
    const std::string head = next_alias();
    Piece from{schema::quoted(first.target_object->singular) + " " + head, {}};
    Piece where = guard(*first.target_object, head);
    if (correlated) {
        where = join("{} and {}",
                     {Piece{head + ".id = " + alias_of(path) + "." + first.name, {}}, where});
    }
    last_alias = head;
    for (std::size_t i = 1; i < path.links.size(); ++i) {
        const schema::Field& link = *path.links[i];
        const std::string alias = next_alias();
        const Piece on{" join " + schema::quoted(link.target_object->singular) + " " + alias +
                           " on " + alias + ".id = " + last_alias + "." + link.name,
                       {}};
        from = join("{}{} and {}", {from, on, guard(*link.target_object, alias)});
        last_alias = alias;
    }
    return join("{} where {}", {from, where});
}

Piece Compiler::path_value(const Binding& path) {
    std::string alias = alias_of(path);
    Piece rows;
    if (!path.links.empty()) rows = source(path, true, alias);
    const std::string name = alias + "." + path.field->name;
    Piece column{name, {}};
    if (path.part == Part::currency) column.text += "_currency";
    if (path.field->type == schema::FieldType::money && path.part != Part::currency) {
        column = amount(column, Piece{name + "_currency", {}});
    }
    if (path.links.empty()) return column;
    return join("(select {} from {})", {column, rows});
}

Piece Compiler::minor_units(const Binding& path) {
    std::string alias = alias_of(path);
    if (path.links.empty()) return Piece{alias + "." + path.field->name, {}};
    const Piece rows = source(path, true, alias);
    return join("(select {} from {})", {Piece{alias + "." + path.field->name, {}}, rows});
}

// A predicate on the column a path ends in. Through links: the linked rows are looked for first
// when an index finds them, row by row otherwise.
Piece Compiler::on_column(const Node& node, Operator op, const OnColumn& predicate) {
    const Binding& path = node.bound;
    const std::string name = path.field->name + (path.part == Part::currency ? "_currency" : "");
    if (path.links.empty()) {
        const std::string& alias = alias_of(path);
        return predicate(Piece{alias + "." + name, {}}, alias);
    }
    const bool look_up = !options_.row_by_row && op == Operator::eq &&
                         (path.field->filterable || path.field->unique);
    std::string alias;
    const Piece rows = source(path, !look_up, alias);
    const Piece test = predicate(Piece{alias + "." + name, {}}, alias);
    if (!look_up) return join("exists (select 1 from {} and {})", {rows, test});
    // source() numbers its first alias before the others.
    const std::string head =
        "f" + std::to_string(std::stoi(alias.substr(1)) - static_cast<int>(path.links.size()) + 1);
    const Piece link{alias_of(path) + "." + path.links.front()->name, {}};
    return join("{} in (select {} from {} and {})", {link, Piece{head + ".id", {}}, rows, test});
}

// "table f1 where f1.via = t.id and ...": the elements of a to-many step under `alias`.
Piece Compiler::elements(const Binding& path, const std::string& alias, const Owned& owned) {
    Piece owner{alias_of(path) + ".id", {}};
    if (!path.links.empty()) {
        std::string last;
        const Piece rows = source(path, true, last);
        owner = join("(select {} from {})", {Piece{last + ".id", {}}, rows});
    }
    return join("{} where {} = {} and {}",
                {owned.tables, Piece{owned.owner, {}}, owner, guard_of_elements(path, alias)});
}

Compiler::Owned Compiler::owned(const Binding& path, const std::string& alias) {
    const std::string table = schema::quoted(path.object->singular) + " " + alias;
    if (path.relation != nullptr)
        return {Piece{table, {}}, alias + "." + path.relation->via, alias + ".id"};
    const std::string pair = next_alias();
    const std::string element = pair + "." + path.many->other_column;
    return {Piece{path.many->table + " " + pair + " join " + table + " on " + alias +
                      ".id = " + element,
                  {}},
            pair + "." + path.many->own_column, element};
}

Result<Piece> Compiler::owners(const Node& condition, const Node* part, Elements elements) {
    const bool lambda = condition.kind == Kind::lambda;
    const Binding& path = lambda ? condition.bound : condition.children[0]->bound;
    const std::string alias = next_alias();
    const Owned owned = this->owned(path, alias);
    aliases_.push_back(alias);
    const Node& whole = lambda ? *condition.children[1] : condition;
    const auto test_of = [&](const Node& node) -> Result<Piece> {
        if (lambda) return TRY(this->condition(node)).sql;
        return TRY(in_branch(node))(Piece{owned.element, {}}, alias);
    };
    std::vector<Piece> tests;
    if (part != nullptr) {
        const Piece found = TRY(test_of(*part));
        tests.push_back(postgres_ ? found : join("likelihood({}, 0.0001)", {found}));
    }
    if (elements == Elements::matching) {
        tests.push_back(guard_of_elements(path, alias));
        if (part != &whole) tests.push_back(join("({}) is true", {TRY(test_of(whole))}));
    }
    CHECK(!tests.empty());
    aliases_.pop_back();
    return join("select {} from {} where {}",
                {Piece{owned.owner, {}}, owned.tables, join(tests, " and ")});
}

Piece Compiler::count(const Binding& path) {
    const std::string alias = next_alias();
    return join("(select count(*) from {})", {elements(path, alias, owned(path, alias))});
}

Result<Condition> Compiler::lambda(const Node& node) {
    const std::string alias = next_alias();
    const Piece rows = elements(node.bound, alias, owned(node.bound, alias));
    if (node.children.size() == 1)
        return Condition{join("exists (select 1 from {})", {rows}), true};
    aliases_.push_back(alias);
    auto inner = condition(*node.children[1]);
    aliases_.pop_back();
    Condition test = TRY(std::move(inner));
    if (!node.all)
        return Condition{join("exists (select 1 from {} and ({}))", {rows, test.sql}), true};
    return Condition{join(test.total ? "not exists (select 1 from {} and not ({}))"
                                     : "not exists (select 1 from {} and ({}) is not true)",
                          {rows, test.sql}),
                     true};
}

}  // namespace clientela::filter
