// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "http/running_server.h"

namespace clientela::http {
namespace {

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Request form_request(std::string body, std::string boundary = "XX") {
    Request request;
    request.headers = {{"content-type", "multipart/form-data; boundary=" + boundary}};
    request.body = std::move(body);
    return request;
}

std::string field(const std::string& name, const std::string& value) {
    return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
}

std::string file(const std::string& name, const std::string& file_name, const std::string& bytes) {
    return "--XX\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" +
           file_name + "\"\r\nContent-Type: text/csv\r\n\r\n" + bytes + "\r\n";
}

TEST(Multipart, reads_fields_and_files) {
    const auto form = read_multipart(form_request("preamble\r\n" + field("options", "{\"a\":1}") +
                                                  file("file", "c:\\tmp\\a.csv", "x,y\r\n1,2") +
                                                  field("empty", "") + "--XX--\r\nepilogue"));
    ASSERT_TRUE(form.ok());
    ASSERT_EQ(form->parts.size(), 3u);
    EXPECT_EQ(form->find("options")->value, "{\"a\":1}");
    EXPECT_EQ(form->find("empty")->value, "");
    const Part* part = form->find("file");
    EXPECT_TRUE(part->is_file());
    EXPECT_EQ(part->file_name, "a.csv");
    EXPECT_EQ(part->content_type, "text/csv");
    EXPECT_EQ(part->size, 8u);
    EXPECT_EQ(content_of(part->file.path()), "x,y\r\n1,2");
    EXPECT_EQ(form->find("absent"), nullptr);
}

// Files without a name that this process holds open.
int nameless_files() {
    int count = 0;
    for (const auto& open : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code closed_meanwhile;
        const std::string name = std::filesystem::read_symlink(open, closed_meanwhile).string();
        if (name.find("/clientela-") != std::string::npos && name.ends_with(" (deleted)")) ++count;
    }
    return count;
}

TEST(Multipart, keeps_files_without_a_name_and_only_with_the_form) {
    const int before = nameless_files();
    {
        const auto form = read_multipart(form_request(file("f", "a", "x") + "--XX--"));
        ASSERT_TRUE(form.ok());
        EXPECT_EQ(content_of(form->parts[0].file.path()), "x");
        EXPECT_EQ(nameless_files(), before + 1);
    }
    EXPECT_EQ(nameless_files(), before);
}

TEST(Multipart, finds_boundaries_wherever_a_window_ends) {
    // Lengths around the window of 64 kB, with content that resembles the boundary.
    for (std::size_t length = 65'536 - 140; length < 65'536 + 20; length += 1) {
        const std::string bytes = std::string(length, '-') + "\r\n--X";
        const auto form = read_multipart(form_request(file("f", "a", bytes) + "--XX--"));
        ASSERT_TRUE(form.ok()) << length;
        EXPECT_EQ(form->parts[0].size, bytes.size());
    }
}

TEST(Multipart, refuses_broken_forms) {
    const std::string good = field("a", "b");
    for (const std::string& body :
         {std::string(), std::string("--XX"), good, good + "--XX", good + "--XX-",
          std::string("--XX\r\n\r\nno name\r\n--XX--"),
          std::string("--XX\r\nContent-Disposition: form-data\r\n\r\nx\r\n--XX--"),
          std::string("--XX\r\nno colon\r\n\r\nx\r\n--XX--"),
          std::string("--XXjunk\r\n\r\nx\r\n--XX--"), field("a", "\xff") + "--XX--",
          "--XX\r\nX: " + std::string(20'000, 'a')}) {
        const auto form = read_multipart(form_request(body));
        ASSERT_FALSE(form.ok()) << body.substr(0, 60);
        EXPECT_EQ(form.error().message.key, "http.multipart_broken");
    }
}

TEST(Multipart, refuses_other_content_types) {
    Request request = form_request(field("a", "b") + "--XX--");
    for (const char* type : {"", "multipart/form-data", "application/json; boundary=XX",
                             "multipart/form-data; boundary=\"\""}) {
        request.headers = {{"content-type", type}};
        EXPECT_EQ(read_multipart(request).error().message.key, "http.not_multipart") << type;
    }
    request.headers = {{"content-type", "Multipart/Form-Data; charset=utf-8; boundary=\"XX\""}};
    EXPECT_TRUE(read_multipart(request).ok());
}

TEST(Multipart, holds_to_its_limits) {
    MultipartLimits limits;
    limits.parts = 2;
    limits.field_bytes = 10;
    limits.file_bytes = 20;
    const auto key = [&](const std::string& body) {
        const auto form = read_multipart(form_request(body + "--XX--"), limits);
        return form.ok() ? std::string("ok") : form.error().message.key;
    };
    EXPECT_EQ(key(field("a", std::string(10, 'x')) + file("b", "f", std::string(20, 'x'))), "ok");
    EXPECT_EQ(key(field("a", std::string(11, 'x'))), "http.part_too_large");
    EXPECT_EQ(key(file("b", "f", std::string(21, 'x'))), "http.part_too_large");
    EXPECT_EQ(key(field("a", "") + field("a", "") + field("a", "")), "http.too_many_parts");
}

TEST(Multipart, reads_a_spooled_body_through_the_server) {
    Router router;
    router.add(
        Method::post, "/",
        [](const Request& request) {
            const auto form = read_multipart(request);
            return text_response(form.ok() ? std::to_string(form->find("file")->size) : "error");
        },
        {.body_limit = 16 << 20, .body = Body::spool});
    RunningServer running(std::move(router));
    const auto response = running.client().post(
        "/", file("file", "big.csv", std::string(3 << 20, 'x')) + "--XX--\r\n",
        {{"content-type", "multipart/form-data; boundary=XX"}});
    EXPECT_EQ(response.body, std::to_string(3 << 20));
}

}  // namespace
}  // namespace clientela::http
