// SPDX-License-Identifier: Apache-2.0
// Addresses as a client writes them: the path finds a route and its parameters, keys and options
// reach a real store. Every method is tried with the router, GET is answered.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>

#include "http/url.h"
#include "tests/fuzz/fuzz_site.h"

namespace clientela {
namespace {

// Whoever types an address writes blanks; no client sends them.
std::string with_blanks_encoded(std::string_view text) {
    std::string target;
    for (const char letter : text)
        target += letter == ' ' ? "%20" : std::string(1, letter);
    return target;
}

}  // namespace

void fuzz_address(const std::uint8_t* data, std::size_t size) {
    FuzzSite& site = FuzzSite::shared();
    const std::string target =
        "/" + with_blanks_encoded(site.filled({reinterpret_cast<const char*>(data), size}));
    if (target.find('\0') != std::string::npos) return;
    using http::Method;
    site.ask(Method::get, target);
    const std::string path = target.substr(0, target.find('?'));
    if (!http::percent_decode(path)) return;
    for (const Method method : {Method::head, Method::post, Method::put, Method::patch,
                                Method::delete_, Method::options}) {
        const http::Match match = site.router().match(method, path);
        for (const auto& [name, value] : match.parameters)
            CHECK(!name.empty() && value.find('\0') == std::string::npos);
    }
}

}  // namespace clientela
