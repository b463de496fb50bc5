// SPDX-License-Identifier: Apache-2.0
// POSIX sockets and a reader of answers; strict enough to notice a broken server.
#include "http/client.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <utility>

#include "base/ascii.h"

namespace clientela::http {
namespace {

std::string_view header_of(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

ClientResponse no_answer(std::string why) {
    ClientResponse response;
    response.body = std::move(why);
    return response;
}

void append_lines(std::string& out, const Headers& headers) {
    for (const auto& [name, value] : headers)
        out.append(name).append(": ").append(value).append("\r\n");
}

// Reads "HTTP/1.1 200 OK\r\nname: value\r\n...\r\n".
ClientResponse parse_head(std::string_view head) {
    ClientResponse response;
    const auto line_end = head.find("\r\n");
    const std::string_view line = head.substr(0, line_end);
    if (!line.starts_with("HTTP/1.") || line.size() < 12) return no_answer("not HTTP");
    std::from_chars(line.data() + 9, line.data() + 12, response.status);
    head.remove_prefix(line_end + 2);
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const std::string_view field = head.substr(0, end);
        head.remove_prefix(end + 2);
        if (field.empty()) break;
        const auto colon = field.find(':');
        if (colon == std::string_view::npos) return no_answer("header without colon");
        std::string_view value = field.substr(colon + 1);
        while (value.starts_with(' '))
            value.remove_prefix(1);
        response.headers.emplace_back(lower_ascii(field.substr(0, colon)), std::string(value));
    }
    return response;
}

}  // namespace

std::string_view ClientResponse::header(std::string_view lower_name) const {
    return header_of(headers, lower_name);
}

Client::Client(std::uint16_t port, std::string host) : host_(std::move(host)), port_(port) {}
Client::Client(std::string unix_path) : host_("localhost"), unix_path_(std::move(unix_path)) {}
Client Client::over_unix_socket(std::string path) { return Client(std::move(path)); }
Client::~Client() { disconnect(); }

Client::Client(Client&& other) noexcept
    : headers(std::move(other.headers)),
      timeout(other.timeout),
      host_(std::move(other.host_)),
      unix_path_(std::move(other.unix_path_)),
      port_(other.port_),
      socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)),
      ended_(other.ended_) {}

void Client::disconnect() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    buffer_.clear();
}

bool Client::connect() {
    if (socket_ >= 0) return true;
    ended_ = false;
    if (unix_path_.empty()) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        if (::inet_pton(AF_INET, host_.c_str(), &address.sin_addr) != 1) return false;
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
            return true;
        }
    } else {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (unix_path_.size() >= sizeof address.sun_path) return false;
        std::memcpy(address.sun_path, unix_path_.c_str(), unix_path_.size());
        socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
            return true;
        }
    }
    disconnect();
    return false;
}

bool Client::fill(std::chrono::milliseconds wait) {
    if (socket_ < 0) return false;
    pollfd waiting{socket_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(wait.count())) <= 0) return false;
    char bytes[16384];
    const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
        ended_ = true;
        return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
}

