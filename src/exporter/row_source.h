// SPDX-License-Identifier: Apache-2.0
// Where the rows of an export come from: the list of an object, or something else that a feature
// offers (the audit log). Rows come in batches, each read in a transaction of its own, so an export
// of millions neither holds a snapshot open nor keeps a definition longer than one batch.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/message.h"
#include "exporter/table_writer.h"
#include "record/record.h"

namespace clientela::exporter {

enum class Headings { names, labels };  // for programs and imports; for people

// What is to be exported, in the words of the API; every text is checked when rows are read.
struct ExportRequest {
    std::string object;  // set name, or the name of another source
    std::string filter;
    std::string search;
    std::string order;
    std::string select;  // comma-separated; empty: everything that may be read
    bool bin = false;
    FileFormat format = FileFormat::csv;
    Headings headings = Headings::names;
    Language language = Language::es;     // of labels
    std::optional<bool> byte_order_mark;  // CSV; not said: for people yes, for programs no
    std::string formats;   // CSV: see WriterOptions; empty: the company's for people, else kPlain
    bool preview = false;  // only say how many rows there would be
};

// What a list holds: the right to export may reach less far than the right to read.
struct Reach {
    std::int64_t seen = 0;
    std::int64_t exportable = 0;  // of them; the others are left out
};

// What the request leaves open, by the formats of the company.
WriterOptions writer_options(const ExportRequest& request, const std::string& company_formats,
                             const Zone& zone);

class RowSource {
public:
    virtual ~RowSource() = default;
    // Whether the principal may take any of it out as a file: asked again when it is fetched.
    virtual Result<void> allowed(record::Context& context) = 0;
    // What is wrong with the request, told before anything is read.
    virtual Result<void> check(record::Context& context) = 0;
    // Known after the first read().
    virtual const std::vector<Column>& columns() const = 0;
    // The next rows, some hundred of them; false when these were the last.
    virtual Result<bool> read(record::Context& context, std::vector<Cells>& rows) = 0;
    // How many rows there are now; nothing where counting takes as long as reading.
    virtual Result<std::optional<Reach>> reach(record::Context& context) = 0;
};

using Search =
    std::function<Result<db::Sql>(record::Context&, const schema::Object&, std::string_view)>;

// The records of a list, as the principal of the context may export them.
std::unique_ptr<RowSource> record_rows(const ExportRequest& request, Search search);

}  // namespace clientela::exporter
