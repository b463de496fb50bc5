// SPDX-License-Identifier: Apache-2.0
// Order of work: tables and document in one transaction; the new snapshot; what belongs to new
// objects; then what may take long. Requests go on with the snapshot they took.
#include "customize/customize.h"

#include <thread>

#include <spdlog/spdlog.h>

#include "customize/document/consequences.h"
#include "customize/document/plan.h"

namespace clientela::customize {
namespace {

// How late another server of the store may notice, and a little more: its saves do not yet keep
// sort keys of fields that become sortable.
constexpr std::chrono::milliseconds kNoticeTime{2'500};

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

Result<void> add_consequences(api::Application& application, const Planned& planned) {
    if (planned.edited.rows.empty() && planned.edited.rights.empty()) return {};
    const access::Principal system = access::Principal::system("definitions");
    TRY(application.store.write([&](db::Transaction& tx) -> Result<void> {
        record::Context context =
            api::context_for(application, *planned.served, tx, system, "definitions");
        for (const auto& [object, like] : planned.edited.rights)
            TRY(copy_rights(context, object, like));
        for (const OptionRows& rows : planned.edited.rows)
            TRY(add_rows(context, rows));
        return {};
    }));
    application.principals.invalidate();
    if (application.nudge) application.nudge();
    return {};
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
                          std::string_view hash, Language language) {
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
        return schema::keep_document(tx, planned.document, json::serialize(asked), who.user.value,
                                     now);
    }));
    publish(application, planned);
    if (host.search_changed) TRY(host.search_changed(*planned.served, planned.reindexed));
    TRY(add_consequences(application, planned));
    application.events.publish("change", R"({"object":"definitions","op":"many"})");
    if (!planned.migration.fills.empty()) std::this_thread::sleep_for(kNoticeTime);
    const Result<void> finished = schema::finish_plan(application.store, planned.migration);
    // The fields stand and work; only slower. The next start, or the next change, builds the rest.
    if (!finished.ok()) spdlog::error("definitions: {}", finished.error().detail);
    return plan_json(planned, language);
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
