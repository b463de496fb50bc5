// SPDX-License-Identifier: Apache-2.0
// Numbers such as B-12.345 are also kept as one word, telephone numbers also backwards.
#include "search/document.h"

#include <algorithm>

#include "base/text.h"
#include "search/words.h"

namespace clientela::search {
namespace {

constexpr std::size_t kWordsMax = 4'000;

void settle(std::vector<std::string>& words) {
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    if (words.size() > kWordsMax) words.resize(kWordsMax);
}

}  // namespace

std::vector<const schema::Field*> searchable_fields(const schema::Object& object) {
    std::vector<const schema::Field*> fields;
    for (const schema::Field& field : object.fields) {
        const bool textual =
            field.type == schema::FieldType::string || field.type == schema::FieldType::text;
        if (field.searchable && textual && !field.secret) fields.push_back(&field);
    }
    return fields;
}

std::vector<const schema::Object*> searchable_objects(const schema::Schema& schema) {
    std::vector<const schema::Object*> objects;
    for (const schema::Object& object : schema.objects) {
        if (!searchable_fields(object).empty()) objects.push_back(&object);
    }
    return objects;
}

void add_text(Document& document, const schema::Field& field, std::string_view text) {
    const bool is_long = field.type == schema::FieldType::text;
    std::vector<std::string>& words = is_long ? document.body : document.name;
    std::vector<std::string> found = words_of(text);
    if (!is_long && found.size() > 1) {
        if (std::string compact = compact_number(text); !compact.empty())
            words.push_back(std::move(compact));
    }
    if (field.format == schema::Format::phone) {
        const std::string digits = digits_only(text);
        if (!digits.empty()) words.push_back(telephone_word(digits));
    }
    std::move(found.begin(), found.end(), std::back_inserter(words));
}

void finish(Document& document) {
    settle(document.name);
    settle(document.body);
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text.push_back(' ');
        text.append(word);
    }
    return text;
}

}  // namespace clientela::search
