// SPDX-License-Identifier: Apache-2.0
// Reading, writing, the pool, streams and deadlines of a connection.
#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "http/events.h"
#include "http/transport/connection.h"

namespace clientela::http {
namespace {

constexpr std::size_t kFirstBuffer = 4 * 1024;
constexpr std::size_t kBodyBuffer = 64 * 1024;
constexpr std::chrono::milliseconds kLinger{2'000};
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;
constexpr std::size_t kOneTlsRecord = 16 * 1024;

}  // namespace

void Connection::arm(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    deadline_ = Clock::now() + limit;
}

void Connection::consume(std::size_t bytes) {
    begin_ += bytes;
    if (begin_ < end_) return;
    begin_ = end_ = 0;
}

void Connection::check_deadline(Clock::time_point now) {
    if (now < deadline_) return;
    deadline_ = Clock::time_point::max();
    timed_out_ = true;
    if (phase_ != Phase::idle && phase_ != Phase::linger) Counters::add(core_.counters.timed_out);
    boost::system::error_code ignored;
    if (phase_ == Phase::head || phase_ == Phase::body) {
        socket_.cancel(ignored);  // the reader answers 408
    } else {
        socket_.close(ignored);
    }
}

void Connection::drain() {
    if (phase_ == Phase::idle || (phase_ == Phase::head && buffered().empty())) abort();
}

void Connection::abort() {
    boost::system::error_code ignored;
    socket_.close(ignored);
}

asio::awaitable<std::size_t> Connection::read_some() {
    const std::size_t wanted = phase_ == Phase::body ? kBodyBuffer : kFirstBuffer;
    if (begin_ == end_ && buffer_.size() > wanted) std::string().swap(buffer_);
    if (begin_ > 0) {
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() - end_ < wanted / 4) buffer_.resize(std::max(wanted, buffer_.size() * 2));
    const auto space = asio::buffer(buffer_.data() + end_, buffer_.size() - end_);
    std::size_t count = 0;
    if (tls_) {
        const auto [error, read] =
            co_await tls_->async_read_some(space, asio::as_tuple(asio::use_awaitable));
        count = error ? 0 : read;
    } else {
        const auto [error, read] =
            co_await socket_.async_read_some(space, asio::as_tuple(asio::use_awaitable));
        count = error ? 0 : read;
    }
    end_ += count;
    co_return count;
}

// Plain sockets mostly take a whole answer at once; this spares a turn of the loop. On a part only,
// `buffers` keeps the rest.
bool Connection::try_write(Buffers& buffers, bool& failed) {
    if (tls_) return false;
    boost::system::error_code error;
    const std::size_t total = asio::buffer_size(buffers);
    const std::size_t written = socket_.write_some(buffers, error);
    if (error && error != asio::error::would_block && error != asio::error::try_again)
        failed = true;
    if (error) return false;
    sent_ += written;
    const std::size_t from_head = std::min(written, buffers[0].size());
    buffers[0] += from_head;
    buffers[1] += written - from_head;
    if (written == total) return true;
    wire_.head.erase(0, from_head);
    wire_.body.erase(0, written - from_head);
    return false;
}

asio::awaitable<bool> Connection::write_wire() {
    if (tls_ && wire_.body.size() < kOneTlsRecord) {
        wire_.head += wire_.body;
        wire_.body.clear();
    }
    const bool written = co_await write_all({asio::buffer(wire_.head), asio::buffer(wire_.body)});
    co_return written;
}

asio::awaitable<bool> Connection::write_all(Buffers buffers) {
    const std::size_t total = asio::buffer_size(buffers);
    const Phase before = phase_;
    const auto deadline = deadline_;
    arm(Phase::write, core_.options.write_timeout + std::chrono::milliseconds(total / 16));
    bool good = false;
    if (tls_) {
        const auto [error, count] =
            co_await asio::async_write(*tls_, buffers, asio::as_tuple(asio::use_awaitable));
        sent_ += count;
        good = !error;
    } else {
        const auto [error, count] =
            co_await asio::async_write(socket_, buffers, asio::as_tuple(asio::use_awaitable));
        sent_ += count;
        good = !error;
    }
    phase_ = before;
    deadline_ = deadline;
    co_return good;
}

asio::awaitable<bool> Connection::run_on_pool(std::function<void()> work, bool always) {
    auto initiate = [this, always](auto handler, std::function<void()> job) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        auto finish = [this, waiting, guard = asio::make_work_guard(core_.io)](bool accepted) {
            asio::post(core_.io, [waiting, accepted] {
                auto resume = std::move(*waiting);
                resume(accepted);
            });
        };
        auto run = [job = std::move(job), finish] {
            job();
            finish(true);
        };
        if (!core_.pool->post(std::move(run), always)) finish(false);
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(
        std::move(initiate), asio::use_awaitable, std::move(work));
}

asio::awaitable<bool> Connection::wait_for_answer(const LaterHandler& later) {
    auto initiate = [this, &later](auto handler) {
        auto waiting = std::make_shared<decltype(handler)>(std::move(handler));
        auto resume = [this, waiting, guard = asio::make_work_guard(core_.io)](bool taken) {
            asio::post(core_.io, [waiting, taken] {
                auto go_on = std::move(*waiting);
                go_on(taken);
            });
        };
        const Answer answer = [this, resume](Response response) {
            response_ = std::move(response);
            resume(true);
        };
        bool taken = false;
        try {
            taken = later(parser_->request, answer);
        } catch (const std::exception& problem) {
            spdlog::error("trace={} taking failed: {}", parser_->request.trace_id, problem.what());
        }
        if (!taken) resume(false);
    };
    return asio::async_initiate<const asio::use_awaitable_t<>&, void(bool)>(std::move(initiate),
                                                                            asio::use_awaitable);
}

asio::awaitable<bool> Connection::stream_source() {
    bool more = true;
    while (more) {
        std::string chunk;
        bool good = true;
        co_await run_on_pool(
            [&] {
                try {
                    more = response_.source(chunk);
                } catch (const std::exception& problem) {
                    spdlog::error("trace={} source failed: {}", parser_->request.trace_id,
                                  problem.what());
                    good = false;
                }
            },
            true);
        if (!good) co_return false;  // no last chunk: the client sees that something is missing
        std::string frame;
        if (wire_.chunked && !chunk.empty()) {
            frame = fmt::format("{:x}\r\n", chunk.size());
            chunk += "\r\n";
        }
        if (wire_.chunked && !more) chunk += "0\r\n\r\n";
        if (chunk.empty()) continue;
        const bool written = co_await write_all({asio::buffer(frame), asio::buffer(chunk)});
        if (!written) co_return false;
    }
    co_return true;
}

// Nothing more is expected from the client; its end has to be noticed, though.
void Connection::watch_for_end(const std::shared_ptr<std::array<char, 256>>& scratch) {
    auto seen = [self = shared_from_this(), scratch](boost::system::error_code error, std::size_t) {
        if (!error) return self->watch_for_end(scratch);
        self->peer_gone_ = true;
        if (self->event_timer_) self->event_timer_->cancel();
    };
    if (tls_) {
        tls_->async_read_some(asio::buffer(*scratch), std::move(seen));
    } else {
        socket_.async_read_some(asio::buffer(*scratch), std::move(seen));
    }
}

asio::awaitable<void> Connection::stream_events() {
    const std::string channel = response_.event_channel;
    asio::steady_timer timer(core_.io);
    event_timer_ = &timer;
    auto wake = [weak = weak_from_this(), &io = core_.io] {
        asio::post(io, [weak] {
            const auto self = weak.lock();
            if (!self) return;
            if (self->event_timer_) self->event_timer_->cancel();
        });
    };
    bool good = core_.events->attach(channel, wake);
    if (good) watch_for_end(std::make_shared<std::array<char, 256>>());
    phase_ = Phase::events;
    deadline_ = Clock::time_point::max();
    while (good && !peer_gone_ && !core_.draining) {
        std::string frames;
        if (core_.events->take(channel, frames) == EventHub::State::gone) break;
        if (frames.empty()) {
            timer.expires_after(core_.events->options().heartbeat);
            const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
            if (error) continue;  // woken, left or ending
            frames = ":\n\n";
        }
        good = co_await write_all({asio::buffer(frames), {}});
    }
    event_timer_ = nullptr;
    core_.events->close(channel);
}

// Closing with unread bytes would reset the connection and lose the answer on its way.
asio::awaitable<void> Connection::linger() {
    boost::system::error_code ignored;
    if (!tls_) socket_.shutdown(Socket::shutdown_send, ignored);
    timed_out_ = false;
    arm(Phase::linger, kLinger);
    std::size_t total = 0;
    begin_ = end_ = 0;
    while (total < kLingerBytes) {
        const std::size_t count = co_await read_some();
        if (count == 0) break;
        total += count;
        begin_ = end_ = 0;
    }
}

asio::awaitable<void> Connection::end_tls() {
    arm(Phase::linger, kLinger);
    co_await tls_->async_shutdown(asio::as_tuple(asio::use_awaitable));
}

}  // namespace clientela::http
