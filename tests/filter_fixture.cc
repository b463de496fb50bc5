// SPDX-License-Identifier: Apache-2.0
#include "tests/filter_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include <boost/json.hpp>

namespace clientela {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& from, std::string_view key) {
    const json::value* value = from.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

schema::FieldType type_of(std::string_view name) {
    using schema::FieldType;
    static const std::map<std::string_view, FieldType> types{
        {"id", FieldType::id},           {"string", FieldType::string},
        {"text", FieldType::text},       {"integer", FieldType::integer},
        {"decimal", FieldType::decimal}, {"money", FieldType::money},
        {"boolean", FieldType::boolean}, {"date", FieldType::date},
        {"instant", FieldType::instant}, {"option", FieldType::option},
        {"link", FieldType::link},       {"json", FieldType::json}};
    return types.at(name);
}

schema::Field field_of(const json::object& from) {
    schema::Field field;
    field.name = text_of(from, "name");
    field.type = type_of(text_of(from, "type"));
    field.target = text_of(from, "target");
    field.secret = from.contains("secret");
    field.filterable = from.contains("filterable");
    if (const auto* scale = from.if_contains("scale")) {
        field.scale = static_cast<std::int32_t>(scale->as_int64());
    }
    if (const auto* options = from.if_contains("options")) {
        for (const auto& option : options->as_array()) {
            field.options.push_back({std::string(option.as_string()), {}, ""});
        }
    }
    return field;
}

schema::Object object_of(std::string name, const json::object& from) {
    schema::Object object;
    object.name = std::move(name);
    object.singular = text_of(from, "singular");
    object.parent = text_of(from, "parent");
    object.label_many = {text_of(from, "label_es"), text_of(from, "label_en")};
    for (const auto& field : from.at("fields").as_array()) {
        object.fields.push_back(field_of(field.as_object()));
    }
    for (const auto& item : from.at("relations").as_array()) {
        const auto& it = item.as_object();
        schema::Relation made;
        made.name = text_of(it, "name");
        made.target = text_of(it, "target");
        made.via = text_of(it, "via");
        object.relations.push_back(made);
    }
    for (const auto& item : from.at("many_links").as_array()) {
        const auto& it = item.as_object();
        schema::ManyLink made;
        made.name = text_of(it, "name");
        made.target = text_of(it, "target");
        made.table = text_of(it, "table");
        made.own_column = text_of(it, "own_column");
        made.other_column = text_of(it, "other_column");
        object.many_links.push_back(made);
    }
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
        object.fields[i].index = static_cast<int>(i);
        object.field_index[object.fields[i].name] = static_cast<int>(i);
    }
    return object;
}

void resolve(schema::Schema& schema) {
    for (std::size_t i = 0; i < schema.objects.size(); ++i) {
        schema.objects[i].index = static_cast<int>(i);
        schema.object_index[schema.objects[i].name] = static_cast<int>(i);
    }
    const auto find = [&](const std::string& name) -> schema::Object& {
        return schema.objects[static_cast<std::size_t>(schema.object_index.at(name))];
    };
    for (schema::Object& object : schema.objects) {
        for (schema::Field& field : object.fields) {
            if (!field.target.empty()) field.target_object = &find(field.target);
        }
        for (schema::Relation& relation : object.relations) {
            schema::Object& target = find(relation.target);
            relation.target_object = &target;
            relation.via_field =
                &target.fields[static_cast<std::size_t>(target.field_index.at(relation.via))];
        }
        for (schema::ManyLink& many : object.many_links)
            many.target_object = &find(many.target);
    }
}

Value value_of(const schema::Field& field, const json::value* from) {
    using schema::FieldType;
    if (from == nullptr || from->is_null()) return {};
    switch (field.type) {
        case FieldType::boolean: return from->as_bool();
        case FieldType::integer: return from->as_int64();
        case FieldType::decimal: return *parse_decimal(std::string(from->as_string()), field.scale);
        case FieldType::money:
            return *parse_money(text_of(from->as_object(), "amount"),
                                text_of(from->as_object(), "currency"));
        case FieldType::date: return *parse_date(std::string(from->as_string()));
        case FieldType::instant: return *parse_instant(std::string(from->as_string()));
        case FieldType::id:
        case FieldType::link: return filter_case_id(std::string(from->as_string()));
        default: return std::string(from->as_string());
    }
}

FilterRecord record_of(const schema::Object& object, const json::object& from) {
    FilterRecord record;
    for (const schema::Field& field : object.fields) {
        record.values.push_back(value_of(field, from.if_contains(field.name)));
    }
    for (const schema::ManyLink& many : object.many_links) {
        const auto* ids = from.if_contains(many.name);
        if (ids == nullptr) continue;
        for (const auto& id : ids->as_array()) {
            record.many[many.name].push_back(filter_case_id(std::string(id.as_string())));
        }
    }
    return record;
}

void read_cases(FilterCases& out, const json::array& from) {
    for (const auto& item : from) {
        FilterCase made;
        made.filter = text_of(item.as_object(), "filter");
        made.zone = text_of(item.as_object(), "zone");
        if (made.zone.empty()) made.zone = out.zone;
        for (const auto& id : item.at("match").as_array()) {
            made.match.push_back(std::string(id.as_string()));
        }
        std::sort(made.match.begin(), made.match.end());
        out.cases.push_back(made);
    }
}

