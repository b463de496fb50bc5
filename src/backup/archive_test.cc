// SPDX-License-Identifier: Apache-2.0
#include "backup/archive.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
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

}  // namespace
}  // namespace clientela::backup
