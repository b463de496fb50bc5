// SPDX-License-Identifier: Apache-2.0
// A whole installation in a fresh store, asked through its routes as a browser would: for tests
// that care about what leaves the server. Records are made as the program itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/site.h"
#include "http/router.h"
#include "record/record.h"
#include "tests/store_fixture.h"

namespace clientela {

class SiteClient {
public:
    explicit SiteClient(const std::string& location);

    Id create(std::string_view object, std::string_view json);
    void update(std::string_view object, Id id, std::string_view json);
    void remove(std::string_view object, Id id);
    void restore(std::string_view object, Id id);
    // A person with a role of these rights: {"accounts":{"read":"own"}}; gives a session's secret.
    std::string person(std::string_view name, std::string_view rights,
                       std::string_view masks = "{}", bool administers = false);
    std::string session_of(Id user);
    const http::Router& router() const { return *router_; }
    Id user_of(const std::string& session);
    std::string administrator();

    // Works in everything that is in the log.
    void catch_up();

    // `target` is path and query, percent-encoded.
    http::Response get(std::string_view target, const std::string& session,
                       std::string_view header = {}, std::string_view value = {});
    // A body that begins with "--BOUNDARY\r\n" is a form, every other one JSON.
    http::Response send(http::Method method, std::string_view target, const std::string& session,
                        std::string body = {}, std::string_view header = {},
                        std::string_view value = {});
    std::string body(std::string_view target, const std::string& session);  // of a 200

    Result<void> with(const std::function<Result<void>(record::Context&)>& work);

    std::unique_ptr<app::Site> site;

private:
    void save(std::string_view object, Id id, std::string_view json, record::Operation operation,
              Id* saved = nullptr);
    std::unique_ptr<http::Router> router_;
    http::Response ask(http::Method method, std::string_view target, http::Request request);
    int people_ = 0;
};

}  // namespace clientela
