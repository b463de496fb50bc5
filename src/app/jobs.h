// SPDX-License-Identifier: Apache-2.0
// Every kind of long work, registered by hand, and how its progress reaches the streams of events.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/site.h"
#include "exporter/row_source.h"

namespace clientela::app {

std::unique_ptr<job::Runner> make_runner(Site& site);

// The rows of an export: of a list, or of the log.
std::unique_ptr<exporter::RowSource> open_rows(api::Application& application,
                                               const exporter::ExportRequest& request);

// What the streams know of each job lately; jobs of other servers on the store count too.
struct ToldJobs {
    Instant since;
    std::map<Id, std::string> texts;
};
Result<void> tell_jobs(Site& site, ToldJobs& told);

}  // namespace clientela::app
