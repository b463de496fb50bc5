// SPDX-License-Identifier: Apache-2.0
// Equal look-ups (same target, field and condition) share one slot.
#include "importer/indexes.h"

#include <algorithm>

#include "filter/filter.h"

namespace clientela::importer {

Result<void> Indexes::load_link(record::Context& context, const BoundMapping& mapping,
                                const BoundColumn& column) {
    if (column.target == nullptr) return {};
    TRY(load_field(context, mapping, column, *column.target_field));
    if (column.mail_field == nullptr) return {};
    return load_field(context, mapping, column, *column.mail_field);
}

Result<void> Indexes::load_field(record::Context& context, const BoundMapping& mapping,
                                 const BoundColumn& column, const schema::Field& field) {
    if (slot_of(column, field) >= 0) return {};
    filter::Filter condition;
    if (!column.how.filter.empty()) {
        condition = TRY(filter::parse_and_bind(column.how.filter, context.schema, *column.target));
    }
    Slot slot;
    slot.target = column.target;
    slot.field = &field;
    slot.filter = column.how.filter;
    slot.stored = TRY(load_key_index(context, *column.target, {&field}, condition));
    if (column.target == mapping.object) {
        own_slots_.push_back({static_cast<int>(slots_.size()), &field});
    }
    slots_.push_back(std::move(slot));
    return {};
}

Result<void> Indexes::load(record::Context& context, const BoundMapping& mapping) {
    slots_.clear();
    own_slots_.clear();
    Slot match;
    if (!mapping.match.empty()) {
        match.stored = TRY(load_key_index(context, *mapping.object, mapping.match, {}));
    }
    slots_.push_back(std::move(match));
    for (const BoundColumn& column : mapping.columns)
        TRY(load_link(context, mapping, column));
    for (const BoundColumn& column : mapping.defaults)
        TRY(load_link(context, mapping, column));
    return {};
}

int Indexes::slot_of(const BoundColumn& column) const {
    return slot_of(column, *column.target_field);
}

int Indexes::mail_slot_of(const BoundColumn& column) const {
    return column.mail_field == nullptr ? -1 : slot_of(column, *column.mail_field);
}

int Indexes::slot_of(const BoundColumn& column, const schema::Field& field) const {
    for (std::size_t i = 1; i < slots_.size(); ++i) {
        const Slot& slot = slots_[i];
        if (slot.target == column.target && slot.field == &field &&
            slot.filter == column.how.filter) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

Answer Indexes::find(int slot, const std::string& key) const {
    const Slot& place = slots_[static_cast<std::size_t>(slot)];
    const Answer fresh = place.fresh.find(key);
    const Answer stored = place.stored.find(key);
    if (fresh.found == Found::none) return stored;
    if (stored.found == Found::none || (stored.found == Found::one && stored.id == fresh.id)) {
        return fresh;
    }
    return {Found::several, {}};
}

void Indexes::add(int slot, std::string key, Id id) {
    slots_[static_cast<std::size_t>(slot)].fresh.add(std::move(key), id);
}

void Indexes::commit() {
    for (Slot& slot : slots_) {
        slot.stored.merge(slot.fresh);
        slot.fresh.clear();
    }
}

void Indexes::discard() {
    for (Slot& slot : slots_)
        slot.fresh.clear();
}

bool Indexes::is_own(int slot) const {
    return std::any_of(own_slots_.begin(), own_slots_.end(),
                       [&](const OwnSlot& own) { return own.slot == slot; });
}

}  // namespace clientela::importer
