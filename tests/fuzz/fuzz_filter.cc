// SPDX-License-Identifier: Apache-2.0
// OData texts: the first byte chooses the option. What is refused is refused at a place inside the
// text; what is a filter says the same again after being written out, and compiles for both stores.
#include "tests/fuzz/targets.h"

#include <array>
#include <cstdint>

#include "filter/filter.h"
#include "filter/syntax.h"
#include "schema/schema.h"

namespace clientela {
namespace {

const schema::Schema& definitions() {
    static const std::shared_ptr<const schema::Schema> loaded = *schema::load_builtin();
    return *loaded;
}

void try_filter(std::string_view text) {
    const schema::Object& opportunities = definitions().get("opportunities");
    const auto bound = filter::parse_and_bind(text, definitions(), opportunities);
    if (!bound.ok() || bound->empty()) return;
    const std::string written = filter::to_text(*bound);
    const auto again = filter::parse_and_bind(written, definitions(), opportunities);
    CHECK(again.ok());
    CHECK(filter::to_text(*again) == written);
    for (const db::Dialect dialect : {db::Dialect::sqlite, db::Dialect::postgres}) {
        filter::CompileOptions options;
        options.dialect = dialect;
        options.below = [](const schema::Object&, Id root) { return std::vector<Id>{root}; };
        const auto sql = filter::compile(*bound, options);
        if (!sql.ok()) continue;
        std::size_t marks = 0;
        for (const char letter : sql->text)
            marks += letter == '?' ? 1 : 0;
        CHECK(marks == sql->args.size());  // every value is bound, none stands in the text
    }
}

}  // namespace

void fuzz_filter(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<std::string_view, 5> kOptions{"filter", "orderby", "select", "expand",
                                                       "apply"};
    if (size == 0) return;
    const std::string_view option = kOptions[data[0] % kOptions.size()];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    filter::SyntaxError where;
    if (!filter::check_syntax(option, text, where).ok()) CHECK(where.offset <= text.size());
    if (option == "filter") try_filter(text);
}

}  // namespace clientela
