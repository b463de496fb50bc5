// SPDX-License-Identifier: Apache-2.0
// The PostgreSQL store. A write runs as READ COMMITTED, a read as REPEATABLE READ READ ONLY. Whole
// transactions run again, with growing pauses, after trouble that passes: serialization failures,
// deadlocks, a lost connection before COMMIT. A read runs again only while it has seen no row,
// because its closure usually collects rows.
#pragma once

#include <memory>
#include <string>

#include "db/postgres/pool.h"
#include "db/store.h"

namespace clientela::db::postgres {

class PostgresStore final : public Store {
public:
    static Result<std::unique_ptr<Store>> open(const std::string& uri, const StoreOptions& options);

    Dialect dialect() const override { return Dialect::postgres; }
    Result<void> read(const Work& work, std::chrono::milliseconds deadline) override;
    Result<void> write(const Work& work, Priority priority) override;
    Result<void> migrate(const Work& work) override;
    Result<void> run_alone(const std::string& statement) override;
    Load load() { return pool_.load(); }
    std::chrono::milliseconds default_deadline() const override { return options_.read_deadline; }
    std::string location() const override { return pool_.address().display(); }

private:
    struct Attempt {
        Result<void> result;
        bool again = false;
    };
    class Borrowed;

    PostgresStore(Address address, const StoreOptions& options);
    Attempt try_read(const Work& work, Deadline deadline);
    Attempt try_write(const Work& work, Priority priority, Deadline connect_by,
                      std::chrono::milliseconds longest);
    Attempt commit(Borrowed& connection);
    Result<void> write_for(const Work& work, Priority priority, std::chrono::milliseconds longest);
    Result<void> repeat(Deadline until, const std::function<Attempt()>& attempt);

    StoreOptions options_;
    Pool pool_;
};

}  // namespace clientela::db::postgres
