// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/pool.h"

#include "db/failure.h"

namespace clientela::db::postgres {

constexpr std::chrono::milliseconds kBulkPatience{250};  // as the writer of SQLite has it

bool Pool::may_take(Priority priority, Deadline arrived) const {
    if (in_use_ >= size_) return false;
    if (priority == Priority::interactive) return true;
    if (bulk_in_use_ >= std::max(1, size_ / 2)) return false;
    return interactive_waiting_ == 0 || std::chrono::steady_clock::now() - arrived >= kBulkPatience;
}

Result<std::unique_ptr<Connection>> Pool::take(Priority priority, Deadline deadline) {
    const bool bulk = priority == Priority::bulk;
    const Deadline arrived = std::chrono::steady_clock::now();
    std::uint64_t generation = 0;
    {
        std::unique_lock lock(mutex_);
        if (!bulk) ++interactive_waiting_;
        const bool free =
            returned_.wait_until(lock, deadline, [&] { return may_take(priority, arrived); });
        if (!bulk) --interactive_waiting_;
        if (!free) return deadline_passed();
        ++in_use_;
        if (bulk) ++bulk_in_use_;
        if (!free_.empty()) {
            std::unique_ptr<Connection> connection = std::move(free_.back());
            free_.pop_back();
            return connection;
        }
        generation = generation_;
    }
    auto opened = Connection::open(address_);
    if (opened) {
        (*opened)->generation = generation;
    } else {
        give_back(nullptr, priority);
    }
    return opened;
}

void Pool::give_back(std::unique_ptr<Connection> connection, Priority priority) {
    {
        const std::lock_guard lock(mutex_);
        --in_use_;
        if (priority == Priority::bulk) --bulk_in_use_;
        if (connection && !connection->cancelled() && !connection->lost() &&
            connection->generation == generation_) {
            free_.push_back(std::move(connection));
        }
    }
    returned_.notify_all();
}

Load Pool::load() {
    const std::lock_guard lock(mutex_);
    Load load;
    load.connections_used = static_cast<std::size_t>(in_use_);
    load.connections_wanted = static_cast<std::size_t>(interactive_waiting_);
    return load;
}

void Pool::throw_away() {
    std::vector<std::unique_ptr<Connection>> closing;
    const std::lock_guard lock(mutex_);
    ++generation_;
    closing.swap(free_);
}

}  // namespace clientela::db::postgres