bool Client::write_raw(std::string_view bytes) {
    if (!connect()) return false;
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

ClientResponse Client::read_head() {
    for (;;) {
        const auto end = buffer_.find("\r\n\r\n");
        if (end != std::string::npos) {
            ClientResponse response = parse_head(std::string_view(buffer_).substr(0, end + 4));
            buffer_.erase(0, end + 4);
            if (response.status == 100) continue;
            return response;
        }
        if (!fill(timeout)) return no_answer(ended_ ? "connection closed" : "no answer in time");
    }
}

// None: the body broke off, or a size of it cannot be read.
std::optional<std::string> Client::read_chunked() {
    std::string body;
    for (;;) {
        std::size_t line_end = 0;
        while ((line_end = buffer_.find("\r\n")) == std::string::npos) {
            if (!fill(timeout)) return std::nullopt;
        }
        std::size_t size = 0;
        const char* end = buffer_.data() + line_end;
        const auto read = std::from_chars(buffer_.data(), end, size, 16);
        if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
        while (buffer_.size() < line_end + 2 + size + 2) {
            if (!fill(timeout)) return std::nullopt;
        }
        body.append(buffer_, line_end + 2, size);
        buffer_.erase(0, line_end + 2 + size + 2);
        if (size == 0) return body;
    }
}

ClientResponse Client::read_response(bool head_only) {
    ClientResponse response = read_head();
    if (response.status == 0) return response;
    const bool bodiless = head_only || response.status == 204 || response.status == 304;
    const std::string_view length = response.header("content-length");
    if (bodiless) {
        // nothing follows
    } else if (response.header("transfer-encoding") == "chunked") {
        std::optional<std::string> body = read_chunked();
        if (!body) return no_answer("body ended early");
        response.body = std::move(*body);
    } else if (!length.empty()) {
        std::size_t size = 0;
        std::from_chars(length.data(), length.data() + length.size(), size);
        while (buffer_.size() < size && fill(timeout)) {
        }
        response.body = buffer_.substr(0, size);
        buffer_.erase(0, response.body.size());
        if (response.body.size() < size) return no_answer("body ended early");
    } else {
        while (fill(timeout)) {
        }
        response.body = std::exchange(buffer_, {});
    }
    if (response.header("connection") == "close") disconnect();
    return response;
}

ClientResponse Client::send(std::string_view method, std::string_view target, std::string_view body,
                            const Headers& more) {
    std::string out;
    out.append(method).append(" ").append(target).append(" HTTP/1.1\r\n");
    out.append("host: " + host_ + (port_ ? ":" + std::to_string(port_) : "") + "\r\n");
    append_lines(out, headers);
    append_lines(out, more);
    if (!body.empty() && header_of(more, "content-type").empty()) {
        out += "content-type: application/json\r\n";
    }
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
        out += "content-length: " + std::to_string(body.size()) + "\r\n";
    }
    out.append("\r\n").append(body);
    // A kept connection may have been closed meanwhile: then once more on a fresh one.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const bool kept = socket_ >= 0;
        if (!connect()) return no_answer("cannot connect");
        if (write_raw(out) || !kept) {
            ClientResponse response = read_response(method == "HEAD");
            if (response.status != 0 || !kept || !ended_) return response;
        }
        disconnect();
    }
    return no_answer("connection closed");
}

ClientResponse Client::get(std::string_view target, const Headers& more) {
    return send("GET", target, {}, more);
}
ClientResponse Client::head(std::string_view target, const Headers& more) {
    return send("HEAD", target, {}, more);
}
ClientResponse Client::post(std::string_view target, std::string_view body, const Headers& more) {
    return send("POST", target, body, more);
}
ClientResponse Client::patch(std::string_view target, std::string_view body, const Headers& more) {
    return send("PATCH", target, body, more);
}
ClientResponse Client::remove(std::string_view target, const Headers& more) {
    return send("DELETE", target, {}, more);
}

ClientResponse Client::open_stream(std::string_view target, const Headers& more) {
    disconnect();
    std::string out;
    out.append("GET ").append(target).append(" HTTP/1.1\r\nhost: ").append(host_).append("\r\n");
    append_lines(out, headers);
    append_lines(out, more);
    if (!write_raw(out + "\r\n")) return no_answer("cannot connect");
    ClientResponse response = read_head();
    if (response.status != 200) disconnect();
    return response;
}

std::optional<ReceivedEvent> Client::next_event(std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    for (;;) {
        const auto end = buffer_.find("\n\n");
        if (end == std::string::npos) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                until - std::chrono::steady_clock::now());
            if (left.count() <= 0 || (!fill(left) && ended_)) return std::nullopt;
            continue;
        }
        const std::string frame = buffer_.substr(0, end + 1);
        buffer_.erase(0, end + 2);
        ReceivedEvent event;
        bool has_data = false;
        std::size_t at = 0;
        while (at < frame.size()) {
            const auto line_end = frame.find('\n', at);
            const std::string line = frame.substr(at, line_end - at);
            at = line_end + 1;
            if (line.starts_with("event: ")) event.event = line.substr(7);
            if (line.starts_with("id: ")) event.id = line.substr(4);
            if (line.starts_with("data: ")) {
                if (has_data) event.data += '\n';
                event.data += line.substr(6);
                has_data = true;
            }
        }
        if (has_data) return event;
    }
}

bool Client::closed_by_server(std::chrono::milliseconds wait) {
    if (socket_ < 0) return true;
    while (fill(wait)) {
    }
    return ended_;
}

}  // namespace clientela::http
