// SPDX-License-Identifier: Apache-2.0
// JSON bodies that are more than a record: batches, changes of definitions, a customisation as one
// file, layouts, views, acts on many records, exports. Each is sent to the address that takes it.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>

#include "tests/fuzz/fuzz_site.h"

namespace clientela {
namespace {

void send_body(http::Method method, const char* address, const std::uint8_t* data,
               std::size_t size) {
    FuzzSite& site = FuzzSite::shared();
    const std::string body = site.filled({reinterpret_cast<const char*>(data), size});
    site.ask(method, address, body);
}

}  // namespace

void fuzz_batch(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/$batch", data, size);
}

// Planned only: a definition that came in would change what the next input means.
void fuzz_definition(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/definitions/plan", data, size);
}

void fuzz_customization(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/customization/plan", data, size);
}

void fuzz_layout(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::put, "/api/v1/layouts/me/accounts", data, size);
    send_body(http::Method::put, "/api/v1/layouts/me/home", data, size);
    FuzzSite::shared().ask(http::Method::get, "/api/v1/definitions");
}

void fuzz_view(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/views", data, size);
}

void fuzz_bulk(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/accounts/bulk", data, size);
    send_body(http::Method::post, "/api/v1/opportunities/bulk", data, size);
    FuzzSite::shared().run_jobs();
}

void fuzz_export(const std::uint8_t* data, std::size_t size) {
    send_body(http::Method::post, "/api/v1/exports", data, size);
    FuzzSite::shared().run_jobs();
}

}  // namespace clientela
