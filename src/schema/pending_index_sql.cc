// SPDX-License-Identifier: Apache-2.0
// The note is one setting, a line for each index.
#include "schema/pending_index.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/hash.h"
#include "schema/setting.h"

namespace clientela::schema {
namespace {

constexpr std::string_view kPendingSetting = "schema.indexes";

using Pending = WantedIndex;

Result<std::vector<Pending>> kept_pending(db::Transaction& tx) {
    std::vector<Pending> list;
    if (!TRY(has_setting_table(tx))) return list;
    std::istringstream lines(TRY(find_setting(tx, kPendingSetting)).value_or(""));
    for (Pending one; lines >> one.table >> one.index;)
        list.push_back(one);
    return list;
}

Result<void> write_pending(db::Transaction& tx, const std::vector<Pending>& list) {
    std::string text;
    for (const Pending& one : list)
        text += one.table + " " + one.index + "\n";
    return text.empty() ? remove_setting(tx, kPendingSetting)
                        : set_setting(tx, kPendingSetting, text);
}

const Index* index_of(const StoreLayout& layout, const Pending& wanted) {
    const Table* table = layout.find_table(wanted.table);
    if (table == nullptr) return nullptr;
    for (const Index& index : table->indexes) {
        if (index.name == wanted.index) return &index;
    }
    return nullptr;
}

enum class Found { missing, broken, being_built, ready };

// A build that broke off leaves an invalid index behind, as does one that goes on.
Result<Found> look_at(db::Store& store, const std::string& index) {
    Found found = Found::missing;
    const db::Work look = [&](db::Transaction& tx) {
        return tx.query(
            {"select i.indisvalid, exists (select 1 from pg_stat_progress_create_index p "
             "where p.index_relid = i.indexrelid) from pg_index i "
             "where i.indexrelid = to_regclass(?)",
             {quoted(index)}},
            [&](const db::Row& row) {
                found = row.boolean(0)   ? Found::ready
                        : row.boolean(1) ? Found::being_built
                                         : Found::broken;
            });
    };
    TRY(store.read(look));
    return found;
}

// False: another server is at it.
Result<bool> build(db::Store& store, const Table& table, const Index& index) {
    std::string sql = create_index(table, index, store.dialect());
    const std::size_t behind = std::string_view("create index ").size();
    if (store.dialect() == db::Dialect::sqlite) {
        TRY(store.run_alone(sql.insert(behind, "if not exists ")));
        return true;
    }
    const Found found = TRY(look_at(store, index.name));
    if (found == Found::being_built) return false;
    if (found == Found::broken)
        TRY(store.run_alone("drop index concurrently if exists " + quoted(index.name)));
    if (found != Found::ready) TRY(store.run_alone(sql.insert(behind, "concurrently ")));
    return true;
}

// So many rows are indexed in a moment.
constexpr std::int64_t kSmall = 10'000;

Result<bool> is_large(db::Transaction& tx, const std::string& table) {
    if (tx.dialect() == db::Dialect::sqlite) return false;
    bool large = false;
    TRY(tx.query({"select 1 from " + quoted(table) + " offset ? limit 1", {kSmall}},
                 [&](const db::Row&) { large = true; }));
    return large;
}

constexpr std::string_view kRetired = "__old";

// Short enough for PostgreSQL, which cuts longer names, and apart where names were cut.
std::string retired_name(const std::string& index) {
    constexpr std::size_t kKept = 48;
    if (index.size() + kRetired.size() <= 63) return index + std::string(kRetired);
    return index.substr(0, kKept) + "_" + std::to_string(fnv1a_32(index) % 100'000'000U) +
           std::string(kRetired);
}

Result<bool> stands(db::Transaction& tx, const std::string& index) {
    bool found = false;
    TRY(tx.query({"select to_regclass(?) is not null", {quoted(index)}},
                 [&](const db::Row& row) { found = row.boolean(0); }));
    return found;
}

Result<std::vector<WantedIndex>> retired_indexes(db::Transaction& tx) {
    std::vector<WantedIndex> retired;
    TRY(tx.query({"select tablename, indexname from pg_indexes where schemaname = "
                  "current_schema() and right(indexname, 5) = ? order by 2",
                  {std::string(kRetired)}},
                 [&](const db::Row& row) {
                     retired.push_back({std::string(row.text(0)), std::string(row.text(1))});
                 }));
    if (retired.empty()) return retired;
    // The column of a field may have such a name, too.
    const std::optional<StoreLayout> layout = TRY(find_layout(tx));
    std::erase_if(retired, [&](const WantedIndex& one) {
        return layout && index_of(*layout, one) != nullptr;
    });
    return retired;
}

// Retired indexes of tables whose new ones stand.
Result<void> drop_retired(db::Store& store) {
    if (store.dialect() == db::Dialect::sqlite) return {};
    std::vector<WantedIndex> retired;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        retired = TRY(retired_indexes(tx));
        for (const Pending& one : TRY(kept_pending(tx)))
            std::erase_if(retired, [&](const WantedIndex& old) { return old.table == one.table; });
        return {};
    }));
    for (const WantedIndex& old : retired)
        TRY(store.run_alone("drop index concurrently if exists " + quoted(old.index)));
    return {};
}

Result<void> build_one(db::Store& store, const StoreLayout& layout, const Pending& wanted) {
    const Index* index = index_of(layout, wanted);
    if (index != nullptr && !TRY(build(store, *layout.find_table(wanted.table), *index))) return {};
    return store.migrate([&](db::Transaction& tx) -> Result<void> {
        std::vector<Pending> left = TRY(kept_pending(tx));
        std::erase(left, wanted);
        return write_pending(tx, left);
    });
}

}  // namespace

