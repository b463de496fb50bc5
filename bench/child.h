// SPDX-License-Identifier: Apache-2.0
// A server in a process of its own: the program itself, or a baseline that is forked off. Ends with
// its owner.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

namespace clientela::bench {

class Child {
public:
    // build/clientela serve on that store; returns when it answers.
    static Child serve(const std::string& program, const std::string& store);
    // `run` gets a listening socket on `port()` and never returns.
    static Child fork_off(const std::function<void(int listening)>& run);
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;
    ~Child();

    pid_t pid() const { return pid_; }
    std::uint16_t port() const { return port_; }
    double ready_ms() const { return ready_ms_; }  // from exec to the first answer

private:
    Child() = default;
    pid_t pid_ = 0;
    std::uint16_t port_ = 0;
    double ready_ms_ = 0;
};

// What a shell command writes to its standard output; one that fails ends the benchmark.
std::string output_of(const std::string& command);

}  // namespace clientela::bench
