// SPDX-License-Identifier: Apache-2.0
// Queues of frames by subscriber. Callbacks run without the lock, so they may call the hub again.
#include "http/events.h"

#include <utility>
#include <vector>

namespace clientela::http {

struct EventHub::Subscriber {
    std::string id;
    std::string peer;
    std::string queue;
    bool gone = false;
    std::chrono::steady_clock::time_point opened = std::chrono::steady_clock::now();
    std::function<void()> wake;
    std::function<void()> closed;
};

namespace {

// How long a reserved subscriber waits for its connection before it is forgotten.
constexpr std::chrono::seconds kReservation{60};

// An id or event name with a line break would forge further fields.
void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out.append(name).append(": ");
    for (char c : value) {
        if (c != '\n' && c != '\r' && c != '\0') out.push_back(c);
    }
    out.push_back('\n');
}

}  // namespace

std::string event_frame(std::string_view event, std::string_view data, std::string_view id) {
    std::string out;
    out.reserve(data.size() + event.size() + id.size() + 32);
    append_field(out, "id", id);
    append_field(out, "event", event);
    for (;;) {
        const auto end = data.find_first_of("\r\n");
        out.append("data: ").append(data.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos) break;
        const bool both = data[end] == '\r' && end + 1 < data.size() && data[end + 1] == '\n';
        data.remove_prefix(end + (both ? 2 : 1));
    }
    out.push_back('\n');
    return out;
}

EventHub::EventHub(EventOptions options) : options_(options) {}

std::string EventHub::open(std::string_view peer, std::function<void()> closed) {
    drop_abandoned();
    std::lock_guard lock(mutex_);
    if (subscribers_.size() >= options_.total) return {};
    auto& count = per_peer_[std::string(peer)];
    if (count >= options_.per_peer) return {};
    ++count;
    auto subscriber = std::make_shared<Subscriber>();
    subscriber->id = "s" + std::to_string(++last_);
    subscriber->peer = peer;
    subscriber->closed = std::move(closed);
    subscribers_.emplace(subscriber->id, subscriber);
    return subscriber->id;
}

// Routes that failed after open() leave subscribers that no connection ever takes up.
void EventHub::drop_abandoned() {
    std::vector<std::string> abandoned;
    {
        std::lock_guard lock(mutex_);
        const auto limit = std::chrono::steady_clock::now() - kReservation;
        for (const auto& [name, subscriber] : subscribers_) {
            if (!subscriber->wake && subscriber->opened < limit) abandoned.push_back(name);
        }
    }
    for (const auto& name : abandoned)
        close(name);
}

// With the lock held. True when the subscriber has to be woken.
bool EventHub::append(Subscriber& subscriber, const std::string& frame) {
    if (subscriber.gone) return false;
    const bool was_empty = subscriber.queue.empty();
    if (subscriber.queue.size() + frame.size() > options_.queue_bytes) {
        subscriber.gone = true;
        subscriber.queue.clear();
        return true;
    }
    subscriber.queue += frame;
    return was_empty;
}

bool EventHub::push(const std::string& subscriber, std::string_view event, std::string_view data,
                    std::string_view id) {
    const std::string frame = event_frame(event, data, id);
    std::function<void()> wake;
    bool alive = false;
    {
        std::lock_guard lock(mutex_);
        const auto found = subscribers_.find(subscriber);
        if (found == subscribers_.end()) return false;
        if (append(*found->second, frame)) wake = found->second->wake;
        alive = !found->second->gone;
    }
    if (wake) wake();
    return alive;
}

void EventHub::publish(std::string_view event, std::string_view data, std::string_view id,
                       const std::function<bool(const std::string&)>& wanted) {
    const std::string frame = event_frame(event, data, id);
    std::vector<SubscriberPointer> all;
    {
        std::lock_guard lock(mutex_);
        all.reserve(subscribers_.size());
        for (const auto& [name, subscriber] : subscribers_)
            all.push_back(subscriber);
    }
    for (const auto& subscriber : all) {
        if (wanted && !wanted(subscriber->id)) continue;
        std::function<void()> wake;
        {
            std::lock_guard lock(mutex_);
            if (append(*subscriber, frame)) wake = subscriber->wake;
        }
        if (wake) wake();
    }
}

void EventHub::close(const std::string& subscriber) {
    SubscriberPointer leaving;
    {
        std::lock_guard lock(mutex_);
        const auto found = subscribers_.find(subscriber);
        if (found == subscribers_.end()) return;
        leaving = found->second;
        leaving->gone = true;
        subscribers_.erase(found);
        const auto count = per_peer_.find(leaving->peer);
        if (--count->second == 0) per_peer_.erase(count);
    }
    if (leaving->wake) leaving->wake();
    if (leaving->closed) leaving->closed();
}

void EventHub::close_all() {
    std::vector<std::string> all;
    {
        std::lock_guard lock(mutex_);
        for (const auto& [name, subscriber] : subscribers_)
            all.push_back(name);
    }
    for (const auto& name : all)
        close(name);
}

std::size_t EventHub::size() const {
    std::lock_guard lock(mutex_);
    return subscribers_.size();
}

bool EventHub::attach(const std::string& subscriber, std::function<void()> wake) {
    std::lock_guard lock(mutex_);
    const auto found = subscribers_.find(subscriber);
    if (found == subscribers_.end() || found->second->wake) return false;
    found->second->wake = std::move(wake);
    return true;
}

EventHub::State EventHub::take(const std::string& subscriber, std::string& out) {
    std::lock_guard lock(mutex_);
    const auto found = subscribers_.find(subscriber);
    if (found == subscribers_.end()) return State::gone;
    out = std::exchange(found->second->queue, {});
    return found->second->gone ? State::gone : State::open;
}

}  // namespace clientela::http
