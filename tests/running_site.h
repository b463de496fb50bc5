// SPDX-License-Identifier: Apache-2.0
// A whole installation for tests: a new store with its shipped roles, all rules and routes, and a
// server on a free port. People are added by role and speak through clients of their own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "app/site.h"
#include "http/client.h"
#include "http/running_server.h"

namespace clientela {

struct SitePerson {
    Id id;
    std::string token;
};

class RunningSite {
public:
    explicit RunningSite(const std::string& location);  // throws when the site cannot open

    app::Site& site() { return *site_; }
    const schema::Schema& schema() const { return *site_->application->schema; }

    SitePerson add_person(const std::string& name, const std::string& role);
    http::Client client(const SitePerson& person, std::string_view language = "en");
    http::Client administrator();  // one and the same person each time
    http::Client nobody() { return server_->client(); }
    std::uint16_t port() const { return server_->port(); }

    Result<void> write(const std::function<Result<void>(record::Context&)>& work);

private:
    std::unique_ptr<app::Site> site_;
    std::unique_ptr<http::RunningServer> server_;
    SitePerson administrator_;
};

// The body as JSON; null when it is none.
boost::json::value parsed(const http::ClientResponse& response);
std::string text_at(const boost::json::value& value, std::string_view pointer);

}  // namespace clientela
