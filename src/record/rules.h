// SPDX-License-Identifier: Apache-2.0
// Rules of the business run inside save, before the write, on the draft merged with the stored
// record. They read through the given context, never write, and are registered by hand in
// app/rules.cc.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "record/record.h"

namespace clientela::record {

// What a rule sees and may change: `after` is the whole record as it will be written; `before` is
// null on creation. A rule may set fields of `after`, also read-only ones.
struct Proposal {
    const schema::Object& object;
    Operation operation;
    const Record* before;
    Record& after;

    bool changes(std::string_view field_name) const;  // differs from `before`, or set on creation
    const Value& at(std::string_view field_name) const { return after.at(field_name); }
    void set(std::string_view field_name, Value value);
};

using Rule = std::function<Result<void>(Context&, Proposal&)>;

// Work on other records that belongs to the same change (stage history, primary flag of siblings).
// Runs after the record is written, in the same transaction, and writes through save() itself.
using Consequence =
    std::function<Result<void>(Context&, const Record* before, const Record& after)>;

class Rules {
public:
    void add(std::string object, Rule rule);
    void add_consequence(std::string object, Consequence consequence);
    // Asked before a record goes to the bin; it may refuse.
    void add_removal(std::string object, Rule rule);
    // Keeps a plain table beside the record; runs also when an undo puts the record back.
    void add_projection(std::string object, Consequence projection);
    const std::vector<Rule>& of(const std::string& object) const;
    const std::vector<Rule>& removals_of(const std::string& object) const;
    const std::vector<Consequence>& consequences_of(const std::string& object) const;
    const std::vector<Consequence>& projections_of(const std::string& object) const;

private:
    std::unordered_map<std::string, std::vector<Rule>> rules_;
    std::unordered_map<std::string, std::vector<Rule>> removals_;
    std::unordered_map<std::string, std::vector<Consequence>> consequences_;
    std::unordered_map<std::string, std::vector<Consequence>> projections_;
};

}  // namespace clientela::record
