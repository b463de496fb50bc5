// SPDX-License-Identifier: Apache-2.0
// Definitions that change while the server runs: planned, shown, applied, followed by the other
// servers of the same store.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/application.h"
#include "base/message.h"
#include "http/router.h"

namespace clientela::customize {

struct Host {
    api::Application& application;
    // The index of words follows: tables for new objects in the transaction of the change, and the
    // named objects read anew when it stands.
    std::function<Result<void>(db::Transaction&, const schema::Schema&,
                               const std::vector<std::string>& objects)>
        search_changes = {};
    std::function<Result<void>(const schema::Schema&)> search_changed = {};
    // Begins the job that does the long work (customize/index_job.h) for a person.
    std::function<Result<Id>(Id by, bool fills)> submit_rest = {};
};

// Long work behind a change: before the answer, or as a job that the answer names.
enum class Rest { at_once, as_job };

// Takes over what another server of the same store applied; one small read when nothing did.
Result<void> follow_definitions(api::Application& application);

// `changes` is the JSON array of the request. Fails with conflict "definition.other_plan" when the
// plan is not the one that `hash` stands for. What follows from a change stands in its transaction;
// only long work comes after it. When that breaks off the answer says so in "unfinished": the
// change stands, and the next one, or the next start, does the rest.
Result<std::string> plan(const Host& host, std::string_view changes, Language language);
// `keep` gets the answer inside the transaction of the change.
using KeepAnswer = std::function<Result<void>(db::Transaction&, const std::string&)>;
Result<std::string> apply(const Host& host, const access::Principal& who, std::string_view changes,
                          std::string_view hash, Language language, Rest rest = Rest::at_once,
                          const KeepAnswer& keep = {});

void add_customize_routes(http::Router& router, Host host);

}  // namespace clientela::customize
