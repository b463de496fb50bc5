// SPDX-License-Identifier: Apache-2.0
// The definitions compiled into the program, without what a company made of them.
#pragma once

#include <memory>
#include <utility>

#include "schema/load.h"

namespace clientela {

// The error lists file, JSON pointer and reason of everything wrong.
inline Result<std::shared_ptr<const schema::Schema>> load_builtin() {
    schema::Loaded loaded = schema::load_definitions(schema::builtin_files());
    if (loaded.schema != nullptr) return std::move(loaded.schema);
    return internal_error(schema::to_text(loaded.problems));
}

}  // namespace clientela
