// SPDX-License-Identifier: Apache-2.0
// One statement per branch, with the very conditions that lists are made of, so that the
// explanation cannot differ from the sight.
#include "access/why.h"

#include <algorithm>

namespace clientela::access {
namespace {

using Kind = Branch::Kind;

constexpr int kBehindMax = 4;   // records behind records, as far as sight goes
constexpr int kRecordsMax = 3;  // inherited from more than these, the rest is not told
constexpr int kTreeDepthMax = 64;

class Teller {
public:
    explicit Teller(db::Transaction& tx) : tx_(tx) {}

    Result<std::vector<Reason>> tell(const Visibility& seen, Id record, int depth) const {
        std::vector<Reason> reasons;
        if (depth > kBehindMax || seen.kind == Visibility::Kind::nothing) return reasons;
        if (seen.kind == Visibility::Kind::everything && !seen.hides_private) {
            if (!TRY(holds({}, seen, record))) return reasons;
            if (!seen.branches.empty()) {  // lent
                TRY(tell_branch(seen, seen.branches.front(), record, depth, reasons));
                return reasons;
            }
            Reason open;
            const bool everyone = seen.object->sight.kind == schema::SightKind::everyone;
            open.kind = everyone ? Reason::Kind::everyone : Reason::Kind::all;
            reasons.push_back(open);
            return reasons;
        }
        if (seen.kind == Visibility::Kind::everything) {
            const auto conditions = branch_conditions(seen, "t");
            if (!TRY(holds(conditions.front(), seen, record))) return reasons;
            reasons.emplace_back();
        }
        TRY(tell_branches(seen, record, depth, reasons));
        return reasons;
    }

private:
    Result<bool> holds(const db::Sql& condition, const Visibility& seen, Id record) const {
        db::Sql sql{"select 1 from " + schema::quoted(seen.object->singular) + " t where t.id = ?",
                    {record.value}};
        if (!condition.text.empty()) {
            sql.text += " and (" + condition.text + ")";
            sql.args.insert(sql.args.end(), condition.args.begin(), condition.args.end());
        }
        bool found = false;
        TRY(tx_.query(sql, [&](const db::Row&) { found = true; }));
        return found;
    }

    Result<void> tell_branches(const Visibility& seen, Id record, int depth,
                               std::vector<Reason>& reasons) const {
        for (const Branch& branch : seen.branches) {
            if (!TRY(holds(branch_condition(seen, branch, "t"), seen, record))) continue;
            TRY(tell_branch(seen, branch, record, depth, reasons));
        }
        return {};
    }

    Result<void> tell_branch(const Visibility& seen, const Branch& branch, Id record, int depth,
                             std::vector<Reason>& reasons) const {
        Reason reason;
        switch (branch.kind) {
            case Kind::owner:
                reason.kind = Reason::Kind::owner;
                reason.field = branch.column;
                break;
            case Kind::team:
            case Kind::territory:
                reason.kind =
                    branch.kind == Kind::team ? Reason::Kind::team : Reason::Kind::territory;
                reason.path = TRY(path_to(seen, branch, record));
                break;
            case Kind::member: TRY(tell_member(seen, branch, record, reason)); break;
            case Kind::participant: reason.kind = Reason::Kind::participant; break;
            case Kind::grant: return tell_grants(seen, record, reasons);
            case Kind::shared: TRY(tell_shared(seen, branch, record, reason)); break;
            case Kind::follows:
            case Kind::through:
            case Kind::regarding: return tell_inherited(seen, branch, record, depth, reasons);
            case Kind::delegated:
                reason.kind = Reason::Kind::delegated;
                reason.person = branch.nested.front().user;
                reason.until = branch.scope;
                reason.behind = TRY(tell(branch.nested.front(), record, depth + 1));
                break;
        }
        reasons.push_back(std::move(reason));
        return {};
    }

    Result<Id> single_id(const db::Sql& sql) const {
        Id id;
        TRY(tx_.query(sql, [&](const db::Row& row) {
            if (!row.is_null(0)) id = Id{row.integer(0)};
        }));
        return id;
    }

    // Up the tree from the record's node to the first that is the reader's own.
    Result<std::vector<Id>> path_to(const Visibility& seen, const Branch& branch, Id record) const {
        const bool team = branch.kind == Kind::team;
        const std::string tree = team ? "team" : "territory";
        Id node = TRY(single_id({"select t." + branch.column + " from " +
                                     schema::quoted(seen.object->singular) + " t where t.id = ?",
                                 {record.value}}));
        std::vector<Id> path;
        for (int depth = 0; node && depth < kTreeDepthMax; ++depth) {
            path.insert(path.begin(), node);
            const db::Sql own =
                team ? db::
                           Sql{"select scope_id from user_scope where user_id = ? and kind = "
                               "'team' and scope_id = ?",
                               {seen.user.value, node.value}}
                     : db::Sql{
                           "select territory_id from user_territory where user_id = ? and "
                           "territory_id = ? and deleted_at is null",
                           {seen.user.value, node.value}};
            if (TRY(single_id(own))) break;
            node = TRY(
                single_id({"select parent_id from \"" + tree + "\" where id = ?", {node.value}}));
        }
        return path;
    }

