// SPDX-License-Identifier: Apache-2.0
// Which columns and indexes an object gets. Columns of records are nullable: `required` is checked
// in save, where it can be said in words, and a field may become required while old rows lack it.
#include "schema/layout.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/hash.h"
#include "base/hex.h"
#include "schema/engine_tables.h"
#include "schema/standard_fields.h"

namespace clientela::schema {
namespace {

constexpr std::size_t kNameLengthMax = 60;

ColumnKind kind_of(FieldType type) {
    switch (type) {
        case FieldType::id:
        case FieldType::link:
        case FieldType::reference:
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money: return ColumnKind::integer;
        case FieldType::boolean: return ColumnKind::boolean;
        case FieldType::date: return ColumnKind::date;
        case FieldType::instant: return ColumnKind::instant;
        case FieldType::string:
        case FieldType::text:
        case FieldType::option:
        case FieldType::json: return ColumnKind::text;
    }
    return ColumnKind::text;
}

bool keeps_sort_key(const Field& field) {
    return field.sortable && field.type == FieldType::string;
}

std::vector<Column> columns_of(const Object& object) {
    std::vector<Column> columns;
    for (const Field& field : object.fields) {
        const bool required = field.name == "id" || field.name == "version";
        columns.push_back({field.name, kind_of(field.type), required, ""});
        if (field.type == FieldType::money) {
            columns.push_back({field.name + "_currency", ColumnKind::text, false, ""});
        }
        if (keeps_sort_key(field)) {
            columns.push_back({field.name + "_sort", ColumnKind::text, false, field.name});
        }
    }
    return columns;
}

std::string sort_column(const Field& field) {
    return keeps_sort_key(field) ? field.name + "_sort" : field.name;
}

// Gathers the indexes of one table. All orders are kept ascending and end with the id: read
// backwards they serve the descending order too, because sort key and id always run in the same
// direction.
class IndexList {
public:
    explicit IndexList(const Object& object) : object_(object) {}

    std::vector<Index> build() {
        add_default_sort();
        for (const std::vector<std::string>& columns : object_.indexes) {
            // Those that descend are for statements of features, which sort as they like.
            const bool descends = std::any_of(columns.begin(), columns.end(), [](const auto& name) {
                return name.starts_with('-');
            });
            add(columns, !descends);
        }
        for (const Field& field : object_.fields)
            add_field(field);
        drop_prefixes();
        add_bin();
        return std::move(indexes_);
    }

private:
    void add(std::vector<std::string> columns, bool for_lists = true) {
        Index index{index_name(object_.singular, columns), std::move(columns), "", false,
                    for_lists};
        const bool known = std::any_of(indexes_.begin(), indexes_.end(),
                                       [&](const Index& i) { return i.columns == index.columns; });
        if (!known) indexes_.push_back(std::move(index));
    }

    void add_default_sort() {
        std::string_view name = object_.default_sort;
        if (name.starts_with('-')) name.remove_prefix(1);
        const Field& field = object_.field(name);
        const bool by_id = field.type == FieldType::id;
        std::vector<std::string> order{sort_column(field)};
        if (!by_id) {
            order.emplace_back("id");
            add(order);
        }
        for (const std::string& scope : scope_columns()) {
            std::vector<std::string> columns{scope};
            columns.insert(columns.end(), order.begin(), order.end());
            add(std::move(columns));
        }
    }

    // Columns that decide who sees a row: each is read in the default order (the "gather" shape).
    std::vector<std::string> scope_columns() const {
        std::vector<std::string> columns;
        if (has_owner(object_.sight.kind)) columns = {"owner_id", "team_id", "territory_id"};
        columns.insert(columns.end(), object_.sight.also_owners.begin(),
                       object_.sight.also_owners.end());
        return columns;
    }

    void add_field(const Field& field) {
        if (field.type == FieldType::id) return;
        if (field.sortable) add({sort_column(field), "id"});
        // Two values never narrow a search enough to be worth an index.
        const bool narrows = field.type != FieldType::boolean;
        const bool own_link = field.type == FieldType::link && !field.standard;
        if ((field.filterable && narrows) || own_link) add({field.name});
    }

    // An index that another one begins with is never needed.
    void drop_prefixes() {
        const auto is_covered = [&](const Index& index) {
            return std::any_of(indexes_.begin(), indexes_.end(), [&](const Index& other) {
                return other.columns.size() > index.columns.size() &&
                       std::equal(index.columns.begin(), index.columns.end(),
                                  other.columns.begin());
            });
        };
        std::vector<Index> kept;
        std::copy_if(indexes_.begin(), indexes_.end(), std::back_inserter(kept),
                     [&](const Index& index) { return !is_covered(index); });
        indexes_ = std::move(kept);
    }

    // The bin is small beside the living: its indexes hold binned rows only. Its list is sorted by
    // the moment.
    void add_bin() {
        const std::vector<std::string> list{"deleted_at", "id"};
        indexes_.push_back({index_name(object_.singular, list), list, "deleted_at", false, true});
        const std::vector<std::string> group{"deleted_group_id"};
        indexes_.push_back(
            {index_name(object_.singular, group), group, "deleted_group_id", false, false});
    }

    const Object& object_;
    std::vector<Index> indexes_;
};

Table link_table(const ManyLink& link) {
    Table table;
    table.name = link.table;
    table.columns = {{link.own_column, ColumnKind::integer, true, ""},
                     {link.other_column, ColumnKind::integer, true, ""}};
    table.key = {link.own_column, link.other_column};
    const std::vector<std::string> back{link.other_column, link.own_column};
    table.indexes = {{index_name(link.table, back), back, "", false, false}};
    return table;
}

}  // namespace

bool is_always_filled(std::string_view column) {
    return column == "id" || column == "version" || column == "created_at" ||
           column == "updated_at";
}

const Column* Table::find_column(std::string_view column) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& c) { return c.name == column; });
    return found == columns.end() ? nullptr : &*found;
}

const Table* StoreLayout::find_table(std::string_view table) const {
    const auto found =
        std::find_if(tables.begin(), tables.end(), [&](const Table& t) { return t.name == table; });
    return found == tables.end() ? nullptr : &*found;
}

std::string index_name(std::string_view table, const std::vector<std::string>& columns) {
    std::string name = "ix_" + std::string(table);
    for (const std::string& column : columns) {
        name += '_';
        name += column.starts_with('-') ? column.substr(1) : column;
    }
    if (name.size() <= kNameLengthMax) return name;
    const std::string hash = hex_number(fnv1a_32(name)).substr(8);  // keeps shortened names apart
    return name.substr(0, kNameLengthMax - 9) + "_" + hash;
}

StoreLayout layout_of(const Schema& schema) {
    StoreLayout layout;
    layout.tables = engine_tables();
    for (const Object& object : schema.objects) {
        layout.tables.push_back(
            {object.singular, columns_of(object), {"id"}, IndexList(object).build()});
        for (const ManyLink& link : object.many_links) {
            layout.tables.push_back(link_table(link));
            layout.fields.push_back({object.id, link.id, object.name + "." + link.name});
        }
        for (const Field& field : object.fields) {
            if (!field.standard)
                layout.fields.push_back({object.id, field.id, object.name + "." + field.name});
        }
    }
    return layout;
}

}  // namespace clientela::schema
