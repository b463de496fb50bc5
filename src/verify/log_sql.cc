// SPDX-License-Identifier: Apache-2.0
// The log replayed: the last value that it tells of every field of every record must be the one
// that stands in the table, and its last version that of the row.
#include <map>

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "record/exact_json.h"
#include "record/write_json.h"
#include "verify/record_pages.h"
#include "verify/verify.h"

namespace clientela::verify {
namespace {

namespace json = boost::json;
using LinksOfRecords = std::map<Id, std::vector<std::string>>;

// What the log says of one record.
struct Told {
    std::int64_t lines = 0;
    std::int64_t version = 0;
    std::map<std::string, json::value, std::less<>> values;  // by field id
};

json::value exact(std::string_view text) {
    boost::system::error_code failed;
    json::value value = json::parse(record::keep_numbers(text).text, failed);
    return failed ? json::value() : value;
}

void add_line(Told& told, std::int64_t version, std::string_view diff) {
    ++told.lines;
    told.version = std::max(told.version, version);
    const json::value parsed = exact(diff);
    if (!parsed.is_object()) return;
    for (const json::key_value_pair& member : parsed.get_object()) {
        if (!member.value().is_array() || member.value().get_array().size() != 2) continue;
        told.values[std::string(member.key())] = member.value().get_array()[1];
    }
}

Result<std::map<Id, Told>> told_of(Examination& examination, const schema::Object& object,
                                   const RecordPage& page) {
    std::map<Id, Told> all;
    TRY(examination.tx.query(
        {"select record_id, version, diff from change where object_id = ? and record_id > ? and "
         "record_id <= ? order by record_id, seq",
         {std::int64_t{object.id}, page.after.value, page.last.value}},
        [&](const db::Row& row) {
            add_line(all[Id{row.integer(0)}], row.integer(1), row.text(2));
        }));
    return all;
}

json::value as_logged(const Value& value) {
    JsonWriter writer;
    record::write_value(writer, value);
    // Parsed inside an array: a lone number would not be seen as one.
    const json::value parsed = exact("[" + writer.take() + "]");
    return parsed.get_array()[0];
}

bool is_in_log(const schema::Field& field) {
    return field.type != schema::FieldType::id && !field.secret && field.name != "version" &&
           field.name != "updated_at" && field.name != "updated_by_id";
}

void compare(Examination& examination, const record::Record& record, const Told& told) {
    const std::string& name = record.object->name;
    if (told.version != record.version()) {
        examination.found(name, record.id(),
                          {"verify.other_version",
                           {{"log", std::to_string(told.version)},
                            {"record", std::to_string(record.version())}}});
    }
    for (const schema::Field& field : record.object->fields) {
        if (!is_in_log(field)) continue;
        const auto logged = told.values.find(std::to_string(field.id));
        // Erased personal data is in no line.
        if (logged == told.values.end() && field.personal) continue;
        const json::value expected = logged == told.values.end() ? json::value() : logged->second;
        if (as_logged(record[field]) == expected) continue;
        examination.found(name, record.id(), {"verify.other_value", {{"field", field.name}}});
    }
}

Result<LinksOfRecords> links_of(Examination& examination, const schema::ManyLink& link,
                                const RecordPage& page) {
    LinksOfRecords links;
    TRY(examination.tx.query(
        {"select " + link.own_column + ", " + link.other_column + " from " + link.table +
             " where " + link.own_column + " > ? and " + link.own_column + " <= ? order by 1, 2",
         {page.after.value, page.last.value}},
        [&](const db::Row& row) {
            links[Id{row.integer(0)}].push_back(to_string(Id{row.integer(1)}));
        }));
    return links;
}

void compare_links(Examination& examination, const schema::Object& object,
                   const schema::ManyLink& link, const LinksOfRecords& links,
                   const std::map<Id, Told>& told) {
    for (const auto& [id, of_record] : told) {
        const auto logged = of_record.values.find(std::to_string(link.id));
        json::array expected;
        if (logged != of_record.values.end() && logged->second.is_array())
            expected = logged->second.get_array();
        const auto stored = links.find(id);
        json::array present;
        if (stored != links.end()) {
            for (const std::string& other : stored->second)
                present.emplace_back(other);
        }
        if (present != expected)
            examination.found(object.name, id, {"verify.other_value", {{"field", link.name}}});
    }
}

Result<void> look_at_page(Examination& examination, const schema::Object& object,
                          const RecordPage& page) {
    std::map<Id, Told> told = TRY(told_of(examination, object, page));
    for (const schema::ManyLink& link : object.many_links) {
        compare_links(examination, object, link, TRY(links_of(examination, link, page)), told);
    }
    for (const record::Record& record : page.records) {
        examination.looked_at();
        const auto found = told.find(record.id());
        if (found == told.end()) {
            examination.found(object.name, record.id(), {"verify.not_in_log", {}});
            continue;
        }
        compare(examination, record, found->second);
        told.erase(found);
    }
    for (const auto& [id, left] : told)
        examination.found(object.name, id, {"verify.only_in_log", {}});
    return {};
}

}  // namespace

Result<void> look_at_log(Examination& examination) {
    for (const schema::Object& object : examination.schema.objects) {
        TRY(each_page(examination.tx, object, [&](const RecordPage& page) {
            return look_at_page(examination, object, page);
        }));
    }
    return {};
}

}  // namespace clientela::verify
