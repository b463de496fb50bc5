// SPDX-License-Identifier: Apache-2.0
// Exports as jobs: with progress, to be paused and cancelled, and fetched when they are done. Half
// a file is of no use, so whoever goes on after a pause or a crash begins the file anew.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "exporter/row_source.h"
#include "job/kind.h"
#include "job/runner.h"

namespace clientela::exporter {

using OpenSource =
    std::function<std::unique_ptr<RowSource>(api::Application&, const ExportRequest&)>;

inline constexpr const char* kJobKind = "export";

// `runner` says where files lie and outlives the kind.
job::Kind export_kind(const job::Runner& runner, const OpenSource& open);

// What a job keeps: the request, the language of its labels, and from where it was asked for.
struct ExportParameters {
    ExportRequest request;
    std::string address;
};
std::string to_parameters(const ExportParameters& parameters);
Result<ExportParameters> parse_parameters(const std::string& json);

// In the words of the API:
// {"object","filter","search","orderby","select","bin","format","headings","formats","bom",
// "preview"}
Result<ExportRequest> parse_request(const std::string& json);

}  // namespace clientela::exporter
