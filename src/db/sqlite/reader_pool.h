// SPDX-License-Identifier: Apache-2.0
// Connections for reading, opened when first needed. The one used last is handed out first: its
// caches are warm, and quiet times touch one connection's memory only.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "db/sqlite/connection.h"

namespace clientela::db::sqlite {

class ReaderPool {
public:
    ReaderPool(std::string path, int count_max, std::int64_t cache_bytes)
        : path_(std::move(path)), count_max_(count_max), cache_bytes_(cache_bytes) {}

    // Waits until a connection is free, at most until `deadline`.
    Result<std::unique_ptr<Connection>> take(Connection::Deadline deadline);
    std::unique_ptr<Connection> take_free();  // null when none is open and free
    void give_back(std::unique_ptr<Connection> connection);
    void lose_one();  // instead of give_back, for a connection that is of no use any more

private:
    std::string path_;
    int count_max_;
    std::int64_t cache_bytes_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> free_;
    int open_ = 0;
};

}  // namespace clientela::db::sqlite
