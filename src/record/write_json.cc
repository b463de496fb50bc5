// SPDX-License-Identifier: Apache-2.0
// What the API says of a record. Secret fields are never among the fields given.
#include "record/write_json.h"

namespace clientela::record {
namespace {

struct Write {
    JsonWriter& writer;
    void operator()(std::monostate) const { writer.null(); }
    void operator()(bool value) const { writer.boolean(value); }
    void operator()(std::int64_t value) const { writer.integer(value); }
    void operator()(const Decimal& value) const { writer.raw(to_string(value)); }
    void operator()(const Money& value) const {
        writer.begin_object();
        writer.member("amount", amount_text(value));
        writer.member("currency", value.currency);
        writer.end_object();
    }
    void operator()(const std::string& value) const { writer.string(value); }
    void operator()(Date value) const { writer.string(to_string(value)); }
    void operator()(Instant value) const { writer.string(to_string(value)); }
    void operator()(Id value) const { writer.string(to_string(value)); }
};

void write_label(JsonWriter& writer, const schema::Field& field, const LinkLabel& label) {
    if (label.locked) {
        writer.member(field.name + "@clientela.locked", true);
    } else {
        writer.member(field.name + "@clientela.label", label.text);
    }
}

}  // namespace

void write_value(JsonWriter& writer, const Value& value) { std::visit(Write{writer}, value); }

void write_field(JsonWriter& writer, const schema::Field& field, const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    if (text != nullptr && field.type == schema::FieldType::json) {
        writer.raw(*text);
    } else {
        write_value(writer, value);
    }
}

void write_members(JsonWriter& writer, const Row& row,
                   const std::vector<const schema::Field*>& fields, bool labels) {
    writer.member("@odata.etag", "W/\"" + std::to_string(row.record.version()) + "\"");
    for (const schema::Field* field : fields) {
        const Value& value = row.record[*field];
        writer.key(field->name);
        write_field(writer, *field, value);
        if (!labels || field->type != schema::FieldType::link || is_null(value)) continue;
        const auto place = static_cast<std::size_t>(field->index);
        if (place < row.labels.size()) write_label(writer, *field, row.labels[place]);
    }
}

}  // namespace clientela::record
