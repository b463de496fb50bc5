// SPDX-License-Identifier: Apache-2.0
// The name of a contact is read-only for callers and always follows its parts.
#include "party/contact_name.h"

#include "base/text.h"
#include "party/rules.h"

namespace clientela::party {

namespace {

void append_word(std::string& text, std::string_view word) {
    if (word.empty()) return;
    if (!text.empty()) text.push_back(' ');
    text.append(word);
}

std::string trimmed_text(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : std::string(trim(*text));
}

}  // namespace

std::string full_name(const NameParts& parts) {
    std::string name;
    append_word(name, trim(parts.first));
    append_word(name, trim(parts.last));
    append_word(name, trim(parts.second_last));
    return name;
}

Result<void> compose_contact_name(record::Context&, record::Proposal& contact) {
    std::string name =
        full_name({trimmed_text(contact.at("first_name")), trimmed_text(contact.at("last_name")),
                   trimmed_text(contact.at("second_last_name"))});
    if (name.empty()) return field_error("first_name", "name_needed");
    contact.set("name", std::move(name));
    return {};
}

}  // namespace clientela::party
