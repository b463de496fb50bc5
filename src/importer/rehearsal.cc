// SPDX-License-Identifier: Apache-2.0
#include "importer/rehearsal.h"

#include <algorithm>
#include <utility>

#include "importer/key_index.h"
#include "record/save.h"

namespace clientela::importer {
namespace {

// Keys of the unique values that a draft names. Looser than the store's own comparison: to make a
// record again that would not have been needed does no harm.
std::vector<std::string> unique_keys(const schema::Object& object, const record::Draft& draft) {
    std::vector<std::string> keys;
    for (const schema::Field& field : object.fields) {
        if (!field.unique) continue;
        const Value* value = draft.find(field);
        if (value == nullptr || is_null(*value)) continue;
        keys.push_back(object.name + '\x1f' + field.name + '\x1f' + key_text(*value));
    }
    for (std::size_t place = 0; place < object.unique_together.size(); ++place) {
        std::string key = object.name + '\x1f' + std::to_string(place);
        for (const std::string& name : object.unique_together[place]) {
            const Value* value = draft.find(name);
            key += '\x1f' + (value == nullptr ? std::string() : key_text(*value));
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace

void Rehearsal::needs_of(const schema::Object& object, const record::Draft& draft,
                         std::vector<Id>& needs) const {
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
    for (const std::string& key : unique_keys(object, draft)) {
        const auto found = holders_.find(key);
        if (found == holders_.end()) continue;
        for (const Id id : found->second)
            add(id);
    }
}

// Everything happens again in the order in which it happened, so that each act meets what it met.
// That one fails now cannot be.
Result<void> Rehearsal::make_again(record::Context& context, const std::vector<Id>& ids) const {
    std::vector<std::pair<const Past*, const Act*>> acts;
    for (const Id id : ids) {
        const Past& past = past_.at(id);
        for (const Act& act : past.acts)
            acts.emplace_back(&past, &act);
    }
    std::sort(acts.begin(), acts.end(), [](const auto& one, const auto& other) {
        return one.second->number < other.second->number;
    });
    for (const auto& [past, act] : acts) {
        const auto saved = record::save_batch(context, *past->object, {&act->draft, 1});
        if (!saved[0].ok() && saved[0].error().code == ErrorCode::internal) return saved[0].error();
    }
    return {};
}

// What was made again stays so until the batch is rolled back.
Result<void> Rehearsal::make_ready(record::Context& context, const schema::Object& object,
                                   const std::vector<record::Draft>& drafts) {
    std::vector<Id> needs;
    for (const record::Draft& draft : drafts)
        needs_of(object, draft, needs);
    std::vector<Id> news;
    while (!needs.empty()) {
        const Id id = needs.back();
        needs.pop_back();
        if (!made_.insert(id).second) continue;
        news.push_back(id);
        const Past& past = past_.at(id);
        for (const Act& act : past.acts)
            needs_of(*past.object, act.draft, needs);
    }
    return make_again(context, news);
}

void Rehearsal::remember(const schema::Object& object, const record::Draft& draft, Id id) {
    fresh_.push_back({&object, draft});
    fresh_.back().draft.id = id;
}

void Rehearsal::commit() {
    for (Fresh& fresh : fresh_) {
        const Id id = fresh.draft.id;
        for (std::string& key : unique_keys(*fresh.object, fresh.draft))
            holders_[std::move(key)].push_back(id);
        Past& past = past_[id];
        past.object = fresh.object;
        past.acts.push_back({++acts_, std::move(fresh.draft)});
    }
    fresh_.clear();
}

void Rehearsal::discard() { fresh_.clear(); }

}  // namespace clientela::importer
