// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite/reader_pool.h"

#include "db/failure.h"

namespace clientela::db::sqlite {

Result<std::unique_ptr<Connection>> ReaderPool::take(Connection::Deadline deadline) {
    {
        std::unique_lock lock(mutex_);
        const auto available = [this] { return !free_.empty() || open_ < count_max_; };
        if (!returned_.wait_until(lock, deadline, available)) return deadline_passed();
        if (!free_.empty()) {
            std::unique_ptr<Connection> connection = std::move(free_.back());
            free_.pop_back();
            return connection;
        }
        ++open_;
    }
    auto opened = Connection::open(path_, Access::reader, cache_bytes_);
    if (!opened) lose_one();
    return opened;
}

std::unique_ptr<Connection> ReaderPool::take_free() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    std::unique_ptr<Connection> connection = std::move(free_.back());
    free_.pop_back();
    return connection;
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

void ReaderPool::lose_one() {
    {
        const std::lock_guard lock(mutex_);
        --open_;
    }
    returned_.notify_one();
}

}  // namespace clientela::db::sqlite
