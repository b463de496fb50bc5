// SPDX-License-Identifier: Apache-2.0
#include "baseline_server.h"

#include <charconv>
#include <memory>

#include "http/transport/asio.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#pragma GCC diagnostic pop

#include "account_json_sql.h"
#include "generate.h"

namespace clientela::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace web = boost::beast::http;
using tcp = asio::ip::tcp;

// "nunez/4711" as an expression of FTS5: both words, or what begins so.
std::string hit_words(std::string_view path) {
    const std::size_t slash = path.find('/');
    return "\"" + std::string(path.substr(0, slash)) + "\"* AND \"" +
           std::string(path.substr(slash + 1)) + "\"*";
}

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, AccountReader& accounts)
        : socket_(std::move(socket)), accounts_(accounts) {}

    void read() {
        request_ = {};
        web::async_read(socket_, buffer_, request_,
                        [self = shared_from_this()](beast::error_code failed, std::size_t) {
                            if (!failed) self->answer();
                        });
    }

private:
    void answer() {
        response_ = {web::status::ok, request_.version()};
        response_.set(web::field::content_type, "application/json");
        response_.body() = body();
        response_.prepare_payload();
        web::async_write(socket_, response_,
                         [self = shared_from_this()](beast::error_code failed, std::size_t) {
                             if (!failed) self->read();
                         });
    }

    std::string body() {
        const std::string_view target(request_.target().data(), request_.target().size());
        constexpr std::string_view kOne = "/one/";
        constexpr std::string_view kHits = "/hits/";
        if (target == "/groups") return accounts_.groups();
        if (target.starts_with(kHits))
            return accounts_.hits(hit_words(target.substr(kHits.size())));

        if (!target.starts_with(kOne)) return accounts_.first_page();
        std::int64_t number = 0;
        std::from_chars(target.data() + kOne.size(), target.data() + target.size(), number);
        return accounts_.one(account_id(number));
    }

    tcp::socket socket_;
    AccountReader& accounts_;
    beast::flat_buffer buffer_;
    web::request<web::empty_body> request_;
    web::response<web::string_body> response_;
};

void accept(tcp::acceptor& acceptor, AccountReader& accounts) {
    acceptor.async_accept([&](beast::error_code failed, tcp::socket socket) {
        if (failed) return;
        socket.set_option(tcp::no_delay(true));
        std::make_shared<Session>(std::move(socket), accounts)->read();
        accept(acceptor, accounts);
    });
}

}  // namespace

void run_baseline_server(int listening, const std::string& store) {
    AccountReader accounts(store);
    asio::io_context context(1);
    tcp::acceptor acceptor(context, tcp::v4(), listening);
    accept(acceptor, accounts);
    context.run();
}

}  // namespace clientela::bench
