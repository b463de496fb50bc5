// SPDX-License-Identifier: Apache-2.0
// What the command line says in words: help and mistakes in the language of the terminal. CLI11
// finds both and speaks English; the texts stand in locales/server/app.*.json.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "base/message.h"

namespace clientela::app {

// Headings and words of every help page; to be called before options and commands are added.
void speak(CLI::App& app, Language language);

// What is wrong with the words that were given, what may have been meant, and where help is.
std::string explain(const CLI::App& app, const CLI::ParseError& thrown, Language language);

}  // namespace clientela::app
