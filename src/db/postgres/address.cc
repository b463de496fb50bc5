// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/address.h"

#include <memory>

#include <libpq-fe.h>

namespace clientela::db::postgres {
namespace {

// What our reading of results relies on, and an end for transactions of a program that hangs. No
// compiling of expressions: sights are long, each is run once, and to compile one took PostgreSQL
// more than half a minute, which no deadline could interrupt.
constexpr std::string_view kSession =
    "-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning "
    "-c standard_conforming_strings=on -c idle_in_transaction_session_timeout=60000 -c jit=off";

}  // namespace

Result<Address> Address::parse(const std::string& uri) {
    char* reason = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&::PQconninfoFree)> options(
        ::PQconninfoParse(uri.c_str(), &reason), &::PQconninfoFree);
    if (!options) {
        // The reason may quote the password, so nobody gets to see it.
        ::PQfreemem(reason);
        return make_error(ErrorCode::invalid, "db.bad_address");
    }
    Address address;
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        address.settings_.emplace_back(option->keyword, option->val);
    }
    address.add_default("target_session_attrs", "read-write");
    address.add_default("connect_timeout", "3");
    address.add_default("tcp_user_timeout", "5000");
    address.add_default("keepalives_idle", "30");
    address.add_default("application_name", "clientela");
    address.add_default("options", "");
    for (auto& [name, text] : address.settings_) {
        if (name == "options") text = text.empty() ? kSession : std::string(kSession) + " " + text;
    }
    address.settings_.emplace_back("client_encoding", "UTF8");
    return address;
}

std::string Address::value(std::string_view name) const {
    for (const auto& [known, text] : settings_) {
        if (known == name) return text;
    }
    return {};
}

void Address::add_default(std::string_view name, std::string_view text) {
    for (const auto& [known, old] : settings_) {
        if (known == name) return;
    }
    settings_.emplace_back(name, text);
}

std::string Address::display() const {
    const std::string user = value("user");
    const std::string host = value("host");
    const std::string port = value("port");
    return "postgresql://" + (user.empty() ? "" : user + "@") + host +
           (port.empty() ? "" : ":" + port) + "/" + value("dbname");
}

}  // namespace clientela::db::postgres
