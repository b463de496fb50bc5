// SPDX-License-Identifier: Apache-2.0
// A list becomes rows of cells: links show the title of their record, or that it is locked. For
// programs (headings by name) a link is two columns, ACCOUNT_ID with the id and ACCOUNT with the
// title, so that an exported file can be imported again.
#include <algorithm>

#include "access/not_allowed.h"
#include "base/text.h"
#include "exporter/row_source.h"
#include "filter/filter.h"
#include "filter/options.h"
#include "record/read.h"
#include "record/visible.h"

namespace clientela::exporter {
namespace {

using schema::Field;
using schema::FieldType;

// Kept by the engine and of no use outside.
bool is_inner(const Field& field) {
    return field.standard && (field.name == "version" || field.name == "deleted_at" ||
                              field.name == "deleted_group_id");
}

CellKind kind_of(const Field& field) {
    switch (field.type) {
        case FieldType::integer: return CellKind::integer;
        case FieldType::decimal: return CellKind::decimal;
        case FieldType::money: return CellKind::money;
        case FieldType::boolean: return CellKind::boolean;
        case FieldType::date: return CellKind::date;
        case FieldType::instant: return CellKind::instant;
        default: return CellKind::text;
    }
}

struct Bound {
    record::Query query;
    std::vector<const Field*> fields;            // shown, in order
    std::vector<const schema::ManyLink*> links;  // after them
};

class RecordRows final : public RowSource {
public:
    RecordRows(ExportRequest request, Search search)
        : request_(std::move(request)), search_(std::move(search)) {}

    Result<void> allowed(record::Context& context) override {
        const schema::Object* object = context.schema.find(request_.object);
        if (object == nullptr)
            return field_error("object", "unknown_object", {{"value", request_.object}});
        if (context.principal.breadth(object->name, access::Action::export_) ==
            access::Breadth::none)
            return access::not_allowed(access::Action::export_, object->name);
        return {};
    }

    Result<void> check(record::Context& context) override {
        TRY(bind(context));
        return {};
    }

    const std::vector<Column>& columns() const override { return columns_; }

    Result<bool> read(record::Context& context, std::vector<Cells>& rows) override {
        const Bound bound = TRY(bind(context));
        const std::vector<Column> columns = columns_of(bound);
        if (columns_.empty()) columns_ = columns;
        const auto same = [](const Column& a, const Column& b) { return a.heading == b.heading; };
        if (!std::equal(columns.begin(), columns.end(), columns_.begin(), columns_.end(), same)) {
            return make_error(ErrorCode::conflict, "export.fields_changed");
        }
        record::Query query = bound.query;
        query.cursor = cursor_;
        const record::Page page = TRY(record::list(context, query));
        const std::size_t first = rows.size();
        for (const record::Row& row : page.rows)
            rows.push_back(cells_of(bound, row));
        TRY(append_links(context, bound, page, rows, first));
        cursor_ = page.next;
        return !cursor_.empty();
    }

    Result<std::optional<Reach>> reach(record::Context& context) override {
        const auto sees_all = [&](access::Action action) {
            return context.principal.breadth(request_.object, action) == access::Breadth::all;
        };
        record::Query query = TRY(bind(context)).query;
        Reach reach;
        reach.exportable = TRY(record::count(context, query));
        reach.seen = reach.exportable;
        if (sees_all(access::Action::export_) && sees_all(access::Action::read))
            return std::optional<Reach>{reach};
        query.action = access::Action::read;
        reach.seen = std::max(reach.exportable, TRY(record::count(context, query)));
        return std::optional<Reach>{reach};
    }

private:
    Result<Bound> bind(record::Context& context);
    std::vector<Column> columns_of(const Bound& bound) const;
    Cells cells_of(const Bound& bound, const record::Row& row) const;
    static Result<void> append_links(record::Context& context, const Bound& bound,
                                     const record::Page& page, std::vector<Cells>& rows,
                                     std::size_t first);
    void append_link(const Field& field, const record::Row& row, Cells& cells) const;
    Value shown(const Field& field, const Value& value) const;
    bool by_name() const { return request_.headings == Headings::names; }

