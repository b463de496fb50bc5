// SPDX-License-Identifier: Apache-2.0
// The address of a PostgreSQL server: a URI with our defaults added where it says nothing.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace clientela::db::postgres {

class Address {
public:
    static Result<Address> parse(const std::string& uri);

    const std::vector<std::pair<std::string, std::string>>& settings() const { return settings_; }
    std::string display() const;  // without the password

private:
    std::string value(std::string_view name) const;
    void add_default(std::string_view name, std::string_view text);

    std::vector<std::pair<std::string, std::string>> settings_;
};

}  // namespace clientela::db::postgres