    Result<void> tell_member(const Visibility& seen, const Branch& branch, Id record,
                             Reason& reason) const {
        reason.kind = Reason::Kind::member;
        const db::Sql sql{"select created_by_id, created_at from " +
                              schema::quoted(branch.object->singular) +
                              " where deleted_at is null and " + branch.own_link + " = ? and " +
                              branch.other_link + " = ? order by id limit 1",
                          {record.value, seen.user.value}};
        return tx_.query(sql, [&](const db::Row& row) {
            if (!row.is_null(0)) reason.by = Id{row.integer(0)};
            if (!row.is_null(1)) reason.since = row.instant(1);
        });
    }

    Result<void> tell_grants(const Visibility& seen, Id record,
                             std::vector<Reason>& reasons) const {
        const db::Bind today = seen.today ? db::Bind(*seen.today) : db::Bind();
        const db::Sql sql{
            "select grantee, grantee_id, level, created_by_id, created_at, ends_on, reason from "
            "record_grant g where g.deleted_at is null and g.object = ? and g.record_id = ? and "
            "(g.ends_on is null or g.ends_on >= ?) and ((grantee = 'user' and "
            "grantee_id = ?) or (grantee = 'role' and grantee_id = ?) or (grantee = 'team' and "
            "grantee_id in (select s.scope_id from user_scope s where s.user_id = ? and s.kind = "
            "'team'))) order by g.id",
            {seen.object->name, record.value, today, seen.user.value, seen.role_id.value,
             seen.user.value}};
        return tx_.query(sql, [&](const db::Row& row) {
            Reason reason;
            reason.kind = Reason::Kind::grant;
            reason.grantee = row.text(0);
            reason.grantee_id = Id{row.integer(1)};
            reason.level = row.text(2);
            if (!row.is_null(3)) reason.by = Id{row.integer(3)};
            if (!row.is_null(4)) reason.since = row.instant(4);
            if (!row.is_null(5)) reason.until = to_string(row.date(5));
            if (!row.is_null(6)) reason.remark = row.text(6);
            reasons.push_back(std::move(reason));
        });
    }

    Result<void> tell_shared(const Visibility& seen, const Branch& branch, Id record,
                             Reason& reason) const {
        reason.kind = Reason::Kind::shared;
        return tx_.query({"select t." + branch.column + " from " +
                              schema::quoted(seen.object->singular) + " t where t.id = ?",
                          {record.value}},
                         [&](const db::Row& row) { reason.field = row.text(0); });
    }

    // The records behind, by the kind of way that leads to them. Unsorted: an order would fit an
    // index that leads to far more of them.
    static db::Sql behind(const Visibility& seen, const Branch& branch, const Visibility& followed,
                          Id record) {
        const std::string name = followed.object->name;
        if (branch.kind == Kind::follows) {
            return {"select t." + branch.column + " from " + schema::quoted(seen.object->singular) +
                        " t where t.id = ?",
                    {record.value}};
        }
        const std::string from =
            " from " + schema::quoted(branch.object->singular) + " j where j.deleted_at is null";
        if (branch.kind == Kind::through) {
            return {"select j." + branch.other_link + from + " and j." + branch.own_link + " = ?",
                    {record.value}};
        }
        // Something is done to `object` so that its index is not taken.
        return {"select j.record_id" + from + " and j.activity_id = ? and j.object || '' = ?",
                {record.value, name}};
    }

    Result<void> tell_inherited(const Visibility& seen, const Branch& branch, Id record, int depth,
                                std::vector<Reason>& reasons) const {
        int told = 0;
        for (const Visibility& followed : branch.nested) {
            std::vector<Id> records;
            TRY(tx_.query(behind(seen, branch, followed, record), [&](const db::Row& row) {
                if (!row.is_null(0)) records.push_back(Id{row.integer(0)});
            }));
            std::sort(records.begin(), records.end());
            for (const Id one : records) {
                if (told == kRecordsMax) return {};
                Reason reason;
                reason.behind = TRY(tell(followed, one, depth + 1));
                if (reason.behind.empty()) continue;
                reason.kind = Reason::Kind::inherited;
                reason.object = followed.object;
                reason.record = one;
                reasons.push_back(std::move(reason));
                ++told;
            }
        }
        return {};
    }

    db::Transaction& tx_;
};

}  // namespace

Result<std::vector<Reason>> why(db::Transaction& tx, const Visibility& visibility, Id record) {
    return Teller(tx).tell(visibility, record, 0);
}

}  // namespace clientela::access
