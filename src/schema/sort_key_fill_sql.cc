// SPDX-License-Identifier: Apache-2.0
// Keys are written a batch of rows at a time; the note of what is left is one setting.
#include "schema/sort_key_fill.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "schema/setting.h"

namespace clientela::schema {
namespace {

constexpr std::string_view kFillSetting = "schema.fill";
constexpr std::int64_t kFillBatch = 1'000;

// Sort keys come from ICU, so they are written by the program, a batch of rows at a time. Gives the
// last row looked at; 0: no row is left. A text that somebody changed since it was read has got its
// key with that change.
Result<std::int64_t> fill_batch(db::Transaction& tx, const SortKeyFill& fill, std::int64_t after) {
    const std::string table = quoted(fill.table);
    const std::string read = "select id, " + quoted(fill.column) + " from " + table +
                             " where id > ? and " + quoted(fill.column) +
                             " is not null order by id limit ?";
    const std::string write = "update " + table + " set " + quoted(fill.sort_column) +
                              " = ? where id = ? and " + quoted(fill.column) + " = ?";
    std::vector<std::pair<std::int64_t, std::string>> rows;
    TRY(tx.query({read, {after, kFillBatch}},
                 [&](const db::Row& row) { rows.emplace_back(row.integer(0), row.text(1)); }));
    if (rows.empty()) return std::int64_t{0};
    const std::int64_t last = rows.back().first;
    for (auto& [id, text] : rows)
        TRY(tx.execute({write, {sort_key(text), id, text}}));
    return last;
}

// What is still to be filled stands in the store, one line each, until it is done.
Result<void> keep_fills(db::Transaction& tx, const std::vector<SortKeyFill>& fills) {
    std::string text;
    for (const SortKeyFill& fill : fills)
        text += fill.table + " " + fill.column + " " + fill.sort_column + "\n";
    return text.empty() ? remove_setting(tx, kFillSetting) : set_setting(tx, kFillSetting, text);
}

Result<std::vector<SortKeyFill>> kept_fills(db::Transaction& tx) {
    std::istringstream lines(TRY(find_setting(tx, kFillSetting)).value_or(""));
    std::vector<SortKeyFill> fills;
    for (SortKeyFill fill; lines >> fill.table >> fill.column >> fill.sort_column;)
        fills.push_back(fill);
    return fills;
}

// Small transactions, so that nobody who saves waits long.
Result<void> run_fill(db::Store& store, const SortKeyFill& fill) {
    std::int64_t last = 0;
    do {
        const std::int64_t after = last;
        const db::Work batch = [&](db::Transaction& tx) -> Result<void> {
            last = TRY(fill_batch(tx, fill, after));
            return {};
        };
        TRY(store.write(batch, db::Priority::bulk));
    } while (last != 0);
    return store.migrate([&](db::Transaction& tx) -> Result<void> {
        std::vector<SortKeyFill> left = TRY(kept_fills(tx));
        std::erase(left, fill);
        return keep_fills(tx, left);
    });
}

}  // namespace

Result<void> fill_sort_keys(db::Transaction& tx, const SortKeyFill& fill) {
    std::int64_t last = 0;
    do {
        last = TRY(fill_batch(tx, fill, last));
    } while (last != 0);
    return {};
}

Result<void> keep_more_fills(db::Transaction& tx, const Plan& plan) {
    std::vector<SortKeyFill> fills = TRY(kept_fills(tx));
    std::erase_if(fills, [&](const SortKeyFill& fill) {
        const Table* table = plan.layout.find_table(fill.table);
        return table == nullptr || table->find_column(fill.column) == nullptr ||
               table->find_column(fill.sort_column) == nullptr;
    });
    for (const SortKeyFill& fill : plan.fills) {
        if (std::find(fills.begin(), fills.end(), fill) == fills.end()) fills.push_back(fill);
    }
    return keep_fills(tx, fills);
}

Result<void> run_fills(db::Store& store, std::vector<SortKeyFill> fills) {
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        if (!TRY(has_setting_table(tx))) return {};
        for (SortKeyFill& fill : TRY(kept_fills(tx))) {
            if (std::find(fills.begin(), fills.end(), fill) == fills.end())
                fills.push_back(std::move(fill));
        }
        return {};
    }));
    Result<void> first;  // one that fails is no reason to leave the others
    for (const SortKeyFill& fill : fills) {
        Result<void> filled = run_fill(store, fill);
        if (!filled.ok() && first.ok()) first = std::move(filled);
    }
    return first;
}

}  // namespace clientela::schema
