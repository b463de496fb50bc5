// SPDX-License-Identifier: Apache-2.0
// A Visibility as SQL, in two shapes. Walk: tests on one row, OR-ed, for pages along the sort
// index. Gather: one condition per branch that an index of its own answers. Scopes are always read
// from user_scope at query time. Aliases of subqueries are the caller's alias with a suffix. What
// is nested stands before its neighbours, because SQLite's parser keeps what it has read up to
// there on a stack of a hundred; the planner asks the neighbours first all the same.
#include <algorithm>
#include <utility>

#include "access/gather.h"
#include "access/visibility.h"
#include "db/append.h"

namespace clientela::access {
namespace {

using Kind = Branch::Kind;

db::Sql join(const std::vector<db::Sql>& parts, std::string_view separator) {
    db::Sql joined;
    for (const db::Sql& part : parts) {
        if (&part != &parts.front()) joined.text += separator;
        append(joined, part);
    }
    return joined;
}

enum class Shape { walk, gather };

// PostgreSQL would read what is nested as a whole, to look each row up in it; behind an offset it
// asks for the one row at hand, which is what a page wants. SQLite does so anyway.
constexpr std::string_view kAskedByRow = " limit 1 offset 0";

class Writer {
public:
    explicit Writer(Shape shape, std::string_view asked = kAskedByRow)
        : shape_(shape), asked_(asked) {}

    db::Sql branch(const Visibility& visibility, const Branch& branch,
                   const std::string& alias) const;
    std::vector<BranchCondition> branches(const Visibility& visibility,
                                          const std::string& alias) const;
    // One branch, without private rows that are for others.
    db::Sql guarded(const Visibility& visibility, db::Sql condition,
                    const std::string& alias) const;
    // Everything one may see of it as one condition; empty text: every row.
    db::Sql whole(const Visibility& visibility, const std::string& alias) const;
    // Rows of the visibility's object, as a list of their ids.
    db::Sql ids(const Visibility& visibility, const std::string& alias) const;

private:
    db::Sql scope(const Visibility& visibility, const Branch& branch,
                  const std::string& alias) const;
    db::Sql member(const Visibility& visibility, const Branch& branch,
                   const std::string& alias) const;
    db::Sql participant(const Visibility& visibility, const Branch& branch,
                        const std::string& alias) const;
    db::Sql grant(const Visibility& visibility, const Branch& branch,
                  const std::string& alias) const;
    db::Sql follows(const Branch& branch, const std::string& alias) const;
    db::Sql followed(const Branch& branch, const std::string& alias) const;
    db::Sql names_none_unseen(const std::vector<Visibility>& sights, const std::string& row,
                              const std::string& from, const std::string& where) const;
    std::string end() const { return std::string(asked_) + ")"; }  // of an "exists"
    db::Sql through(const Branch& branch, const std::string& alias) const;
    db::Sql regarding(const Branch& branch, const std::string& alias) const;
    db::Sql any_regarded(const Branch& branch, const std::string& alias) const;
    db::Sql shared(const Visibility& visibility, const Branch& branch,
                   const std::string& alias) const;
    db::Sql delegated(const Branch& branch, const std::string& alias) const;
    db::Sql not_private(const Visibility& visibility, const std::string& alias) const;
    db::Sql joined_rows(const Branch& branch, const std::string& alias,
                        const std::string& condition, std::vector<db::Bind> args) const;

