// SPDX-License-Identifier: Apache-2.0
// SQLite: FTS5 over words that are folded already, so its tokenizer only cuts at blanks ("ascii"
// leaves every other letter alone). PostgreSQL: tsvector made of the same words, no dictionary in
// between.
#include "search/index.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

#include "base/text.h"
#include "db/append.h"
#include "schema/setting.h"

namespace clientela::search {
namespace {

constexpr const char* kSetting = "search.fields";
constexpr const char* kUnreadSetting = "search.unread";  // OBJECT:VERSION, with blanks between
constexpr std::size_t kRebuildBatch = 500;
constexpr std::size_t kRowsAtOnce = 50;
constexpr std::size_t kVocabularyLetters = 30;

// Everything that decides what stands in the index.
std::string fingerprint(const schema::Schema& schema) {
    std::string text = "1";
    for (const schema::Object* object : searchable_objects(schema)) {
        text += " " + object->singular + ":";
        for (const schema::Field* field : searchable_fields(*object))
            text += field->name + ",";
    }
    return text;
}

Result<std::set<std::string>> unread(db::Transaction& tx) {
    std::istringstream words(TRY(schema::find_setting(tx, kUnreadSetting)).value_or(""));
    return std::set<std::string>(std::istream_iterator<std::string>(words), {});
}

Result<void> keep_unread(db::Transaction& tx, const std::set<std::string>& objects) {
    std::string text;
    for (const std::string& name : objects)
        text += name + " ";
    return schema::set_setting(tx, kUnreadSetting, text);
}

std::vector<std::string> table_statements(const std::string& table, db::Dialect dialect) {
    if (dialect == db::Dialect::sqlite) {
        return {"create virtual table if not exists " + table +
                " using fts5(name, body, tokenize='ascii', prefix='2 3', detail='column')"};
    }
    return {"create table if not exists " + table +
                " (id bigint primary key, name tsvector not null, words tsvector not null)",
            "create index if not exists ix_" + table + "_name on " + table + " using gin (name)",
            "create index if not exists ix_" + table + "_words on " + table + " using gin (words)"};
}

Result<void> create_tables(db::Transaction& tx, const schema::Schema& schema) {
    const bool sqlite = tx.dialect() == db::Dialect::sqlite;
    TRY(tx.execute(
        {sqlite ? "create table if not exists search_word "
                  "(seq integer primary key autoincrement, word text not null unique) strict"
                : "create table if not exists search_word "
                  "(seq bigserial primary key, word text collate \"C\" not null unique)",
         {}}));
    for (const schema::Object* object : searchable_objects(schema)) {
        for (const std::string& statement : table_statements(index_table(*object), tx.dialect())) {
            TRY(tx.execute({statement, {}}));
        }
    }
    return {};
}

Result<void> empty_tables(db::Transaction& tx, const schema::Schema& schema) {
    for (const schema::Object* object : searchable_objects(schema)) {
        TRY(tx.execute({"delete from " + index_table(*object), {}}));
    }
    TRY(tx.execute({"delete from search_word", {}}));
    return {};
}

Result<void> remove_rows(db::Transaction& tx, const std::string& table,
                         const std::vector<Id>& ids) {
    const char* key = tx.dialect() == db::Dialect::sqlite ? "rowid" : "id";
    for (std::span<const Id> rest = ids; !rest.empty();) {
        const std::size_t count = std::min(kRowsAtOnce, rest.size());
        db::Sql sql{"delete from " + table + " where " + key + " in ", {}};
        append_ids(sql, rest.first(count));
        TRY(tx.execute(sql));
        rest = rest.subspan(count);
    }
    return {};
}

Result<void> insert_sqlite(db::Transaction& tx, const std::string& table,
                           std::span<const Document> documents) {
    db::Sql sql{"insert into " + table + " (rowid, name, body) values (?, ?, ?)", {}};
    for (const Document& document : documents) {
        sql.args = {document.id.value, joined(document.name), joined(document.body)};
        TRY(tx.execute(sql));
    }
    return {};
}

Result<void> insert_postgres(db::Transaction& tx, const std::string& table,
                             std::span<const Document> documents) {
    while (!documents.empty()) {
        const std::size_t count = std::min(kRowsAtOnce, documents.size());
        db::Sql sql{"insert into " + table + " (id, name, words) values ", {}};
        for (const Document& document : documents.first(count)) {
            sql.text.append(sql.args.empty() ? "" : ", ")
                .append(
                    "(?, array_to_tsvector(string_to_array(?, ' ')), "
                    "array_to_tsvector(string_to_array(?, ' ')))");
            std::string all = joined(document.name);
            if (!all.empty() && !document.body.empty()) all.push_back(' ');
            all += joined(document.body);
            sql.args.emplace_back(document.id.value);
            sql.args.emplace_back(joined(document.name));
            sql.args.emplace_back(std::move(all));
        }
        TRY(tx.execute(sql));
        documents = documents.subspan(count);
    }
    return {};
}

// Numbers are looked for as they are; only words of letters are ever corrected.
bool is_vocabulary(const std::string& word) {
    return word.size() >= 3 && word.size() <= kVocabularyLetters &&
           word.find_first_of("0123456789") == std::string::npos;
}

Result<void> remember_words(db::Transaction& tx, const std::vector<Document>& documents) {
    std::vector<std::string> words;
    for (const Document& document : documents) {
        std::copy_if(document.name.begin(), document.name.end(), std::back_inserter(words),
                     is_vocabulary);
        std::copy_if(document.body.begin(), document.body.end(), std::back_inserter(words),
                     is_vocabulary);
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (std::span<const std::string> rest = words; !rest.empty();) {
        const std::size_t count = std::min(kRowsAtOnce, rest.size());
        db::Sql sql{"insert into search_word (word) values ", {}};
        for (const std::string& word : rest.first(count)) {
            sql.text.append(sql.args.empty() ? "(?)" : ", (?)");
            sql.args.emplace_back(word);
        }
        sql.text.append(" on conflict (word) do nothing");
        TRY(tx.execute(sql));
        rest = rest.subspan(count);
    }
    return {};
}

Result<std::vector<Id>> living_ids(db::Transaction& tx, const schema::Object& object, Id after) {
    std::vector<Id> ids;
    TRY(tx.query({"select id from " + schema::quoted(object.singular) +
                      " where id > ? and deleted_at is null order by id limit ?",
                  {after.value, static_cast<std::int64_t>(kRebuildBatch)}},
                 [&](const db::Row& row) { ids.push_back(Id{row.integer(0)}); }));
    return ids;
}

}  // namespace

std::string index_table(const schema::Object& object) { return "search_" + object.singular; }

Result<void> prepare(db::Store& store, const schema::Schema& schema) {
    const std::string wanted = fingerprint(schema);
    std::optional<std::string> present;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        present = TRY(schema::find_setting(tx, kSetting));
        return {};
    }));
    if (present == wanted) return read_noted(store, schema);
    return store.migrate([&](db::Transaction& tx) -> Result<void> {
        TRY(create_tables(tx, schema));
        TRY(empty_tables(tx, schema));
        TRY(change::set_consumer_cursor(tx, kConsumer, {}));
        TRY(keep_unread(tx, {}));
        return schema::set_setting(tx, kSetting, wanted);
    });
}

