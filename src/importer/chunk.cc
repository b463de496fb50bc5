// SPDX-License-Identifier: Apache-2.0
// Rows of one transaction are saved in as few batches as their dependence on each other allows: a
// row that names a record still waiting in the batch makes the batch go first.
#include "importer/chunk.h"

#include <algorithm>

#include "base/text.h"
#include "job/count_save.h"

namespace clientela::importer {

namespace {

std::string slot_key(int slot, const std::string& key) {
    return std::to_string(slot) + '\x1e' + key;
}

FieldError link_error(const PendingLink& link, std::string code, const std::string& text) {
    const BoundColumn& column = *link.column;
    Message message{"field." + code, {{"value", text}}};
    return FieldError{column.many != nullptr ? column.many->name : column.field->name,
                      std::move(code), std::move(message)};
}

std::vector<FieldError> field_errors(const Error& error) {
    if (!error.fields.empty()) return error.fields;
    std::string code = error.message.key;
    if (const std::size_t dot = code.rfind('.'); dot != std::string::npos) code.erase(0, dot + 1);
    return {FieldError{"", std::move(code), error.message}};
}

const Value* value_of(const record::Draft& draft, const schema::Field& field) {
    return draft.find(field);
}

}  // namespace

void Chunk::note_failed(const ParsedRow& row, const std::vector<FieldError>& errors) {
    ++result_.counts.failed;
    for (const FieldError& error : errors) {
        std::string value = cell_of(mapping_, row, error.field);
        result_.errors.push_back(
            {row.number, error.field, std::move(value), error.code, error.message});
    }
}

// The link's policy for a text that no record answers to.
Result<Chunk::Step> Chunk::target_missing(const PendingLink& link, const std::string& text,
                                          std::vector<Id>& ids) {
    const BoundColumn& column = *link.column;
    switch (column.how.missing) {
        case MissingTarget::null: return Step::ready;
        case MissingTarget::skip: return Step::skip;
        case MissingTarget::error: break;
        case MissingTarget::create: {
            if (!faults_.empty()) return Step::ready;  // for a row that fails nothing is made
            record::Draft draft;
            draft.set(*column.target_field, text);
            auto saved = record::save_batch(context_, *column.target, {&draft, 1});
            if (!saved[0].ok()) {
                if (job::is_trouble_of_store(saved[0].error())) return std::move(saved[0]).error();
                break;
            }
            indexes_.add(indexes_.slot_of(column), fold(text), saved[0]->id);
            ids.push_back(saved[0]->id);
            ++result_.targets_created;
            if (rehearsal_ != nullptr)
                TRY(rehearsal_->remember(context_, *column.target, draft, saved[0]->id));
            return Step::ready;
        }
    }
    faults_.push_back(link_error(link, "no_such_record", text));
    return Step::fail;
}

Result<Chunk::Step> Chunk::resolve_link(const PendingLink& link, Waiting waiting,
                                        std::vector<Id>& ids) {
    const int by_name = indexes_.slot_of(*link.column);
    const int by_mail = indexes_.mail_slot_of(*link.column);
    for (const std::string& text : link.texts) {
        const std::string key = fold(text);
        int slot = by_mail >= 0 && text.find('@') != std::string::npos ? by_mail : by_name;
        Answer answer = indexes_.find(slot, key);
        const auto is_pending = [&] {
            return indexes_.is_own(slot) && pending_keys_.contains(slot_key(slot, key));
        };
        if (answer.found == Found::none && is_pending()) return Step::flush_first;
        if (slot != by_name && answer.found == Found::none) {  // a name may have the sign, too
            slot = by_name;
            answer = indexes_.find(slot, key);
        }
        if (answer.found == Found::one) {
            ids.push_back(answer.id);
            continue;
        }
        if (answer.found == Found::several) {
            faults_.push_back(link_error(link, "ambiguous", text));
            return Step::fail;
        }
        if (is_pending()) return Step::flush_first;
        if (indexes_.is_own(slot) && waiting == Waiting::allowed) return Step::hold;
        const Step step = TRY(target_missing(link, text, ids));
        if (step != Step::ready) return step;
    }
    return Step::ready;
}

// Sets operation and id of the draft by the match fields.
Chunk::Step Chunk::find_record(const ParsedRow& row, Pending& pending) {
    record::Draft& draft = pending.draft;
    draft.operation = record::Operation::create;
    draft.id = row.id;
    draft.id_is_drawn = true;
    if (mapping_.match.empty()) return Step::ready;
    std::vector<Value> values;
    for (const schema::Field* field : mapping_.match) {
        const Value* value = draft.find(*field);
        values.push_back(value == nullptr ? Value{} : *value);
    }
    pending.match_key = joined_key(values);
    if (pending.match_key.empty()) return Step::ready;
    if (pending_keys_.contains(slot_key(Indexes::kMatch, pending.match_key)))
        return Step::flush_first;
    const Answer answer = indexes_.find(Indexes::kMatch, pending.match_key);
    if (answer.found == Found::none) return Step::ready;
    if (answer.found == Found::several) {
        Message message{"field.ambiguous",
                        {{"value", cell_of(mapping_, row, mapping_.match[0]->name)}}};
        faults_.push_back(FieldError{mapping_.match[0]->name, "ambiguous", std::move(message)});
        return Step::fail;
    }
    draft.operation = record::Operation::update;
    draft.id = answer.id;
    draft.id_is_drawn = false;
    return Step::ready;
}

// All links are looked at, so that a row tells all of its faults at once.
Result<Chunk::Step> Chunk::resolve_links(const ParsedRow& row, Waiting waiting,
                                         record::Draft& draft, Named& creation) {
    bool hold = false;
    for (const PendingLink& link : row.links) {
        std::vector<Id> ids;
        const Step step = TRY(resolve_link(link, waiting, ids));
        if (step == Step::flush_first) return step;
        if (step == Step::skip && faults_.empty()) return step;
        hold = hold || step == Step::hold;
        if (step != Step::ready) continue;
        if (link.column->many != nullptr) {
            draft.links.emplace_back(link.column->many, std::move(ids));
        } else if (!ids.empty()) {
            auto& side = link.only_on_creation ? creation : draft.values;
            side.emplace_back(link.column->field, ids[0]);
        }
    }
    return hold ? Step::hold : Step::ready;
}

Result<Chunk::Step> Chunk::resolve(const ParsedRow& row, Waiting waiting, Pending& pending) {
    faults_ = row.errors;
    pending.row = &row;
    record::Draft& draft = pending.draft;
    draft.values = row.values;
    Named creation = row.creation_values;
    const Step linked = TRY(resolve_links(row, waiting, draft, creation));
    if (linked != Step::ready) return linked;
    // Defaults take part in the match, but an existing record keeps what it has.
    const Named given = draft.values;
    for (auto& [field, value] : creation) {
        if (draft.find(*field) == nullptr) draft.values.emplace_back(field, std::move(value));
    }
    const Step step = find_record(row, pending);
    if (step == Step::ready && draft.operation == record::Operation::update) {
        draft.values = given;
        std::erase_if(draft.values, [&](const auto& named) {
            return std::find(mapping_.match.begin(), mapping_.match.end(), named.first) !=
                   mapping_.match.end();
        });
    }
    return step == Step::ready && !faults_.empty() ? Step::fail : step;
}

// Rows that this one builds on are saved first.
Result<Chunk::Step> Chunk::look_at(const ParsedRow& row, Waiting waiting, Pending& pending) {
    if (row.unreadable) {
        faults_ = row.errors;
        return Step::fail;
    }
    const Step step = TRY(resolve(row, waiting, pending));
    if (step != Step::flush_first) return step;
    TRY(flush());
    pending = {};
    return resolve(row, waiting, pending);
}

bool Chunk::has_fault(std::string_view field) const {
    return std::any_of(faults_.begin(), faults_.end(),
                       [&](const FieldError& fault) { return fault.field == field; });
}

// What saving would say of the rest of a row that fails: tried, and taken back. Only what the file
// says is a fault of the file, or what it must say and does not: a record that is not recognised
// because of a fault would lack more than that.
Result<void> Chunk::find_other_faults(const Pending& pending) {
    TRY(flush());
    const std::vector<record::Draft> drafts{pending.draft};
    if (rehearsal_ != nullptr) TRY(rehearsal_->make_ready(context_, *mapping_.object, drafts));
    const Result<void> tried = context_.tx.nested([&]() -> Result<void> {
        TRY(record::save(context_, *mapping_.object, pending.draft));
        return make_error(ErrorCode::conflict, "import.rolled_back");
    });
    if (tried.ok()) return {};
    if (job::is_trouble_of_store(tried.error())) return tried.error();
    const bool recognised =
        std::none_of(mapping_.match.begin(), mapping_.match.end(),
                     [&](const schema::Field* field) { return has_fault(field->name); });
    std::vector<FieldError> more;
    for (const FieldError& fault : tried.error().fields) {
        const bool given = pending.draft.find(fault.field) != nullptr;
        const bool lacking = fault.code == "required" && recognised;
        if (!has_fault(fault.field) && (given || lacking)) more.push_back(fault);
    }
    faults_.insert(faults_.end(), more.begin(), more.end());
    return {};
}

Result<void> Chunk::note_saved(const Pending& pending, const record::Saved& saved) {
    const bool created = saved.outcome == record::Outcome::created;
    if (saved.outcome == record::Outcome::unchanged) {
        ++result_.counts.unchanged;
    } else {
        ++(created ? result_.counts.created : result_.counts.updated);
        if (rehearsal_ != nullptr)
            TRY(rehearsal_->remember(context_, *mapping_.object, pending.draft, saved.id));
    }
    if (!created && pending.row->left_as_it_was) {
        if (++result_.short_rows == 1) result_.short_first = pending.row->number;
    }
    if (created) indexes_.add(Indexes::kMatch, pending.match_key, saved.id);
    for (const Indexes::OwnSlot& own : indexes_.own_slots()) {
        const Value* value = value_of(pending.draft, *own.field);
        if (value != nullptr) indexes_.add(own.slot, key_text(*value), saved.id);
    }
    return {};
}

Result<void> Chunk::save_pending(const std::vector<record::Draft>& drafts) {
    auto results = record::save_batch(context_, *mapping_.object, drafts);
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (results[i].ok()) {
            TRY(note_saved(pending_[i], *results[i]));
        } else if (job::is_trouble_of_store(results[i].error())) {
            return std::move(results[i]).error();
        } else {
            note_failed(*pending_[i].row, field_errors(results[i].error()));
        }
    }
    return {};
}

