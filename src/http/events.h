// SPDX-License-Identifier: Apache-2.0
// Server-sent events. The application opens a subscriber inside its route, answers with
// Response::event_channel = that id, and pushes what this subscriber may see. Every subscriber has
// a bounded queue; whoever reads too slowly is cut off and comes back with Last-Event-ID, which the
// route reads as an ordinary header. Safe from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace clientela::http {

struct EventOptions {
    std::size_t queue_bytes = 256 * 1024;  // per subscriber
    std::size_t per_peer = 16;             // open streams of one peer key
    std::size_t total = 2000;
    std::chrono::milliseconds heartbeat{20'000};
};

// One line-safe frame: "id: ..\nevent: ..\ndata: ..\n\n"; line breaks in data become more data
// lines.
std::string event_frame(std::string_view event, std::string_view data, std::string_view id = {});

class EventHub {
public:
    explicit EventHub(EventOptions options = {});

    // Reserves a subscriber; events pushed from now on wait for the connection to begin. `peer` is
    // whom the limit counts (a user id or an address); gives an empty string when it is reached.
    // `closed` runs once, when the stream is gone for whatever reason; it may call the hub.
    std::string open(std::string_view peer, std::function<void()> closed = {});

    // False when there is no such subscriber (any more).
    bool push(const std::string& subscriber, std::string_view event, std::string_view data,
              std::string_view id = {});
    // To every subscriber for which `wanted` says so (all of them without one).
    void publish(std::string_view event, std::string_view data, std::string_view id = {},
                 const std::function<bool(const std::string& subscriber)>& wanted = {});
    void close(const std::string& subscriber);
    void close_all();
    std::size_t size() const;
    const EventOptions& options() const { return options_; }

    // For the server: takes what is queued. `wake` is called (from any thread, without locks held)
    // when there is more to take or the subscriber was closed.
    enum class State { open, gone };
    bool attach(const std::string& subscriber, std::function<void()> wake);
    State take(const std::string& subscriber, std::string& out);

private:
    struct Subscriber;
    using SubscriberPointer = std::shared_ptr<Subscriber>;
    void drop_abandoned();
    bool append(Subscriber& subscriber, const std::string& frame);

    EventOptions options_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, SubscriberPointer> subscribers_;
    std::unordered_map<std::string, std::size_t> per_peer_;
    std::uint64_t last_ = 0;
};

}  // namespace clientela::http
