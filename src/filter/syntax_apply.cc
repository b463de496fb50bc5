// SPDX-License-Identifier: Apache-2.0
// $apply as the extension for data aggregation has it: steps between slashes. Most of them are read
// here only to be refused by name (apply.cc).

#include <array>

#include "base/ascii.h"
#include "filter/syntax.h"

namespace clientela::filter {
namespace {

constexpr std::array<std::string_view, 5> kMethods{"sum", "min", "max", "average", "countdistinct"};

template <std::size_t size>
bool contains(const std::array<std::string_view, size>& names, std::string_view name) {
    for (const std::string_view one : names) {
        if (one == name) return true;
    }
    return false;
}

// Steps that take a collection's expression and a number.
constexpr std::array<std::string_view, 6> kRanked{"topcount",    "topsum",    "toppercent",
                                                  "bottomcount", "bottomsum", "bottompercent"};

}  // namespace

Result<std::vector<ApplyStep>> OptionReader::apply() {
    TRY(parser_.deeper());
    std::vector<ApplyStep> steps;
    do {
        if (!parser_.count_item()) return parser_.too_many();
        steps.push_back(TRY(step()));
    } while (parser_.looking_at('/') && (parser_.advance(1), true));
    parser_.shallower();
    return steps;
}

Result<ApplyStep> OptionReader::step() {
    ApplyStep made;
    made.offset = parser_.offset();
    made.name = TRY(parser_.name());
    if (made.name == "identity") return made;
    if (!parser_.looking_at('(')) {
        return parser_.fail(parser_.offset(), "filter.expected", {{"text", "("}});
    }
    parser_.advance(1);
    parser_.skip_space();
    TRY(step_body(made));
    TRY(parser_.expect(')'));
    return made;
}

Result<void> OptionReader::step_body(ApplyStep& made) {
    const std::string& name = made.name;
    if (name == "filter") {
        made.expressions.push_back(TRY(parser_.condition()));
    } else if (name == "aggregate") {
        TRY(aggregate(made));
    } else if (name == "groupby") {
        TRY(group(made));
    } else if (name == "orderby") {
        TRY(order());
    } else if (name == "search") {
        TRY(search());
    } else if (name == "top" || name == "skip") {
        TRY(number());
    } else if (name == "compute") {
        do {
            parser_.skip_space();
            made.expressions.push_back(TRY(parser_.condition()));
            TRY(alias(made));
        } while (parser_.take(','));
    } else if (name == "concat") {
        do {
            parser_.skip_space();
            made.inner.push_back(TRY(apply()));
        } while (parser_.take(','));
        if (made.inner.size() < 2) TRY(parser_.expect(','));
    } else if (contains(kRanked, name)) {
        made.expressions.push_back(TRY(parser_.condition()));
        TRY(parser_.expect(','));
        parser_.skip_space();
        made.expressions.push_back(TRY(parser_.condition()));
    } else if (name == "ancestors" || name == "descendants" || name == "traverse") {
        TRY(hierarchy(made));
    } else if (name == "nest" || name == "addnested" || name == "join" || name == "outerjoin") {
        TRY(nest(made));
    } else if (name.find('.') != std::string::npos) {
        while (!parser_.looking_at(')')) {
            TRY(parser_.word());
            TRY(parser_.expect('='));
            made.expressions.push_back(TRY(parser_.value()));
            if (!parser_.take(',')) break;
            parser_.skip_space();
        }
    } else {
        return parser_.fail(made.offset, "filter.unknown_step", {{"name", name}});
    }
    return {};
}

Result<void> OptionReader::aggregate(ApplyStep& made) {
    do {
        if (!parser_.count_item()) return parser_.too_many();
        parser_.skip_space();
        TRY(one_aggregate(made));
        TRY(alias(made));
    } while (parser_.take(','));
    return {};
}

Result<void> OptionReader::aggregation() {
    ApplyStep made;
    return one_aggregate(made);
}

// "$count", "path/$count", "expression with sum", "custom".
Result<void> OptionReader::one_aggregate(ApplyStep& made) {
    made.places.push_back(parser_.offset());
    if (parser_.looking_at("$count")) {
        parser_.advance(6);
        made.expressions.push_back(nullptr);
        made.methods.emplace_back("$count");
    } else {
        made.expressions.push_back(TRY(parser_.condition()));
        if (parser_.keyword("with")) {
            TRY(method(made));
        } else {
            const NodePtr& path = made.expressions.back();
            const bool counts = path->kind == Kind::path && path->segments.back() == "$count";
            if (path->kind != Kind::path && path->kind != Kind::member) {
                parser_.skip_space();
                return parser_.fail(parser_.offset(), "filter.expected", {{"text", "with"}});
            }
            made.methods.emplace_back(counts ? "path/$count" : "");
        }
    }
    return from_clauses(made);
}

Result<void> OptionReader::method(ApplyStep& made) {
    const std::size_t start = parser_.offset();
    std::string name = TRY(parser_.name());
    const bool custom = name.find('.') != std::string::npos;
    if (!custom && !contains(kMethods, name)) {
        return parser_.fail(start, "filter.unknown_method", {{"name", name}});
    }
    made.methods.push_back(std::move(name));
    return {};
}

Result<void> OptionReader::from_clauses(ApplyStep& made) {
    while (parser_.keyword("from")) {
        made.exotic = "from";
        made.exotic_at = parser_.offset() - made.exotic.size();
        do {
            parser_.skip_space();
            TRY(parser_.plain_path());
        } while (parser_.take(','));
        if (!parser_.keyword("with")) continue;
        TRY(method(made));
        made.methods.pop_back();
    }
    return {};
}

Result<void> OptionReader::alias(ApplyStep& made) {
    if (!parser_.keyword("as")) {
        parser_.skip_space();
        return parser_.fail(parser_.offset(), "filter.expected", {{"text", "as"}});
    }
    made.aliases.push_back(TRY(parser_.word()));
    return {};
}

// "(a,b/c)" and optionally ",aggregate(...)/...".
Result<void> OptionReader::group(ApplyStep& made) {
    TRY(parser_.expect('('));
    do {
        if (!parser_.count_item()) return parser_.too_many();
        parser_.skip_space();
        TRY(group_element(made));
    } while (parser_.take(','));
    TRY(parser_.expect(')'));
    if (!parser_.take(',')) return {};
    parser_.skip_space();
    made.inner.push_back(TRY(apply()));
    return {};
}

Result<void> OptionReader::group_element(ApplyStep& made) {
    if (parser_.looking_at("rolluprecursive(")) {
        made.exotic = "rolluprecursive";
        made.exotic_at = parser_.offset();
        parser_.advance(16);
        parser_.skip_space();
        TRY(parser_.condition());
        for (int i = 0; i < 2; ++i) {
            TRY(parser_.expect(','));
            parser_.skip_space();
            TRY(parser_.plain_path());
        }
        if (parser_.take(',')) {
            parser_.skip_space();
            TRY(apply());
        }
        return parser_.expect(')');
    }
    if (parser_.looking_at("rollup(")) {
        made.exotic = "rollup";
        made.exotic_at = parser_.offset();
        parser_.advance(7);
        do {
            parser_.skip_space();
            TRY(parser_.plain_path());
        } while (parser_.take(','));
        return parser_.expect(')');
    }
    made.places.push_back(parser_.offset());
    made.expressions.push_back(TRY(parser_.plain_path()));
    return {};
}

// ($root/Set,Qualifier,path,steps[,steps][,distance][,keep start])
Result<void> OptionReader::hierarchy(ApplyStep& made) {
    made.expressions.push_back(TRY(parser_.condition()));
    for (int i = 0; i < 2; ++i) {
        TRY(parser_.expect(','));
        parser_.skip_space();
        made.expressions.push_back(TRY(parser_.plain_path()));
    }
    TRY(parser_.expect(','));
    parser_.skip_space();
    if (made.name == "traverse") {
        const std::size_t start = parser_.offset();
        const std::string way = TRY(parser_.word());
        if (way != "preorder" && way != "postorder") {
            return parser_.fail(start, "filter.expected", {{"text", "preorder"}});
        }
    } else {
        made.inner.push_back(TRY(apply()));
    }
    while (parser_.take(',')) {
        parser_.skip_space();
        const char next = parser_.at_end() ? ' ' : parser_.rest()[0];
        if (parser_.looking_at("keep start")) {
            parser_.advance(10);
        } else if (is_digit(next)) {
            TRY(number());
        } else if (made.name == "traverse" && parser_.rest().find('(') > parser_.rest().find(')')) {
            TRY(order());
            return {};
        } else {
            made.inner.push_back(TRY(apply()));
        }
    }
    return {};
}

// nest(steps as name,...), addnested(path,steps as name,...), join(path as name[,steps]).
Result<void> OptionReader::nest(ApplyStep& made) {
    const bool joins = made.name == "join" || made.name == "outerjoin";
    if (joins || made.name == "addnested") {
        made.expressions.push_back(TRY(parser_.plain_path()));
        if (joins) TRY(alias(made));
        if (!parser_.take(',')) return joins ? Result<void>{} : parser_.expect(',');
        parser_.skip_space();
        if (joins) {
            made.inner.push_back(TRY(apply()));
            return {};
        }
    }
    do {
        parser_.skip_space();
        made.inner.push_back(TRY(apply()));
        TRY(alias(made));
    } while (parser_.take(','));
    return {};
}

}  // namespace clientela::filter
