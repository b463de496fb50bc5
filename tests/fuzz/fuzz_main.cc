// SPDX-License-Identifier: Apache-2.0
// libFuzzer's entry: CLIENTELA_FUZZ_TARGET names the target, CLIENTELA_FUZZ_STORE an empty store
// for those that ask a site, such as a PostgreSQL database; without it they have one in memory.
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/fuzz_site.h"
#include "tests/fuzz/targets.h"

namespace {

void (*chosen)(const std::uint8_t*, std::size_t) = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* name = std::getenv("CLIENTELA_FUZZ_TARGET");
    for (const clientela::FuzzTarget& target : clientela::kFuzzTargets) {
        if (name != nullptr && target.name == name) chosen = target.run;
    }
    const char* store = std::getenv("CLIENTELA_FUZZ_STORE");
    if (chosen != nullptr && store != nullptr) clientela::FuzzSite::open(store);
    if (chosen != nullptr) return 0;
    std::fprintf(stderr, "CLIENTELA_FUZZ_TARGET names no target\n");
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    chosen(data, size);
    return 0;
}
