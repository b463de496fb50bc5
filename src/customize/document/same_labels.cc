// SPDX-License-Identifier: Apache-2.0
#include "customize/document/same_labels.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "base/text.h"
#include "customize/document/editor.h"

namespace clientela::customize {
namespace {

struct Named {
    std::string name;  // as programs know it
    const schema::Label* label = nullptr;
    bool custom = false;
};

using Pairs = std::set<std::pair<std::string, std::string>>;

// The label that both have; empty: they differ in both languages.
std::string shared_label(const Named& one, const Named& other) {
    for (const auto language : {&schema::Label::es, &schema::Label::en}) {
        const std::string& text = one.label->*language;
        if (!text.empty() && fold(text) == fold(other.label->*language)) return text;
    }
    return {};
}

struct Same {
    Named one;
    Named other;
    std::string label;
};

std::vector<Same> same_among(const std::vector<Named>& all) {
    std::vector<Same> found;
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) {
            std::string label = shared_label(all[i], all[j]);
            if (!label.empty()) found.push_back({all[i], all[j], std::move(label)});
        }
    }
    return found;
}

std::vector<Named> fields_of(const schema::Object& object) {
    std::vector<Named> all;
    for (const schema::Field& field : object.fields) {
        if (!field.secret && !field.hidden) all.push_back({field.name, &field.label, field.custom});
    }
    for (const schema::ManyLink& link : object.many_links)
        all.push_back({link.name, &link.label, false});
    return all;
}

std::vector<Named> objects_of(const schema::Schema& schema, const json::object& document) {
    std::set<std::string> options;
    if (const json::value* list = document.if_contains("objects"); list != nullptr) {
        for (const json::value& object : list->as_array()) {
            if (object.as_object().contains("options_of"))
                options.insert(text_at(object.as_object(), "name"));
        }
    }
    std::vector<Named> all;
    for (const schema::Object& object : schema.objects) {
        if (!options.contains(object.name))
            all.push_back({object.name, &object.label_many, object.custom});
    }
    return all;
}

// Whichever stands first: fields that are only put in another order share nothing new.
std::pair<std::string, std::string> in_order(const Same& same) {
    return std::minmax(same.one.name, same.other.name);
}

Pairs names_of(const std::vector<Same>& found) {
    Pairs pairs;
    for (const Same& same : found)
        pairs.insert(in_order(same));
    return pairs;
}

// Where it was asked for: the last change of this field or object.
std::string place_of(const json::array& changes, const std::string& object, bool of_field) {
    for (std::size_t i = changes.size(); i > 0; --i) {
        const json::object& change = changes[i - 1].as_object();
        const std::string at = "changes/" + std::to_string(i - 1);
        const bool adds = change.contains(of_field ? "field" : "object") &&
                          text_at(change, "do").starts_with("add_");
        const bool is_of_field = text_at(change, "do").ends_with("_field");
        if (is_of_field != of_field) continue;
        if (of_field && text_at(change, "object") != object) continue;
        if (adds) return at + (of_field ? "/field/label" : "/object/label");
        return at + "/set/label";
    }
    return "changes";
}

void refuse(FieldErrors& errors, std::string place, const Same& same) {
    const Named& standing = same.one.custom && !same.other.custom ? same.other : same.one;
    errors.add(std::move(place), "definition_same_label",
               {{"label", same.label}, {"name", standing.name}});
}

}  // namespace

Result<void> refuse_same_labels(const schema::Schema& before, const schema::Schema& after,
                                const json::object& document, const json::array& changes) {
    FieldErrors errors;
    const Pairs known = names_of(same_among(objects_of(before, document)));
    for (const Same& same : same_among(objects_of(after, document))) {
        if (!known.contains(in_order(same))) refuse(errors, place_of(changes, "", false), same);
    }
    for (const schema::Object& object : after.objects) {
        const schema::Object* old = before.find(object.name);
        const Pairs had = old != nullptr ? names_of(same_among(fields_of(*old))) : Pairs{};
        for (const Same& same : same_among(fields_of(object))) {
            if (!had.contains(in_order(same)))
                refuse(errors, place_of(changes, object.name, true), same);
        }
    }
    return errors.take();
}

}  // namespace clientela::customize
