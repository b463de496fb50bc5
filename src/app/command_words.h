// SPDX-License-Identifier: Apache-2.0
// What the command line says in words: help and mistakes in the language of the terminal. CLI11
// finds both and speaks English; the texts stand in locales/server/app.*.json.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/message.h"

namespace clientela::app {

// Headings and words of every help page; to be called before options and commands are added.
void speak(CLI::App& app, Language language);

// What is wrong with the words that were given and what may have been meant; and the command whose
// help says more.
struct Explanation {
    std::string sentence;
    std::string place;
};
Explanation explain(const CLI::App& app, const CLI::ParseError& thrown, Language language);

std::vector<std::string> command_names(const CLI::App& app);  // the commands below it
std::string unknown_command(const std::string& word, const std::vector<std::string>& known,
                            Language language);

}  // namespace clientela::app
