// SPDX-License-Identifier: Apache-2.0
// A job: work too long for one request, done batch by batch. What it did and how far it is stand in
// the store and move in the transaction of each batch, so that a crash repeats nothing and loses
// nothing. Texts stay keys until somebody reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/message.h"
#include "base/result.h"
#include "base/time.h"

namespace clientela::job {

enum class State { waiting, running, paused, cancelled, done, failed };
std::string_view name_of(State state);
std::optional<State> parse_state(std::string_view name);
bool is_over(State state);  // cancelled, done, failed

// rows = created + updated + unchanged + skipped + failed, always.
struct Counts {
    std::int64_t rows = 0;
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t unchanged = 0;
    std::int64_t skipped = 0;
    std::int64_t failed = 0;

    void add(const Counts& other);
    bool adds_up() const { return rows == created + updated + unchanged + skipped + failed; }
};

// A row that failed or was skipped, and why.
struct Failure {
    std::int64_t number = 0;  // within the job, given by the store
    std::int64_t row = 0;     // of a file; 0: the record says which
    std::uint16_t object_id = 0;
    Id record;
    std::string field;
    std::string value;  // cut at 200 bytes
    std::string code;
    Message message;
};

struct File {
    std::string name;  // as the person shall get it
    std::string path;
    std::int64_t bytes = 0;
};

using Extra = std::vector<std::pair<std::string, std::int64_t>>;  // further figures of a receipt

struct Job {
    Id id;
    std::string kind;
    Message title;
    std::string object;  // entity set; empty: none in particular
    State state = State::waiting;
    std::optional<std::int64_t> total;
    std::int64_t done = 0;
    Id started_by;  // 0: the command line
    std::string started_by_name;
    Instant created_at;
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    Instant updated_at;
    std::string parameters = "{}";  // what to do; the kind's own JSON, never changes
    std::string place = "{}";       // how far it is; the kind's own JSON
    Counts counts;
    Extra extra;
    Id undoes;
    Id undone_by;
    std::optional<State> undo_state;  // of undone_by
    bool undone = false;              // by it, and nobody has taken that back
    bool undoable = false;
    std::optional<Message> error;
    std::optional<File> source;  // a file it reads
    std::optional<File> result;  // a file it made

    // Records, or what the receipt counts beside them: records made for links, an account closed.
    bool changed_something() const;
    // An undo that came to nothing does not stand in the way of the next.
    bool may_be_undone() const {
        return undoable && is_over(state) && changed_something() &&
               (!undo_state || undo_state == State::failed || undo_state == State::cancelled);
    }
    std::string origin() const { return "job:" + to_string(id); }  // of its changes in the log
};

// For columns of text: {"key":..,"args":{..}}.
std::string to_stored(const Message& message);
Message parse_stored_message(std::string_view json);

}  // namespace clientela::job
