// SPDX-License-Identifier: Apache-2.0
// Every table of the layout, all on one snapshot.
#include <map>

#include "backup/archive.h"
#include "backup/backup.h"
#include "backup/tables.h"
#include "base/json_writer.h"
#include "schema/custom.h"
#include "schema/migrate.h"

namespace clientela::backup {
namespace {

constexpr std::int64_t kTellEvery = 10'000;

struct Saved {
    std::int64_t rows = 0;
    std::string hash;
};
using Tables = std::map<std::string, Saved>;

std::string heading(const schema::StoreLayout& layout, Instant now, std::string_view program) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("clientela_backup", kFormat);
    writer.member("program", program);
    writer.member("made_at", to_string(now));
    writer.key("layout");
    writer.raw(schema::to_json(layout));
    writer.end_object();
    return writer.take();
}

std::string table_heading(const schema::Table& table) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("table", table.name);
    writer.end_object();
    return writer.take();
}

std::string ending(const Tables& tables) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("tables");
    writer.begin_object();
    for (const auto& [name, saved] : tables) {
        writer.key(name);
        writer.begin_object();
        writer.member("rows", saved.rows);
        writer.member("hash", saved.hash);
        writer.end_object();
    }
    writer.end_object();
    writer.end_object();
    return writer.take();
}

Result<Saved> save_table(db::Transaction& tx, const schema::Table& table, ArchiveWriter& archive,
                         std::int64_t& rows, const std::function<void(std::int64_t)>& told) {
    TRY(archive.line(table_heading(table)));
    LineHash hash;
    Saved saved;
    saved.rows = TRY(each_line(tx, table, [&](const std::string& line) {
        hash.add(line);
        if (++rows % kTellEvery == 0 && told) told(rows);
        return archive.line(line);
    }));
    saved.hash = hash.text();
    return saved;
}

}  // namespace

Result<record::ContentHash> content_of(db::Transaction& tx) {
    const schema::Loaded loaded =
        schema::load_customized(TRY(schema::find_document(tx)), schema::Extent::served);
    if (loaded.schema == nullptr) return schema::invalid_definitions(loaded.problems);
    return record::content_hash(tx, *loaded.schema);
}

Result<Summary> save(db::Store& store, const std::string& path, Instant now,
                     std::string_view program, const std::function<void(std::int64_t)>& told) {
    ArchiveWriter archive = TRY(ArchiveWriter::create(path));
    Summary summary;
    summary.made_at = now;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        const std::optional<schema::StoreLayout> layout = TRY(schema::find_layout(tx));
        if (!layout) return internal_error("a store that is open has a layout");
        TRY(archive.line(heading(*layout, now, program)));
        Tables tables;
        for (const schema::Table& table : layout->tables) {
            if (is_kept(table))
                tables[table.name] = TRY(save_table(tx, table, archive, summary.rows, told));
        }
        summary.content = TRY(content_of(tx));
        return archive.line(ending(tables));
    };
    TRY(store.read(work, kPatience));
    summary.bytes = TRY(archive.finish());
    return summary;
}

}  // namespace clientela::backup
