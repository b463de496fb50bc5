// SPDX-License-Identifier: Apache-2.0
// Receipts as JSON.
#include "importer/receipt.h"

#include <boost/json.hpp>

namespace clientela::importer {

namespace {

namespace json = boost::json;

json::object summary(const Receipt& receipt) {
    CHECK(receipt.counts.adds_up());
    json::object out;
    out["id"] = to_string(receipt.id);
    if (receipt.undoes) out["undoes"] = to_string(receipt.undoes);
    out["object"] = receipt.object;
    out["file"] = receipt.file_name;
    out["state"] = receipt.state;
    out["dry_run"] = receipt.dry_run;
    out["started_at"] = to_string(receipt.started_at);
    if (receipt.finished_at) out["finished_at"] = to_string(*receipt.finished_at);
    out["rows"] = receipt.counts.rows;
    out["created"] = receipt.counts.created;
    out["updated"] = receipt.counts.updated;
    out["unchanged"] = receipt.counts.unchanged;
    out["skipped"] = receipt.counts.skipped;
    out["failed"] = receipt.counts.failed;
    if (receipt.targets_created > 0) out["targets_created"] = receipt.targets_created;
    if (receipt.errors_left_off > 0) out["errors_left_off"] = receipt.errors_left_off;
    if (receipt.rows_left_off > 0) out["rows_left_off"] = receipt.rows_left_off;
    return out;
}

json::object error_json(const RowError& error) {
    json::object out;
    out["row"] = error.row;
    out["field"] = error.field;
    out["value"] = error.value;
    out["code"] = error.code;
    return out;
}

}  // namespace

std::vector<RowError> Receipt::notes() const {
    std::vector<RowError> notes;
    if (short_rows > 0) {
        Message message{"field.rows_short", {{"count", std::to_string(short_rows)}}};
        notes.push_back({short_first, "", "", "rows_short", std::move(message)});
    }
    if (short_end > 0)
        notes.push_back({short_end, "", "", "row_cut_off", Message{"field.row_cut_off", {}}});
    return notes;
}

std::string to_json(const Receipt& receipt, Language language) {
    json::object out = summary(receipt);
    json::array errors;
    for (const RowError& error : receipt.errors) {
        json::object one = error_json(error);
        one["message"] = localize(error.message, language);
        errors.push_back(std::move(one));
    }
    out["errors"] = std::move(errors);
    json::array notes;
    for (const RowError& note : receipt.notes()) {
        notes.push_back({{"row", note.row},
                         {"code", note.code},
                         {"message", localize(note.message, language)}});
    }
    if (!notes.empty()) out["notes"] = std::move(notes);
    if (!receipt.forms.empty()) out["forms"] = json::parse(to_json(receipt.forms));
    return json::serialize(out);
}

}  // namespace clientela::importer
