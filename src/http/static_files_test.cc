// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "http/running_server.h"

namespace clientela::http {
namespace {

namespace fs = std::filesystem;

class StaticFiles : public testing::Test {
protected:
    StaticFiles() {
        char path[] = "/tmp/clientela-static-XXXXXX";
        root_ = ::mkdtemp(path);
        write("web/index.html", "<html>app</html>");
        write("web/assets/app-1a2b.js", "plain");
        write("web/assets/app-1a2b.js.br", "brotli");
        write("web/assets/app-1a2b.js.gz", "gzip");
        write("web/.secret", "hidden");
        write("outside.txt", "outside");
        fs::create_symlink(root_ + "/outside.txt", root_ + "/web/link.txt");
        Router router;
        router.add(Method::get, "/api/v1/{set}",
                   [](const Request&) { return text_response("api"); });
        router.otherwise(
            static_files({root_ + "/web", {"/api", "/auth", "/health", "/assets"}, {}}));
        server_ = std::make_unique<RunningServer>(std::move(router));
    }
    ~StaticFiles() override {
        server_.reset();
        fs::remove_all(root_);
    }
    void write(const std::string& name, const std::string& text) {
        fs::create_directories(fs::path(root_ + "/" + name).parent_path());
        std::ofstream(root_ + "/" + name) << text;
    }
    ClientResponse get(const std::string& path, const Headers& headers = {}) {
        return server_->client().get(path, headers);
    }

    std::string root_;
    std::unique_ptr<RunningServer> server_;
};

TEST_F(StaticFiles, serves_the_application_at_its_own_paths) {
    for (const char* path : {"/", "/accounts", "/index.html"}) {
        const auto response = get(path);
        EXPECT_EQ(response.body, "<html>app</html>") << path;
        EXPECT_EQ(response.header("content-type"), "text/html; charset=utf-8");
        EXPECT_EQ(response.header("cache-control"), "no-cache");
    }
}

TEST_F(StaticFiles, says_so_where_the_application_would_stay_blank) {
    for (const char* path : {"/accounts/01J/edit", "/settings/roles", "/settings/"}) {
        const auto response = get(path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_NE(response.body.find("There is no page"), std::string::npos) << path;
    }
}

TEST_F(StaticFiles, never_gives_the_application_for_reserved_paths_or_missing_files) {
    for (const char* path : {"/api", "/api/v2/x", "/auth/nothing", "/health/nothing",
                             "/assets/old-99.js", "/assets/old", "/favicon.ico"}) {
        EXPECT_EQ(get(path).status, 404) << path;
    }
    EXPECT_EQ(get("/apiary").status, 200);
}

TEST_F(StaticFiles, prefers_precompressed_neighbours_and_caches_hashed_files) {
    const auto brotli = get("/assets/app-1a2b.js", {{"accept-encoding", "gzip, br"}});
    EXPECT_EQ(brotli.body, "brotli");
    EXPECT_EQ(brotli.header("content-encoding"), "br");
    EXPECT_EQ(brotli.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(brotli.header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/assets/app-1a2b.js", {{"accept-encoding", "gzip"}}).body, "gzip");
    EXPECT_EQ(get("/assets/app-1a2b.js").body, "plain");
}

TEST_F(StaticFiles, answers_304_to_a_known_etag_of_the_same_coding) {
    const Headers brotli{{"accept-encoding", "br"}};
    const std::string etag(get("/assets/app-1a2b.js", brotli).header("etag"));
    ASSERT_FALSE(etag.empty());
    EXPECT_EQ(
        get("/assets/app-1a2b.js", {{"accept-encoding", "br"}, {"if-none-match", etag}}).status,
        304);
    EXPECT_EQ(get("/assets/app-1a2b.js", {{"if-none-match", etag}}).status, 200);
}

TEST_F(StaticFiles, stays_inside_its_directory) {
    for (const char* path : {"/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt",
                             "/assets/../../outside.txt", "/..%5coutside.txt", "/link.txt",
                             "/.secret", "//outside.txt", "/%2fetc/passwd"}) {
        const auto response = get(path);
        EXPECT_EQ(response.body.find("outside"), std::string::npos) << path;
        EXPECT_EQ(response.body.find("hidden"), std::string::npos) << path;
        EXPECT_EQ(response.status, 404) << path;
    }
}

TEST_F(StaticFiles, says_what_to_do_when_nothing_is_built) {
    fs::remove_all(root_ + "/web");
    const auto response = get("/");
    EXPECT_EQ(response.status, 404);
    EXPECT_NE(response.body.find("make build"), std::string::npos);
}

}  // namespace
}  // namespace clientela::http
