// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite/sqlite_store.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/system_reason.h"
#include "db/failure.h"
#include "db/held.h"
#include "db/sqlite/transaction.h"

namespace clientela::db::sqlite {
namespace {

Error cannot_open(const std::string& directory, int number) {
    return make_error(ErrorCode::unavailable, "db.cannot_open_directory",
                      {{"path", directory}, {"reason", system_reason(number)}});
}

// SQLite says little more than that it cannot; a damaged file it knows.
Error cannot_open_file(const std::string& directory, Error error) {
    const bool read_only = error.message.key == storage_read_only().message.key;
    if (error.code != ErrorCode::internal && !read_only) return error;
    const std::string path = directory + "/clientela.db";
    if (error.message.key == "db.damaged") {
        error.message = Message{"db.file_damaged", {{"path", path}}};
        return error;
    }
    // Its log is made beside it.
    const bool allowed =
        ::access(path.c_str(), R_OK | W_OK) == 0 && ::access(directory.c_str(), W_OK | X_OK) == 0;
    Error known = cannot_open(directory, !allowed ? errno : read_only ? EROFS : EIO);
    known.detail = std::move(error.detail);
    return known;
}

// What takes longer is no work for a thread that serves others.
constexpr std::chrono::milliseconds kAtOnce{10};

// SQLite gives its log the permissions of the database file, so it is enough to create that one
// first.
bool create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    return file >= 0 && ::close(file) == 0;
}

// A reading connection for the time of one read; closes the transaction whatever happened.
class BorrowedReader {
public:
    BorrowedReader(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    BorrowedReader(const BorrowedReader&) = delete;
    BorrowedReader& operator=(const BorrowedReader&) = delete;
    ~BorrowedReader() {
        connection_->set_deadline(Connection::Deadline::max());
        if (connection_->in_transaction() && !connection_->command("COMMIT")) {
            connection_.reset();
            pool_.lose_one();
        } else {
            pool_.give_back(std::move(connection_));
        }
    }
    Connection* operator->() { return connection_.get(); }
    Connection& operator*() { return *connection_; }

private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
};

}  // namespace

Result<DirectoryLock> DirectoryLock::take(const std::string& directory) {
    const std::string path = directory + "/store.lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return cannot_open(directory, errno);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return make_error(ErrorCode::unavailable, "db.store_in_use", {{"path", directory}});
    }
    return DirectoryLock(file);
}

// Where it cannot be noted (a full disk), the next time will do.
void DirectoryLock::note_store() const { static_cast<void>(::pwrite(file_, "store\n", 6, 0) == 6); }

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : file_(std::exchange(other.file_, -1)) {}

DirectoryLock::~DirectoryLock() {
    if (file_ >= 0) ::close(file_);
}

// Statements say what leads them, and are tested and measured without statistics. Those that
// somebody took while a table was small mislead: every merge of the search index then read the
// whole of it. True: there were some, and this connection goes on knowing them.
static Result<bool> drop_statistics(Connection& connection) {
    bool found = false;
    TRY(connection.query({"select 1 from sqlite_master where name = 'sqlite_stat1'", {}},
                         [&](const Row&) { found = true; }));
    if (found) TRY(connection.execute({"drop table sqlite_stat1", {}}));
    return found;
}

Result<std::unique_ptr<Store>> SqliteStore::open(const std::string& directory,
                                                 const StoreOptions& options) {
    std::error_code trouble;
    if (std::filesystem::create_directories(directory, trouble)) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, trouble);
    }
    if (trouble) return cannot_open(directory, trouble.value());
    DirectoryLock lock = TRY(DirectoryLock::take(directory));
    TRY(refuse_if_lost(directory));
    if (!create_private(directory + "/clientela.db")) {
        return cannot_open(directory, errno);
    }
    auto writing =
        Connection::open(directory + "/clientela.db", Access::writer, options.cache_bytes);
    if (!writing) return cannot_open_file(directory, std::move(writing).error());
    lock.note_store();
    const Result<bool> dropped = drop_statistics(**writing);
    if (!dropped.ok()) return cannot_open_file(directory, dropped.error());
    if (*dropped) {
        writing->reset();
        writing =
            Connection::open(directory + "/clientela.db", Access::writer, options.cache_bytes);
        if (!writing) return cannot_open_file(directory, std::move(writing).error());
    }
    return std::unique_ptr<Store>(
        new SqliteStore(std::move(lock), directory, options, std::move(writing).value()));
}

SqliteStore::SqliteStore(DirectoryLock lock, std::string directory, const StoreOptions& options,
                         std::unique_ptr<Connection> writing)
    : lock_(std::move(lock)),
      directory_(std::move(directory)),
      options_(options),
      readers_(directory_ + "/clientela.db", std::max(1, options.reader_count),
               options.cache_bytes),
      writer_(std::move(writing)) {}

Result<void> SqliteStore::read(const Work& work, std::chrono::milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    return read_with(TRY(readers_.take(until)), work, until);
}

Result<bool> SqliteStore::read_at_once(const Work& work) {
    std::unique_ptr<Connection> connection = readers_.take_free();
    if (connection == nullptr) return false;
    const auto until = std::chrono::steady_clock::now() + kAtOnce;
    const Result<void> done = read_with(std::move(connection), work, until);
    if (!done.ok() && done.error().code == ErrorCode::unavailable) return false;
    TRY(done);
    return true;
}

Result<void> SqliteStore::read_with(std::unique_ptr<Connection> connection, const Work& work,
                                    Connection::Deadline until) {
    BorrowedReader reader(readers_, std::move(connection));
    reader->set_deadline(until);
    TRY(reader->command("BEGIN"));
    SqliteTransaction tx(*reader);
    return tx.run([&] { return work(tx); });
}

Result<void> SqliteStore::write(const Work& work, Priority priority) {
    return writer_.run(work, priority == Priority::bulk ? Queue::bulk : Queue::interactive);
}

bool SqliteStore::write_later(Work work, Done done) {
    writer_.run_later(std::move(work), std::move(done));
    return true;
}

Load SqliteStore::load() {
    Load load;
    load.writes_waiting = writer_.waiting();
    std::error_code none_yet;
    const auto bytes = std::filesystem::file_size(directory_ + "/clientela.db-wal", none_yet);
    if (!none_yet) load.log_bytes = bytes;
    return load;
}

Result<void> SqliteStore::migrate(const Work& work) { return writer_.run(work, Queue::exclusive); }

}  // namespace clientela::db::sqlite
