// SPDX-License-Identifier: Apache-2.0
// A small blocking HTTP client over plain TCP (or a unix socket) for tests and for commands that
// talk to the running server. It keeps one connection and opens it again when the server closed it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/message.h"

namespace clientela::http {

struct ClientResponse {
    int status = 0;   // 0: no answer, `body` says why
    Headers headers;  // names in lower case
    std::string body;

    std::string_view header(std::string_view lower_name) const;
};

struct ReceivedEvent {
    std::string event = "message";
    std::string data;
    std::string id;
};

class Client {
public:
    explicit Client(std::uint16_t port, std::string host = "127.0.0.1");
    static Client over_unix_socket(std::string path);
    ~Client();
    Client(Client&& other) noexcept;
    Client& operator=(Client&&) = delete;

    // Sent with every request; a Host header is always sent.
    Headers headers;
    std::chrono::milliseconds timeout{10'000};

    ClientResponse get(std::string_view target, const Headers& more = {});
    ClientResponse head(std::string_view target, const Headers& more = {});
    ClientResponse post(std::string_view target, std::string_view body, const Headers& more = {});
    ClientResponse patch(std::string_view target, std::string_view body, const Headers& more = {});
    ClientResponse remove(std::string_view target, const Headers& more = {});  // DELETE
    // A body that is not empty gets content-type application/json unless `more` names another.
    ClientResponse send(std::string_view method, std::string_view target, std::string_view body,
                        const Headers& more = {});

    // Server-sent events: open_stream() reads the head, next_event() the next event (heartbeats are
    // skipped), nothing when the time is over or the stream ended (stream_ended() tells which).
    ClientResponse open_stream(std::string_view target, const Headers& more = {});
    std::optional<ReceivedEvent> next_event(std::chrono::milliseconds wait);
    bool stream_ended() const { return ended_; }

    // For tests of the wire: raw bytes out, one answer in.
    bool write_raw(std::string_view bytes);
    ClientResponse read_response(bool head_only = false);
    bool closed_by_server(std::chrono::milliseconds wait);  // true when the end of the stream came
    void disconnect();

private:
    explicit Client(std::string unix_path);
    bool connect();
    bool fill(std::chrono::milliseconds wait);  // reads more into buffer_
    ClientResponse read_head();
    std::optional<std::string> read_chunked();

    std::string host_;
    std::string unix_path_;
    std::uint16_t port_ = 0;
    int socket_ = -1;
    std::string buffer_;
    bool ended_ = false;
};

}  // namespace clientela::http
