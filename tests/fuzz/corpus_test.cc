// SPDX-License-Identifier: Apache-2.0
// Every input of the corpus once on each store, without a fuzzer: what was found stays found.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "tests/fuzz/fuzz_site.h"
#include "tests/fuzz/targets.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

STORE_TEST(Fuzz, every_input_of_the_corpus_is_answered_or_refused) {
    FuzzSite::open(fresh_location());
    for (const FuzzTarget& target : kFuzzTargets) {
        const std::filesystem::path folder =
            std::filesystem::path(CLIENTELA_SOURCE) / "tests/fuzz/corpus" / target.name;
        std::set<std::filesystem::path> inputs;  // in the same order everywhere
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            inputs.insert(entry.path());
        for (const std::filesystem::path& input : inputs) {
            SCOPED_TRACE(input);
            std::ifstream in(input, std::ios::binary);
            const std::string bytes((std::istreambuf_iterator<char>(in)), {});
            target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        }
        EXPECT_GT(inputs.size(), 2U) << target.name;
    }
    FuzzSite::close();
}

}  // namespace
}  // namespace clientela
