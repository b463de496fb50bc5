// SPDX-License-Identifier: Apache-2.0
// The commands in docs/api.md work as they stand there, one after the other.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

std::vector<std::string> commands_in(const std::string& path) {
    std::ifstream page(path);
    std::vector<std::string> commands;
    std::string line;
    bool inside = false;
    while (std::getline(page, line)) {
        if (line == "```sh") {
            inside = true;
            commands.emplace_back();
        } else if (line == "```") {
            inside = false;
        } else if (inside) {
            commands.back() += line + "\n";
        }
    }
    return commands;
}

STORE_TEST(ApiPage, commands_work_as_they_stand) {
    RunningSite site(fresh_location());
    const SitePerson ada = site.add_person("Ada", "administrator");
    ::setenv("HOST", ("http://127.0.0.1:" + std::to_string(site.port())).c_str(), 1);
    ::setenv("TOKEN", ada.token.c_str(), 1);
    const auto commands = commands_in(std::string(CLIENTELA_SOURCE) + "/docs/api.md");
    ASSERT_GE(commands.size(), 7u);
    for (const std::string& command : commands) {
        EXPECT_EQ(std::system(("{ " + command + "} >/dev/null").c_str()), 0) << command;
    }
}

}  // namespace
}  // namespace clientela
