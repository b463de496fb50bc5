// SPDX-License-Identifier: Apache-2.0
#include "backup/archive.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/store_fixture.h"

namespace clientela::backup {
namespace {

namespace fs = std::filesystem;

TEST(Archive, two_backups_of_one_process_to_one_name_do_not_share_a_file) {
    const fs::path folder =
        fs::temp_directory_path() / ("clientela_archive_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const std::string path = folder / "store.clientela";
    {
        auto first = ArchiveWriter::create(path);
        ASSERT_OK(first);
        auto second = ArchiveWriter::create(path);
        ASSERT_OK(second);
        ASSERT_OK(first->line("whole"));
        ASSERT_OK(second->line("half of"));
        ASSERT_OK(first->finish());
    }  // the second breaks off
    auto reader = ArchiveReader::open(path);
    ASSERT_OK(reader);
    const auto line = reader->line();
    ASSERT_OK(line);
    EXPECT_EQ(*line, "whole");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 1);
    fs::remove_all(folder);
}

TEST(Archive, takes_away_what_a_killed_process_left_and_nothing_that_is_being_written) {
    const fs::path folder =
        fs::temp_directory_path() / ("clientela_leftovers_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    const std::string path = folder / "store.clientela";
    for (const char* left : {".1.37.part", ".4711.part"})
        std::ofstream(path + left) << "half";
    std::ofstream(path + ".part.txt") << "of somebody else";
    auto first = ArchiveWriter::create(path);
    ASSERT_OK(first);
    auto second = ArchiveWriter::create(path);
    ASSERT_OK(second);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), fs::directory_iterator()), 3);
    EXPECT_OK(first->finish());
    EXPECT_OK(second->finish());
    fs::remove_all(folder);
}

}  // namespace
}  // namespace clientela::backup
