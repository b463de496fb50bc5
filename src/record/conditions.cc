// SPDX-License-Identifier: Apache-2.0
// Which shape wins was measured (docs/decisions/0006-visibility.md): the planner is never asked.
#include "record/conditions.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <type_traits>

#include "access/gather.h"
#include "db/append.h"
#include "filter/index_terms.h"
#include "filter/node.h"
#include "record/shares.h"
#include "record/table_sql.h"

namespace clientela::record {
namespace {

// The living nodes at and below `root`, level by level: one statement per level instead of
// recursion inside one, which distributed tables do not allow. A failed statement dooms the
// transaction, so what it leaves out is never shown to anybody.
std::vector<Id> branch_of(const Context& context, const schema::Object& tree, Id root) {
    std::vector<Id> all{root};
    std::set<std::int64_t> known{root.value};
    for (std::size_t level = 0; level < all.size() && !tree.parent.empty();) {
        db::Sql sql{"select id from " + schema::quoted(tree.singular) +
                        " where deleted_at is null and " + tree.parent + " in ",
                    {}};
        const std::span<const Id> below = std::span<const Id>(all).subspan(level);
        const std::size_t asked = std::min(below.size(), db::kIdsInStatement);
        append_ids(sql, below.first(asked));
        level += asked;
        const Result<void> done = context.tx.query(sql, [&](const db::Row& row) {
            if (known.insert(row.integer(0)).second) all.push_back(Id{row.integer(0)});
        });
        if (!done.ok()) return {};
    }
    return all;
}

bool is_on_sqlite(const Context& context) { return context.tx.dialect() == db::Dialect::sqlite; }

access::Visibility sight_behind(const Context& context, const schema::Object& object,
                                std::string_view via) {
    access::Visibility seen =
        access::visibility(context.principal, context.schema, object, access::Action::read);
    return via.empty() ? seen : access::behind_seen(std::move(seen), via);
}

constexpr std::size_t kCountedMax = 3;  // conditions of one filter

// So many rows are found and sorted before anything else is thought of; small tables have fewer.
constexpr std::int64_t kFewMax = 5'000;
constexpr std::int64_t kFewOfNarrowMax = 100;
// More are not sorted for one page: of a value that 5 % of a million rows have, walking meets a
// page after a thousand rows, unless all of them lie at the far end.
constexpr std::int64_t kSortedMax = 50'000;

std::string bound_text(const db::Bind& value) {
    return std::visit(
        [](const auto& one) -> std::string {
            using T = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<T, std::monostate>) {
                return {};
            } else if constexpr (std::is_same_v<T, std::string>) {
                return one;
            } else if constexpr (std::is_same_v<T, Date>) {
                return std::to_string(one.days);
            } else if constexpr (std::is_same_v<T, Instant>) {
                return std::to_string(one.ms);
            } else {
                return std::to_string(one);
            }
        },
        value);
}

// What a statement counts, remembered under its text and its values.
Result<std::int64_t> counted(Context& context, const db::Sql& sql) {
    std::string whole = sql.text;
    for (const db::Bind& value : sql.args)
        whole.append(1, '\0').append(bound_text(value));
    if (const auto known = context.shares->find_rows(whole, context.now)) return *known;
    std::int64_t number = 0;
    TRY(context.tx.query(sql, [&](const db::Row& row) { number = row.integer(0); }));
    context.shares->remember_rows(whole, number, context.now);
    return number;
}

// About as many on PostgreSQL, which has statistics.
Result<std::int64_t> rows_of_table(Context& context, const schema::Object& object) {
    const std::string table = "rows of " + object.singular;
    if (const auto known = context.shares->find_rows(table, context.now)) return *known;
    const std::int64_t rows = TRY(access::row_count(context.tx, object));
    context.shares->remember_rows(table, rows, context.now);
    return rows;
}

// Counts no further than `most` + 1, along the index that answers the condition.
Result<std::int64_t> rows_found(Context& context, const schema::Object& object,
                                const filter::Filter& condition, std::int64_t most) {
    db::Sql sql{
        "select count(*) from (select 1 from " + schema::quoted(object.singular) + " t where 1 = 1",
        {}};
    append_condition(sql, leading(TRY(filter::compile(condition, compile_options(context)))));
    sql.text.append(" limit ").append(std::to_string(most + 1)).append(") c");
    return counted(context, sql);
}

// The same for the elements that a part of a condition over them finds.
Result<std::int64_t> elements_found(Context& context, const filter::Filter& condition,
                                    const filter::Filter& part, std::int64_t most) {
    filter::CompileOptions options = compile_options(context);
    options.visible = {};
    db::Sql sql{"select count(*) from (", {}};
    append(sql, TRY(filter::owners_of(condition, part, filter::Elements::found, options)));
    sql.text.append(" limit ").append(std::to_string(most + 1)).append(") c");
    return counted(context, sql);
}

// Which share of the object the principal sees, about.
Result<double> share_seen(Context& context, const schema::Object& object,
                          const access::Visibility& visibility) {
    if (visibility.kind != access::Visibility::Kind::branches) return 1.0;
    const Id user = context.principal.user;
    auto share = context.shares->find(user, object.id, visibility.action, context.now);
    if (!share) {
        share = TRY(access::estimate_share(context.tx, visibility));
        context.shares->remember(user, object.id, visibility.action, *share, context.now);
    }
    return *share;
}

// Sight that goes through other records is too deep for SQLite's parser inside another statement.
bool is_direct(const access::Visibility& visibility) {
    using Kind = access::Branch::Kind;
    return std::all_of(visibility.branches.begin(), visibility.branches.end(),
                       [](const access::Branch& branch) {
                           if (branch.kind == Kind::delegated)
                               return is_direct(branch.nested.front());
                           return branch.nested.empty();
                       });
}

// How many rows the principal sees, about, where these are few enough to be gathered.
Result<std::int64_t> rows_seen(Context& context, const schema::Object& object) {
    constexpr std::int64_t kTooMany = std::numeric_limits<std::int64_t>::max();
    const access::Visibility visibility =
        access::visibility(context.principal, context.schema, object, access::Action::read);
    if (!is_direct(visibility)) return kTooMany;
    const double share = TRY(share_seen(context, object, visibility));
    if (share >= access::kGatherShare) return kTooMany;
    const std::int64_t rows = TRY(rows_of_table(context, object));
    return static_cast<std::int64_t>(share * static_cast<double>(rows));
}

// The part of the filter that gives the fewest rows, and how many; empty: all give more than most.
struct RarePart {
    filter::Filter filter;
    std::int64_t rows = 0;
    const schema::Object* elements = nullptr;  // whose rows they are, when not the object's own
    filter::Filter part;                       // that finds them; empty: sight of them does
    filter::Filter others;
};

Result<RarePart> rare_part(Context& context, const Query& query, const filter::IndexTerms& terms,
                           std::int64_t most) {
    RarePart rarest{{}, most + 1, nullptr, {}, {}};
    std::size_t left = kCountedMax;
    for (const filter::IndexTerm& term : terms.by_field) {
        if (left == 0 || rarest.rows == 0) return rarest;
        --left;
        const filter::Filter& part = term.filter;
        const std::int64_t rows = TRY(rows_found(context, *query.object, part, rarest.rows - 1));
        if (rows < rarest.rows) rarest = {part, rows, nullptr, {}, {}};
    }
    for (const filter::ElementTerm& term : terms.by_elements) {
        const std::int64_t seen = TRY(rows_seen(context, *term.elements));
        if (seen < rarest.rows) rarest = {term.filter, seen, term.elements, {}, term.others};
        for (const filter::Filter& part : term.parts) {
            if (left == 0 || rarest.rows == 0) return rarest;
            --left;
            const std::int64_t rows =
                TRY(elements_found(context, term.filter, part, rarest.rows - 1));
            if (rows < rarest.rows) rarest = {term.filter, rows, term.elements, part, term.others};
        }
    }
    return rarest;
}

// The comparison where an order ends. Where it begins is the place that a page follows: with both,
// SQLite would begin at the comparison and read up to the place.
filter::Filter end_of_order(const filter::Filter& part, bool descending) {
    using filter::Operator;
    const auto ends = [descending](const filter::Node& node) {
        if (node.kind != filter::Kind::compare || node.children[0]->kind != filter::Kind::path)
            return false;
        return descending ? node.op == Operator::gt || node.op == Operator::ge
                          : node.op == Operator::lt || node.op == Operator::le;
    };
    if (ends(*part.root)) return part;
    if (part.root->kind != filter::Kind::logic_and) return {};
    for (const filter::NodePtr& child : part.root->children) {
        if (ends(*child)) return {child};
    }
    return {};
}

// A part of the order itself: texts are ordered by another column than they are compared by.
filter::Filter range_of_order(const Query& query, const filter::IndexTerms& terms) {
    const schema::Field& sorted = *query.sort.front().path.front();
    if (sorted.type == schema::FieldType::string) return {};
    for (const filter::IndexTerm& term : terms.by_field) {
        if (term.field->name != sorted.name) continue;
        return query.cursor.empty() ? term.filter
                                    : end_of_order(term.filter, query.sort.front().descending);
    }
    return {};
}

// The part of the filter whose index has its rows in the order asked for (src/schema/layout.cc): a
// value that the index begins with, a range of what it goes on with, or both.
filter::Filter part_in_order(const Query& query, const filter::IndexTerms& terms) {
    if (query.sort.size() != 1 || query.sort.front().path.size() != 1) return {};
    const schema::Object& object = *query.object;
    const std::string& sorted = query.sort.front().path.front()->name;
    const bool by_default = query.sort.front().path == default_sort(object).front().path;
    const auto& owners = object.sight.also_owners;
    const auto leads_to_order = [&](const filter::IndexTerm& term) {
        const std::string& name = term.field->name;
        if (!term.one_value || name == sorted) return false;
        const bool in_sight = name == "owner_id" || name == "team_id" || name == "territory_id" ||
                              std::find(owners.begin(), owners.end(), name) != owners.end();
        return (by_default && in_sight) ||
               std::any_of(object.indexes.begin(), object.indexes.end(), [&](const auto& index) {
                   return index.size() == 2 && index[0] == name && index[1] == sorted;
               });
    };
    filter::Filter range = range_of_order(query, terms);
    for (const filter::IndexTerm& term : terms.by_field) {
        if (leads_to_order(term)) return {filter::joined_by_and({term.filter.root, range.root})};
    }
    return range;
}

std::int64_t few_of(std::int64_t rows) { return std::min(kFewMax, rows / 20); }

// So many rows are found by a condition and sorted for one page. Who sees little is quicker with
// that than with thousands of rows that others see. For others up to half of all rows, since
// walking, in whatever order they lie, may read more.
std::int64_t most_found(std::int64_t rows, double share) {
    if (share < access::kGatherShare) {
        return std::max(std::min(kFewOfNarrowMax, rows / 100),
                        static_cast<std::int64_t>(static_cast<double>(rows) * share / 20));
    }
    return std::max(few_of(rows), std::min(kSortedMax, rows / 2 - 1));
}

// PostgreSQL knows how often a value occurs, and not how little of the elements somebody sees.
Result<void> lead_by_sight(Context& context, const schema::Object& object, double share,
                           const filter::IndexTerms& terms, Approach& approach) {
    if (terms.by_elements.empty()) return {};
    std::int64_t fewest = most_found(TRY(rows_of_table(context, object)), share) + 1;
    for (const filter::ElementTerm& term : terms.by_elements) {
        const std::int64_t seen = TRY(rows_seen(context, *term.elements));
        if (seen >= fewest) continue;
        fewest = seen;
        approach.lead = term.filter;
        approach.elements = term.elements;
        approach.others = term.others;
    }
    return {};
}

Result<db::Sql> condition_of_lead(const Context& context, const Approach& approach,
                                  filter::CompileOptions options) {
    const auto seen = options.visible;
    if (approach.elements == nullptr) return leading(TRY(filter::compile(approach.lead, options)));
    if (approach.part.empty()) {
        options.visible = [&](const schema::Object& object, const std::string& alias,
                              std::string_view via) {
            if (&object != approach.elements) return seen(object, alias, via);
            return access::gathered_condition(
                access::visibility(context.principal, context.schema, object, access::Action::read),
                alias);
        };
    }
    db::Sql sql{options.alias + ".id in (", {}};
    append(sql, TRY(filter::owners_of(approach.lead, approach.part, filter::Elements::matching,
                                      options)));
    sql.text += ")";
    return sql;
}

Result<void> append_filter(db::Sql& sql, const Context& context, const Query& query,
                           const Approach& approach) {
    if (query.filter.empty()) return {};
    filter::CompileOptions options = compile_options(context);
    options.row_by_row = approach.shape == Shape::gather;
    if (approach.reads_all) {
        options.visible = [&context](const schema::Object& object, const std::string& alias,
                                     std::string_view via) {
            return access::visible_condition_of_all(sight_behind(context, object, via), alias);
        };
    }
    const bool reads =
        query.action == access::Action::read || query.action == access::Action::export_;
    if (!reads) {  // who may do something to a row does not see it for that
        options.visible = [seen = options.visible](const schema::Object& object,
                                                   const std::string& alias, std::string_view) {
            return seen(object, alias, {});
        };
    }
    if (approach.elements != nullptr) {  // which is the condition on them already
        append_condition(sql, TRY(condition_of_lead(context, approach, options)));
        if (approach.others.empty()) return {};
        db::Sql others = TRY(filter::compile(approach.others, options));
        append_condition(sql, is_on_sqlite(context) ? tested(std::move(others)) : others);
        return {};
    }
    if (approach.filter_leads) {
        append_condition(sql, TRY(filter::compile(query.filter, options)));
        return {};
    }
    if (approach.shape != Shape::walk || !approach.lead.empty() || query.bin) {
        if (!approach.lead.empty())
            append_condition(sql, TRY(condition_of_lead(context, approach, options)));
        append_condition(sql, tested(TRY(filter::compile(query.filter, options))));
        return {};
    }
    // What was not counted (alternatives, paths) is left to the store.
    const filter::IndexTerms terms = filter::index_terms(query.filter);
    for (const filter::IndexTerm& one : terms.by_field)
        append_condition(sql, tested(TRY(filter::compile(one.filter, options))));
    if (!terms.rest.empty()) append_condition(sql, TRY(filter::compile(terms.rest, options)));
    return {};
}

}  // namespace