FilterCases read_file() {
    std::ifstream file(std::string(CLIENTELA_SOURCE) + "/tests/cases/filter_cases.json");
    std::stringstream text;
    text << file.rdbuf();
    const json::value whole = json::parse(text.str());
    const json::object& root = whole.as_object();
    FilterCases out;
    for (const auto& object : root.at("objects").as_object()) {
        out.schema.objects.push_back(object_of(object.key(), object.value().as_object()));
    }
    resolve(out.schema);
    for (const schema::Object& object : out.schema.objects) {
        for (const auto& record : root.at("records").at(object.name).as_array()) {
            out.records[object.name].push_back(record_of(object, record.as_object()));
        }
    }
    out.zone = text_of(root, "zone");
    out.now = *parse_instant(text_of(root, "now"));
    out.today = *parse_date(text_of(root, "today"));
    out.me = filter_case_id(text_of(root, "me"));
    read_cases(out, root.at("cases").as_array());
    return out;
}

std::string column_of(const schema::Field& field, bool postgres) {
    using schema::FieldType;
    const auto typed = [&](const char* type) { return field.name + " " + type; };
    switch (field.type) {
        case FieldType::id: return typed("bigint primary key");
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::link: return typed("bigint");
        case FieldType::money:
            return typed("bigint, ") + field.name + "_currency text" +
                   (postgres ? " collate \"C\"" : "");
        case FieldType::boolean: return typed(postgres ? "boolean" : "integer");
        case FieldType::date: return typed(postgres ? "date" : "text");
        case FieldType::instant: return typed(postgres ? "timestamptz" : "integer");
        default: return typed(postgres ? "text collate \"C\"" : "text");
    }
}

void append_binds(std::vector<db::Bind>& out, const schema::Field& field, const Value& value) {
    if (field.type == schema::FieldType::money) {
        const auto* money = std::get_if<Money>(&value);
        out.push_back(money != nullptr ? db::Bind{money->minor} : db::Bind{});
        out.push_back(money != nullptr ? db::Bind{money->currency} : db::Bind{});
        return;
    }
    out.push_back(std::visit(
        [](const auto& held) -> db::Bind {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, Decimal>)
                return held.unscaled;
            else if constexpr (std::is_same_v<T, Money>)
                return held.minor;
            else if constexpr (std::is_same_v<T, Id>)
                return held.value;
            else
                return held;
        },
        value));
}

Result<void> create_table(db::Transaction& tx, const schema::Object& object) {
    std::string text = "create table " + object.singular + " (";
    for (const schema::Field& field : object.fields) {
        text +=
            (field.index > 0 ? ", " : "") + column_of(field, tx.dialect() == db::Dialect::postgres);
    }
    TRY(tx.execute({text + ")", {}}));
    for (const schema::ManyLink& many : object.many_links) {
        TRY(tx.execute({"create table " + many.table + " (" + many.own_column + " bigint, " +
                            many.other_column + " bigint)",
                        {}}));
    }
    return {};
}

}  // namespace

Id filter_case_id(std::string_view text) {
    std::string whole(text.size() < 13 ? 13 - text.size() : 0, '0');
    whole += text;
    return *parse_id(whole);
}

std::vector<Id> filter_case_branch(const schema::Object& tree, Id root) {
    const auto& records = filter_cases().records.at(tree.name);
    const schema::Field& parent = tree.field(tree.parent);
    std::vector<Id> branch{root};
    for (std::size_t i = 0; i < branch.size(); ++i) {
        for (const FilterRecord& record : records) {
            const Value& above = record.values[static_cast<std::size_t>(parent.index)];
            if (above == Value{branch[i]}) branch.push_back(std::get<Id>(record.values[0]));
        }
    }
    return branch;
}

Result<void> insert_filter_record(db::Transaction& tx, const schema::Object& object,
                                  const FilterRecord& record) {
    std::vector<db::Bind> binds;
    for (const schema::Field& field : object.fields) {
        append_binds(binds, field, record.values[static_cast<std::size_t>(field.index)]);
    }
    std::string text = "insert into " + object.singular + " values (?";
    for (std::size_t i = 1; i < binds.size(); ++i)
        text += ", ?";
    TRY(tx.execute({text + ")", binds}));
    for (const schema::ManyLink& many : object.many_links) {
        const auto found = record.many.find(many.name);
        if (found == record.many.end()) continue;
        for (Id id : found->second) {
            TRY(tx.execute({"insert into " + many.table + " values (?, ?)",
                            {std::get<Id>(record.values[0]).value, id.value}}));
        }
    }
    return {};
}

Result<void> create_filter_tables(db::Transaction& tx, const FilterRecords& records) {
    for (const schema::Object& object : filter_cases().schema.objects) {
        TRY(create_table(tx, object));
        for (const FilterRecord& record : records.at(object.name)) {
            TRY(insert_filter_record(tx, object, record));
        }
    }
    return {};
}

const FilterCases& filter_cases() {
    // Never destroyed: tests of other threads may still look at it.
    static const FilterCases* cases = new FilterCases(read_file());
    return *cases;
}

}  // namespace clientela
