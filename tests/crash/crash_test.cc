// SPDX-License-Identifier: Apache-2.0
// kill -9 under write load, again and again on the same data: everything that was answered is there
// afterwards, and no transaction by half. On SQLite the writing process is killed, on PostgreSQL
// the server with all its processes.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/crash/crash_writer.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

constexpr int kRounds = 20;

class WriterProcess {
public:
    WriterProcess(const std::string& location, std::int64_t first) {
        int ends[2];
        CHECK(::pipe2(ends, O_CLOEXEC) == 0);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        const std::string start = std::to_string(first);
        std::string program = "clientela_tests";
        std::string flag = kCrashWriterFlag;
        std::string place = location;
        std::string number = start;
        char* arguments[] = {program.data(), flag.data(), place.data(), number.data(), nullptr};
        CHECK(::posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, arguments, environ) ==
              0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        output_ = ends[0];
    }
    ~WriterProcess() { kill9(); }
    WriterProcess(const WriterProcess&) = delete;
    WriterProcess& operator=(const WriterProcess&) = delete;

    // Waits for one number; nothing when the process is gone.
    bool read_number(std::set<std::int64_t>& numbers) {
        std::int64_t number = 0;
        ssize_t got = 0;
        do {
            got = ::read(output_, &number, sizeof number);
        } while (got < 0 && errno == EINTR);
        if (got != sizeof number) return false;
        numbers.insert(number);
        return true;
    }
    void kill9() {
        if (process_ <= 0) return;
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
        process_ = -1;
    }
    void close_output() { ::close(output_); }

private:
    pid_t process_ = -1;
    int output_ = -1;
};

// Counts the numbers of the store, each of which must have both halves, and misses none of
// `answered`.
std::size_t check_store(const std::string& location, const std::set<std::int64_t>& answered) {
    auto store = db::open_store(location);
    EXPECT_OK(store);
    if (!store) return 0;
    std::set<std::int64_t> found;
    EXPECT_OK((*store)->read([&](db::Transaction& tx) {
        return tx.query({"SELECT number, count(*) FROM half GROUP BY number", {}},
                        [&](const db::Row& row) {
                            EXPECT_EQ(row.integer(1), 2) << "number " << row.integer(0);
                            found.insert(row.integer(0));
                        });
    }));
    std::size_t missing = 0;
    for (const std::int64_t number : answered) {
        if (!found.contains(number)) ++missing;
    }
    EXPECT_EQ(missing, 0U) << "of " << answered.size() << " answered numbers";
    return found.size();
}

void create_table(const std::string& location) {
    auto store = db::open_store(location);
    ASSERT_OK(store);
    ASSERT_OK((*store)->migrate([](db::Transaction& tx) -> Result<void> {
        TRY(
            tx.execute({"CREATE TABLE half (number bigint, half bigint, filler text, "
                        "PRIMARY KEY (number, half))",
                        {}}));
        TRY(tx.execute({"CREATE INDEX ix_half_filler ON half (filler, number)", {}}));
        return {};
    }));
}

// Lets a writer run for a random time after its first answer, calls `crash` and checks what is
// left. `restart` makes the store usable again.
void crash_again_and_again(const std::string& location,
                           const std::function<void(WriterProcess&)>& crash,
                           const std::function<void()>& restart) {
    const char* given = std::getenv("CLIENTELA_SEED");
    const auto seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                       : std::random_device{}();
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> microseconds(0, 60'000);
    std::set<std::int64_t> answered;
    std::size_t stored = 0;
    create_table(location);
    for (int round = 0; round < kRounds && !::testing::Test::HasFailure(); ++round) {
        WriterProcess writer(location, std::int64_t{round} * 1'000'000);
        ASSERT_TRUE(writer.read_number(answered)) << "the writer did not start";
        std::thread killer([&, pause = std::chrono::microseconds(microseconds(random))] {
            std::this_thread::sleep_for(pause);
            crash(writer);
        });
        while (writer.read_number(answered)) {
        }
        killer.join();
        writer.close_output();
        restart();
        stored = check_store(location, answered);
    }
    std::printf("seed %u: %d crashes, %zu writes answered, %zu stored\n", seed, kRounds,
                answered.size(), stored);
    EXPECT_GE(answered.size(), static_cast<std::size_t>(kRounds));
}

TEST(Crash, killing_the_process_loses_nothing_answered_on_sqlite) {
    const std::string location = scratch_directory() + "/crash";
    crash_again_and_again(
        location, [](WriterProcess& writer) { writer.kill9(); }, [] {});
    std::filesystem::remove_all(location);
}

TEST(Crash, killing_the_server_loses_nothing_answered_on_postgres) {
    PostgresCluster cluster(PostgresCluster::Durability::safe);
    ASSERT_OK(cluster.start());
    crash_again_and_again(
        cluster.uri(), [&](WriterProcess&) { cluster.kill9(); },
        [&] { ASSERT_OK(cluster.start()); });
}

}  // namespace
}  // namespace clientela