filter::CompileOptions compile_options(const Context& context) {
    filter::CompileOptions options;
    options.dialect = context.tx.dialect();
    options.alias = "t";
    options.zone = context.company.zone.name();
    options.now = context.now;
    options.today = context.today;
    options.me = context.principal.user;
    options.visible = [&context](const schema::Object& object, const std::string& alias,
                                 std::string_view via) {
        return access::visible_condition(sight_behind(context, object, via), alias);
    };
    options.below = [&context](const schema::Object& tree, Id root) {
        return branch_of(context, tree, root);
    };
    return options;
}

void show_keys(const Context& context, Query& query) {
    for (SortKey& key : query.sort) {
        key.visible.clear();
        for (std::size_t step = 1; step < key.path.size(); ++step) {
            const std::string alias = "s" + std::to_string(step);
            db::Sql seen{alias + ".deleted_at is null", {}};
            append_condition(seen, access::visible_condition(context.principal, context.schema,
                                                             *key.path[step - 1]->target_object,
                                                             access::Action::read, alias));
            key.visible.push_back(std::move(seen));
        }
    }
}

Result<Conditions> conditions_of(Context& context, const Query& query, const access::Sight& sight,
                                 const Approach& approach) {
    Conditions conditions;
    conditions.common.text = query.bin ? "t.deleted_at is not null" : "t.deleted_at is null";
    TRY(append_filter(conditions.common, context, query, approach));
    append_condition(conditions.common, query.restriction);
    conditions.visible = sight.condition;
    return conditions;
}