Result<Batch> read_documents(db::Transaction& tx, const schema::Object& object,
                             std::vector<Id> ids) {
    Batch batch{&object, std::move(ids), {}};
    const std::vector<const schema::Field*> fields = searchable_fields(object);
    std::string columns = "id";
    for (const schema::Field* field : fields)
        columns += ", " + field->name;
    for (std::span<const Id> rest = batch.ids; !rest.empty();) {
        const std::size_t count = std::min(kRowsAtOnce, rest.size());
        db::Sql sql{"select " + columns + " from " + schema::quoted(object.singular) +
                        " where deleted_at is null and id in ",
                    {}};
        append_ids(sql, rest.first(count));
        TRY(tx.query(sql, [&](const db::Row& row) {
            Document document{Id{row.integer(0)}, {}, {}};
            for (std::size_t place = 0; place < fields.size(); ++place) {
                add_text(document, *fields[place], row.text(static_cast<int>(place) + 1));
            }
            finish(document);
            batch.documents.push_back(std::move(document));
        }));
        rest = rest.subspan(count);
    }
    return batch;
}

Result<void> write_documents(db::Transaction& tx, const Batch& batch) {
    const std::string table = index_table(*batch.object);
    TRY(remove_rows(tx, table, batch.ids));
    if (tx.dialect() == db::Dialect::sqlite) {
        TRY(insert_sqlite(tx, table, batch.documents));
    } else {
        TRY(insert_postgres(tx, table, batch.documents));
    }
    return remember_words(tx, batch.documents);
}

