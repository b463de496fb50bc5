// SPDX-License-Identifier: Apache-2.0
#include "importing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "child.h"
#include "measure.h"

namespace clientela::bench {

std::string imported_name(std::int64_t number) {
    return "Talleres Núñez Peña " + std::to_string(number);
}

Importing::Importing(std::string program, const std::string& beside, std::int64_t rows,
                     const std::string& empty)
    : program_(std::move(program)),
      folder_(beside + "-import"),
      store_(empty.empty() ? folder_ + "/store" : empty),
      rows_(rows) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ofstream file(folder_ + "/accounts.csv");
    file << "name,number,life_cycle,sector,employees,country,language\n";
    for (std::int64_t number = 0; number < rows; ++number) {
        file << imported_name(number) << ",C-" << number << ",prospect,software,25,ES,es\n";
    }
    if (!file) stop("cannot write " + folder_ + "/accounts.csv");
}

Importing::~Importing() { std::filesystem::remove_all(folder_); }

std::string Importing::renew() const {
    if (store_.starts_with(folder_)) std::filesystem::remove_all(store_);
    const std::string at = " --store '" + store_ + "'";
    output_of("'" + program_ + "' user add ada@example.com --name Ada --role administrator" + at);
    const std::string said =
        output_of("'" + program_ + "' token add ada@example.com --name b" + at);
    const std::size_t token = said.find("clt_");
    if (token == std::string::npos) stop("no token in: " + said);
    return said.substr(token, said.find_first_of(" \n", token) - token);
}

pid_t Importing::begin() const {
    const pid_t process = fork();
    if (process != 0) return process;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nothing, STDOUT_FILENO);
    const std::string file = folder_ + "/accounts.csv";
    const std::string receipt = folder_ + "/receipt.json";
    execl(program_.c_str(), program_.c_str(), "import", "accounts", file.c_str(), "--match",
          "number", "--receipt", receipt.c_str(), "--store", store_.c_str(),
          static_cast<char*>(nullptr));
    _exit(127);
}

void Importing::end(pid_t process) const {
    int status = 0;
    if (waitpid(process, &status, 0) != process || status != 0) stop("the import failed");
    std::stringstream text;
    text << std::ifstream(folder_ + "/receipt.json").rdbuf();
    boost::system::error_code failed;
    const boost::json::value receipt = boost::json::parse(text.str(), failed);
    const auto* created = failed ? nullptr : receipt.as_object().if_contains("created");
    if (created == nullptr || created->to_number<std::int64_t>() != rows_)
        stop("not every row was created: " + text.str().substr(0, 500));
}

}  // namespace clientela::bench
