// SPDX-License-Identifier: Apache-2.0
// TLS with certificates made on the spot, and gzip undone by zlib.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "http/compression.h"
#include "http/running_server.h"

namespace clientela::http {
namespace {

void write_certificate(const std::string& directory, const char* name) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    const auto close = [](FILE* file) { std::fclose(file); };
    const std::unique_ptr<FILE, decltype(close)> cert_file(
        std::fopen((directory + "/cert.pem").c_str(), "w"), close);
    const std::unique_ptr<FILE, decltype(close)> key_file(
        std::fopen((directory + "/key.pem").c_str(), "w"), close);
    PEM_write_X509(cert_file.get(), certificate.get());
    PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

struct TlsAnswer {
    std::string subject;
    std::string text;
};

// One connection that sends all requests at once and reads to the end.
TlsAnswer talk(std::uint16_t port, const std::string& request, int highest = TLS1_3_VERSION) {
    TlsAnswer answer;
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address);
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), highest);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl.get(), socket);
    if (SSL_connect(ssl.get()) == 1) {
        const std::unique_ptr<X509, decltype(&X509_free)> peer(SSL_get1_peer_certificate(ssl.get()),
                                                               X509_free);
        char name[100] = {};
        X509_NAME_oneline(X509_get_subject_name(peer.get()), name, sizeof name);
        answer.subject = name;
        SSL_write(ssl.get(), request.data(), static_cast<int>(request.size()));
        char bytes[16384];
        for (int count = 0; (count = SSL_read(ssl.get(), bytes, sizeof bytes)) > 0;) {
            answer.text.append(bytes, static_cast<std::size_t>(count));
        }
    }
    ::close(socket);
    return answer;
}

class Tls : public testing::Test {
protected:
    Tls() {
        char path[] = "/tmp/clientela-tls-XXXXXX";
        directory_ = ::mkdtemp(path);
        write_certificate(directory_, "first");
    }
    ~Tls() override { std::filesystem::remove_all(directory_); }
    ServerOptions options() const {
        ServerOptions options = test_options();
        options.tls_certificate = directory_ + "/cert.pem";
        options.tls_key = directory_ + "/key.pem";
        return options;
    }
    static Router router() {
        Router router;
        router.add(Method::get, "/", [](const Request& request) {
            return text_response(request.secure ? std::string(100'000, 's') : "plain");
        });
        return router;
    }

    std::string directory_;
};

constexpr const char* kLastRequest = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

TEST_F(Tls, serves_requests_and_says_that_they_are_secure) {
    RunningServer running(router(), options());
    const auto answer =
        talk(running.port(), std::string("GET / HTTP/1.1\r\nhost: a\r\n\r\n") + kLastRequest);
    EXPECT_EQ(answer.subject, "/CN=first");
    EXPECT_NE(answer.text.find("strict-transport-security"), std::string::npos);
    EXPECT_GT(answer.text.size(), 200'000u);
}

TEST_F(Tls, refuses_old_protocols_and_plain_text) {
    RunningServer running(router(), options());
    EXPECT_EQ(talk(running.port(), kLastRequest, TLS1_1_VERSION).text, "");
    EXPECT_EQ(running.client().get("/").status, 0);
    EXPECT_NE(talk(running.port(), kLastRequest).text, "");
}

TEST_F(Tls, takes_up_a_new_certificate_without_a_restart) {
    RunningServer running(router(), options());
    EXPECT_EQ(talk(running.port(), kLastRequest).subject, "/CN=first");
    write_certificate(directory_, "second");
    ASSERT_TRUE(running.server().reload_tls().ok());
    EXPECT_EQ(talk(running.port(), kLastRequest).subject, "/CN=second");
    std::filesystem::remove(directory_ + "/cert.pem");
    EXPECT_FALSE(running.server().reload_tls().ok());
    EXPECT_EQ(talk(running.port(), kLastRequest).subject, "/CN=second");
}

TEST_F(Tls, says_which_certificate_cannot_be_read) {
    ServerOptions broken = options();
    broken.tls_key = "/nowhere/key.pem";
    Server server(broken, Router{});
    const auto result = server.listen();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.key, "http.bad_certificate");
}

std::string gunzip(const std::string& packed) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    std::string out(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = inflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    inflateEnd(&stream);
    return out;
}

TEST(Gzip, gives_back_every_text_also_when_the_state_is_used_again) {
    std::string text;
    for (int i = 0; i < 5000; ++i)
        text += std::to_string(i * 7919) + ",";
    EXPECT_EQ(gunzip(gzip(text)), text);
    EXPECT_EQ(gunzip(gzip(text.substr(0, 10))), text.substr(0, 10));
}

TEST(AcceptEncoding, weighs_names_and_the_star) {
    EXPECT_TRUE(accepts_encoding("gzip, deflate, br", "br"));
    EXPECT_TRUE(accepts_encoding("GZIP;q=0.1", "gzip"));
    EXPECT_FALSE(accepts_encoding("gzip;q=0, *", "gzip"));
    EXPECT_TRUE(accepts_encoding("*", "gzip"));
    EXPECT_FALSE(accepts_encoding("", "gzip"));
    EXPECT_FALSE(accepts_encoding("xgzip", "gzip"));
}

}  // namespace
}  // namespace clientela::http
