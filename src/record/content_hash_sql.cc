// SPDX-License-Identifier: Apache-2.0
// Rows are added up, so their order and the store do not matter.
#include "record/content_hash.h"

#include <array>

#include "base/hash.h"
#include "base/hex.h"
#include "record/record.h"
#include "record/table_sql.h"
#include "record/write_json.h"

namespace clientela::record {
namespace {

constexpr std::int64_t kPageSize = 5'000;  // memory does not grow with the store

std::uint64_t finish(std::uint64_t hash) {  // spreads every bit before hashes are added up
    hash = (hash ^ (hash >> 33U)) * 0xff51afd7ed558ccdULL;
    hash = (hash ^ (hash >> 33U)) * 0xc4ceb9fe1a85ec53ULL;
    return hash ^ (hash >> 33U);
}

bool counts(const schema::Field& field) {
    static constexpr std::array<std::string_view, 7> kAside{
        "version",       "created_at", "created_by_id",   "updated_at",
        "updated_by_id", "deleted_at", "deleted_group_id"};
    for (const std::string_view name : kAside) {
        if (field.name == name) return false;
    }
    return true;
}

Result<std::uint64_t> hash_rows(db::Transaction& tx, const schema::Object& object,
                                std::int64_t& records) {
    std::vector<const schema::Field*> fields;
    for (const schema::Field& field : object.fields) {
        if (counts(field)) fields.push_back(&field);
    }
    const std::string text = "select " + select_list(fields, "t") + " from " +
                             schema::quoted(object.singular) +
                             " t where t.deleted_at is null and t.id > ? order by t.id limit ?";
    std::uint64_t sum = 0;
    Id last;
    for (std::int64_t got = kPageSize; got == kPageSize;) {
        got = 0;
        TRY(tx.query({text, {last.value, kPageSize}}, [&](const db::Row& row) {
            Record record{&object, std::vector<Value>(object.fields.size())};
            fill(record, fields, row, 0);
            JsonWriter writer;
            writer.begin_array();
            for (const schema::Field* field : fields)
                write_value(writer, record[*field]);
            writer.end_array();
            sum += finish(fnv1a_64(writer.text()));
            last = record.id();
            ++got;
        }));
        records += got;
    }
    return sum;
}

Result<std::uint64_t> hash_links(db::Transaction& tx, const schema::Object& object,
                                 const schema::ManyLink& link) {
    const std::string own = "l." + link.own_column;
    const std::string other = "l." + link.other_column;
    const std::string text = "select " + own + ", " + other + " from " + link.table + " l join " +
                             schema::quoted(object.singular) + " t on t.id = " + own +
                             " where t.deleted_at is null and (" + own + ", " + other +
                             ") > (?, ?) order by " + own + ", " + other + " limit ?";
    std::uint64_t sum = 0;
    std::int64_t last_own = 0;
    std::int64_t last_other = 0;
    for (std::int64_t got = kPageSize; got == kPageSize;) {
        got = 0;
        TRY(tx.query({text, {last_own, last_other, kPageSize}}, [&](const db::Row& row) {
            last_own = row.integer(0);
            last_other = row.integer(1);
            const std::string pair =
                link.name + ":" + std::to_string(last_own) + ":" + std::to_string(last_other);
            sum += finish(fnv1a_64(pair));
            ++got;
        }));
    }
    return sum;
}

}  // namespace

std::string ContentHash::text() const {
    std::uint64_t hash = kFnv1aStart;
    for (const auto& [name, sum] : objects)
        hash = finish(fnv1a_64(name + ":" + std::to_string(sum), hash));
    return hex_number(hash);
}

Result<ContentHash> content_hash(db::Transaction& tx, const schema::Schema& schema) {
    ContentHash hash;
    for (const schema::Object& object : schema.objects) {
        if (object.name == "notifications") continue;  // they tell of content, they are none
        std::uint64_t sum = TRY(hash_rows(tx, object, hash.records));
        for (const schema::ManyLink& link : object.many_links)
            sum += TRY(hash_links(tx, object, link));
        hash.objects[object.name] = sum;
    }
    return hash;
}

}  // namespace clientela::record
