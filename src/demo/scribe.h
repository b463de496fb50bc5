// SPDX-License-Identifier: Apache-2.0
// Writes demonstration records through the one door: as the program, on behalf of whoever would
// have written them, at the moment at which they would have.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "change/origin.h"
#include "record/record.h"

namespace clientela::demo {

using Word = std::string_view;
inline std::string text(Word word) { return std::string(word); }

// What marks the records of the demonstration in the change log, for its removal (remove.h).
inline constexpr std::string_view kOrigin = change::kDemonstrationOrigin;

struct Host {
    db::Store& store;
    const schema::Schema& schema;
    const record::Rules& rules;
    Instant now;
};

using Values = std::vector<std::pair<std::string_view, Value>>;

class Scribe {
public:
    Scribe(const Host& host, const record::Company& company, db::Transaction& tx, IdSource& ids);
    Scribe(const Scribe&) = delete;
    Scribe& operator=(const Scribe&) = delete;

    void at(Instant moment, Id author);
    Result<Id> create(std::string_view object, const Values& values,
                      const std::vector<Id>& classifications = {});
    Result<void> update(std::string_view object, Id id, const Values& values);
    record::Context& context() { return context_; }

private:
    access::Principal principal_;
    record::Context context_;
};

}  // namespace clientela::demo
