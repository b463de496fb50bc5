// SPDX-License-Identifier: Apache-2.0
// Loading gathers every problem of every file first; a Schema comes out only when there is none.
#include "schema/load.h"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "base/embedded.h"
#include "base/hash.h"
#include "schema/check_meaning.h"
#include "schema/read_definition.h"
#include "schema/shape.h"

namespace clientela::schema {
namespace {

namespace json = boost::json;

// Text that is no JSON is said with its line and column.
std::string place_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, offset);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t start = before.rfind('\n');
    const std::size_t column = start == std::string_view::npos ? offset + 1 : offset - start;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

struct Parsed {
    json::value value;
    Problems problems;
};

Parsed parse(const DefinitionFile& file) {
    json::stream_parser parser;
    boost::system::error_code error;
    const std::size_t used = parser.write_some(file.text.data(), file.text.size(), error);
    if (!error && parser.done()) {
        const std::size_t rest = file.text.find_first_not_of(" \t\r\n", used);
        if (rest == std::string::npos) return {parser.release(), {}};
        return {{}, {{file.name, "", "text after the end at " + place_of(file.text, rest)}}};
    }
    if (!error) parser.finish(error);
    return {{},
            {{file.name, "", "no JSON: " + error.message() + " at " + place_of(file.text, used)}}};
}

std::uint64_t fingerprint(const std::vector<DefinitionFile>& files) {
    std::uint64_t hash = kFnv1aStart;
    for (const DefinitionFile& file : files)
        hash = fnv1a_64(file.text, hash);
    return hash & 0x7FFFFFFFFFFFFFFFULL;
}

// A field that gives the default order is indexed for it, so it may as well be offered.
void mark_default_sort(Object& object) {
    const std::string_view sort = object.default_sort;
    const std::string_view name = sort.starts_with('-') ? sort.substr(1) : sort;
    for (Field& field : object.fields) {
        if (field.name == name) field.sortable = true;
    }
}

void number_fields(Object& object) {
    int column = 0;
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
        Field& field = object.fields[i];
        field.index = static_cast<int>(i);
        field.column = column;
        column += field.type == FieldType::money ? 2 : 1;
        object.field_index.emplace(field.name, field.index);
    }
}

// Pointers are set only when all objects stand at their final place.
void link_objects(Schema& schema) {
    for (std::size_t i = 0; i < schema.objects.size(); ++i) {
        schema.objects[i].index = static_cast<int>(i);
        schema.object_index.emplace(schema.objects[i].name, static_cast<int>(i));
    }
    for (Object& object : schema.objects) {
        for (Field& field : object.fields) {
            if (field.type == FieldType::link) field.target_object = schema.find(field.target);
        }
        for (Relation& relation : object.relations) {
            relation.target_object = schema.find(relation.target);
            if (relation.target_object != nullptr) {
                relation.via_field = relation.target_object->find_field(relation.via);
            }
        }
        for (ManyLink& link : object.many_links) {
            link.target_object = schema.find(link.target);
            if (link.target_object != nullptr) {
                link.other_column = link.target_object->singular + "_id";
            }
        }
    }
}

std::vector<std::uint16_t> retired_ids(const json::object& source) {
    std::vector<std::uint16_t> ids;
    if (const json::value* list = source.if_contains("retired_ids")) {
        for (const json::value& id : list->as_array())
            ids.push_back(id.to_number<std::uint16_t>());
    }
    return ids;
}

}  // namespace

std::string to_text(const Problems& problems) {
    std::string text;
    for (const Problem& problem : problems) {
        if (!text.empty()) text += '\n';
        text += problem.file;
        if (!problem.pointer.empty()) text += ' ' + problem.pointer;
        text += ": " + problem.reason;
    }
    return text;
}

Loaded load_definitions(const std::vector<DefinitionFile>& files) {
    std::vector<DefinitionFile> sorted = files;
    std::sort(sorted.begin(), sorted.end(),
              [](const DefinitionFile& a, const DefinitionFile& b) { return a.name < b.name; });
    auto schema = std::make_shared<Schema>();
    std::vector<SourceNote> notes;
    Loaded loaded;
    for (const DefinitionFile& file : sorted) {
        Parsed parsed = parse(file);
        if (parsed.problems.empty() && !file.well_shaped)
            parsed.problems = check_shape(file.name, parsed.value);
        if (!parsed.problems.empty()) {
            std::move(parsed.problems.begin(), parsed.problems.end(),
                      std::back_inserter(loaded.problems));
            continue;
        }
        schema->objects.push_back(read_definition(parsed.value));
        notes.push_back({file.name, retired_ids(parsed.value.as_object())});
    }
    if (!loaded.problems.empty()) return loaded;  // a missing object would give false problems
    schema->version = fingerprint(sorted);
    for (Object& object : schema->objects) {
        mark_default_sort(object);
        number_fields(object);
    }
    link_objects(*schema);
    loaded.problems = check_meaning(*schema, notes);
    if (loaded.problems.empty()) loaded.schema = std::move(schema);
    return loaded;
}

std::vector<DefinitionFile> builtin_files() {
    std::vector<DefinitionFile> files;
    for (const EmbeddedFile& file : embedded_files()) {
        if (file.name.starts_with("objects/")) {
            files.push_back({std::string(file.name), std::string(file.content)});
        }
    }
    return files;
}

}  // namespace clientela::schema
