// SPDX-License-Identifier: Apache-2.0
// All the look-ups of one import: the one that finds the record a row means, and one per kind of
// link. What a transaction adds counts at once, but only stays when it commits.
#pragma once

#include <string>
#include <vector>

#include "importer/key_index.h"
#include "importer/mapping.h"

namespace clientela::importer {

class Indexes {
public:
    Result<void> load(record::Context& context, const BoundMapping& mapping);

    static constexpr int kMatch = 0;  // slot of the match fields; always there, maybe empty
    int slot_of(const BoundColumn& column) const;
    // Of the target's mail, if the text is looked up by it too; -1 otherwise.
    int mail_slot_of(const BoundColumn& column) const;
    Answer find(int slot, const std::string& key) const;
    void add(int slot, std::string key, Id id);
    void commit();
    void discard();

    // Slots whose targets are records of the imported object itself, with the field they go by.
    struct OwnSlot {
        int slot = 0;
        const schema::Field* field = nullptr;
    };
    const std::vector<OwnSlot>& own_slots() const { return own_slots_; }
    bool is_own(int slot) const;

private:
    struct Slot {
        const schema::Object* target = nullptr;
        const schema::Field* field = nullptr;
        std::string filter;
        KeyIndex stored;
        KeyIndex fresh;  // of the transaction at work
    };
    Result<void> load_link(record::Context& context, const BoundMapping& mapping,
                           const BoundColumn& column);
    Result<void> load_field(record::Context& context, const BoundMapping& mapping,
                            const BoundColumn& column, const schema::Field& field);
    int slot_of(const BoundColumn& column, const schema::Field& field) const;
    std::vector<Slot> slots_;
    std::vector<OwnSlot> own_slots_;
};

}  // namespace clientela::importer
