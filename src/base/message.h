// SPDX-License-Identifier: Apache-2.0
// Turns a Message into Spanish or English. The texts stand in locales/server/{es,en}.json and are
// compiled into the program; {name} stands for an argument. KEY_one is KEY where {count} is 1.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela {

enum class Language { es, en };

// First supported language of an Accept-Language header; Spanish when none is named.
Language language_of(std::string_view accept_language);

// The text of a message; an unknown key gives the key itself, which a test forbids for every key
// used.
std::string localize(const Message& message, Language language);

}  // namespace clientela
