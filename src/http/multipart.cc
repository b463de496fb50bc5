// SPDX-License-Identifier: Apache-2.0
// Works on a window of bytes: whatever cannot be the beginning of a boundary is passed on at once,
// so memory does not grow with the size of a file.
#include "http/multipart.h"

#include <fstream>
#include <functional>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace clientela::http {
namespace {

constexpr std::size_t kWindow = 64 * 1024;
constexpr std::size_t kMaxPartHead = 8 * 1024;
constexpr std::size_t kMaxBoundary = 70;  // RFC 2046

// The value of `name` in "form-data; name=\"a\"; filename=\"b.csv\"".
std::string parameter_of(std::string_view header, std::string_view name, bool& present) {
    present = false;
    std::size_t at = header.find(';');
    while (at != std::string_view::npos && at < header.size()) {
        ++at;
        while (at < header.size() && (header[at] == ' ' || header[at] == '\t'))
            ++at;
        const std::size_t equals = header.find('=', at);
        if (equals == std::string_view::npos) return {};
        const std::string key = lower_ascii(trim(header.substr(at, equals - at)));
        std::string value;
        at = equals + 1;
        if (at < header.size() && header[at] == '"') {
            for (++at; at < header.size() && header[at] != '"'; ++at) {
                // Browsers write %22 for a quote; only \" and \\ are escapes, as paths keep their
                // \.
                const bool escape = header[at] == '\\' && at + 1 < header.size() &&
                                    (header[at + 1] == '"' || header[at + 1] == '\\');
                if (escape) ++at;
                value.push_back(header[at]);
            }
            at = header.find(';', at);
        } else {
            const std::size_t end = std::min(header.find(';', at), header.size());
            value = trim(header.substr(at, end - at));
            at = end;
        }
        if (key == name) {
            present = true;
            return value;
        }
    }
    return {};
}

std::string last_component(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
}

Error broken() { return make_error(ErrorCode::invalid, "http.multipart_broken"); }

// Gives the body piece by piece, from memory or from the spooled file.
class Source {
public:
    explicit Source(const Request& request) : memory_(request.body) {
        if (!request.body_file.empty()) file_.open(request.body_file, std::ios::binary);
        from_file_ = !request.body_file.empty();
    }
    // Appends up to a window; false at the end.
    bool read(std::string& window) {
        if (!from_file_) {
            window.append(memory_.substr(0, kWindow));
            const bool any = !memory_.empty();
            memory_.remove_prefix(std::min(kWindow, memory_.size()));
            return any;
        }
        const std::size_t before = window.size();
        window.resize(before + kWindow);
        file_.read(window.data() + before, kWindow);
        window.resize(before + static_cast<std::size_t>(file_.gcount()));
        return file_.gcount() > 0;
    }

private:
    std::string_view memory_;
    std::ifstream file_;
    bool from_file_ = false;
};

class Reader {
public:
    Reader(const Request& request, const MultipartLimits& limits, std::string_view boundary)
        : source_(request), limits_(limits), delimiter_("\r\n--" + std::string(boundary)) {}

    Result<Form> read() {
        window_ = "\r\n";  // so that the first boundary looks like the others
        TRY(copy_until_delimiter([](std::string_view) { return Result<void>{}; }));
        Form form;
        for (;;) {
            const bool last = TRY(after_delimiter());
            if (last) return form;
            if (form.parts.size() >= limits_.parts) {
                return make_error(ErrorCode::too_large, "http.too_many_parts",
                                  {{"max", std::to_string(limits_.parts)}});
            }
            form.parts.push_back(TRY(read_part()));
        }
    }

private:
    using Sink = std::function<Result<void>(std::string_view)>;

    bool more() { return source_.read(window_); }

