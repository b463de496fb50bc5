// SPDX-License-Identifier: Apache-2.0
#include "tests/crash/crash_writer.h"

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>
#include <vector>

#include <sys/prctl.h>
#include <unistd.h>

#include "db/store.h"

namespace clientela {
namespace {

// Both halves of a number belong to one transaction: after a crash there are two or none.
Result<void> write_number(db::Transaction& tx, std::int64_t number) {
    for (const std::int64_t half : {std::int64_t{1}, std::int64_t{2}}) {
        TRY(tx.execute({"INSERT INTO half (number, half, filler) VALUES (?, ?, ?)",
                        {number, half, std::string(200, 'x')}}));
    }
    return {};
}

}  // namespace

int run_crash_writer(const std::string& location, std::int64_t first) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    db::StoreOptions options;
    options.retry_budget = std::chrono::milliseconds(0);
    auto store = db::open_store(location, options);
    if (!store) {
        std::fprintf(stderr, "crash writer: %s\n", store.error().message.key.c_str());
        return 1;
    }
    std::atomic<std::int64_t> next = first;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            const auto priority = t == 0 ? db::Priority::bulk : db::Priority::interactive;
            for (;;) {
                const std::int64_t number = next++;
                const auto work = [&](db::Transaction& tx) { return write_number(tx, number); };
                if (!(*store)->write(work, priority)) return;
                // Eight bytes are one piece in a pipe, so the threads need no lock.
                if (::write(STDOUT_FILENO, &number, sizeof number) != sizeof number) return;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    return 0;
}

}  // namespace clientela
