// SPDX-License-Identifier: Apache-2.0
// Binds a mapping to the definitions and to the header of a file: names become fields and
// positions.
#include <algorithm>

#include "base/field_errors.h"
#include "base/text.h"
#include "importer/guess.h"
#include "importer/mapping.h"

namespace clientela::importer {

namespace {

using schema::FieldType;

// The field by which a record is also known where its name is asked for: the mail of a person.
const schema::Field* mail_of(const schema::Object& target) {
    const auto found =
        std::find_if(target.fields.begin(), target.fields.end(), [](const schema::Field& field) {
            return field.format == schema::Format::email && field.unique && !field.secret;
        });
    return found == target.fields.end() ? nullptr : &*found;
}

class Binder {
public:
    Binder(const schema::Schema& schema, const schema::Object& object,
           const std::vector<std::string>& header)
        : schema_(schema), object_(object), header_(header) {
        bound_.object = &object;
    }
    Result<BoundMapping> bind(const Mapping& mapping, const std::vector<std::string>& match);

private:
    void bind_guessed();
    void bind_column(const ColumnMapping& how);
    void bind_default(const ColumnMapping& how);
    bool bind_target(BoundColumn& column, const std::string& place);
    void bind_template(BoundColumn& column, const std::string& place);
    void bind_match(const std::vector<std::string>& match);
    void refuse_unknown(std::string place, const std::string& name);
    const schema::Field* writable(const std::string& name) const;
    bool fills(const schema::Field* field) const;

    const schema::Schema& schema_;
    const schema::Object& object_;
    const std::vector<std::string>& header_;
    BoundMapping bound_;
    FieldErrors errors_;
};

void Binder::refuse_unknown(std::string place, const std::string& name) {
    errors_.add_told(std::move(place), "unknown_field",
                     Message{"field.unknown_field_named", {{"name", name}}});
}

const schema::Field* Binder::writable(const std::string& name) const {
    const schema::Field* field = object_.find_field(name);
    if (field == nullptr || field->secret || field->type == FieldType::json) return nullptr;
    return field;
}

bool Binder::bind_target(BoundColumn& column, const std::string& place) {
    const bool looked_up = column.many != nullptr || column.how.is_link;
    if (!looked_up) return true;
    if (column.many == nullptr && column.field->type != FieldType::link) {
        errors_.add(place, "not_a_link");
        return false;
    }
    column.target =
        column.many != nullptr ? column.many->target_object : column.field->target_object;
    const std::string& name = column.how.match.empty() ? column.target->title : column.how.match;
    column.target_field = column.target->find_field(name);
    if (column.target_field == nullptr || column.target_field->secret) {
        refuse_unknown(place + "/match", name);
        return false;
    }
    if (name == column.target->title) column.mail_field = mail_of(*column.target);
    return true;
}

void Binder::bind_template(BoundColumn& column, const std::string& place) {
    const std::string& text = column.how.text_template;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t open = std::min(text.find('{', start), text.size());
        const std::size_t close = text.find('}', open);
        if (open > start) column.parts.push_back({text.substr(start, open - start), std::nullopt});
        if (open == text.size()) return;
        const std::string name = text.substr(open + 1, close - open - 1);
        const auto cell = std::find(header_.begin(), header_.end(), name);
        if (close == std::string::npos || cell == header_.end()) {
            errors_.add(place + "/template", "no_such_column");
            return;
        }
        column.parts.push_back({"", static_cast<std::size_t>(cell - header_.begin())});
        start = close + 1;
    }
}

void Binder::bind_column(const ColumnMapping& how) {
    const std::string place = (how.is_link ? "links/" : "columns/") + how.column;
    const auto cell = std::find(header_.begin(), header_.end(), how.column);
    if (cell == header_.end()) {
        errors_.add(place, "no_such_column");
        return;
    }
    if (how.field.empty()) return;
    BoundColumn column;
    column.how = how;
    column.cell = static_cast<std::size_t>(cell - header_.begin());
    column.field = writable(how.field);
    if (column.field == nullptr) column.many = object_.find_many_link(how.field);
    if (column.field == nullptr && column.many == nullptr) {
        refuse_unknown(place, how.field);
        return;
    }
    if (fills(column.field)) {
        errors_.add(place, "filled_twice", {{"name", how.field}});
        return;
    }
    bind_template(column, place);
    if (bind_target(column, place)) bound_.columns.push_back(std::move(column));
}

bool Binder::fills(const schema::Field* field) const {
    return field != nullptr &&
           std::any_of(bound_.columns.begin(), bound_.columns.end(),
                       [&](const BoundColumn& column) { return column.field == field; });
}

// Names of fields first; then labels, as the page knows them, where they leave no doubt. A link
// under its label holds what people call the record, not its id.
void Binder::bind_guessed() {
    for (const std::string& name : header_) {
        const schema::Field* field = writable(name);
        if (field == nullptr && object_.find_many_link(name) == nullptr) continue;
        ColumnMapping how;
        how.column = name;
        how.field = name;
        bind_column(how);
    }
    const std::vector<Guess> guesses = guess_fields(header_, object_);
    for (std::size_t i = 0; i < header_.size(); ++i) {
        const Guess& guess = guesses[i];
        const bool sure = guess.field != nullptr && guess.confidence == Confidence::sure;
        if (!sure || guess.by_name || fills(guess.field)) continue;
        ColumnMapping how;
        how.column = header_[i];
        how.field = guess.field->name;
        how.is_link = guess.field->type == FieldType::link;
        bind_column(how);
    }
    if (bound_.columns.empty()) errors_.add("columns", "no_column_known");
}

void Binder::bind_default(const ColumnMapping& how) {
    const std::string place = "defaults/" + how.field;
    BoundColumn column;
    column.field = writable(how.field);
    if (column.field == nullptr) {
        if (how.field == "currency") return;
        refuse_unknown(place, how.field);
        return;
    }
    column.how = how;
    column.how.is_link = column.field->type == FieldType::link && !parse_id(how.default_text);
    if (bind_target(column, place)) bound_.defaults.push_back(std::move(column));
}

void Binder::bind_match(const std::vector<std::string>& match) {
    for (const std::string& name : match) {
        const schema::Field* field = object_.find_field(name);
        if (field == nullptr || field->secret) {
            refuse_unknown("match", name);
        } else if (!fills(field) &&
                   std::none_of(bound_.defaults.begin(), bound_.defaults.end(),
                                [&](const BoundColumn& column) { return column.field == field; })) {
            errors_.add("match", "match_not_filled", {{"name", name}});
        } else {
            bound_.match.push_back(field);
        }
    }
}

Result<BoundMapping> Binder::bind(const Mapping& mapping, const std::vector<std::string>& match) {
    bound_.currency = mapping.currency;
    if (mapping.guessed) bind_guessed();
    for (const ColumnMapping& column : mapping.columns)
        bind_column(column);
    for (const ColumnMapping& fixed : mapping.defaults)
        bind_default(fixed);
    bind_match(match.empty() ? mapping.match : match);
    if (bound_.columns.empty() && errors_.empty()) {
        errors_.add("columns", "no_column_known");
    }
    TRY(errors_.take("import.mapping_wrong"));
    return std::move(bound_);
}

}  // namespace

Result<BoundMapping> bind_mapping(const Mapping& mapping, const std::vector<std::string>& match,
                                  const std::vector<std::string>& header,
                                  const schema::Schema& schema, const schema::Object& object) {
    return Binder(schema, object, header).bind(mapping, match);
}

}  // namespace clientela::importer