    // Passes on everything before the next delimiter and removes it together with that.
    Result<void> copy_until_delimiter(const Sink& sink) {
        for (;;) {
            const auto at = window_.find(delimiter_);
            if (at != std::string::npos) {
                TRY(sink(std::string_view(window_).substr(0, at)));
                window_.erase(0, at + delimiter_.size());
                return {};
            }
            if (window_.size() >= delimiter_.size()) {
                const std::size_t safe = window_.size() - delimiter_.size() + 1;
                TRY(sink(std::string_view(window_).substr(0, safe)));
                window_.erase(0, safe);
            }
            if (!more()) return broken();
        }
    }

    // True after the closing "--"; otherwise stands at the head of a part.
    Result<bool> after_delimiter() {
        while (window_.size() < 2) {
            if (!more()) return broken();
        }
        if (window_.starts_with("--")) return true;
        std::size_t at = window_.find_first_not_of(" \t");
        while (at == std::string::npos || at + 1 >= window_.size()) {
            if (window_.size() > kMaxPartHead || !more()) return broken();
            at = window_.find_first_not_of(" \t");
        }
        if (window_.compare(at, 2, "\r\n") != 0) return broken();
        window_.erase(0, at);  // the line break stays: a head without fields is "\r\n\r\n"
        return false;
    }

    Result<Part> read_head(bool& is_file) {
        std::size_t end = 0;
        while ((end = window_.find("\r\n\r\n")) == std::string::npos) {
            if (window_.size() > kMaxPartHead || !more()) return broken();
        }
        if (end > kMaxPartHead) return broken();
        Part part;
        part.content_type = "text/plain";
        bool named = false;
        std::string_view head = std::string_view(window_).substr(0, end);
        while (!head.empty()) {
            head.remove_prefix(2);
            const auto line_end = head.find("\r\n");
            const std::string_view line = head.substr(0, line_end);
            head = line_end == std::string_view::npos ? std::string_view{} : head.substr(line_end);
            const auto colon = line.find(':');
            if (colon == std::string_view::npos) return broken();
            const std::string name = lower_ascii(line.substr(0, colon));
            const std::string_view value = trim(line.substr(colon + 1));
            if (name == "content-type") part.content_type = value;
            if (name != "content-disposition") continue;
            part.name = parameter_of(value, "name", named);
            part.file_name = last_component(parameter_of(value, "filename", is_file));
        }
        if (!named || !is_valid_utf8(part.name) || !is_valid_utf8(part.file_name)) return broken();
        window_.erase(0, end + 2);  // leaves "\r\n" before the content, as an empty one needs it
        return part;
    }

    Result<Part> read_part() {
        bool is_file = false;
        Part part = TRY(read_head(is_file));
        if (is_file) part.file = TRY(TemporaryFile::create());
        const std::uint64_t most = is_file ? limits_.file_bytes : limits_.field_bytes;
        std::size_t to_skip = 2;
        const auto sink = [&](std::string_view bytes) -> Result<void> {
            const std::size_t skip = std::min(to_skip, bytes.size());
            bytes.remove_prefix(skip);
            to_skip -= skip;
            part.size += bytes.size();
            if (part.size > most) {
                return make_error(ErrorCode::too_large, "http.part_too_large",
                                  {{"name", part.name}, {"max", std::to_string(most)}});
            }
            if (is_file) return part.file.append(bytes);
            part.value.append(bytes);
            return {};
        };
        TRY(copy_until_delimiter(sink));
        if (!is_file && !is_valid_utf8(part.value)) return broken();
        return part;
    }

    Source source_;
    const MultipartLimits& limits_;
    std::string delimiter_;
    std::string window_;
};

}  // namespace

const Part* Form::find(std::string_view name) const {
    for (const Part& part : parts) {
        if (part.name == name) return &part;
    }
    return nullptr;
}

Result<Form> read_multipart(const Request& request, const MultipartLimits& limits) {
    const std::string_view type = request.header("content-type");
    bool present = false;
    const std::string boundary = parameter_of(type, "boundary", present);
    if (lower_ascii(request.content_type()) != "multipart/form-data" || boundary.empty() ||
        boundary.size() > kMaxBoundary) {
        return make_error(ErrorCode::invalid, "http.not_multipart");
    }
    return Reader(request, limits, boundary).read();
}

}  // namespace clientela::http
