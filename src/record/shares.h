// SPDX-License-Identifier: Apache-2.0
// Remembers for some minutes which share of an object's rows each user may act on, and how many
// rows parts of filters find, because counting costs more than the page it helps to fetch. One for
// the whole server, safe from several threads.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "access/principal.h"
#include "base/id.h"
#include "base/time.h"

namespace clientela::record {

class Shares {
public:
    // `action`: whoever reads half of an object may be allowed to change little of it.
    std::optional<double> find(Id user, std::uint16_t object_id, access::Action action,
                               Instant now);
    void remember(Id user, std::uint16_t object_id, access::Action action, double share,
                  Instant now);
    // Rows that a statement with its values counted. Whoever asks sees the same number.
    std::optional<std::int64_t> find_rows(const std::string& count, Instant now);
    void remember_rows(const std::string& count, std::int64_t rows, Instant now);
    void forget();  // rights or scopes changed: the shares, not what was counted

private:
    struct Known {
        double share = 1;
        std::int64_t until_ms = 0;
    };
    struct Counted {
        std::int64_t rows = 0;
        std::int64_t until_ms = 0;
    };
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, Known> known_;
    std::unordered_map<std::string, Counted> counted_;
};

}  // namespace clientela::record
