// SPDX-License-Identifier: Apache-2.0
// Tables first, then rows in transactions of some thousands, then indexes. Until the last
// transaction a setting says that the store is not whole.
#include <map>
#include <random>
#include <utility>

#include <boost/json.hpp>

#include "backup/archive.h"
#include "backup/backup.h"
#include "backup/row_json.h"
#include "backup/tables.h"
#include "change/log.h"
#include "schema/custom.h"
#include "schema/migrate.h"
#include "schema/setting.h"

namespace clientela::backup {
namespace {

namespace json = boost::json;

constexpr std::size_t kValuesPerStatement = 10'000;
constexpr std::size_t kStatementsPerTransaction = 8;

Error broken(const char* key) { return make_error(ErrorCode::invalid, key); }

struct Heading {
    std::string program;  // version of the one that wrote it; older ones did not say
    schema::StoreLayout layout;
    Instant made_at;
};

Result<Heading> read_heading(ArchiveReader& archive) {
    boost::system::error_code failed;
    const Result<std::string_view> line = archive.line();
    if (!line.ok()) return broken("backup.no_backup");
    const json::value parsed = json::parse(*line, failed);
    if (failed || !parsed.is_object()) return broken("backup.no_backup");
    const json::object& object = parsed.get_object();
    const json::value* format = object.if_contains("clientela_backup");
    const json::value* layout = object.if_contains("layout");
    const json::value* made_at = object.if_contains("made_at");
    if (format == nullptr || layout == nullptr || made_at == nullptr || !made_at->is_string())
        return broken("backup.no_backup");
    if (*format != kFormat) return broken("backup.newer");
    Heading heading;
    const json::value* program = object.if_contains("program");
    if (program != nullptr && program->is_string()) heading.program = program->get_string();
    heading.layout = TRY(schema::parse_layout(json::serialize(*layout)));
    heading.made_at = parse_instant(made_at->get_string()).value_or(Instant{});
    return heading;
}

Result<bool> is_unfinished(db::Transaction& tx) {
    if (!TRY(schema::find_layout(tx))) return false;
    return TRY(schema::find_setting(tx, kUnfinishedSetting)).has_value();
}

// Without indexes: those are built faster over all rows at once.
schema::StoreLayout bare(schema::StoreLayout layout) {
    for (schema::Table& table : layout.tables)
        table.indexes.clear();
    return layout;
}

Result<void> make_tables(db::Store& store, const schema::StoreLayout& layout) {
    return store.migrate([&](db::Transaction& tx) -> Result<void> {
        if (TRY(is_unfinished(tx))) return make_error(ErrorCode::conflict, "backup.unfinished");
        if (TRY(schema::find_layout(tx)))
            return make_error(ErrorCode::conflict, "backup.not_empty");
        TRY(schema::apply_plan(tx, schema::plan_migration(nullptr, bare(layout), tx.dialect())));
        return schema::set_setting(tx, kUnfinishedSetting, "1");
    });
}

Result<void> make_indexes(db::Store& store, const schema::StoreLayout& layout) {
    const schema::StoreLayout without = bare(layout);
    const schema::Plan plan = schema::plan_migration(&without, layout, store.dialect());
    TRY(store.migrate([&](db::Transaction& tx) { return schema::apply_plan(tx, plan); }));
    return schema::finish_plan(store, plan);
}

// Collects rows into statements, and statements into transactions.
class Loader {
public:
    explicit Loader(db::Store& store) : store_(store) {}

    Result<void> begin(const schema::Table& table) {
        TRY(flush());
        table_ = &table;
        rows_per_statement_ = std::max<std::size_t>(1, kValuesPerStatement / table.columns.size());
        return {};
    }
    Result<void> row(std::string_view line) {
        TRY(read_row(line, *table_, values_));
        ++rows_;
        if (++waiting_ < rows_per_statement_) return {};
        return end_statement();
    }
    Result<void> flush() {
        if (waiting_ > 0) TRY(end_statement());
        if (statements_.empty()) return {};
        TRY(store_.write(
            [&](db::Transaction& tx) -> Result<void> {
                for (const db::Sql& statement : statements_)
                    TRY(tx.execute(statement));
                return {};
            },
            db::Priority::bulk));
        statements_.clear();
        return {};
    }
    std::int64_t rows() const { return rows_; }

private:
    Result<void> end_statement() {
        std::string text = "insert into " + schema::quoted(table_->name) + " (";
        std::string marks;
        for (const schema::Column& column : table_->columns) {
            text += (marks.empty() ? "" : ", ") + schema::quoted(column.name);
            marks += marks.empty() ? "?" : ", ?";
        }
        text += ") values ";
        for (std::size_t row = 0; row < waiting_; ++row)
            text += (row == 0 ? "(" : ", (") + marks + ")";
        // The layout and the mark of what is unfinished stand there already.
        if (table_->name == kSettingTable) text += " on conflict (name) do nothing";
        statements_.push_back({std::move(text), std::move(values_)});
        values_.clear();
        waiting_ = 0;
        if (statements_.size() < kStatementsPerTransaction) return {};
        return flush();
    }