bool is_slow(const Statement& statement) {
    return statement.kind == StatementKind::create_index && statement.has_rows;
}

Result<void> keep_pending(db::Transaction& tx, const Plan& plan) {
    std::vector<Pending> list = TRY(kept_pending(tx));
    const std::vector<Pending> before = list;
    std::erase_if(list, [&](const Pending& one) { return index_of(plan.layout, one) == nullptr; });
    for (const Statement& statement : plan.statements) {
        const Pending one{statement.table, statement.subject};
        const bool known = std::find(list.begin(), list.end(), one) != list.end();
        if (is_slow(statement) && !known) list.push_back(one);
    }
    return list == before ? Result<void>{} : write_pending(tx, list);
}

Result<bool> has_pending(db::Store& store) {
    bool found = false;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        found = !TRY(kept_pending(tx)).empty();
        if (found || tx.dialect() == db::Dialect::sqlite) return {};
        found = !TRY(retired_indexes(tx)).empty();
        return {};
    }));
    return found;
}

Result<std::set<std::string>> unfinished_indexes(db::Transaction& tx) {
    std::set<std::string> names;
    for (const Pending& one : TRY(kept_pending(tx)))
        names.insert(one.index);
    for (const WantedIndex& retired : TRY(retired_indexes(tx)))
        names.insert(retired.index);
    return names;
}

// The tables that a plan makes indexes for: what goes there serves until they stand, whatever their
// names. Elsewhere an index that goes has no successor to wait for.
std::set<std::string> tables_indexed_by(const Plan& plan) {
    std::set<std::string> tables;
    for (const Statement& statement : plan.statements) {
        if (statement.kind == StatementKind::create_index) tables.insert(statement.table);
    }
    return tables;
}

Result<Exchange> exchange_behind(db::Transaction& tx, const Plan& plan) {
    Exchange exchange{plan, Plan{{}, {}, {}, plan.layout}};
    exchange.now.statements.clear();
    const std::set<std::string> indexed = tables_indexed_by(plan);
    std::map<std::string, bool> large;
    for (Statement statement : plan.statements) {
        const bool of_index =
            statement.has_rows && (statement.kind == StatementKind::create_index ||
                                   statement.kind == StatementKind::drop_index);
        if (of_index && !large.contains(statement.table))
            large[statement.table] = TRY(is_large(tx, statement.table));
        const bool creates = statement.kind == StatementKind::create_index;
        const bool exchanged =
            of_index && large[statement.table] && (creates || indexed.contains(statement.table));
        if (!exchanged) {
            exchange.now.statements.push_back(std::move(statement));
        } else if (creates) {
            exchange.later.statements.push_back(std::move(statement));
        } else {
            const std::string aside = retired_name(statement.subject);
            if (!TRY(stands(tx, aside)))  // else an earlier exchange did not come to its end
                statement.sql = "alter index if exists " + quoted(statement.subject) +
                                " rename to " + quoted(aside);
            exchange.now.statements.push_back(std::move(statement));
        }
    }
    return exchange;
}

Result<void> build_pending(db::Store& store, Build which) {
    std::vector<Pending> list;
    std::optional<StoreLayout> layout;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        for (Pending& one : TRY(kept_pending(tx))) {
            if (!layout) layout = TRY(find_layout(tx));
            const bool there = layout && layout->find_table(one.table) != nullptr;
            if (which == Build::everything || !there || !TRY(is_large(tx, one.table)))
                list.push_back(std::move(one));
        }
        return {};
    }));
    Result<void> first;
    for (const Pending& one : list) {
        if (!layout) break;
        Result<void> built = build_one(store, *layout, one);
        if (!built.ok() && first.ok()) first = std::move(built);
    }
    if (which == Build::everything) {
        Result<void> dropped = drop_retired(store);
        if (!dropped.ok() && first.ok()) first = std::move(dropped);
    }
    return first;
}

Result<std::vector<WantedIndex>> missing_indexes(db::Transaction& tx) {
    std::vector<WantedIndex> missing;
    const std::optional<StoreLayout> layout = TRY(find_layout(tx));
    if (!layout) return missing;
    const bool postgres = tx.dialect() == db::Dialect::postgres;
    std::set<std::string, std::less<>> there;
    TRY(tx.query({postgres ? "select indexname from pg_indexes where schemaname = current_schema()"
                           : "select name from sqlite_master where type = 'index'",
                  {}},
                 [&](const db::Row& row) { there.emplace(row.text(0)); }));
    const std::vector<Pending> pending = TRY(kept_pending(tx));
    for (const Table& table : layout->tables) {
        for (const Index& index : table.indexes) {
            if ((index.only_postgres && !postgres) || there.contains(index.name)) continue;
            WantedIndex wanted{table.name, index.name};
            if (std::find(pending.begin(), pending.end(), wanted) == pending.end())
                missing.push_back(std::move(wanted));
        }
    }
    return missing;
}

Result<std::size_t> note_missing(db::Store& store) {
    std::vector<WantedIndex> missing;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        missing = TRY(missing_indexes(tx));
        return {};
    }));
    if (missing.empty()) return std::size_t{0};
    TRY(store.migrate([&](db::Transaction& tx) -> Result<void> {
        std::vector<Pending> list = TRY(kept_pending(tx));
        for (const WantedIndex& wanted : missing) {
            if (std::find(list.begin(), list.end(), wanted) == list.end()) list.push_back(wanted);
        }
        return write_pending(tx, list);
    }));
    return missing.size();
}

}  // namespace clientela::schema
