// SPDX-License-Identifier: Apache-2.0
// Runs all tests: clientela_tests [--store sqlite|postgres|both] [GoogleTest flags].
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "tests/crash/crash_writer.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

int main(int argc, char** argv) {
    if (argc == 4 && std::strcmp(argv[1], clientela::kCrashWriterFlag) == 0) {
        return clientela::run_crash_writer(argv[2], std::atoll(argv[3]));
    }
    ::testing::InitGoogleTest(&argc, argv);
    bool sqlite = true;
    bool postgres = true;
    for (int i = 1; i < argc; ++i) {
        const char* value = nullptr;
        if (std::strncmp(argv[i], "--store=", 8) == 0) value = argv[i] + 8;
        if (std::strcmp(argv[i], "--store") == 0 && i + 1 < argc) value = argv[++i];
        const std::string_view store = value == nullptr ? "" : value;
        sqlite = store == "sqlite" || store == "both";
        postgres = store == "postgres" || store == "both";
        if (!sqlite && !postgres) {
            std::fprintf(stderr, "usage: %s [--store sqlite|postgres|both] [--gtest_...]\n",
                         argv[0]);
            return 2;
        }
    }
    // Many tests provoke the troubles that a server logs.
    if (std::getenv("CLIENTELA_TEST_LOG") == nullptr) spdlog::set_level(spdlog::level::off);
    clientela::register_store_tests(sqlite, postgres);
    const int status = RUN_ALL_TESTS();
    if (!::testing::GTEST_FLAG(list_tests)) clientela::print_store_counts();
    clientela::stop_shared_cluster();
    clientela::remove_scratch();
    return status;
}
