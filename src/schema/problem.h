// SPDX-License-Identifier: Apache-2.0
// A mistake in a definition file, said so that its author finds it: file, JSON pointer, reason. All
// mistakes of all files are gathered before anything is refused.
#pragma once

#include <string>
#include <vector>

namespace clientela::schema {

struct Problem {
    std::string file;     // objects/account.json
    std::string pointer;  // /fields/3/target; empty for the file as a whole
    std::string reason;
    bool operator==(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

// One line per problem: "objects/account.json /fields/3/target: no object is named `acounts`".
std::string to_text(const Problems& problems);

}  // namespace clientela::schema
