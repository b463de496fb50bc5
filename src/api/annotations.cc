// SPDX-License-Identifier: Apache-2.0
// https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Capabilities.V1.html
#include "api/annotations.h"

#include <array>

#include "api/metadata.h"
#include "api/query_options.h"
#include "filter/options.h"
#include "record/read.h"

namespace clientela::api {
namespace {

namespace json = boost::json;
using access::Action;

constexpr const char* kCore = "Org.OData.Core.V1.";
constexpr const char* kCapabilities = "Org.OData.Capabilities.V1.";

std::string core(const char* term) { return kCore + std::string(term); }
std::string capability(const char* term) { return kCapabilities + std::string(term); }

// The engine compares and orders every type but opaque JSON.
json::array opaque_fields(const schema::Object& object) {
    json::array names;
    for (const schema::Field& field : object.fields) {
        if (field.type == schema::FieldType::json && is_shown(field))
            names.emplace_back(field.name);
    }
    return names;
}

bool is_searchable(const schema::Object& object) {
    for (const schema::Field& field : object.fields) {
        if (field.searchable && !field.secret) return true;
    }
    return false;
}

bool may(const schema::Object& object, const access::Principal& reader, Action action) {
    if (object.administered && !reader.administers) return false;
    if (object.append_only && action != Action::create) return false;
    return reader.breadth(object.name, action) != access::Breadth::none;
}

// Members of records whose value is the path of a property, not a text.
bool is_path(std::string_view name) {
    return name == "Name" || name == "NonFilterableProperties" || name == "NonSortableProperties" ||
           name.ends_with(".OptimisticConcurrency");
}

class Xml {
public:
    std::string run(const json::object& annotations) {
        for (const auto& [term, value] : annotations) {
            out_ += "<Annotation Term=\"" + std::string(term) + "\"";
            member(term, value, "Annotation");
        }
        return std::move(out_);
    }

private:
    // Behind the name: an attribute that ends the element, or a body and the end.
    void member(std::string_view name, const json::value& value, const char* element) {
        if (value.is_object() || value.is_array()) {
            out_ += ">";
            body(name, value);
            out_ += "</" + std::string(element) + ">\n";
            return;
        }
        const char* kind = is_path(name) ? "PropertyPath" : "String";
        std::string text;
        if (value.is_string()) text = value.as_string();
        if (!value.is_string()) {
            kind = value.is_bool() ? "Bool" : "Int";
            text = json::serialize(value);
        }
        out_ += " " + std::string(kind) + "=\"" + xml_escaped(text) + "\"/>\n";
    }

    void body(std::string_view name, const json::value& value) {
        if (const json::object* record = value.if_object()) {
            out_ += "<Record>";
            for (const auto& [key, inner] : *record) {
                out_ += "<PropertyValue Property=\"" + std::string(key) + "\"";
                member(key, inner, "PropertyValue");
            }
            out_ += "</Record>";
            return;
        }
        const std::string element = is_path(name) ? "PropertyPath" : "String";
        out_ += "<Collection>";
        for (const json::value& one : value.as_array()) {
            if (one.is_string()) {
                out_ += "<" + element + ">" + xml_escaped(one.as_string()) + "</" + element + ">";
            } else {
                body(name, one);
            }
        }
        out_ += "</Collection>";
    }

    std::string out_;
};

}  // namespace

json::object type_annotations(const schema::Object& object) {
    json::array keys;
    for (const schema::Field& field : object.fields) {
        if (!field.unique || !is_shown(field)) continue;
        const json::object part{{"Alias", field.name}, {"Name", field.name}};
        keys.push_back(json::object{{"Key", json::array{part}}});
    }
    json::object made;
    if (!keys.empty()) made[core("AlternateKeys")] = std::move(keys);
    return made;
}

json::object set_annotations(const schema::Object& object, const access::Principal& reader) {
    const json::array opaque = opaque_fields(object);
    json::object filters{{"Filterable", true}};
    json::object sorting{{"Sortable", true}};
    if (!opaque.empty()) {
        filters["NonFilterableProperties"] = opaque;
        sorting["NonSortableProperties"] = opaque;
    }
    json::object made;
    made[core("OptimisticConcurrency")] = json::array{"version"};
    made[capability("FilterRestrictions")] = std::move(filters);
    made[capability("SortRestrictions")] = std::move(sorting);
    made[capability("ExpandRestrictions")] =
        json::object{{"Expandable", true}, {"MaxLevels", filter::kExpandDepthMax}};
    made[capability("SearchRestrictions")] = json::object{{"Searchable", is_searchable(object)}};
    made[capability("CountRestrictions")] = json::object{{"Countable", true}};
    made[capability("SelectSupport")] = json::object{{"Supported", true}};
    made[capability("TopSupported")] = true;
    made[capability("SkipSupported")] = false;
    made[capability("IndexableByKey")] = true;
    made[capability("InsertRestrictions")] =
        json::object{{"Insertable", may(object, reader, Action::create)}};
    made[capability("UpdateRestrictions")] =
        json::object{{"Updatable", may(object, reader, Action::update)}};
    made[capability("DeleteRestrictions")] =
        json::object{{"Deletable", may(object, reader, Action::remove)}};
    made["Org.OData.Aggregation.V1.ApplySupported"] =
        json::object{{"Transformations", json::array{"filter", "groupby", "aggregate"}}};
    return made;
}

json::object service_annotations() {
    json::object made;
    made[capability("BatchSupport")] =
        json::object{{"Supported", true},
                     {"ContinueOnErrorSupported", true},
                     {"ReferencesInRequestBodiesSupported", true},
                     {"ReferencesAcrossChangeSetsSupported", true},
                     {"EtagReferencesSupported", true},
                     {"RequestDependencyConditionsSupported", false},
                     {"SupportedFormats", json::array{"application/json"}}};
    made[capability("SupportedFormats")] = json::array{"application/json"};
    made[capability("KeyAsSegmentSupported")] = true;
    made[capability("AsynchronousRequestsSupported")] = false;
    made[capability("CrossJoinSupported")] = false;
    made[capability("QuerySegmentSupported")] = json::object{{"Supported", false}};
    made["clientela.page_size"] = kPageSizeDefault;
    made["clientela.page_size_max"] = record::kPageSizeMax;
    return made;
}

std::string annotations_xml(const json::object& annotations) { return Xml().run(annotations); }

}  // namespace clientela::api
