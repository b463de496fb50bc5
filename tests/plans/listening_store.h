// SPDX-License-Identifier: Apache-2.0
// Stands before a store, passes everything on and, while it listens, keeps each statement with the
// plan that the store has for it. So plans are those of the product's own statements, bound to the
// product's own values, and none is written a second time for a test.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "db/store.h"

namespace clientela::plans {

struct Explained {
    std::string statement;
    std::string plan;        // a line per step, as the store says it
    std::int64_t steps = 0;  // SQLite: of its machine; PostgreSQL tells rows within the plan
};

class ListeningStore final : public db::Store {
public:
    explicit ListeningStore(std::unique_ptr<db::Store> store) : store_(std::move(store)) {}

    db::Dialect dialect() const override { return store_->dialect(); }
    using db::Store::read;
    using db::Store::write;
    Result<void> read(const db::Work& work, std::chrono::milliseconds deadline) override;
    Result<bool> read_at_once(const db::Work& work) override;
    Result<void> write(const db::Work& work, db::Priority priority) override;
    Result<void> migrate(const db::Work& work) override { return store_->migrate(work); }
    Result<void> run_alone(const std::string& statement) override {
        return store_->run_alone(statement);
    }
    std::chrono::milliseconds default_deadline() const override {
        return store_->default_deadline();
    }
    std::string location() const override { return store_->location(); }

    // What `work`, which runs on this thread, asks of the store.
    std::vector<Explained> listen(const std::function<void()>& work);

private:
    db::Work listening(const db::Work& work);

    std::unique_ptr<db::Store> store_;
    std::vector<Explained>* heard_ = nullptr;
};

}  // namespace clientela::plans
