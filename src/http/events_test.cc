// SPDX-License-Identifier: Apache-2.0
#include "http/events.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "http/running_server.h"

namespace clientela::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A route that opens a stream for whoever asks and greets with what it was last told.
Router stream_router(EventHub& hub, std::atomic<int>* closed = nullptr) {
    Router router;
    router.add(Method::get, "/stream",
               [&hub, closed](const Request& request) {
                   Response response;
                   response.event_channel = hub.open(request.remote, [closed] {
                       if (closed) ++*closed;
                   });
                   if (response.event_channel.empty()) {
                       response.status = 429;
                       return response;
                   }
                   hub.push(response.event_channel, "hello", request.header("last-event-id"));
                   return response;
               },
               {.run = Run::inline_});
    return router;
}

TEST(EventFrame, splits_lines_and_drops_line_breaks_from_names) {
    EXPECT_EQ(event_frame("change", "a\nb\r\nc", "7"),
              "id: 7\nevent: change\ndata: a\ndata: b\ndata: c\n\n");
    EXPECT_EQ(event_frame("x\ndata: forged", ""), "event: xdata: forged\ndata: \n\n");
}

TEST(EventHub, delivers_events_in_order_with_their_ids) {
    EventHub hub;
    RunningServer running(stream_router(hub), test_options(), &hub);
    Client client = running.client();
    const auto head = client.open_stream("/stream", {{"last-event-id", "41"}});
    ASSERT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-type"), "text/event-stream");
    EXPECT_EQ(client.next_event(seconds(5))->data, "41");
    for (int i = 0; i < 100; ++i)
        hub.publish("change", std::to_string(i), std::to_string(i));
    for (int i = 0; i < 100; ++i) {
        const auto event = client.next_event(seconds(5));
        ASSERT_TRUE(event);
        EXPECT_EQ(event->event, "change");
        EXPECT_EQ(event->data, std::to_string(i));
        EXPECT_EQ(event->id, std::to_string(i));
    }
}

TEST(EventHub, asks_for_each_subscriber_what_it_may_see) {
    EventHub hub;
    const std::string one = hub.open("one");
    const std::string two = hub.open("two");
    hub.publish("change", "x", {},
                [&](const std::string& subscriber) { return subscriber == two; });
    std::string frames;
    EXPECT_EQ(hub.take(one, frames), EventHub::State::open);
    EXPECT_EQ(frames, "");
    hub.take(two, frames);
    EXPECT_EQ(frames, "event: change\ndata: x\n\n");
    EXPECT_FALSE(hub.push("unknown", "change", "x"));
}

TEST(EventHub, cuts_off_who_reads_too_slowly) {
    EventOptions options;
    options.queue_bytes = 100;
    EventHub hub(options);
    const std::string slow = hub.open("peer");
    EXPECT_TRUE(hub.push(slow, "change", std::string(50, 'a')));
    EXPECT_FALSE(hub.push(slow, "change", std::string(50, 'b')));
    std::string frames;
    EXPECT_EQ(hub.take(slow, frames), EventHub::State::gone);
}

TEST(EventHub, limits_the_streams_of_one_peer_and_frees_them_at_the_end) {
    EventOptions options;
    options.per_peer = 1;
    EventHub hub(options);
    std::atomic<int> closed{0};
    RunningServer running(stream_router(hub, &closed), test_options(), &hub);
    Client first = running.client();
    EXPECT_EQ(first.open_stream("/stream").status, 200);
    EXPECT_TRUE(first.next_event(seconds(5)));
    EXPECT_EQ(running.client().get("/stream").status, 429);
    first.disconnect();
    while (closed == 0)
        std::this_thread::yield();
    EXPECT_EQ(hub.size(), 0u);
    Client second = running.client();
    EXPECT_EQ(second.open_stream("/stream").status, 200);
}

TEST(EventHub, sends_heartbeats_that_are_no_events) {
    EventOptions options;
    options.heartbeat = milliseconds(20);
    EventHub hub(options);
    RunningServer running(stream_router(hub), test_options(), &hub);
    Client client = running.client();
    client.write_raw("GET /stream HTTP/1.0\r\nhost: a\r\n\r\n");
    std::this_thread::sleep_for(milliseconds(200));
    running.stop();
    const auto all = client.read_response();
    EXPECT_NE(all.body.find("\n\n:\n\n:\n\n"), std::string::npos) << all.body;
}

TEST(EventHub, closes_streams_when_the_server_stops_or_the_application_says_so) {
    EventHub hub;
    RunningServer running(stream_router(hub), test_options(), &hub);
    Client first = running.client();
    Client second = running.client();
    first.open_stream("/stream");
    first.next_event(seconds(5));
    hub.close_all();
    EXPECT_FALSE(first.next_event(seconds(5)));
    EXPECT_TRUE(first.stream_ended());
    second.open_stream("/stream");
    second.next_event(seconds(5));
    running.stop();
    EXPECT_FALSE(second.next_event(seconds(5)));
    EXPECT_TRUE(second.stream_ended());
    EXPECT_EQ(hub.size(), 0u);
}

}  // namespace
}  // namespace clientela::http
