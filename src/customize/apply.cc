// SPDX-License-Identifier: Apache-2.0
// Order of work: tables, document, and what belongs to new objects in one transaction; the new
// snapshot; then what may take long. Requests go on with the snapshot they took.
#include "customize/customize.h"

#include <algorithm>
#include <thread>

#include <spdlog/spdlog.h>

#include "customize/document/consequences.h"
#include "customize/document/plan.h"
#include "customize/notice_time.h"
#include "schema/pending_index.h"

namespace clientela::customize {
namespace {

Result<json::array> parsed_changes(std::string_view changes) {
    boost::system::error_code failed;
    json::value parsed = json::parse(changes, failed);
    if (failed || !parsed.is_array()) return field_error("changes", "definition_changes");
    for (const json::value& change : parsed.as_array()) {
        if (!change.is_object()) return field_error("changes", "definition_changes");
    }
    return std::move(parsed.as_array());
}

void publish(api::Application& application, const Planned& planned) {
    application.schema.replace(planned.served);
    application.principals.invalidate();  // "*" in a role means the objects there are
    application.shares.forget();
}

// Rights of roles and rows of options, through the one door.
Result<void> add_consequences(api::Application& application, db::Transaction& tx,
                              const Planned& planned) {
    if (planned.edited.rows.empty() && planned.edited.rights.empty()) return {};
    const access::Principal system = access::Principal::system("definitions");
    record::Context context =
        api::context_for(application, *planned.served, tx, system, "definitions");
    for (const auto& [object, like] : planned.edited.rights)
        TRY(copy_rights(context, object, like));
    for (const OptionRows& rows : planned.edited.rows)
        TRY(add_rows(context, rows));
    return {};
}

// Long work over rows that stand already, each step whether the one before it went well or not.
// Gives the first error.
Result<void> do_the_rest(const Host& host, const Planned& planned) {
    Result<void> first;
    if (host.search_changed) first = host.search_changed(*planned.served);
    if (!planned.migration.fills.empty()) std::this_thread::sleep_for(kNoticeTime);
    Result<void> finished = schema::finish_plan(host.application.store, planned.migration);
    return first.ok() ? finished : first;
}

bool has_rest(const Planned& planned) {
    const auto& statements = planned.migration.statements;
    return !planned.reindexed.empty() || !planned.migration.fills.empty() ||
           std::any_of(statements.begin(), statements.end(), schema::is_slow);
}

}  // namespace

Result<std::string> plan(const Host& host, std::string_view changes, Language language) {
    const json::array asked = TRY(parsed_changes(changes));
    Planned planned;
    TRY(host.application.store.read([&](db::Transaction& tx) -> Result<void> {
        planned = TRY(plan_changes(tx, asked, host.application.clock.now()));
        return {};
    }));
    return plan_json(planned, language);
}

Result<std::string> apply(const Host& host, const access::Principal& who, std::string_view changes,
                          std::string_view hash, Language language, Rest rest,
                          const KeepAnswer& keep) {
    api::Application& application = host.application;
    const json::array asked = TRY(parsed_changes(changes));
    const Instant now = application.clock.now();
    Planned planned;
    TRY(application.store.migrate([&](db::Transaction& tx) -> Result<void> {
        planned = TRY(plan_changes(tx, asked, now));
        if (!hash.empty() && hash != planned.hash)
            return make_error(ErrorCode::conflict, "definition.other_plan");
        if (hash.empty() && !planned.steps.empty())
            return make_error(ErrorCode::conflict, "definition.needs_plan");
        TRY(schema::apply_plan(tx, planned.migration));
        TRY(schema::keep_document(tx, planned.document, json::serialize(asked), who.user.value,
                                  now));
        if (host.search_changes) TRY(host.search_changes(tx, *planned.served, planned.reindexed));
        TRY(add_consequences(application, tx, planned));
        return keep ? keep(tx, plan_json(planned, language)) : Result<void>{};
    }));
    publish(application, planned);
    if (application.nudge) application.nudge();
    application.events.publish("change", R"({"object":"definitions","op":"many"})");
    if (rest == Rest::as_job && host.submit_rest && has_rest(planned)) {
        const auto job = host.submit_rest(who.user, !planned.migration.fills.empty());
        if (job.ok()) return plan_json(planned, language, nullptr, *job);
        spdlog::error("definitions: {} {}", job.error().message.key, job.error().detail);
    }
    const Result<void> finished = do_the_rest(host, planned);
    if (finished.ok()) return plan_json(planned, language);
    spdlog::error("definitions: {} {}", finished.error().message.key, finished.error().detail);
    return plan_json(planned, language, &finished.error());
}

Result<void> follow_definitions(api::Application& application) {
    const std::shared_ptr<const schema::Schema> present = application.schema.get();
    schema::CustomDocument document;
    TRY(application.store.read([&](db::Transaction& tx) -> Result<void> {
        const std::int64_t version = TRY(schema::document_version(tx));
        if (version > present->custom_version) document = TRY(schema::find_document(tx));
        return {};
    }));
    if (document.version <= present->custom_version) return {};
    schema::Loaded loaded = schema::load_customized(document, schema::Extent::served);
    if (loaded.schema == nullptr) return schema::invalid_definitions(loaded.problems);
    application.schema.replace(std::move(loaded.schema));
    application.principals.invalidate();
    application.shares.forget();
    application.events.publish("change", R"({"object":"definitions","op":"many"})");
    return {};
}

}  // namespace clientela::customize
