// SPDX-License-Identifier: Apache-2.0
// Which field a column of a file means, by its heading: field name, label in Spanish or English, a
// few words people use for them. The page offers it, the command line takes what is sure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace clientela::importer {

enum class Confidence { sure, probable, choose };

struct Guess {
    const schema::Field* field = nullptr;
    Confidence confidence = Confidence::choose;
    bool by_name = false;  // the heading is the name of the field itself, not a word for it
};

// One for each heading; no field is guessed twice.
std::vector<Guess> guess_fields(const std::vector<std::string>& headings,
                                const schema::Object& object);

}  // namespace clientela::importer
