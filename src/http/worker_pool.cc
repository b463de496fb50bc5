// SPDX-License-Identifier: Apache-2.0
// A plain queue under one mutex: the work behind it takes far longer than the lock.
#include "http/worker_pool.h"

#include <utility>

namespace clientela::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    for (unsigned i = 0; i < threads; ++i)
        threads_.emplace_back([this] { serve(); });
}

WorkerPool::~WorkerPool() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_)
        thread.join();
}

bool WorkerPool::post(std::function<void()> work, bool always) {
    {
        std::lock_guard lock(mutex_);
        // Whatever an idle thread is about to take does not count as waiting.
        if (!always && queue_.size() >= queue_limit_ + idle_) return false;
        queue_.push_back(std::move(work));
    }
    ready_.notify_one();
    return true;
}

std::size_t WorkerPool::waiting() const {
    std::lock_guard lock(mutex_);
    return queue_.size();
}

void WorkerPool::serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        ready_.wait(lock, [this] { return ending_ || !queue_.empty(); });
        --idle_;
        if (queue_.empty()) return;
        auto work = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        work();
        work = nullptr;
        lock.lock();
    }
}

}  // namespace clientela::http
