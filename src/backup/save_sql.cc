// SPDX-License-Identifier: Apache-2.0
// Every table of the layout, page by page along its key, all on one snapshot.
#include <algorithm>
#include <array>
#include <map>

#include "backup/archive.h"
#include "backup/backup.h"
#include "backup/row_json.h"
#include "backup/tables.h"
#include "change/log.h"
#include "schema/migrate.h"

namespace clientela::backup {
namespace {

constexpr std::chrono::hours kPatience{24};
constexpr std::int64_t kPageSize = 5'000;

// The place of the rows of a page: where the next one begins.
using Key = std::vector<db::Bind>;

db::Bind bind_of(schema::ColumnKind kind, const db::Row& row, int column) {
    switch (kind) {
        case schema::ColumnKind::text: return std::string(row.text(column));
        case schema::ColumnKind::boolean: return row.boolean(column);
        case schema::ColumnKind::date: return row.date(column);
        case schema::ColumnKind::instant: return row.instant(column);
        default: return row.integer(column);
    }
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + schema::quoted(name);
    return text;
}

db::Sql page_of(const schema::Table& table, const Key& after) {
    std::vector<std::string> columns;
    for (const schema::Column& column : table.columns)
        columns.push_back(column.name);
    db::Sql sql{"select " + joined(columns) + " from " + schema::quoted(table.name), {}};
    if (!after.empty()) {
        std::string marks;
        for (std::size_t place = 0; place < after.size(); ++place)
            marks += place == 0 ? "?" : ", ?";
        sql.text += " where (" + joined(table.key) + ") > (" + marks + ")";
        sql.args = after;
    }
    sql.text += " order by " + joined(table.key) + " limit ?";
    sql.args.emplace_back(kPageSize);
    return sql;
}

Key key_at(const schema::Table& table, const db::Row& row) {
    Key key;
    for (const std::string& name : table.key) {
        const auto found =
            std::find_if(table.columns.begin(), table.columns.end(),
                         [&](const schema::Column& column) { return column.name == name; });
        key.push_back(bind_of(found->kind, row, static_cast<int>(found - table.columns.begin())));
    }
    return key;
}

// In another cluster transaction ids begin anew, so the log of a backup has none: its order is seq
// alone. A reader's place becomes the last seq before which it has read everything.
Result<std::int64_t> place_without_transactions(db::Transaction& tx, change::Cursor place) {
    std::int64_t seq = 0;
    TRY(tx.query({"select coalesce((select min(seq) - 1 from change where (tx_id, seq) > (?, ?)), "
                  "(select max(seq) from change), 0)",
                  {place.tx_id, place.seq}},
                 [&](const db::Row& row) { seq = row.integer(0); }));
    return seq;
}

class Saver {
public:
    Saver(db::Transaction& tx, ArchiveWriter& archive,
          const std::function<void(std::int64_t)>& told)
        : tx_(tx), archive_(archive), told_(told) {}

    Result<void> table(const schema::Table& table) {
        JsonWriter heading;
        heading.begin_object();
        heading.member("table", table.name);
        heading.end_object();
        TRY(archive_.line(heading.take()));
        std::int64_t& rows = counts_[table.name];
        Key after;
        for (std::int64_t got = kPageSize; got == kPageSize;) {
            got = TRY(page(table, after));
            rows += got;
            rows_ += got;
            if (told_) told_(rows_);
        }
        return {};
    }

    Result<void> end(const record::ContentHash& content) {
        JsonWriter ending;
        ending.begin_object();
        ending.key("rows");
        ending.begin_object();
        for (const auto& [name, rows] : counts_)
            ending.member(name, rows);
        ending.end_object();
        ending.member("content_hash", content.text());
        ending.member("records", content.records);
        ending.end_object();
        return archive_.line(ending.take());
    }

    std::int64_t rows() const { return rows_; }

private:
    Result<std::int64_t> page(const schema::Table& table, Key& after) {
        std::vector<std::string> lines;
        TRY(tx_.query(page_of(table, after), [&](const db::Row& row) {
            JsonWriter writer;
            write_row(writer, table, row);
            lines.push_back(writer.take());
            after = key_at(table, row);
        }));
        if (table.name == kConsumerTable) TRY(forget_transactions(lines));
        for (const std::string& line : lines)
            TRY(archive_.line(line));
        return static_cast<std::int64_t>(lines.size());
    }

    // Few rows: [name, tx_id, seq, error].
    Result<void> forget_transactions(std::vector<std::string>& lines) {
        lines.clear();
        std::vector<std::pair<std::string, change::Cursor>> places;
        TRY(tx_.query(
            {"select name, tx_id, seq from consumer order by name", {}}, [&](const db::Row& row) {
                places.push_back({std::string(row.text(0)), {row.integer(1), row.integer(2)}});
            }));
        for (const auto& [name, place] : places) {
            JsonWriter writer;
            writer.begin_array();
            writer.string(name);
            writer.integer(0);
            writer.integer(TRY(place_without_transactions(tx_, place)));
            writer.null();
            writer.end_array();
            lines.push_back(writer.take());
        }
        return {};
    }

    db::Transaction& tx_;
    ArchiveWriter& archive_;
    const std::function<void(std::int64_t)>& told_;
    std::map<std::string, std::int64_t> counts_;
    std::int64_t rows_ = 0;
};

std::string heading(const schema::Layout& layout, Instant now) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("clientela_backup", kFormat);
    writer.member("made_at", to_string(now));
    writer.key("layout");
    writer.raw(schema::to_json(layout));
    writer.end_object();
    return writer.take();
}

}  // namespace

Result<Summary> save(db::Store& store, const schema::Schema& schema, const std::string& path,
                     Instant now, const std::function<void(std::int64_t)>& told) {
    ArchiveWriter archive = TRY(ArchiveWriter::create(path));
    Summary summary;
    summary.made_at = now;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        const std::optional<schema::Layout> layout = TRY(schema::find_layout(tx));
        if (!layout) return internal_error("a store that is open has a layout");
        TRY(archive.line(heading(*layout, now)));
        Saver saver(tx, archive, told);
        for (const schema::Table& table : layout->tables) {
            if (is_kept(table)) TRY(saver.table(table));
        }
        summary.content = TRY(record::content_hash(tx, schema));
        TRY(saver.end(summary.content));
        summary.rows = saver.rows();
        return {};
    };
    TRY(store.read(work, kPatience));
    summary.bytes = TRY(archive.finish());
    return summary;
}

}  // namespace clientela::backup
