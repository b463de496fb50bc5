// SPDX-License-Identifier: Apache-2.0
// Receipts as JSON, in the two forms of the header.
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

std::int64_t number(const json::object& object, const char* name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::string text(const json::object& object, const char* name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

Message message_of(const json::object& object) {
    Message message{text(object, "key"), {}};
    if (const json::value* args = object.if_contains("args");
        args != nullptr && args->is_object()) {
        for (const auto& [name, value] : args->get_object()) {
            if (value.is_string()) message.args.emplace_back(name, std::string(value.get_string()));
        }
    }
    return message;
}

}  // namespace

void Counts::add(const Counts& other) {
    rows += other.rows;
    created += other.created;
    updated += other.updated;
    unchanged += other.unchanged;
    skipped += other.skipped;
    failed += other.failed;
}

void Receipt::add_error(RowError error) {
    constexpr std::size_t kValueBytes = 200;
    if (errors.size() >= kErrorsKept) {
        ++errors_left_off;
        return;
    }
    if (error.value.size() > kValueBytes) {
        std::size_t end = kValueBytes;
        while (end > 0 && (static_cast<unsigned char>(error.value[end]) & 0xC0U) == 0x80U)
            --end;
        error.value.resize(end);
    }
    errors.push_back(std::move(error));
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
    return json::serialize(out);
}

std::string to_stored_json(const Receipt& receipt) {
    json::object out = summary(receipt);
    json::array errors;
    for (const RowError& error : receipt.errors) {
        json::object one = error_json(error);
        one["key"] = error.message.key;
        json::object args;
        for (const auto& [name, value] : error.message.args)
            args[name] = value;
        one["args"] = std::move(args);
        errors.push_back(std::move(one));
    }
    out["errors"] = std::move(errors);
    return json::serialize(out);
}

Result<Receipt> parse_receipt(std::string_view stored_json) {
    boost::system::error_code code;
    const json::value value =
        json::parse(json::string_view(stored_json.data(), stored_json.size()), code);
    if (code || !value.is_object()) return internal_error("stored receipt is no JSON object");
    const json::object& object = value.get_object();
    Receipt receipt;
    receipt.id = parse_id(text(object, "id")).value_or(Id{});
    receipt.undoes = parse_id(text(object, "undoes")).value_or(Id{});
    receipt.object = text(object, "object");
    receipt.file_name = text(object, "file");
    receipt.state = text(object, "state");
    const json::value* dry_run = object.if_contains("dry_run");
    receipt.dry_run = dry_run != nullptr && dry_run->is_bool() && dry_run->get_bool();
    receipt.started_at = parse_instant(text(object, "started_at")).value_or(Instant{});
    receipt.finished_at = parse_instant(text(object, "finished_at"));
    receipt.counts =
        Counts{number(object, "rows"),      number(object, "created"), number(object, "updated"),
               number(object, "unchanged"), number(object, "skipped"), number(object, "failed")};
    receipt.targets_created = number(object, "targets_created");
    receipt.errors_left_off = number(object, "errors_left_off");
    if (const json::value* errors = object.if_contains("errors"); errors != nullptr) {
        for (const json::value& one : errors->as_array()) {
            const json::object& error = one.as_object();
            receipt.errors.push_back(RowError{number(error, "row"), text(error, "field"),
                                              text(error, "value"), text(error, "code"),
                                              message_of(error)});
        }
    }
    return receipt;
}

}  // namespace clientela::importer
