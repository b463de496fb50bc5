// SPDX-License-Identifier: Apache-2.0
// A throw-away PostgreSQL server on a socket in a temporary directory. It ends with this process,
// however that ends. As root the server runs as the user postgres, because it refuses root.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "base/result.h"

namespace clientela {

// Temporary directory of this run; directories of runs that died are removed. Ends with
// remove_scratch.
const std::string& scratch_directory();
void remove_scratch();

class PostgresCluster {
public:
    enum class Durability { fast, safe };  // fast: no fsync, for everything but tests of durability

    explicit PostgresCluster(Durability durability) : durability_(durability) {}
    ~PostgresCluster() { kill9(); }
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    // Creates the cluster at the first call; after stop or kill9 starts it again on the same data.
    // Call it from the main thread: the server is told to end with the thread that started it.
    Result<void> start();
    void stop();   // fast shutdown
    void kill9();  // every server process at once, as a power cut would

    std::string uri(std::string_view database = "postgres") const;

private:
    Result<void> create();
    pid_t launch(const std::vector<std::string>& command, int death_signal) const;
    pid_t launch_server() const;
    std::string log_tail() const;

    Durability durability_;
    std::string directory_;
    std::string programs_;
    pid_t server_ = -1;
};

}  // namespace clientela
