// SPDX-License-Identifier: Apache-2.0
// The connections to PostgreSQL, opened when needed. Bulk work may hold half of them at most and
// waits for interactive work, a quarter of a second; then it takes its turn like the others. When
// one connection is lost all go: the server was restarted or replaced.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "db/load.h"
#include "db/postgres/connection.h"
#include "db/store.h"

namespace clientela::db::postgres {

class Pool {
public:
    Pool(Address address, int size) : address_(std::move(address)), size_(size) {}

    Result<std::unique_ptr<Connection>> take(Priority priority, Deadline deadline);
    // Keeps the connection unless it is null, spent (cancelled) or of a generation thrown away.
    void give_back(std::unique_ptr<Connection> connection, Priority priority);
    void throw_away();
    Load load();

    const Address& address() const { return address_; }

private:
    bool may_take(Priority priority, std::chrono::steady_clock::time_point arrived) const;

    Address address_;
    int size_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> free_;
    int in_use_ = 0;
    int bulk_in_use_ = 0;
    int interactive_waiting_ = 0;
    std::uint64_t generation_ = 0;
};

}  // namespace clientela::db::postgres
