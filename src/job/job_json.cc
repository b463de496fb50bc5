// SPDX-License-Identifier: Apache-2.0
#include "job/job_json.h"

#include "job/undo.h"

namespace clientela::job {
namespace {

void write_id(JsonWriter& writer, std::string_view name, Id id) {
    writer.key(name);
    if (id) {
        writer.string(to_string(id));
    } else {
        writer.null();
    }
}

void write_instant(JsonWriter& writer, std::string_view name, const std::optional<Instant>& at) {
    writer.key(name);
    if (at) {
        writer.string(to_string(*at));
    } else {
        writer.null();
    }
}

void write_total(JsonWriter& writer, const Job& job) {
    writer.key("total");
    if (job.total) {
        writer.integer(*job.total);
    } else {
        writer.null();
    }
    writer.member("done", job.done);
}

void write_receipt(JsonWriter& writer, const Job& job) {
    writer.key("receipt");
    if (!job.started_at) {
        writer.null();
        return;
    }
    writer.begin_object();
    write_counts(writer, job.counts);
    for (const auto& [name, number] : job.extra)
        writer.member(name, number);
    writer.end_object();
}

void write_error(JsonWriter& writer, const schema::Schema& schema, const Job& job,
                 Language language) {
    writer.key("error");
    if (!job.error) {
        writer.null();
        return;
    }
    writer.begin_object();
    writer.member("code", job.error->key);
    writer.member("message", localized(schema, *job.error, language));
    writer.end_object();
}

void write_starter(JsonWriter& writer, const Job& job) {
    writer.key("started_by");
    if (!job.started_by) {
        writer.null();
        return;
    }
    writer.begin_object();
    writer.member("id", to_string(job.started_by));
    writer.member("name", job.started_by_name);
    writer.end_object();
}

std::string label_of(const schema::Schema& schema, const Failure& failure, Language language) {
    const schema::Object* object = schema.find_by_id(failure.object_id);
    const schema::Field* field = object != nullptr ? object->find_field(failure.field) : nullptr;
    if (field == nullptr) return failure.field;
    return language == Language::en ? field->label.en : field->label.es;
}

// A cell that a spreadsheet would take for a formula begins with an apostrophe.
void append_cell(std::string& line, const std::string& text) {
    if (!line.empty() && line.back() != '\n') line.push_back(',');
    line.push_back('"');
    constexpr std::string_view kFormula = "=+-@\t\r";
    if (!text.empty() && kFormula.find(text.front()) != std::string_view::npos)
        line.push_back('\'');
    for (const char letter : text) {
        if (letter == '"') line.push_back('"');
        line.push_back(letter);
    }
    line.push_back('"');
}

}  // namespace

std::string localized(const schema::Schema& schema, const Message& message, Language language) {
    Message spoken = message;
    for (auto& [name, value] : spoken.args) {
        if (name != "object") continue;
        if (const schema::Object* object = schema.find(value))
            value = language == Language::en ? object->label_many.en : object->label_many.es;
    }
    return localize(spoken, language);
}

std::string title_of(const schema::Schema& schema, const Job& job, Language language) {
    std::string title = localized(schema, job.title, language);
    if (!job.undoes) return title;
    const char* key = how_of(job).again ? "job.title.again" : "job.title.undo";
    return localize({key, {{"title", title}}}, language);
}

void write_counts(JsonWriter& writer, const Counts& counts) {
    writer.member("rows", counts.rows);
    writer.member("created", counts.created);
    writer.member("updated", counts.updated);
    writer.member("unchanged", counts.unchanged);
    writer.member("skipped", counts.skipped);
    writer.member("failed", counts.failed);
}

void write_job(JsonWriter& writer, const schema::Schema& schema, const Job& job,
               Language language) {
    writer.begin_object();
    writer.member("id", to_string(job.id));
    writer.member("kind", job.kind);
    writer.member("title", title_of(schema, job, language));
    writer.key("object");
    if (job.object.empty()) {
        writer.null();
    } else {
        writer.string(job.object);
    }
    writer.member("state", name_of(job.state));
    write_total(writer, job);
    write_starter(writer, job);
    writer.member("created_at", to_string(job.created_at));
    write_instant(writer, "started_at", job.started_at);
    write_instant(writer, "updated_at", job.updated_at);
    write_instant(writer, "finished_at", job.finished_at);
    write_receipt(writer, job);
    writer.member("undoable", job.may_be_undone());
    writer.member("undone", job.undone);
    write_id(writer, "undoes", job.undoes);
    write_id(writer, "undone_by", job.undone_by);
    write_error(writer, schema, job, language);
    writer.key("file");
    if (job.result) {
        writer.begin_object();
        writer.member("name", job.result->name);
        writer.member("bytes", job.result->bytes);
        writer.end_object();
    } else {
        writer.null();
    }
    writer.end_object();
}

void write_failure(JsonWriter& writer, const schema::Schema& schema, const Failure& failure,
                   Language language) {
    const schema::Object* object = schema.find_by_id(failure.object_id);
    writer.begin_object();
    writer.member("number", failure.number);
    writer.key("row");
    if (failure.row != 0) {
        writer.integer(failure.row);
    } else {
        writer.null();
    }
    writer.key("object");
    if (object != nullptr) {
        writer.string(object->name);
    } else {
        writer.null();
    }
    write_id(writer, "id", failure.record);
    writer.member("field", failure.field);
    writer.member("value", failure.value);
    writer.member("code", failure.code);
    writer.member("message", localize(failure.message, language));
    writer.end_object();
}

std::string event_text(const Job& job) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("id", to_string(job.id));
    writer.member("kind", job.kind);
    writer.member("state", name_of(job.state));
    write_total(writer, job);
    writer.end_object();
    return writer.take();
}

std::string csv_of(const schema::Schema& schema, const std::vector<Failure>& failures,
                   Language language, bool heading) {
    std::string text;
    if (heading) {
        text = "\xEF\xBB\xBF";
        std::string line;
        for (const char* name : {"row", "id", "field", "value", "code", "message"})
            append_cell(line, localize({std::string("job.csv.") + name, {}}, language));
        text += line + "\r\n";
    }
    for (const Failure& failure : failures) {
        std::string line;
        append_cell(line, failure.row != 0 ? std::to_string(failure.row) : std::string());
        append_cell(line, failure.record ? to_string(failure.record) : std::string());
        append_cell(line, label_of(schema, failure, language));
        append_cell(line, failure.value);
        append_cell(line, failure.code);
        append_cell(line, localize(failure.message, language));
        text += line + "\r\n";
    }
    return text;
}

}  // namespace clientela::job