Result<void> Chunk::flush() {
    if (pending_.empty()) return {};
    std::vector<record::Draft> drafts;
    drafts.reserve(pending_.size());
    for (const Pending& pending : pending_)
        drafts.push_back(pending.draft);
    if (rehearsal_ != nullptr) TRY(rehearsal_->make_ready(context_, *mapping_.object, drafts));
    TRY(save_pending(drafts));
    pending_.clear();
    pending_keys_.clear();
    return {};
}

void Chunk::wait_for_flush(Pending pending) {
    if (!pending.match_key.empty())
        pending_keys_.insert(slot_key(Indexes::kMatch, pending.match_key));
    for (const Indexes::OwnSlot& own : indexes_.own_slots()) {
        const Value* value = value_of(pending.draft, *own.field);
        if (value != nullptr) pending_keys_.insert(slot_key(own.slot, key_text(*value)));
    }
    pending_.push_back(std::move(pending));
}

Result<ChunkResult> Chunk::run(std::span<const ParsedRow> rows, Waiting waiting) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ParsedRow& row = rows[i];
        Pending pending;
        const Step step = TRY(look_at(row, waiting, pending));
        if (step == Step::hold) {
            result_.held.push_back(i);
            continue;
        }
        ++result_.counts.rows;
        if (step == Step::fail) {
            if (!row.unreadable) TRY(find_other_faults(pending));
            note_failed(row, faults_);
        } else if (step == Step::skip) {
            ++result_.counts.skipped;
        } else {
            wait_for_flush(std::move(pending));
        }
    }
    TRY(flush());
    CHECK(result_.counts.adds_up());
    return std::move(result_);
}

}  // namespace clientela::importer
