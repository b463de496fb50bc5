// SPDX-License-Identifier: Apache-2.0
// Every input of the corpus once, without a fuzzer: what was found stays found.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "tests/fuzz/targets.h"

namespace clientela {
namespace {

TEST(Fuzz, every_input_of_the_corpus_is_answered_or_refused) {
    for (const FuzzTarget& target : kFuzzTargets) {
        const std::filesystem::path folder =
            std::filesystem::path(CLIENTELA_SOURCE) / "tests/fuzz/corpus" / target.name;
        int inputs = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            SCOPED_TRACE(entry.path());
            std::ifstream in(entry.path(), std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(in)), {});
            target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
            ++inputs;
        }
        EXPECT_GT(inputs, 0) << target.name;
    }
}

}  // namespace
}  // namespace clientela
