// SPDX-License-Identifier: Apache-2.0
// The embedded store: a directory with clientela.db, one writer thread and some reading
// connections. A lock file keeps a second process out; a command beside a running server asks that
// server instead.
#pragma once

#include <memory>
#include <string>

#include "db/load.h"
#include "db/sqlite/reader_pool.h"
#include "db/sqlite/writer.h"
#include "db/store.h"

namespace clientela::db::sqlite {

// Holds the lock file of a store directory. The kernel lets go of it when the process ends,
// however.
class DirectoryLock {
public:
    static Result<DirectoryLock> take(const std::string& directory);
    DirectoryLock(DirectoryLock&& other) noexcept;
    DirectoryLock& operator=(DirectoryLock&&) = delete;
    ~DirectoryLock();

    // That a store was opened here: from now on its database file must not be made anew.
    void note_store() const;

private:
    explicit DirectoryLock(int file) : file_(file) {}
    int file_;
};

class SqliteStore final : public Store {
public:
    static Result<std::unique_ptr<Store>> open(const std::string& directory,
                                               const StoreOptions& options);

    Dialect dialect() const override { return Dialect::sqlite; }
    Result<void> read(const Work& work, std::chrono::milliseconds deadline) override;
    Result<bool> read_at_once(const Work& work) override;
    Result<void> write(const Work& work, Priority priority) override;
    bool write_later(Work work, Done done) override;
    Result<void> migrate(const Work& work) override;
    Load load();
    std::chrono::milliseconds default_deadline() const override { return options_.read_deadline; }
    std::string location() const override { return directory_; }

private:
    Result<void> read_with(std::unique_ptr<Connection> connection, const Work& work,
                           Connection::Deadline until);
    SqliteStore(DirectoryLock lock, std::string directory, const StoreOptions& options,
                std::unique_ptr<Connection> writing);

    DirectoryLock lock_;
    std::string directory_;
    StoreOptions options_;
    ReaderPool readers_;
    Writer writer_;
};

}  // namespace clientela::db::sqlite
