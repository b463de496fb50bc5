// SPDX-License-Identifier: Apache-2.0
// SQL on import_run and import_row.
#include "importer/run_log.h"

#include <algorithm>

namespace clientela::importer {

namespace {

db::Bind bind_id(Id id) { return id ? db::Bind{id.value} : db::Bind{}; }

db::Bind bind_text(const std::string& text) { return text.empty() ? db::Bind{} : db::Bind{text}; }

db::Bind bind_instant(const std::optional<Instant>& at) { return at ? db::Bind{*at} : db::Bind{}; }

constexpr std::size_t kRowsPerInsert = 100;

}  // namespace

Result<void> insert_run(db::Transaction& tx, const Receipt& receipt, const std::string& mapping,
                        Id user) {
    const db::Sql sql{
        "insert into import_run (id, object, file_name, state, mapping, row_count,"
        " rows_done, receipt, created_by_id, created_at, finished_at)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {receipt.id.value, receipt.object, receipt.file_name, receipt.state, mapping,
         receipt.counts.rows, receipt.counts.rows, to_stored_json(receipt), bind_id(user),
         receipt.started_at, bind_instant(receipt.finished_at)}};
    TRY(tx.execute(sql));
    return {};
}

Result<void> update_run(db::Transaction& tx, const Receipt& receipt) {
    const db::Sql sql{
        "update import_run set state = ?, row_count = ?, rows_done = ?, receipt = ?,"
        " finished_at = ? where id = ?",
        {receipt.state, receipt.counts.rows, receipt.counts.rows, to_stored_json(receipt),
         bind_instant(receipt.finished_at), receipt.id.value}};
    TRY(tx.execute(sql));
    return {};
}

Result<void> update_rows_done(db::Transaction& tx, Id import, std::int64_t rows) {
    TRY(tx.execute({"update import_run set rows_done = ? where id = ?", {rows, import.value}}));
    return {};
}

Result<void> mark_undone(db::Transaction& tx, Id import, Instant at) {
    TRY(tx.execute({"update import_run set undone_at = ?, state = 'undone' where id = ?",
                    {at, import.value}}));
    return {};
}

Result<void> insert_rows(db::Transaction& tx, Id import, const std::vector<RunRow>& rows) {
    for (std::size_t start = 0; start < rows.size(); start += kRowsPerInsert) {
        const std::size_t end = std::min(rows.size(), start + kRowsPerInsert);
        db::Sql sql{
            "insert into import_row (import_id, row_number, outcome, object_id, record_id,"
            " version, code, message) values ",
            {}};
        for (std::size_t i = start; i < end; ++i) {
            const RunRow& row = rows[i];
            sql.text += i == start ? "(?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?)";
            sql.args.insert(
                sql.args.end(),
                {import.value, row.row, row.outcome, std::int64_t{row.object_id},
                 bind_id(row.record), row.version, bind_text(row.code), bind_text(row.message)});
        }
        TRY(tx.execute(sql));
    }
    return {};
}

Result<std::optional<KeptRun>> find_run(db::Transaction& tx, Id import) {
    std::string receipt;
    Id created_by;
    std::optional<KeptRun> run;
    TRY(tx.query(
        {"select receipt, undone_at, created_by_id from import_run where id = ?", {import.value}},
        [&](const db::Row& row) {
            receipt = std::string(row.text(0));
            run.emplace();
            run->undone = !row.is_null(1);
            created_by = Id{row.integer(2)};
        }));
    if (run) run->receipt = TRY(parse_receipt(receipt));
    if (run) run->receipt.created_by = created_by;
    return run;
}

Result<std::vector<Receipt>> newest_runs(db::Transaction& tx, Id created_by, int limit) {
    struct Stored {
        std::string receipt;
        Id created_by;
        bool undone = false;
    };
    std::vector<Stored> stored;
    db::Sql sql{"select receipt, created_by_id, undone_at from import_run", {}};
    if (created_by) {
        sql.text += " where created_by_id = ?";
        sql.args.emplace_back(created_by.value);
    }
    sql.text += " order by created_at desc, id desc limit ?";
    sql.args.emplace_back(std::int64_t{limit});
    TRY(tx.query(sql, [&](const db::Row& row) {
        stored.push_back({std::string(row.text(0)), Id{row.integer(1)}, !row.is_null(2)});
    }));
    std::vector<Receipt> receipts;
    for (const Stored& run : stored) {
        receipts.push_back(TRY(parse_receipt(run.receipt)));
        receipts.back().created_by = run.created_by;
        if (run.undone) receipts.back().state = "undone";
    }
    return receipts;
}

Result<std::vector<RunRow>> written_rows(db::Transaction& tx, Id import, std::int64_t before,
                                         int limit) {
    std::vector<RunRow> rows;
    const db::Sql sql{
        "select row_number, outcome, object_id, record_id, version from import_row"
        " where import_id = ? and row_number < ? and outcome in ('created', 'updated')"
        " order by row_number desc limit ?",
        {import.value, before, std::int64_t{limit}}};
    TRY(tx.query(sql, [&](const db::Row& row) {
        rows.push_back(RunRow{row.integer(0), std::string(row.text(1)),
                              static_cast<std::uint16_t>(row.integer(2)), Id{row.integer(3)},
                              row.integer(4), "", ""});
    }));
    return rows;
}

}  // namespace clientela::importer
