// SPDX-License-Identifier: Apache-2.0
// Invented people, firms, streets and addresses of Spain, put together from lists by chance.
#pragma once

#include <string>
#include <string_view>

#include "demo/company.h"
#include "demo/random.h"

namespace clientela::demo {

struct PersonName {
    std::string first;
    std::string last;
    std::string second_last;
    bool woman = false;
    std::string full() const { return first + " " + last + " " + second_last; }
};

struct Firm {
    std::string name;    // "Conservas Brisamar S.L."
    std::string domain;  // "conservasbrisamar.example"
    std::string_view sector;
    std::string_view line;  // what it does, in words
};

struct Position {
    std::string_view title;
    std::string_view department;
    std::string_view role;  // of account_contacts
};

PersonName person_name(Random& random);
Firm firm(Random& random);
const Position& position(Random& random, bool first);

std::string slug(std::string_view text);  // "Año Núñez" -> "anonunez"
std::string street(Random& random);
std::string postal_code(Random& random, const Province& province);
std::string mobile(Random& random);
std::string landline(Random& random, const Province& province);
std::string personal_tax_number(Random& random);
std::string numbered(std::string_view prefix, std::int64_t number,
                     std::size_t width);  // "C-000012"
std::string company_tax_number(Random& random);

}  // namespace clientela::demo
