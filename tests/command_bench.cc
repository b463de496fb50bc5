// SPDX-License-Identifier: Apache-2.0
#include "tests/command_bench.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela {

CommandBench::CommandBench(const std::string& location, Language language)
    : directory_(scratch_directory()), language_(language) {
    auto opened = app::open_site(location);
    EXPECT_OK(opened);
    site_ = std::move(*opened);
}

CommandBench::~CommandBench() = default;

app::Exit CommandBench::run(const std::vector<std::string>& words) { return run(words, language_); }

app::Exit CommandBench::run(const std::vector<std::string>& words, Language language) {
    app::Invocation invocation;
    invocation.words = words;
    invocation.directory = directory_;
    invocation.language = language;
    output = {};
    const app::CommandLine line = app::read_command_line(words, language);
    EXPECT_FALSE(line.verb.empty()) << line.answer;
    return app::run_command(line, invocation, *site_, output);
}

void CommandBench::write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
}

}  // namespace clientela
