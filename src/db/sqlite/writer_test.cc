// SPDX-License-Identifier: Apache-2.0
// Group commit: who shares a transaction, in which order, and who suffers from whose failure.
#include "db/sqlite/writer.h"

#include <filesystem>
#include <latch>

#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela::db::sqlite {
namespace {

// A writer whose thread can be held while closures queue up behind.
class GroupCommit : public ::testing::Test {
protected:
    void SetUp() override {
        static int count = 0;
        directory_ = scratch_directory() + "/writer" + std::to_string(++count);
        std::filesystem::create_directories(directory_);
        const std::string path = directory_ + "/clientela.db";
        auto writing = Connection::open(path, Access::writer, 1 << 20);
        ASSERT_OK(writing);
        ASSERT_OK((*writing)->execute({"CREATE TABLE item (id INTEGER PRIMARY KEY)", {}}));
        writer_ = std::make_unique<Writer>(std::move(writing).value(), std::chrono::hours(1),
                                           std::chrono::hours(1));
        auto reading = Connection::open(path, Access::reader, 1 << 20);
        ASSERT_OK(reading);
        reader_ = std::move(reading).value();
    }
    void TearDown() override {
        reader_.reset();
        writer_.reset();
        std::filesystem::remove_all(directory_);
    }

    void hold() {
        holder_ = std::thread([this] {
            const Work wait = [this](Transaction&) -> Result<void> {
                held_.count_down();
                go_on_.wait();
                return {};
            };
            holder_result_ = writer_->run(wait, Queue::interactive);
        });
        held_.wait();
    }

    // Queues `work` behind everything queued before.
    void enqueue(Queue queue, Work work, Result<void>& result) {
        const std::size_t before = writer_->waiting();
        threads_.emplace_back(
            [this, queue, work = std::move(work), &result] { result = writer_->run(work, queue); });
        while (writer_->waiting() == before)
            std::this_thread::yield();
    }

    // The same with a closure that may run again, and that nobody waits for.
    void hold_later() {
        const Work wait = [this](Transaction&) -> Result<void> {
            if (!held_.try_wait()) held_.count_down();
            go_on_.wait();
            return {};
        };
        writer_->run_later(wait, [this](const Result<void>& done) { holder_result_ = done; });
        held_.wait();
    }

    void enqueue_later(Work work, Result<void>& result) {
        writer_->run_later(std::move(work), [&](const Result<void>& done) {
            result = done;
            told_at_.push_back(rows());
        });
    }

    void release_later() {
        go_on_.count_down();
        for (std::thread& thread : threads_)
            thread.join();
        writer_.reset();  // finishes what is queued
    }

    Work failing_insert(std::int64_t id) {
        return [this, id](Transaction& tx) -> Result<void> {
            TRY(insert(id)(tx));
            return make_error(ErrorCode::invalid, "test.refused");
        };
    }

    void release() {
        go_on_.count_down();
        holder_.join();
        for (std::thread& thread : threads_)
            thread.join();
    }

    Work insert(std::int64_t id) {
        return [this, id](Transaction& tx) -> Result<void> {
            order_.push_back(id);
            visible_.push_back(rows());
            TRY(tx.execute({"INSERT INTO item (id) VALUES (?)", {id}}));
            return {};
        };
    }

    std::int64_t rows() {
        std::int64_t count = -1;
        EXPECT_OK(reader_->query({"SELECT count(*) FROM item", {}},
                                 [&](const Row& row) { count = row.integer(0); }));
        return count;
    }

