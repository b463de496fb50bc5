// SPDX-License-Identifier: Apache-2.0
// Imports as they are uploaded: the first line holds the options with the mapping, the rest is the
// file, JSON if it begins like that. What is no import is refused; what is one is worked in.
#include "tests/fuzz/targets.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include <boost/json.hpp>

#include "importer/mapping.h"
#include "tests/fuzz/fuzz_site.h"

namespace clientela {
namespace {

constexpr const char* kBoundary = "fuzzed0123456789";

std::string part(const std::string& head, std::string_view content) {
    return std::string("--") + kBoundary + "\r\ncontent-disposition: form-data; " + head +
           "\r\n\r\n" + std::string(content) + "\r\n";
}

// A mapping that was understood says the same after being written out.
void write_and_read(const std::string& options) {
    boost::system::error_code failed;
    const boost::json::value document = boost::json::parse(options, failed);
    const boost::json::object* words = failed ? nullptr : document.if_object();
    const boost::json::value* given = words != nullptr ? words->if_contains("mapping") : nullptr;
    if (given == nullptr) return;
    const auto mapping = importer::parse_mapping(boost::json::serialize(*given));
    if (!mapping.ok()) return;
    const std::string written = importer::to_json(*mapping);
    const auto again = importer::parse_mapping(written);
    CHECK(again.ok());
    CHECK(importer::to_json(*again) == written);
}

}  // namespace

void fuzz_import(const std::uint8_t* data, std::size_t size) {
    FuzzSite& site = FuzzSite::shared();
    const std::string input = site.filled({reinterpret_cast<const char*>(data), size});
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string options = input.substr(0, end);
    const std::string file = input.substr(std::min(end + 1, input.size()));
    write_and_read(options);
    const bool json = file.starts_with('[') || file.starts_with('{');
    const std::string name = json ? "a.json" : "a.csv";
    const std::string form =
        part("name=\"options\"", options) + part("name=\"object\"", "accounts") +
        part("name=\"file\"; filename=\"" + name + "\"", file) + "--" + kBoundary + "--\r\n";
    const std::string type = std::string("multipart/form-data; boundary=") + kBoundary;
    site.ask(http::Method::post, "/api/v1/imports/preview", form, type);
    site.ask(http::Method::post, "/api/v1/imports", form, type);
    site.run_jobs();
}

}  // namespace clientela
