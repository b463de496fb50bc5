// SPDX-License-Identifier: Apache-2.0
// Runs commands on a site of their own, with the words that people type, in a directory of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/command.h"

namespace clientela {

class CommandBench {
public:
    CommandBench(const std::string& location, Language language);
    ~CommandBench();

    // The words after the program's name, as the server gets them, too. What it said: `output`.
    app::Exit run(const std::vector<std::string>& words);
    app::Exit run(const std::vector<std::string>& words, Language language);
    bool says(const std::string& text) const { return output.out.find(text) != std::string::npos; }

    // Files where relative paths begin.
    void write(const std::string& name, const std::string& text) const;
    std::string path(const std::string& name) const { return directory_ + "/" + name; }

    app::Site& site() { return *site_; }

    app::Output output;

private:
    std::unique_ptr<app::Site> site_;
    std::string directory_;
    Language language_;
};

}  // namespace clientela