    std::string directory_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Connection> reader_;
    std::latch held_{1};
    std::latch go_on_{1};
    std::thread holder_;
    Result<void> holder_result_;
    std::vector<std::thread> threads_;
    std::vector<std::int64_t> order_;    // as the closures ran
    std::vector<std::int64_t> visible_;  // rows that others saw meanwhile
    std::vector<std::int64_t> told_at_;  // and when those were told who did not wait
};

TEST_F(GroupCommit, waiting_closures_share_one_transaction_in_their_order) {
    hold();
    std::vector<Result<void>> results(4);
    for (int i = 0; i < 4; ++i)
        enqueue(Queue::interactive, insert(i), results[static_cast<std::size_t>(i)]);
    release();
    for (const auto& result : results)
        EXPECT_OK(result);
    EXPECT_EQ(order_, (std::vector<std::int64_t>{0, 1, 2, 3}));
    EXPECT_EQ(visible_, (std::vector<std::int64_t>{0, 0, 0, 0}));
    EXPECT_EQ(rows(), 4);
}

TEST_F(GroupCommit, a_failing_closure_leaves_its_neighbours_alone) {
    hold();
    std::vector<Result<void>> results(3);
    enqueue(Queue::interactive, insert(1), results[0]);
    enqueue(Queue::interactive, failing_insert(2), results[1]);
    enqueue(Queue::interactive, insert(3), results[2]);
    release();
    EXPECT_OK(results[0]);
    ASSERT_FALSE(results[1].ok());
    EXPECT_EQ(results[1].error().message.key, "test.refused");
    EXPECT_OK(results[2]);
    EXPECT_EQ(rows(), 2);
}

TEST_F(GroupCommit, who_does_not_wait_is_told_behind_the_commit) {
    hold_later();
    std::vector<Result<void>> results(2);
    enqueue_later(insert(1), results[0]);
    enqueue_later(insert(2), results[1]);
    release_later();
    EXPECT_OK(holder_result_);
    EXPECT_EQ(order_, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(told_at_, (std::vector<std::int64_t>{2, 2}));
}

TEST_F(GroupCommit, a_failing_closure_without_a_savepoint_makes_its_neighbours_run_again) {
    hold_later();
    std::vector<Result<void>> results(5);
    enqueue_later(insert(1), results[0]);
    enqueue_later(failing_insert(2), results[1]);
    enqueue_later(insert(3), results[2]);
    enqueue_later(failing_insert(4), results[3]);  // has a savepoint already
    enqueue_later(insert(5), results[4]);
    release_later();
    EXPECT_OK(holder_result_);
    EXPECT_EQ(order_, (std::vector<std::int64_t>{1, 2, 1, 2, 3, 4, 5}));
    std::string told;
    for (const Result<void>& result : results)
        told += result.ok() ? "ok " : result.error().message.key + " ";
    EXPECT_EQ(told, "ok test.refused ok test.refused ok ");
    EXPECT_EQ(told_at_, (std::vector<std::int64_t>(5, 3)));
}

TEST_F(GroupCommit, who_fails_before_it_wrote_makes_nobody_run_again) {
    hold_later();
    std::vector<Result<void>> results(3);
    enqueue_later(insert(1), results[0]);
    const Work refused = [](Transaction&) -> Result<void> {
        return make_error(ErrorCode::invalid, "test.refused");
    };
    enqueue_later(refused, results[1]);
    enqueue_later(insert(3), results[2]);
    release_later();
    EXPECT_EQ(order_, (std::vector<std::int64_t>{1, 3}));
    EXPECT_FALSE(results[1].ok());
    EXPECT_OK(results[2]);
    EXPECT_EQ(rows(), 2);
}

TEST_F(GroupCommit, bulk_work_that_waited_long_goes_before_interactive_work) {
    writer_.reset();
    auto writing = Connection::open(directory_ + "/clientela.db", Access::writer, 1 << 20);
    ASSERT_OK(writing);
    writer_ = std::make_unique<Writer>(std::move(writing).value(), std::chrono::hours(1),
                                       std::chrono::milliseconds(0));
    hold();
    std::vector<Result<void>> results(2);
    enqueue(Queue::interactive, insert(1), results[0]);
    enqueue(Queue::bulk, insert(10), results[1]);
    release();
    EXPECT_EQ(order_, (std::vector<std::int64_t>{10, 1}));
}

TEST_F(GroupCommit, who_waits_never_runs_again) {
    hold_later();
    std::vector<Result<void>> results(4);
    enqueue_later(insert(1), results[0]);
    enqueue(Queue::interactive, failing_insert(2), results[1]);
    enqueue(Queue::interactive, insert(3), results[2]);
    enqueue_later(failing_insert(4), results[3]);
    release_later();
    EXPECT_EQ(order_, (std::vector<std::int64_t>{1, 2, 3, 4}));
    EXPECT_OK(results[0]);
    EXPECT_FALSE(results[1].ok());
    EXPECT_OK(results[2]);
    EXPECT_FALSE(results[3].ok());
    EXPECT_EQ(rows(), 2);
}

TEST_F(GroupCommit, a_lost_transaction_fails_everybody_in_it) {
    hold();
    std::vector<Result<void>> results(3);
    enqueue(Queue::interactive, insert(1), results[0]);
    // Stands for a full disk, where SQLite itself rolls everything back.
    const Work breaking = [](Transaction& tx) -> Result<void> {
        TRY(tx.execute({"ROLLBACK", {}}));
        return {};
    };
    enqueue(Queue::interactive, breaking, results[1]);
    enqueue(Queue::interactive, insert(3), results[2]);
    release();
    EXPECT_FALSE(holder_result_.ok());
    ASSERT_FALSE(results[0].ok());
    EXPECT_EQ(results[0].error().code, ErrorCode::unavailable);
    EXPECT_FALSE(results[1].ok());
    EXPECT_OK(results[2]);
    EXPECT_EQ(rows(), 1);
}

TEST_F(GroupCommit, interactive_work_overtakes_queued_bulk_work) {
    hold();
    std::vector<Result<void>> results(4);
    enqueue(Queue::bulk, insert(10), results[0]);
    enqueue(Queue::bulk, insert(11), results[1]);
    enqueue(Queue::interactive, insert(1), results[2]);
    enqueue(Queue::interactive, insert(2), results[3]);
    release();
    EXPECT_EQ(order_, (std::vector<std::int64_t>{1, 2, 10, 11}));
}

TEST_F(GroupCommit, exclusive_work_runs_in_a_transaction_of_its_own) {
    hold();
    std::vector<Result<void>> results(3);
    enqueue(Queue::interactive, insert(1), results[0]);
    enqueue(Queue::exclusive, insert(2), results[1]);
    enqueue(Queue::interactive, insert(3), results[2]);
    release();
    EXPECT_EQ(order_, (std::vector<std::int64_t>{2, 1, 3}));
    EXPECT_EQ(visible_, (std::vector<std::int64_t>{0, 1, 1}));
}

}  // namespace
}  // namespace clientela::db::sqlite
