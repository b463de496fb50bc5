// SPDX-License-Identifier: Apache-2.0
// Files are opened at each request: the page cache is fast, and a new build shows at once.
#include "http/static_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <optional>
#include <utility>

#include "http/compression.h"

namespace clientela::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".gif", "image/gif"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".pdf", "application/pdf"},
}};

constexpr std::string_view kMissing =
    "La aplicación web no está construida todavía. Ejecuta make build y vuelve a cargar la "
    "página.\n"
    "The web application has not been built yet. Run make build and load this page again.\n";

constexpr std::string_view kNoPage =
    "En esta dirección no hay ninguna página. Las de Clientela empiezan todas en la suya, delante "
    "del signo #.\n"
    "There is no page at this address. All pages of Clientela begin at its own, before the sign "
    "#.\n";

struct Opened {
    int handle = -1;
    struct stat state {};

    Opened() = default;
    Opened(Opened&& other) noexcept : handle(std::exchange(other.handle, -1)), state(other.state) {}
    Opened& operator=(Opened&&) = delete;
    ~Opened() {
        if (handle >= 0) ::close(handle);
    }
};

// Only regular files inside the directory, also after following links.
std::optional<Opened> open_inside(const std::string& root, const std::string& path) {
    Opened opened;
    opened.handle = ::open((root + path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened.handle < 0 || ::fstat(opened.handle, &opened.state) != 0 ||
        !S_ISREG(opened.state.st_mode)) {
        return std::nullopt;
    }
    char real_root[PATH_MAX];
    char real_file[PATH_MAX];
    if (!::realpath(root.c_str(), real_root) || !::realpath((root + path).c_str(), real_file)) {
        return std::nullopt;
    }
    if (!std::string_view(real_file).starts_with(std::string(real_root) + "/")) return std::nullopt;
    return opened;
}

bool is_safe(std::string_view path) {
    if (!path.starts_with('/') || path.find('\\') != std::string_view::npos) return false;
    for (char c : path) {
        if (static_cast<unsigned char>(c) < 0x20) return false;
    }
    // No "//", no "..", no hidden files.
    return path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

std::string etag_of(const struct stat& state, std::string_view coding) {
    return fmt::format("\"{:x}-{:x}{:x}{}{}\"", state.st_size, state.st_mtim.tv_sec,
                       state.st_mtim.tv_nsec, coding.empty() ? "" : "-", coding);
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    // Weak comparison: a proxy may have weakened the tag.
    return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

bool read_all(const Opened& opened, std::string& out) {
    out.resize(static_cast<std::size_t>(opened.state.st_size));
    std::size_t at = 0;
    while (at < out.size()) {
        const ssize_t count = ::read(opened.handle, out.data() + at, out.size() - at);
        if (count <= 0) return false;
        at += static_cast<std::size_t>(count);
    }
    return true;
}

// /assets/index-B4x9aQ2z.js is named after its content and never changes.
bool is_hashed(std::string_view path) { return path.starts_with("/assets/"); }

std::optional<Response> answer_file(const std::string& root, const std::string& path,
                                    const Request& request) {
    const std::string_view type = content_type_of(path);
    const std::string_view accepted = request.header("accept-encoding");
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kCodings{
        {{"br", ".br"}, {"gzip", ".gz"}, {"", ""}}};
    for (const auto& [coding, suffix] : kCodings) {
        if (!coding.empty() && !accepts_encoding(accepted, coding)) continue;
        auto opened = open_inside(root, path + std::string(suffix));
        if (!opened) continue;
        Response response;
        const std::string etag = etag_of(opened->state, coding);
        response.header("etag", etag);
        response.header("vary", "accept-encoding");
        response.header("cache-control",
                        is_hashed(path) ? "public, max-age=31536000, immutable" : "no-cache");
        if (names_etag(request.header("if-none-match"), etag)) {
            response.status = 304;
            return response;
        }
        response.header("content-type", std::string(type));
        if (!coding.empty()) response.header("content-encoding", std::string(coding));
        if (!read_all(*opened, response.body)) return std::nullopt;
        return response;
    }
    return std::nullopt;
}

Response missing(int status, std::string text) {
    Response response;
    response.status = status;
    if (!text.empty()) response.header("content-type", "text/plain; charset=utf-8");
    response.body = std::move(text);
    return response;
}

bool is_below(std::string_view path, std::string_view top) {
    return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

}  // namespace

std::string_view content_type_of(std::string_view path) {
    for (const auto& [extension, type] : kTypes) {
        if (path.ends_with(extension)) return type;
    }
    return "application/octet-stream";
}

Handler static_files(StaticOptions options) {
    return [options = std::move(options)](const Request& request) -> Response {
        const std::string& path = request.path;
        if (!is_safe(path)) return missing(404, {});
        if (path.size() > 1 && path.back() != '/') {
            if (auto found = answer_file(options.directory, path, request)) {
                return std::move(*found);
            }
        }
        for (const auto& top : options.reserved) {
            if (is_below(path, top)) return missing(404, {});
        }
        const auto last = path.substr(path.rfind('/'));
        // No page of ours is called like a file or like what an editor leaves behind.
        if (last.find_first_of(".~") != std::string::npos) return missing(404, {});
        // The application has its pages behind the sign # and its files beside its own address:
        // further down it would find none of them and stay blank.
        if (path.find('/', 1) != std::string::npos) return missing(404, std::string(kNoPage));
        if (auto index = answer_file(options.directory, "/index.html", request)) {
            return std::move(*index);
        }
        return missing(404,
                       options.missing_text.empty() ? std::string(kMissing) : options.missing_text);
    };
}

}  // namespace clientela::http
