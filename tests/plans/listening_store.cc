// SPDX-License-Identifier: Apache-2.0
#include "tests/plans/listening_store.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace clientela::plans {
namespace {

bool has_plan(std::string_view statement) {
    constexpr std::array<std::string_view, 5> kKinds{"select", "with", "insert", "update",
                                                     "delete"};
    return std::any_of(kKinds.begin(), kKinds.end(),
                       [&](std::string_view kind) { return statement.starts_with(kind); });
}

class ListeningTransaction final : public db::Transaction {
public:
    ListeningTransaction(db::Transaction& tx, std::vector<Explained>& heard)
        : tx_(tx), heard_(heard) {}

    db::Dialect dialect() const override { return tx_.dialect(); }
    // The plan comes second: SQLite reads new statistics when a statement runs, not when it is
    // explained.
    Result<void> query(const db::Sql& sql, const db::OnRow& on_row) override {
        const std::int64_t before = TRY(steps_of(sql));
        TRY(tx_.query(sql, on_row));
        return explain(sql, before);
    }
    Result<std::int64_t> execute(const db::Sql& sql) override {
        const std::int64_t before = TRY(steps_of(sql));
        const std::int64_t rows = TRY(tx_.execute(sql));
        TRY(explain(sql, before));
        return rows;
    }
    Result<void> nested(const std::function<Result<void>()>& work) override {
        return tx_.nested(work);
    }

private:
    // SQLite counts the steps of each prepared statement as long as it is kept.
    Result<std::int64_t> steps_of(const db::Sql& sql) {
        std::int64_t steps = 0;
        if (tx_.dialect() != db::Dialect::sqlite || !has_plan(sql.text)) return steps;
        TRY(tx_.query({"select nstep from sqlite_stmt where sql = ?", {sql.text}},
                      [&](const db::Row& row) { steps += row.integer(0); }));
        return steps;
    }

    // PostgreSQL runs what only reads once more to count rows; what writes is not run twice.
    std::string_view question(const std::string& statement) const {
        if (tx_.dialect() == db::Dialect::sqlite) return "explain query plan ";
        const bool reads = statement.starts_with("select") || statement.starts_with("with");
        return reads ? "explain (analyze, timing off, summary off) " : "explain ";
    }

    Result<void> explain(const db::Sql& sql, std::int64_t steps_before) {
        if (!has_plan(sql.text)) return {};
        const bool sqlite = tx_.dialect() == db::Dialect::sqlite;
        Explained one{sql.text, "", std::max<std::int64_t>(0, TRY(steps_of(sql)) - steps_before)};
        TRY(tx_.query({std::string(question(sql.text)) + sql.text, sql.args},
                      [&](const db::Row& row) {
                          one.plan.append(row.text(sqlite ? 3 : 0)).push_back('\n');
                      }));
        heard_.push_back(std::move(one));
        return {};
    }

    db::Transaction& tx_;
    std::vector<Explained>& heard_;
};

}  // namespace

db::Work ListeningStore::listening(const db::Work& work) {
    if (heard_ == nullptr) return work;
    return [&work, heard = heard_](db::Transaction& tx) {
        ListeningTransaction transaction(tx, *heard);
        return work(transaction);
    };
}

Result<void> ListeningStore::read(const db::Work& work, std::chrono::milliseconds deadline) {
    return store_->read(listening(work), deadline);
}

Result<bool> ListeningStore::read_at_once(const db::Work& work) {
    return store_->read_at_once(listening(work));
}

Result<void> ListeningStore::write(const db::Work& work, db::Priority priority) {
    return store_->write(listening(work), priority);
}

std::vector<Explained> ListeningStore::listen(const std::function<void()>& work) {
    std::vector<Explained> all;
    heard_ = &all;
    work();
    heard_ = nullptr;
    return all;
}

}  // namespace clientela::plans
