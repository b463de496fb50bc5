// SPDX-License-Identifier: Apache-2.0
// One opened installation: its store brought up to the present definitions, its company settings,
// its rules. Everything that the server and the commands work on hangs here.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/application.h"
#include "api/change_feed.h"
#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"
#include "http/events.h"
#include "job/loop.h"
#include "job/runner.h"
#include "record/rules.h"
#include "schema/schema.h"
#include "search/vocabulary.h"

namespace clientela::app {

struct Site {
    std::unique_ptr<db::Store> store;
    record::Rules rules;
    SystemClock clock;
    std::unique_ptr<IdSource> ids;
    http::EventHub events;
    std::unique_ptr<api::Application> application;
    std::unique_ptr<api::ChangeFeed> feed;
    search::Vocabulary vocabulary;
    std::unique_ptr<job::Loop> loop;  // serve starts both; stop before what they work on goes
    std::unique_ptr<job::Runner> runner;
};

// Opens `location` (see db::open_store), applies pending changes of the definitions and, on a new
// store, puts in the shipped roles and a first pipeline. A store that another process holds is
// db.store_in_use.
Result<std::unique_ptr<Site>> open_site(std::string_view location);

// Reads the company's settings anew (after `demo` or an administrator changed them).
Result<void> reload_company(Site& site);

}  // namespace clientela::app
