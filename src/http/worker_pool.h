// SPDX-License-Identifier: Apache-2.0
// Threads for handlers that block, with a queue that refuses instead of growing.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace clientela::http {

class WorkerPool {
public:
    WorkerPool(unsigned threads, std::size_t queue_limit);
    ~WorkerPool();  // finishes what is queued
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // False when the queue is full. `always` is for work of requests that are already being
    // answered.
    bool post(std::function<void()> work, bool always = false);
    std::size_t waiting() const;

private:
    void serve();

    std::size_t queue_limit_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> queue_;
    bool ending_ = false;
    std::size_t idle_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace clientela::http
