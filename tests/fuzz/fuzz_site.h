// SPDX-License-Identifier: Apache-2.0
// A whole installation on a small store, asked through the routes of the product: what a fuzzer
// sends is read, bound, compiled and run by the code that serves people. An answer that blames the
// server, or that says JSON and is none, is a finding.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "app/site.h"
#include "http/router.h"

namespace clientela {

class FuzzSite {
public:
    // One for all inputs, in memory, and a new one after some thousands of writes, so that what
    // they have left in the store slows nobody.
    static FuzzSite& shared();
    // From now on the shared one is this store, which is never made anew; until close().
    static void open(const std::string& location);
    static void close();

    ~FuzzSite();
    FuzzSite(const FuzzSite&) = delete;
    FuzzSite& operator=(const FuzzSite&) = delete;

    // As somebody who administers, and as a seller who sees a part and has a field hidden from
    // them. A target that no client could send is passed over.
    void ask(http::Method method, std::string_view target, const std::string& body = {},
             const std::string& type = "application/json");

    // The text with {account} and the like replaced by the id of a planted record, so that inputs
    // reach records although ids are new each time.
    std::string filled(std::string_view text) const;

    // What the last requests have ordered is worked in.
    void run_jobs();

    app::Site& site() { return *site_; }
    const http::Router& router() const { return *router_; }
    const std::vector<std::shared_ptr<const access::Principal>>& people() const { return people_; }

private:
    FuzzSite(const std::string& location, std::string folder);
    static std::unique_ptr<FuzzSite>& kept();
    Id plant(const std::string& name, std::string_view object, std::string_view json);
    void plant_records();
    void add_person(const std::string& name, const std::string& role);
    http::Response answer(const std::string& session, http::Method method, std::string_view target,
                          const std::string& body, const std::string& type) const;

    std::string folder_;  // to be removed at the end; empty: the store is not ours
    std::unique_ptr<app::Site> site_;
    std::unique_ptr<http::Router> router_;
    std::vector<std::pair<std::string, Id>> planted_;
    std::vector<std::string> sessions_;
    std::vector<std::shared_ptr<const access::Principal>> people_;
    int writes_ = 0;
};

// JSON where it says so, and never the server's fault.
void check_answer(std::string_view target, const http::Response& response);

}  // namespace clientela
