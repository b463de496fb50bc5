// SPDX-License-Identifier: Apache-2.0
// The present definitions of a running server. An administrator changes them while requests run, so
// they are replaced as a whole: whoever took a snapshot goes on with it. A piece of work longer
// than a moment takes get() once and holds it.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>

#include "schema/schema.h"

namespace clientela::schema {

class Live {
public:
    // NOLINTNEXTLINE(google-explicit-constructor): stands where the snapshot itself stood.
    Live(std::shared_ptr<const Schema> first) : current_(std::move(first)) {}
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    std::shared_ptr<const Schema> get() const { return current_.load(std::memory_order_acquire); }
    operator std::shared_ptr<const Schema>() const { return get(); }

    // For a look within one expression. A replaced snapshot stays for some minutes, longer than any
    // request may take, so that such a look never meets freed memory.
    const Schema& operator*() const { return *get(); }
    std::shared_ptr<const Schema> operator->() const { return get(); }

    void replace(std::shared_ptr<const Schema> next);

private:
    struct Replaced {
        std::shared_ptr<const Schema> schema;
        std::chrono::steady_clock::time_point at;
    };

    std::atomic<std::shared_ptr<const Schema>> current_;
    std::mutex mutex_;
    std::deque<Replaced> replaced_;
};

}  // namespace clientela::schema
