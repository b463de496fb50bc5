// SPDX-License-Identifier: Apache-2.0
// A first look at a file: its columns with samples, and which field each probably is. Sure when
// names agree, probable when they nearly do; otherwise a person chooses.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "importer/table.h"
#include "schema/schema.h"

namespace clientela::importer {

enum class Confidence { sure, probable, choose };

struct PreviewColumn {
    std::string column;
    std::vector<std::string> samples;  // of the first rows, empty cells left out
    std::string field;                 // empty: none guessed
    bool is_link = false;              // to be looked up, by `match`
    std::string match;
    std::string format;  // of dates, when the samples leave no doubt
    Confidence confidence = Confidence::choose;
};

struct Preview {
    std::string encoding;
    std::string delimiter;  // of CSV
    std::vector<PreviewColumn> columns;
    std::vector<std::vector<std::string>> rows;  // the first five
};

Result<Preview> preview(const std::filesystem::path& file, const TableOptions& options,
                        const schema::Object& object);

std::string to_json(const Preview& preview);

// The pattern that all samples fit: yyyy-MM-dd, dd/MM/yyyy, MM/dd/yyyy ...; empty when none or more
// than one does.
std::string date_pattern(const std::vector<std::string>& samples);

}  // namespace clientela::importer
