// SPDX-License-Identifier: Apache-2.0
// What is tried with arbitrary bytes. A target may refuse its input, and CHECKs what must hold
// whatever that was. `make fuzz` runs them under libFuzzer and sanitizers; corpus_test.cc runs the
// inputs of tests/fuzz/corpus, among them everything that once broke something.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace clientela {

void fuzz_filter(const std::uint8_t* data, std::size_t size);
void fuzz_body(const std::uint8_t* data, std::size_t size);
void fuzz_table(const std::uint8_t* data, std::size_t size);
void fuzz_request(const std::uint8_t* data, std::size_t size);
void fuzz_server(const std::uint8_t* data, std::size_t size);
void fuzz_address(const std::uint8_t* data, std::size_t size);
void fuzz_list(const std::uint8_t* data, std::size_t size);
void fuzz_search(const std::uint8_t* data, std::size_t size);
void fuzz_batch(const std::uint8_t* data, std::size_t size);
void fuzz_definition(const std::uint8_t* data, std::size_t size);
void fuzz_customization(const std::uint8_t* data, std::size_t size);
void fuzz_layout(const std::uint8_t* data, std::size_t size);
void fuzz_view(const std::uint8_t* data, std::size_t size);
void fuzz_bulk(const std::uint8_t* data, std::size_t size);
void fuzz_export(const std::uint8_t* data, std::size_t size);
void fuzz_import(const std::uint8_t* data, std::size_t size);

struct FuzzTarget {
    std::string_view name;  // of its folder in the corpus, too
    void (*run)(const std::uint8_t* data, std::size_t size);
};

inline constexpr std::array kFuzzTargets{
    FuzzTarget{"filter", fuzz_filter},
    FuzzTarget{"body", fuzz_body},
    FuzzTarget{"table", fuzz_table},
    FuzzTarget{"request", fuzz_request},
    FuzzTarget{"server", fuzz_server},
    FuzzTarget{"address", fuzz_address},
    FuzzTarget{"list", fuzz_list},
    FuzzTarget{"search", fuzz_search},
    FuzzTarget{"batch", fuzz_batch},
    FuzzTarget{"definition", fuzz_definition},
    FuzzTarget{"customization", fuzz_customization},
    FuzzTarget{"layout", fuzz_layout},
    FuzzTarget{"view", fuzz_view},
    FuzzTarget{"bulk", fuzz_bulk},
    FuzzTarget{"export", fuzz_export},
    FuzzTarget{"import", fuzz_import},
};

}  // namespace clientela
