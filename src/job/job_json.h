// SPDX-License-Identifier: Apache-2.0
// Jobs and their failures as the API shows them, texts in the reader's language.
#pragma once

#include <string>
#include <vector>

#include "base/json_writer.h"
#include "job/job.h"
#include "schema/schema.h"

namespace clientela::job {

// An argument "object" of a message is the name of an entity set and becomes its label.
std::string localized(const schema::Schema& schema, const Message& message, Language language);

// What a job does, as people read it: "Undo: Import accounts.csv".
std::string title_of(const schema::Schema& schema, const Job& job, Language language);

void write_job(JsonWriter& writer, const schema::Schema& schema, const Job& job, Language language);
void write_counts(JsonWriter& writer, const Counts& counts);  // members of a receipt
void write_failure(JsonWriter& writer, const schema::Schema& schema, const Failure& failure,
                   Language language);
// For the stream of events: {"id","kind","state","done","total"}.
std::string event_text(const Job& job);

std::string csv_of(const schema::Schema& schema, const std::vector<Failure>& failures,
                   Language language, bool heading);

}  // namespace clientela::job
