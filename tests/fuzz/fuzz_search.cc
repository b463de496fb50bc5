// SPDX-License-Identifier: Apache-2.0
// What people type into the search: understood, written as the query of both indexes, and looked
// for in a store.
#include "tests/fuzz/targets.h"

#include <cstdint>
#include <string>

#include "http/url.h"
#include "search/match.h"
#include "tests/fuzz/fuzz_site.h"

namespace clientela {

void fuzz_search(const std::uint8_t* data, std::size_t size) {
    const std::string typed(reinterpret_cast<const char*>(data), size);
    const std::string encoded = http::percent_encode(typed);
    if (!http::percent_decode(encoded)) return;  // NUL, or not UTF-8: no request brings it
    const search::Wanted wanted = search::understand(typed);
    for (const db::Dialect dialect : {db::Dialect::sqlite, db::Dialect::postgres}) {
        for (const search::Where where : {search::Where::name, search::Where::anywhere})
            CHECK(wanted.empty() || !search::match_text(wanted, {}, where, dialect).empty());
    }
    FuzzSite& site = FuzzSite::shared();
    site.ask(http::Method::get, "/api/v1/search?q=" + encoded);
    site.ask(http::Method::get, "/api/v1/accounts?$search=" + encoded);
}

}  // namespace clientela