    ExportRequest request_;
    Search search_;
    std::vector<Column> columns_;
    std::string cursor_;
};

Result<void> choose(const schema::Object& object, const std::string& select,
                    const filter::MayRead& may_read, Bound& bound) {
    std::vector<const Field*>& fields = bound.fields;
    if (trim(select).empty()) {
        for (const Field& field : object.fields) {
            if (may_read(object, field) && !is_inner(field) && field.type != FieldType::json) {
                fields.push_back(&field);
            }
        }
        return {};
    }
    filter::Selection selection;
    TRY(filter::parse_select(select, object, may_read, selection));
    for (const Field* field : selection.fields) {
        if (std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    }
    bound.links = std::move(selection.links);
    return {};
}

Result<Bound> RecordRows::bind(record::Context& context) {
    TRY(allowed(context));
    const schema::Object* object = context.schema.find(request_.object);
    const filter::MayRead may_read = [](const schema::Object&, const Field& field) {
        return !field.secret;
    };
    Bound bound;
    TRY(choose(*object, request_.select, may_read, bound));
    record::Query& query = bound.query;
    query.object = object;
    query.fields = bound.fields;
    query.page_size = record::kPageSizeMax;
    query.bin = request_.bin;
    query.labels = true;
    query.action = access::Action::export_;
    if (!trim(request_.filter).empty()) {
        query.filter =
            TRY(filter::parse_and_bind(request_.filter, context.schema, *object, may_read));
    }
    if (!trim(request_.order).empty()) {
        for (filter::OrderKey& key :
             TRY(filter::parse_order(request_.order, context.schema, *object, may_read))) {
            query.sort.push_back(record::SortKey{std::move(key.path), key.descending, {}});
        }
    }
    if (!trim(request_.search).empty()) {
        if (!search_) return field_error("search", "option_not_here");
        query.restriction = TRY(search_(context, *object, request_.search));
    }
    return bound;
}

// "account" for account_id, unless the object has something else of that name.
std::string title_heading(const Field& field, const schema::Object& object) {
    const std::string name = field.name.substr(0, field.name.rfind("_id"));
    const bool taken = object.find_field(name) != nullptr || object.find_many_link(name) != nullptr;
    return taken ? name + "_title" : name;
}

std::vector<Column> RecordRows::columns_of(const Bound& bound) const {
    std::vector<Column> columns;
    for (const Field* field : bound.fields) {
        const bool link = field->type == FieldType::link;
        const std::string& label =
            request_.language == Language::en ? field->label.en : field->label.es;
        std::string heading = by_name() ? field->name : label;
        const auto named = [&](const Column& column) { return column.heading == heading; };
        for (int number = 2; std::any_of(columns.begin(), columns.end(), named); ++number) {
            heading = label + " (" + std::to_string(number) + ")";
        }
        columns.push_back({heading, kind_of(*field), field->scale});
        if (link && by_name()) {
            columns.push_back({title_heading(*field, *bound.query.object), CellKind::text, 0});
        }
    }
    for (const schema::ManyLink* link : bound.links) {
        const std::string& label =
            request_.language == Language::en ? link->label.en : link->label.es;
        columns.push_back({by_name() ? link->name : label, CellKind::text, 0});
    }
    return columns;
}

// Titles of many-to-many links, those that may be seen, with semicolons between them.
Result<void> RecordRows::append_links(record::Context& context, const Bound& bound,
                                      const record::Page& page, std::vector<Cells>& rows,
                                      std::size_t first) {
    std::vector<Id> owners;
    for (const record::Row& row : page.rows)
        owners.push_back(row.record.id());
    for (const schema::ManyLink* link : bound.links) {
        const auto pairs = TRY(record::linked_ids(context, *link, owners));
        std::vector<Id> targets;
        targets.reserve(pairs.size());
        for (const auto& [owner, target] : pairs)
            targets.push_back(target);
        auto titles = TRY(record::labels_of(context, *link->target_object, targets));
        std::unordered_map<std::int64_t, std::string> joined;
        for (const auto& [owner, target] : pairs) {
            std::string& text = joined[owner.value];
            text += (text.empty() ? "" : "; ") + titles[target.value].text;
        }
        for (std::size_t place = 0; place < owners.size(); ++place)
            rows[first + place].emplace_back(joined[owners[place].value]);
    }
    return {};
}

void RecordRows::append_link(const Field& field, const record::Row& row, Cells& cells) const {
    const Value& value = row.record[field];
    const auto* id = std::get_if<Id>(&value);
    if (by_name()) cells.push_back(id != nullptr ? Value{to_string(*id)} : Value{});
    if (id == nullptr) {
        cells.emplace_back();
        return;
    }
    const record::LinkLabel& label = row.labels[static_cast<std::size_t>(field.index)];
    cells.emplace_back(label.locked ? localize({"export.locked", {}}, request_.language)
                                    : label.text);
}

// People read the labels of options, programs their values.
Value RecordRows::shown(const Field& field, const Value& value) const {
    if (const auto* id = std::get_if<Id>(&value)) return to_string(*id);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr || field.type != FieldType::option || by_name()) return value;
    for (const schema::Option& option : field.options) {
        if (option.value == *text) {
            return request_.language == Language::en ? option.label.en : option.label.es;
        }
    }
    return value;
}

Cells RecordRows::cells_of(const Bound& bound, const record::Row& row) const {
    Cells cells;
    cells.reserve(columns_.size());
    for (const Field* field : bound.fields) {
        if (field->type == FieldType::link) {
            append_link(*field, row, cells);
        } else {
            cells.push_back(shown(*field, row.record[*field]));
        }
    }
    return cells;
}

}  // namespace

std::unique_ptr<RowSource> record_rows(const ExportRequest& request, Search search) {
    return std::make_unique<RecordRows>(request, std::move(search));
}

}  // namespace clientela::exporter
