// SPDX-License-Identifier: Apache-2.0
#include "importer/rehearsal.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "importer/key_index.h"
#include "record/read.h"
#include "record/save.h"

namespace clientela::importer {
namespace {

// What a draft leaves of the record: its own value, else the stored one.
const Value& value_after(const record::Draft& draft, const record::Record* stored,
                         const schema::Field& field) {
    static const Value nothing;
    if (const Value* value = draft.find(field)) return *value;
    return stored == nullptr ? nothing : (*stored)[field];
}

bool names_any(const record::Draft& draft, const std::vector<std::string>& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const std::string& name) { return draft.find(name) != nullptr; });
}

bool names_all(const record::Draft& draft, const std::vector<std::string>& fields) {
    return std::all_of(fields.begin(), fields.end(),
                       [&](const std::string& name) { return draft.find(name) != nullptr; });
}

// Keys of the unique values that a draft gives its record. Looser than the store's own comparison:
// to make a record again that would not have been needed does no harm. But values that are unique
// together count only when the draft names one of them and none is empty: otherwise all rows that
// do not name them would share one key, and each batch would make all earlier ones again.
Result<std::vector<std::string>> unique_keys(record::Context& context, const schema::Object& object,
                                             const record::Draft& draft, Id id) {
    std::vector<std::string> keys;
    for (const schema::Field& field : object.fields) {
        if (!field.unique) continue;
        const Value* value = draft.find(field);
        if (value == nullptr || is_null(*value)) continue;
        keys.push_back(object.name + '\x1f' + field.name + '\x1f' + key_text(*value));
    }
    for (std::size_t place = 0; place < object.unique_together.size(); ++place) {
        const std::vector<std::string>& together = object.unique_together[place];
        if (!names_any(draft, together)) continue;
        std::optional<record::Record> stored;
        if (!names_all(draft, together) && draft.operation != record::Operation::create) {
            auto found = record::get(context, object, id);
            if (found.ok()) stored = std::move(*found);
        }
        std::string key = object.name + '\x1f' + std::to_string(place);
        bool whole = true;
        for (const std::string& name : together) {
            const Value& value =
                value_after(draft, stored ? &*stored : nullptr, object.field(name));
            whole = whole && !is_null(value);
            key += '\x1f' + key_text(value);
        }
        if (whole) keys.push_back(std::move(key));
    }
    return keys;
}

// Whether other records may depend on when this value came: what is unique, or leads to another.
bool binds(const schema::Object& object, const schema::Field& field, const Value& value) {
    const auto is_part = [&](const std::vector<std::string>& together) {
        return std::find(together.begin(), together.end(), field.name) != together.end();
    };
    return field.unique || std::holds_alternative<Id>(value) ||
           std::any_of(object.unique_together.begin(), object.unique_together.end(), is_part);
}

// The later of two changes of one record may happen at the time of the earlier one if it brings
// nothing that other records depend on.
bool may_go_together(const schema::Object& object, const record::Draft& earlier,
                     const record::Draft& later) {
    if (earlier.operation != record::Operation::update ||
        later.operation != record::Operation::update || later.links != earlier.links)
        return false;
    return std::all_of(later.values.begin(), later.values.end(), [&](const auto& named) {
        const auto& [field, value] = named;
        const Value* before = earlier.find(*field);
        if (before != nullptr && *before == value) return true;
        return !binds(object, *field, value) &&
               (before == nullptr || !binds(object, *field, *before));
    });
}

}  // namespace

// Records that the draft changes or links to.
void Rehearsal::add_linked(const record::Draft& draft, std::vector<Id>& needs) const {
    const auto add = [&](Id id) {
        if (id && past_.contains(id)) needs.push_back(id);
    };
    if (draft.operation != record::Operation::create) add(draft.id);
    for (const auto& [field, value] : draft.values) {
        if (const auto* id = std::get_if<Id>(&value)) add(*id);
    }
    for (const auto& [link, ids] : draft.links) {
        for (const Id id : ids)
            add(id);
    }
}

// Records that hold one of these values.
void Rehearsal::add_holders(const std::vector<std::string>& keys, std::vector<Id>& needs) const {
    for (const std::string& key : keys) {
        const auto found = holders_.find(key);
        if (found != holders_.end())
            needs.insert(needs.end(), found->second.begin(), found->second.end());
    }
}

// With all that they build on. Everything happens again in the order in which it happened, so that
// each step meets what it met; that one fails now cannot be. It stays until the batch is rolled
// back.
Result<void> Rehearsal::make_again(record::Context& context, std::vector<Id> needs) {
    std::vector<std::pair<const Past*, const Step*>> steps;
    while (!needs.empty()) {
        const Id id = needs.back();
        needs.pop_back();
        if (!made_.insert(id).second) continue;
        const Past& past = past_.at(id);
        for (const Step& step : past.steps) {
            steps.emplace_back(&past, &step);
            add_linked(step.draft, needs);
            add_holders(step.keys, needs);
        }
    }
    std::sort(steps.begin(), steps.end(), [](const auto& one, const auto& other) {
        return one.second->number < other.second->number;
    });
    for (const auto& [past, step] : steps) {
        const auto saved = record::save_batch(context, *past->object, {&step->draft, 1});
        if (!saved[0].ok() && saved[0].error().code == ErrorCode::internal) return saved[0].error();
    }
    return {};
}

// Who holds a value is asked when the records stand as earlier rows left them: what a draft does
// not name of values that are unique together stands there.
Result<void> Rehearsal::make_ready(record::Context& context, const schema::Object& object,
                                   const std::vector<record::Draft>& drafts) {
    std::vector<Id> needs;
    for (const record::Draft& draft : drafts)
        add_linked(draft, needs);
    TRY(make_again(context, std::move(needs)));
    std::vector<Id> holders;
    for (const record::Draft& draft : drafts)
        add_holders(TRY(unique_keys(context, object, draft, draft.id)), holders);
    return make_again(context, std::move(holders));
}

Result<void> Rehearsal::remember(record::Context& context, const schema::Object& object,
                                 const record::Draft& draft, Id id) {
    fresh_.push_back({&object, draft, TRY(unique_keys(context, object, draft, id))});
    fresh_.back().draft.id = id;
    return {};
}

void Rehearsal::commit() {
    for (Fresh& fresh : fresh_) {
        const Id id = fresh.draft.id;
        Past& past = past_[id];
        past.object = fresh.object;
        if (!past.steps.empty() &&
            may_go_together(*fresh.object, past.steps.back().draft, fresh.draft)) {
            for (auto& [field, value] : fresh.draft.values)
                past.steps.back().draft.set(*field, std::move(value));
            continue;
        }
        for (const std::string& key : fresh.keys)
            holders_[key].push_back(id);
        past.steps.push_back({++steps_, std::move(fresh.draft), std::move(fresh.keys)});
    }
    fresh_.clear();
}

void Rehearsal::discard() { fresh_.clear(); }

}  // namespace clientela::importer
