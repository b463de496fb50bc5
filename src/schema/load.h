// SPDX-License-Identifier: Apache-2.0
// From the text of definition files to a Schema: parse, check the shape against
// tools/object.schema.json, read, add the standard fields, link objects to each other, check the
// meaning.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "schema/problem.h"
#include "schema/schema.h"

namespace clientela::schema {

struct DefinitionFile {
    std::string name;  // objects/account.json
    std::string text;
    bool well_shaped = false;  // known to be: a shipped file, which a test checks
};

struct Loaded {
    std::shared_ptr<const Schema> schema;  // null when there are problems
    Problems problems;
};

// Loads a whole set of files; the order of the files does not matter.
Loaded load_definitions(const std::vector<DefinitionFile>& files);

// The definitions compiled into the program.
std::vector<DefinitionFile> builtin_files();

}  // namespace clientela::schema
