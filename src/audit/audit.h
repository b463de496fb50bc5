// SPDX-License-Identifier: Apache-2.0
// The audit: what changed, in which record and field, by whom and when, newest first, with the
// value before and after. It only reads the change log. A reader sees the changes of records that
// they may see, in the fields that they may read; administrators see all.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "change/log.h"
#include "record/read.h"
#include "record/record.h"

namespace clientela::audit {

struct Question {
    const schema::Object* object = nullptr;  // null: of every object but `left_out`
    const schema::Object* left_out = nullptr;
    Id record;                   // 0: of every record
    std::uint16_t field_id = 0;  // 0: of every field
    Id actor;                    // 0: by anybody
    std::optional<Instant> from;
    std::optional<Instant> until;  // not included
    std::int64_t before = 0;       // seq; 0: the newest
    int limit = 50;
};

struct FieldChange {
    std::string field;  // name
    const schema::Label*
        label;           // of the field, within the reading context's schema or Page::stored
    std::string before;  // JSON
    std::string after;
    std::string before_title;  // of a link
    std::string after_title;
};

struct Item {
    change::Entry entry;
    const schema::Object* object = nullptr;
    record::LinkLabel record;  // its title today; empty when it has none or is gone
    std::string actor;         // name; empty: the program itself
    std::vector<FieldChange> changes;
};

struct Page {
    std::vector<Item> items;
    std::int64_t next = 0;                         // seq to go on before; 0 at the end
    std::shared_ptr<const schema::Schema> stored;  // of the labels of hidden fields
};

// At most `limit` items. A page may have fewer, even none, and still a next one: rare matches in a
// long log are looked for in pieces, so that no page takes long.
Result<Page> read(record::Context& context, const Question& question);

// The entries of the log that `question` may mean, newest first, whoever reads; `last` is the seq
// of the last line that was looked at.
struct Piece {
    std::vector<change::Entry> entries;
    std::int64_t last = 0;
    bool at_end = false;
};
Result<Piece> read_piece(db::Transaction& tx, const Question& question);

// When each person signed in last, as the acts tell; who never did is not named.
struct SignIn {
    Id user;
    Instant at;
};
Result<std::vector<SignIn>> last_sign_ins(db::Transaction& tx);

}  // namespace clientela::audit
