// SPDX-License-Identifier: Apache-2.0
// OData texts: the first byte chooses the option. What is refused is refused at a place inside the
// text; what is a filter says the same again after being written out. Every option is bound, and
// what has SQL of its own compiles for both stores.
#include "tests/fuzz/targets.h"

#include <array>
#include <cstdint>

#include "base/text.h"
#include "filter/apply.h"
#include "filter/filter.h"
#include "filter/options.h"
#include "filter/syntax.h"
#include "schema/schema.h"
#include "tests/builtin_schema.h"

namespace clientela {
namespace {

const schema::Schema& definitions() {
    static const std::shared_ptr<const schema::Schema> loaded = *load_builtin();
    return *loaded;
}

constexpr std::array kDialects{db::Dialect::sqlite, db::Dialect::postgres};

filter::CompileOptions options_for(db::Dialect dialect) {
    filter::CompileOptions options;
    options.dialect = dialect;
    options.below = [](const schema::Object&, Id root) { return std::vector<Id>{root}; };
    return options;
}

// Every value is bound, none stands in the text.
void check_marks(const db::Sql& sql) {
    std::size_t marks = 0;
    for (const char letter : sql.text)
        marks += letter == '?' ? 1 : 0;
    CHECK(marks == sql.args.size());
}

void compile_filter(const filter::Filter& bound) {
    if (bound.empty()) return;
    for (const db::Dialect dialect : kDialects) {
        const auto sql = filter::compile(bound, options_for(dialect));
        if (sql.ok()) check_marks(*sql);
    }
}

void try_filter(std::string_view text, const schema::Object& object) {
    const auto bound = filter::parse_and_bind(text, definitions(), object);
    if (!bound.ok() || bound->empty()) return;
    const std::string written = filter::to_text(*bound);
    const auto again = filter::parse_and_bind(written, definitions(), object);
    CHECK(again.ok());
    CHECK(filter::to_text(*again) == written);
    compile_filter(*bound);
}

// What the grammar took reads the same after being written out.
template <class Syntax>
void read_back(std::string_view text, Syntax syntax) {
    const auto items = syntax(text, nullptr);
    if (!items.ok()) return;
    const std::string written = filter::to_text(*items);
    const auto again = syntax(written, nullptr);
    CHECK(again.ok());
    CHECK(filter::to_text(*again) == written);
}

void try_order(std::string_view text, const schema::Object& object) {
    read_back(text, filter::order_syntax);
    const auto keys = filter::parse_order(text, definitions(), object);
    if (!keys.ok()) return;
    for (const filter::OrderKey& key : *keys)
        CHECK(!key.path.empty());
}

void try_select(std::string_view text, const schema::Object& object) {
    read_back(text, filter::select_syntax);
    filter::Selection selection;
    static_cast<void>(filter::parse_select(text, object, {}, selection));
}

void compile_expanded(const std::vector<filter::Expand>& expanded, int depth) {
    CHECK(depth <= filter::kExpandDepthMax);
    for (const filter::Expand& one : expanded) {
        CHECK(one.target != nullptr);
        compile_filter(one.inner.filter);
        compile_expanded(one.inner.expand, depth + 1);
    }
}

void try_expand(std::string_view text, const schema::Object& object) {
    read_back(text, filter::expand_syntax);
    const auto expanded = filter::parse_expand(text, definitions(), object);
    if (expanded.ok()) compile_expanded(*expanded, 0);
}

void try_apply(std::string_view text, const schema::Object& object) {
    const auto apply = filter::parse_apply(text, definitions(), object);
    if (!apply.ok()) return;
    compile_filter(apply->filter);
    for (const db::Dialect dialect : kDialects) {
        const auto sql = filter::compile(*apply, options_for(dialect));
        if (!sql.ok()) continue;
        check_marks(sql->select);
    }
}

}  // namespace

void fuzz_filter(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 5> kOptions{"$filter", "$orderby", "$select", "$expand",
                                                       "$apply"};
    constexpr std::array kTries{try_filter, try_order, try_select, try_expand, try_apply};
    if (size == 0) return;
    const std::size_t option = data[0] % kOptions.size();
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    filter::SyntaxError where;
    const bool right = filter::check_syntax(kOptions[option], text, where).ok();
    CHECK(right || where.offset <= text.size());
    for (const auto& [name, value] : where.message.args)
        CHECK(is_valid_utf8(value) || !is_valid_utf8(filter::percent_decoded(text).text));
    kTries[option](text, definitions().get("opportunities"));
}

}  // namespace clientela