Result<Conditions> tested_conditions_of(Context& context, const Query& query,
                                        const access::Sight& sight) {
    Approach approach;
    approach.shape = Shape::gather;
    approach.filter_leads = !is_on_sqlite(context);
    return conditions_of(context, query, sight, approach);
}

Result<Conditions> whole_conditions_of(Context& context, const Query& query,
                                       const access::Sight& sight) {
    Approach approach = TRY(choose_approach(context, query, sight.visibility));
    // All of it has to be read: no order that an index of the filter could spoil.
    if (approach.shape == Shape::walk && !query.bin) approach.filter_leads = true;
    approach.reads_all = !is_on_sqlite(context);
    Conditions conditions = TRY(conditions_of(context, query, sight, approach));
    if (approach.shape == Shape::gather)
        conditions.visible = access::gathered_condition(sight.visibility, "t");
    else if (!is_on_sqlite(context))
        conditions.visible = access::visible_condition_of_all(sight.visibility, "t");
    return conditions;
}

Result<Approach> choose_approach(Context& context, const Query& query,
                                 const access::Visibility& visibility) {
    Approach approach;
    if (context.shares == nullptr) return approach;
    approach.filter_leads = !is_on_sqlite(context);
    if (!query.restriction.text.empty()) return approach;
    if (!approach.filter_leads && query.bin) {
        // Small beside the living: better read and sorted than looked for among them.
        const bool in_order =
            !query.sort.empty() && query.sort.front().path.front()->name == "deleted_at";
        if (!in_order) approach.shape = Shape::find;
        return approach;
    }
    const double share = TRY(share_seen(context, *query.object, visibility));
    const bool narrow = share < access::kGatherShare;
    if (narrow) approach.shape = Shape::gather;
    if (query.filter.empty()) return approach;
    const filter::IndexTerms terms = filter::index_terms(query.filter);
    if (approach.filter_leads) {
        TRY(lead_by_sight(context, *query.object, share, terms, approach));
        return approach;
    }
    if (terms.by_field.empty() && terms.by_elements.empty()) return approach;
    const std::int64_t rows = TRY(rows_of_table(context, *query.object));
    RarePart rare = TRY(rare_part(context, query, terms, most_found(rows, share)));
    const bool many = !narrow && rare.rows > few_of(rows);
    if (many) approach.lead = part_in_order(query, terms);
    // The pages after the first begin at a place of the order, near which what is wanted goes on.
    const bool walks_on = many && !query.cursor.empty();
    if (approach.lead.empty() && !rare.filter.empty() && !walks_on) {
        approach.shape = Shape::find;
        approach.lead = std::move(rare.filter);
        approach.elements = rare.elements;
        approach.part = std::move(rare.part);
        approach.others = std::move(rare.others);
    }
    return approach;
}

}  // namespace clientela::record