    Shape shape_;
    std::string_view asked_;  // of what is nested in a walk
};

db::Sql Writer::branch(const Visibility& visibility, const Branch& branch,
                       const std::string& alias) const {
    switch (branch.kind) {
        case Kind::owner: return {alias + "." + branch.column + " = ?", {visibility.user.value}};
        case Kind::team:
        case Kind::territory: return scope(visibility, branch, alias);
        case Kind::member: return member(visibility, branch, alias);
        case Kind::participant: return participant(visibility, branch, alias);
        case Kind::grant: return grant(visibility, branch, alias);
        case Kind::follows: return follows(branch, alias);
        case Kind::through: return through(branch, alias);
        case Kind::regarding: return regarding(branch, alias);
        case Kind::shared: return shared(visibility, branch, alias);
        case Kind::delegated: return delegated(branch, alias);
    }
    CHECK(false);
    return {};
}

db::Sql Writer::scope(const Visibility& visibility, const Branch& branch,
                      const std::string& alias) const {
    const std::string column = alias + "." + branch.column;
    const std::string s = alias + "_s";
    const std::string from =
        " from user_scope " + s + " where " + s + ".user_id = ? and " + s + ".kind = ?";
    db::Sql sql;
    if (shape_ == Shape::walk) {
        sql.text = "exists (select 1" + from + " and " + s + ".scope_id = " + column + ")";
    } else {
        sql.text = column + " in (select " + s + ".scope_id" + from + ")";
    }
    sql.args = {visibility.user.value, branch.scope};
    return sql;
}

// Living rows of the branch's joining object that fulfil `condition` and point to the row.
db::Sql Writer::joined_rows(const Branch& branch, const std::string& alias,
                            const std::string& condition, std::vector<db::Bind> args) const {
    const std::string j = alias + "_j";
    const std::string own = j + "." + branch.own_link;
    std::string from = " from " + schema::quoted(branch.object->singular) + " " + j + " where ";
    if (!condition.empty()) from += condition + " and ";
    from += j + ".deleted_at is null";
    if (shape_ == Shape::walk) {
        return {"exists (select 1" + from + " and " + own + " = " + alias + ".id" + end(),
                std::move(args)};
    }
    return {alias + ".id in (select " + own + from + ")", std::move(args)};
}

db::Sql Writer::member(const Visibility& visibility, const Branch& branch,
                       const std::string& alias) const {
    return joined_rows(branch, alias, alias + "_j." + branch.other_link + " = ?",
                       {visibility.user.value});
}

db::Sql Writer::participant(const Visibility& visibility, const Branch& branch,
                            const std::string& alias) const {
    Branch joined = branch;
    joined.own_link = "activity_id";
    return joined_rows(joined, alias,
                       alias + "_j.object = 'users' and " + alias + "_j.record_id = ?",
                       {visibility.user.value});
}

db::Sql Writer::grant(const Visibility& visibility, const Branch& branch,
                      const std::string& alias) const {
    const std::string j = alias + "_j";
    const std::string s = alias + "_s";
    const db::Bind today = visibility.today ? db::Bind(*visibility.today) : db::Bind();
    const std::string teams = "(select " + s + ".scope_id from user_scope " + s + " where " + s +
                              ".user_id = ? and " + s + ".kind = 'team')";
    // Gathering finds them by whom they name, not among all that were ever given for this kind of
    // record or to people: something is done to the other columns so that no index leads there.
    const bool gathers = shape_ == Shape::gather;
    const std::string kept_out = gathers ? " || ''" : "";
    std::string condition =
        j + ".object" + kept_out + " = ? and (" + j + ".ends_on is null or " + j + ".ends_on >= ?)";
    if (branch.scope == "update") condition += " and " + j + ".level = 'update'";
    std::vector<db::Bind> args{visibility.object->name, today};
    const auto name_grantees = [&] {
        args.insert(args.end(),
                    {visibility.user.value, visibility.role_id.value, visibility.user.value});
    };
    if (gathers) {
        condition += " and " + j + ".grantee_id in (select ? union all select ? union all " +
                     teams.substr(1);
        name_grantees();
    }
    const std::string kind = j + ".grantee" + kept_out;
    condition += " and ((" + kind + " = 'user' and " + j + ".grantee_id = ?) or (" + kind +
                 " = 'role' and " + j + ".grantee_id = ?) or (" + kind + " = 'team' and " + j +
                 ".grantee_id in " + teams + "))";
    name_grantees();
    Branch joined = branch;
    joined.own_link = "record_id";
    return joined_rows(joined, alias, condition, std::move(args));
}

// That no record named by `row` (object, record_id) is out of sight, each condition behind an
// "and": of the row itself, or of the rows `from ... where`. A record that is gone for good hides
// nothing.
db::Sql Writer::names_none_unseen(const std::vector<Visibility>& sights, const std::string& row,
                                  const std::string& from, const std::string& where) const {
    const Writer walk(Shape::walk, asked_);
    const std::string n = row + "_n";
    db::Sql closed;
    db::Sql sql;
    for (const Visibility& seen : sights) {
        if (seen.kind == Visibility::Kind::nothing) {
            closed.text += closed.text.empty() ? "?" : ", ?";
            closed.args.emplace_back(seen.object->name);
            continue;
        }
        sql.text += " and not exists (select 1 from " + from + (from.empty() ? "" : " join ") +
                    schema::quoted(seen.object->singular) + " " + n +
                    (from.empty() ? " where " : " on " + n + ".id = " + row + ".record_id where ");
        db::Sql condition = walk.whole(seen, n);
        if (seen.hides_private) condition.text = "(" + condition.text + ")";
        append(sql, condition);
        sql.text += " is not true and " + where + row + ".object = ?";
        sql.args.emplace_back(seen.object->name);
        if (from.empty()) sql.text += " and " + n + ".id = " + row + ".record_id";
        sql.text += end();
    }
    if (closed.text.empty()) return sql;
    const std::string named = row + ".object in (" + closed.text + ")";
    sql.text += from.empty()
                    ? " and not " + named
                    : " and not exists (select 1 from " + from + " where " + where + named + end();
    sql.args.insert(sql.args.end(), closed.args.begin(), closed.args.end());
    return sql;
}

db::Sql Writer::follows(const Branch& branch, const std::string& alias) const {
    db::Sql sql = followed(branch, alias);
    append(sql, names_none_unseen(branch.named, alias, "", ""));
    return sql;
}

db::Sql Writer::followed(const Branch& branch, const std::string& alias) const {
    const Visibility& seen = branch.nested.front();
    const std::string column = alias + "." + branch.column;
    const std::string f = alias + "_f";
    if (shape_ == Shape::gather) {
        db::Sql sql{column + " in (", {}};
        append(sql, ids(seen, f));
        sql.text += ")";
        return sql;
    }
    db::Sql condition = whole(seen, f);
    if (condition.text.empty()) return {column + " is not null", {}};
    db::Sql sql{
        "exists (select 1 from " + schema::quoted(seen.object->singular) + " " + f + " where ", {}};
    append(sql, condition);
    sql.text += " and " + f + ".id = " + column + end();
    return sql;
}

db::Sql Writer::through(const Branch& branch, const std::string& alias) const {
    const Visibility& seen = branch.nested.front();
    const std::string f = alias + "_f";
    const std::string other = alias + "_j." + branch.other_link;
    db::Sql condition = whole(seen, f);
    if (condition.text.empty()) return joined_rows(branch, alias, other + " is not null", {});
    db::Sql sql;
    if (shape_ == Shape::gather) {
        sql.text = other + " in (";
        append(sql, ids(seen, f));
        sql.text += ")";
    } else {
        sql.text =
            "exists (select 1 from " + schema::quoted(seen.object->singular) + " " + f + " where ";
        append(sql, condition);
        sql.text += " and " + f + ".id = " + other + end();
    }
    return joined_rows(branch, alias, sql.text, std::move(sql.args));
}

db::Sql Writer::regarding(const Branch& branch, const std::string& alias) const {
    db::Sql sql = any_regarded(branch, alias);
    const std::string o = alias + "_o";
    append(sql, names_none_unseen(
                    branch.named, o, schema::quoted(branch.object->singular) + " " + o,
                    o + ".deleted_at is null and " + o + ".activity_id = " + alias + ".id and "));
    return sql;
}

// The kinds of record that are open as a whole share one test; the others get one each. Gathering
// joins them by a union, because an OR over several lists would cost each its index.
db::Sql Writer::any_regarded(const Branch& branch, const std::string& alias) const {
    const std::string j = alias + "_j";
    const std::string f = alias + "_f";
    Branch joined = branch;
    joined.own_link = "activity_id";
    db::Sql open;
    std::vector<db::Sql> parts;
    for (const Visibility& seen : branch.nested) {
        db::Sql condition = whole(seen, f);
        if (condition.text.empty()) {
            open.text += open.text.empty() ? "?" : ", ?";
            open.args.emplace_back(seen.object->name);
            continue;
        }
        db::Sql part{j + ".object = ? and ", {seen.object->name}};
        if (shape_ == Shape::gather) {
            part.text += j + ".record_id in (";
            append(part, ids(seen, f));
            part.text += ")";
        } else {
            part.text += "exists (select 1 from " + schema::quoted(seen.object->singular) + " " +
                         f + " where ";
            append(part, condition);
            part.text += " and " + f + ".id = " + j + ".record_id" + end();
        }
        parts.push_back(std::move(part));
    }
    if (!open.text.empty()) {
        parts.push_back({j + ".object in (" + open.text + ")", std::move(open.args)});
    }
    if (shape_ == Shape::walk) {
        db::Sql any = join(parts, " or ");
        return joined_rows(joined, alias, "(" + any.text + ")", std::move(any.args));
    }
    for (db::Sql& part : parts) {
        part.text = "select " + j + ".activity_id from " + schema::quoted(branch.object->singular) +
                    " " + j + " where " + j + ".deleted_at is null and " + part.text;
    }
    db::Sql any = join(parts, " union all ");
    any.text = alias + ".id in (" + any.text + ")";
    return any;
}

db::Sql Writer::shared(const Visibility& visibility, const Branch& branch,
                       const std::string& alias) const {
    db::Sql sql{alias + "." + branch.column + " = '" + branch.scope + "'", {}};
    if (branch.scope == "everyone") return sql;
    Branch team = branch;
    team.column = "team_id";
    sql.text = "(" + sql.text + " and ";
    append(sql, scope(visibility, team, alias));
    sql.text += ")";
    return sql;
}

db::Sql Writer::delegated(const Branch& branch, const std::string& alias) const {
    db::Sql sql = whole(branch.nested.front(), alias);
    if (sql.text.empty()) return {"1 = 1", {}};
    return sql;
}

// Only a person who has to do with a private row itself sees it; a team or a regarded record is no
// way.
db::Sql Writer::not_private(const Visibility& visibility, const std::string& alias) const {
    std::vector<db::Sql> parts{{alias + ".private is not true", {}}};
    const Writer walk(Shape::walk, asked_);
    for (const Branch& way : visibility.branches) {
        if (way.kind == Kind::owner || way.kind == Kind::member || way.kind == Kind::participant) {
            parts.push_back(walk.branch(visibility, way, alias));
        }
    }
    db::Sql sql = join(parts, " or ");
    sql.text = "(" + sql.text + ")";
    return sql;
}

std::vector<BranchCondition> Writer::branches(const Visibility& visibility,
                                              const std::string& alias) const {
    if (visibility.kind == Visibility::Kind::nothing) return {};
    if (visibility.kind == Visibility::Kind::everything)
        return {BranchCondition{whole(visibility, alias), false}};
    std::vector<BranchCondition> conditions;
    for (const Branch& way : visibility.branches) {
        if (way.kind != Kind::delegated) {
            const bool several = way.kind == Kind::team || way.kind == Kind::territory;
            conditions.push_back({guarded(visibility, branch(visibility, way, alias), alias),
                                  several || way.kind == Kind::owner, several});
            continue;
        }
        for (BranchCondition& theirs : branches(way.nested.front(), alias)) {
            conditions.push_back({guarded(visibility, std::move(theirs.sql), alias),
                                  theirs.in_order, theirs.several});
        }
    }
    return conditions;
}

db::Sql Writer::guarded(const Visibility& visibility, db::Sql condition,
                        const std::string& alias) const {
    if (!visibility.hides_private) return condition;
    condition.text += " and ";
    append(condition, not_private(visibility, alias));
    return condition;
}

db::Sql Writer::whole(const Visibility& visibility, const std::string& alias) const {
    if (visibility.kind == Visibility::Kind::nothing) return {"1 = 0", {}};
    if (visibility.kind == Visibility::Kind::everything) {
        return visibility.hides_private ? not_private(visibility, alias) : db::Sql{};
    }
    std::vector<db::Sql> parts;
    for (const Branch& way : visibility.branches)
        parts.push_back(branch(visibility, way, alias));
    db::Sql sql = join(parts, " or ");
    sql.text = "(" + sql.text + ")";
    if (visibility.hides_private) {
        sql.text += " and ";
        append(sql, not_private(visibility, alias));
    }
    return sql;
}

// A union of the branches, so that each keeps its own index inside the list.
db::Sql Writer::ids(const Visibility& visibility, const std::string& alias) const {
    const std::string select =
        "select " + alias + ".id from " + schema::quoted(visibility.object->singular) + " " + alias;
    std::vector<db::Sql> parts;
    for (BranchCondition& branch : branches(visibility, alias)) {
        db::Sql& condition = branch.sql;
        if (!condition.text.empty()) condition.text = " where " + condition.text;
        condition.text = select + condition.text;
        parts.push_back(std::move(condition));
    }
    if (parts.empty()) parts.push_back({select + " where 1 = 0", {}});
    return join(parts, " union all ");
}

db::Sql walking(const Writer& writer, const Visibility& visibility, std::string_view alias) {
    db::Sql sql = writer.whole(visibility, std::string(alias));
    if (visibility.kind == Visibility::Kind::nothing || sql.text.empty()) return sql;
    sql.text = "((" + sql.text + ") is true)";
    return sql;
}

}  // namespace

db::Sql visible_condition(const Visibility& visibility, std::string_view alias) {
    return walking(Writer(Shape::walk), visibility, alias);
}

db::Sql visible_condition_of_all(const Visibility& visibility, std::string_view alias) {
    return walking(Writer(Shape::walk, {}), visibility, alias);
}

db::Sql visible_condition(const Principal& principal, const schema::Schema& schema,
                          const schema::Object& object, Action action, std::string_view alias) {
    if (alias == "t") return sight(principal, schema, object, action)->condition;
    return visible_condition(visibility(principal, schema, object, action), alias);
}

db::Sql branch_condition(const Visibility& visibility, const Branch& branch,
                         std::string_view alias) {
    const Writer walk(Shape::walk);
    const std::string name(alias);
    return walk.guarded(visibility, walk.branch(visibility, branch, name), name);
}

std::vector<BranchCondition> gathering_branches(const Visibility& visibility,
                                                std::string_view alias) {
    return Writer(Shape::gather).branches(visibility, std::string(alias));
}

std::vector<db::Sql> branch_conditions(const Visibility& visibility, std::string_view alias) {
    std::vector<db::Sql> conditions;
    for (BranchCondition& branch : gathering_branches(visibility, alias))
        conditions.push_back(std::move(branch.sql));
    return conditions;
}

db::Sql gathered_condition(const Visibility& visibility, std::string_view alias) {
    const std::string name(alias);
    db::Sql sql{name + ".id in (", {}};
    append(sql, Writer(Shape::gather, {}).ids(visibility, name + "_g"));
    sql.text += ")";
    return sql;
}

}  // namespace clientela::access
