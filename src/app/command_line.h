// SPDX-License-Identifier: Apache-2.0
// The words of the command line as plain data. CLI11 stays inside command_line.cc.
#pragma once

#include <string>
#include <vector>

#include "base/message.h"

namespace clientela::app {

struct CommandLine {
    std::string verb;  // "serve", "user add", "import", "import undo" ...; empty: see answer
    std::string store = "./data";
    bool json = false;

    // serve
    std::string listen = "127.0.0.1:8080";
    std::string tls_certificate;
    std::string tls_key;
    std::string access_log;  // file, "-" for standard error; empty: none
    std::string log_format = "text";
    std::string web = "";  // directory of the web application; empty: beside the program
    std::vector<std::string> proxies;  // whose X-Forwarded-* headers are believed
    int rate_limit = 5'000;            // requests a second of a session or token; 0: none

    // help
    std::vector<std::string> about;

    // user, token
    std::string email;
    std::string name;
    std::string role;
    bool password_from_input = false;
    int expires_days = 0;
    std::string token;

    // demo
    int customers = 2000;
    std::uint64_t seed = 1;
    std::string truth;

    // import
    std::string object;
    std::string file;
    std::string map;
    std::vector<std::string> match;
    bool dry_run = false;
    std::string receipt;

    // export
    std::string filter;
    std::string search;
    std::string order;
    std::string select;
    std::string format;
    std::string out;
    std::string headings = "names";
    std::string formats;
    bool byte_order_mark = false;

    // job
    std::string job;
    bool active = false;
    int most = 50;

    // restore
    bool replace = false;

    // filter check
    bool syntax_only = false;
    std::string option = "filter";
    std::string text;

    // When verb is empty: what to say, and the exit status.
    int exit_code = 0;
    std::string answer;
};

CommandLine read_command_line(std::vector<std::string> words, Language language);

}  // namespace clientela::app
