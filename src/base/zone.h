// SPDX-License-Identifier: Apache-2.0
// The company's time zone: turns instants into local days and back. ICU stays inside zone.cc.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace clientela {

struct LocalTime {
    Date date;
    std::int32_t ms_of_day = 0;
};

class Zone {
public:
    static Result<Zone> find(std::string_view name);  // IANA name, such as "Europe/Madrid"
    const std::string& name() const { return name_; }
    LocalTime local(Instant instant) const;  // safe from several threads
    Instant start_of_day(Date date) const;   // first instant of that local day
    // When clocks show it: the first time if they do so twice, never if they skip it.
    std::optional<Instant> instant(LocalTime shown) const;

private:
    struct Rules;
    std::string name_;
    std::shared_ptr<const Rules> rules_;
};

}  // namespace clientela
