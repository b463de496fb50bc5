// SPDX-License-Identifier: Apache-2.0
// One scan per index; the rows pass through visibility like any list.
#include "access/visibility.h"
#include "base/text.h"
#include "importer/key_index.h"
#include "record/columns.h"
#include "record/conditions.h"
#include "record/table_sql.h"

namespace clientela::importer {

namespace {

void append(db::Sql& sql, db::Sql condition) {
    if (condition.text.empty()) return;
    sql.text += " and (" + condition.text + ")";
    for (db::Bind& arg : condition.args)
        sql.args.push_back(std::move(arg));
}

}  // namespace

std::string key_text(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return fold(trim(*text));
    if (const auto* id = std::get_if<Id>(&value)) return to_string(*id);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* decimal = std::get_if<Decimal>(&value)) return to_string(*decimal);
    if (const auto* money = std::get_if<Money>(&value))
        return amount_text(*money) + money->currency;
    if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
    if (const auto* instant = std::get_if<Instant>(&value)) return to_string(*instant);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    return {};
}

std::string joined_key(const std::vector<Value>& values) {
    std::string key;
    bool any = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) key.push_back('\x1f');
        const std::string text = key_text(values[i]);
        any = any || !text.empty();
        key += text;
    }
    return any ? key : std::string();
}

Answer KeyIndex::find(const std::string& key) const {
    const auto found = ids_.find(key);
    if (found == ids_.end()) return {};
    return found->second ? Answer{Found::one, found->second} : Answer{Found::several, {}};
}

void KeyIndex::add(std::string key, Id id) {
    if (key.empty()) return;
    const auto [place, fresh] = ids_.emplace(std::move(key), id);
    if (!fresh && place->second != id) place->second = Id{};
}

void KeyIndex::merge(const KeyIndex& other) {
    for (const auto& [key, id] : other.ids_)
        add(key, id);
}

Result<KeyIndex> load_key_index(record::Context& context, const schema::Object& object,
                                const std::vector<const schema::Field*>& fields,
                                const filter::Filter& condition) {
    db::Sql sql{"select t.id", {}};
    for (const schema::Field* field : fields) {
        sql.text += ", ";
        record::append_columns(sql.text, *field, "t");
    }
    sql.text += " from \"" + object.singular + "\" t where t.deleted_at is null";
    append(sql, access::visible_condition(context.principal, context.schema, object,
                                          access::Action::read, "t"));
    if (!condition.empty())
        append(sql, TRY(filter::compile(condition, record::compile_options(context))));
    KeyIndex index;
    std::vector<Value> values(fields.size());
    TRY(context.tx.query(sql, [&](const db::Row& row) {
        int column = 1;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            values[i] = record::read_value(*fields[i], row, column);
            column += record::column_count(*fields[i]);
        }
        index.add(joined_key(values), Id{row.integer(0)});
    }));
    return index;
}

}  // namespace clientela::importer