namespace {

// Every batch holds the lock of the consumer, so what the consumer writes afterwards is never
// older.
Result<void> read_anew(db::Store& store, const schema::Object& object) {
    Id last;
    bool more = true;
    while (more) {
        Id reached;
        const db::Work work = [&](db::Transaction& tx) -> Result<void> {
            TRY(change::lock_consumer(tx, kConsumer));
            std::vector<Id> ids = TRY(living_ids(tx, object, last));
            reached = ids.empty() ? Id{} : ids.back();
            return write_documents(tx, TRY(read_documents(tx, object, std::move(ids))));
        };
        TRY(store.write(work, db::Priority::bulk));
        more = static_cast<bool>(reached);
        if (more) last = reached;
    }
    return {};
}

}  // namespace

Result<void> rebuild(db::Store& store, const schema::Schema& schema) {
    change::Cursor head;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        head = TRY(change::head(tx));
        return {};
    }));
    TRY(store.write([&](db::Transaction& tx) -> Result<void> {
        TRY(change::lock_consumer(tx, kConsumer));
        TRY(empty_tables(tx, schema));
        return change::set_consumer_cursor(tx, kConsumer, head);
    }));
    for (const schema::Object* object : searchable_objects(schema))
        TRY(read_anew(store, *object));
    return {};
}

Result<void> forget(db::Transaction& tx) {
    TRY(schema::remove_setting(tx, kSetting));
    return schema::remove_setting(tx, kUnreadSetting);
}

Result<bool> is_to_be_read_anew(db::Transaction& tx) { return !TRY(unread(tx)).empty(); }

Result<void> make_room(db::Transaction& tx, const schema::Schema& schema,
                       const std::vector<std::string>& objects) {
    const std::string wanted = fingerprint(schema);
    if (TRY(schema::find_setting(tx, kSetting)) != wanted) {
        TRY(create_tables(tx, schema));
        TRY(schema::set_setting(tx, kSetting, wanted));
    }
    if (objects.empty()) return {};
    std::set<std::string> names = TRY(unread(tx));
    // With the version of the definitions, so that a later change's note outlives the reading of
    // this one.
    for (const std::string& object : objects)
        names.insert(object + ":" + std::to_string(schema.custom_version));
    return keep_unread(tx, names);
}

Result<void> read_noted(db::Store& store, const schema::Schema& schema) {
    std::set<std::string> names;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        names = TRY(unread(tx));
        return {};
    }));
    for (const std::string& name : names) {
        const std::size_t colon = std::min(name.find(':'), name.size());
        // A note of definitions that this server does not have yet is for those who do.
        if (std::strtoll(name.c_str() + std::min(colon + 1, name.size()), nullptr, 10) >
            schema.custom_version)
            continue;
        const schema::Object* object = schema.find(name.substr(0, colon));
        if (object != nullptr && !searchable_fields(*object).empty())
            TRY(read_anew(store, *object));
        TRY(store.write([&](db::Transaction& tx) -> Result<void> {
            std::set<std::string> left = TRY(unread(tx));
            left.erase(name);
            return keep_unread(tx, left);
        }));
    }
    return {};
}

}  // namespace clientela::search