    db::Store& store_;
    const schema::Table* table_ = nullptr;
    std::size_t rows_per_statement_ = 1;
    std::size_t waiting_ = 0;
    std::vector<db::Bind> values_;
    std::vector<db::Sql> statements_;
    std::int64_t rows_ = 0;
};

struct Loaded {
    std::int64_t rows = 0;
    std::string hash;
    bool operator==(const Loaded&) const = default;
};
using Ending = std::map<std::string, Loaded>;  // by table

std::optional<Ending> read_ending(const json::object& object) {
    const json::value* tables = object.if_contains("tables");
    if (tables == nullptr || !tables->is_object()) return std::nullopt;
    Ending ending;
    for (const json::key_value_pair& member : tables->get_object()) {
        if (!member.value().is_object()) return std::nullopt;
        const json::value* rows = member.value().get_object().if_contains("rows");
        const json::value* hash = member.value().get_object().if_contains("hash");
        if (rows == nullptr || !rows->is_int64() || hash == nullptr || !hash->is_string())
            return std::nullopt;
        ending[std::string(member.key())] = {rows->get_int64(), std::string(hash->get_string())};
    }
    return ending;
}

// The lines after the heading: {"table"}, its rows, ... and the ending.
Result<Ending> load(ArchiveReader& archive, Loader& loader, const schema::StoreLayout& layout,
                    const std::function<void(std::int64_t)>& told) {
    Ending loaded;
    Loaded* of_table = nullptr;
    LineHash hash;
    for (;;) {
        const std::string_view line = TRY(archive.line());
        if (line.starts_with('[')) {
            if (of_table == nullptr) return broken("backup.cut");
            TRY(loader.row(line));
            hash.add(line);
            ++of_table->rows;
            if (told && loader.rows() % 10'000 == 0) told(loader.rows());
            continue;
        }
        boost::system::error_code failed;
        const json::value parsed = json::parse(line, failed);
        if (failed || !parsed.is_object()) return broken("backup.cut");
        const json::value* name = parsed.get_object().if_contains("table");
        if (of_table != nullptr) of_table->hash = std::exchange(hash, {}).text();
        if (name == nullptr) {
            TRY(loader.flush());
            if (read_ending(parsed.get_object()) != loaded) return broken("backup.cut");
            return loaded;
        }
        const schema::Table* table =
            name->is_string() ? layout.find_table(std::string(name->get_string())) : nullptr;
        if (table == nullptr) return broken("backup.cut");
        TRY(loader.begin(*table));
        of_table = &loaded[table->name];
    }
}

// Numbers that the store gives go on after those that were given.
Result<void> continue_numbers(db::Transaction& tx, const schema::StoreLayout& layout) {
    if (tx.dialect() == db::Dialect::sqlite) return {};  // AUTOINCREMENT has seen them
    for (const schema::Table& table : layout.tables) {
        for (const schema::Column& column : table.columns) {
            if (column.kind != schema::ColumnKind::serial) continue;
            TRY(tx.query({"select setval(pg_get_serial_sequence(?, ?), (select coalesce(max(" +
                              schema::quoted(column.name) + "), 0) + 1 from " +
                              schema::quoted(table.name) + "), false)",
                          {schema::quoted(table.name), column.name}},
                         [](const db::Row&) {}));
        }
    }
    return {};
}

// Reads everything again, as a backup of the new store would.
Result<record::ContentHash> look_again(db::Store& store, const schema::StoreLayout& layout,
                                       const Ending& ending) {
    record::ContentHash content;
    const db::Work work = [&](db::Transaction& tx) -> Result<void> {
        for (const schema::Table& table : layout.tables) {
            // Settings gain what belongs to the new store.
            if (!is_kept(table) || table.name == kSettingTable) continue;
            LineHash hash;
            const std::int64_t rows =
                TRY(each_line(tx, table, [&](const std::string& line) -> Result<void> {
                    hash.add(line);
                    return {};
                }));
            const auto expected = ending.find(table.name);
            if (expected == ending.end() || expected->second != Loaded{rows, hash.text()})
                return make_error(ErrorCode::internal, "backup.other_content",
                                  {{"table", table.name}});
        }
        content = TRY(content_of(tx));
        return {};
    };
    TRY(store.read(work, kPatience));
    return content;
}

}  // namespace

Result<Summary> restore(db::Store& store, const std::string& path, const db::Work& finish,
                        const std::function<void(std::int64_t)>& told) {
    ArchiveReader archive = TRY(ArchiveReader::open(path));
    const Heading heading = TRY(read_heading(archive));
    TRY(make_tables(store, heading.layout));
    Loader loader(store);
    const Ending ending = TRY(load(archive, loader, heading.layout, told));
    TRY(make_indexes(store, heading.layout));
    Summary summary;
    summary.rows = loader.rows();
    summary.made_at = heading.made_at;
    summary.content = TRY(look_again(store, heading.layout, ending));
    TRY(store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(continue_numbers(tx, heading.layout));
        TRY(change::begin_series(tx, std::random_device()()));
        if (finish) TRY(finish(tx));
        return schema::remove_setting(tx, kUnfinishedSetting);
    }));
    return summary;
}

Result<std::string> program_of(const std::string& path) {
    ArchiveReader archive = TRY(ArchiveReader::open(path));
    return TRY(read_heading(archive)).program;
}

Result<void> refuse_unfinished(db::Store& store) {
    return store.read([&](db::Transaction& tx) -> Result<void> {
        if (!TRY(is_unfinished(tx))) return {};
        return make_error(ErrorCode::unavailable, "backup.unfinished");
    });
}

}  // namespace clientela::backup
