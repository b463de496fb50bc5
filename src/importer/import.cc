// SPDX-License-Identifier: Apache-2.0
// Before and after an import: what is looked at before a job is made of it, and its receipt.
#include "importer/import.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <utility>

#include <boost/json.hpp>

#include "access/masks.h"
#include "access/not_allowed.h"
#include "importer/import_parameters.h"
#include "job/job_table.h"

namespace clientela::importer {
namespace {

namespace fs = std::filesystem;

Result<const schema::Object*> object_of(const schema::Schema& schema,
                                        const access::Principal& principal,
                                        const std::string& name) {
    const schema::Object* object = schema.find(name);
    if (object == nullptr)
        return make_error(ErrorCode::invalid, "import.unknown_object", {{"name", name}});
    if (principal.breadth(name, access::Action::create) == access::Breadth::none &&
        principal.breadth(name, access::Action::update) == access::Breadth::none) {
        return access::not_allowed(access::Action::create, name);
    }
    return object;
}

// A copy that stopped half-way is no help to anybody, least of all on a full disk. Copying tells no
// more than that it failed, so the room that is left without it tells why.
Error not_kept(const job::File& kept, const std::error_code& failed) {
    const fs::path path = kept.path;
    std::error_code ignored;
    fs::remove(path, ignored);
    const fs::space_info room = fs::space(path.parent_path(), ignored);
    const bool full = failed == std::errc::no_space_on_device || failed.value() == EDQUOT ||
                      std::cmp_less(room.available, kept.bytes);
    Error error = make_error(ErrorCode::unavailable, full ? "db.storage_full" : "job.no_directory");
    error.detail = failed.message();
    return error;
}

// What was answered must not lose its file to a power cut: both the file and its name reach the
// disk before the job is written down.
std::error_code reach_disk(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool there = file >= 0 && ::fsync(file) == 0;
    const std::error_code failed =
        there ? std::error_code() : std::error_code(errno, std::generic_category());
    if (file >= 0) ::close(file);
    return failed;
}

Result<job::File> keep_file(const job::Runner& runner, const ImportOptions& options, Id id) {
    job::File kept;
    kept.name = options.file_name.empty() ? options.file.filename().string() : options.file_name;
    kept.path = TRY(runner.path_for(id, options.file.extension().string()));
    std::error_code failed;
    kept.bytes = static_cast<std::int64_t>(fs::file_size(options.file, failed));
    fs::copy_file(options.file, kept.path, fs::copy_options::overwrite_existing, failed);
    if (failed) return not_kept(kept, failed);
    for (const fs::path& written : {fs::path(kept.path), fs::path(kept.path).parent_path()}) {
        failed = reach_disk(written);
        if (failed) return not_kept(kept, failed);
    }
    return kept;
}

// What the job found out about the file stands with its place.
std::vector<ColumnForm> forms_of(const job::Job& job) {
    boost::system::error_code failed;
    const boost::json::value place = boost::json::parse(job.place, failed);
    const boost::json::object* object = failed ? nullptr : place.if_object();
    const boost::json::value* forms = object != nullptr ? object->if_contains("forms") : nullptr;
    if (forms == nullptr) return {};
    return parse_forms(boost::json::serialize(*forms));
}

}  // namespace

Result<job::Order> order_import(api::Application& application, const job::Runner& runner,
                                const access::Principal& principal, const ImportOptions& options) {
    const auto present = application.schema.get();
    const schema::Schema& schema = access::schema_for(principal, *present);
    const schema::Object* object = TRY(object_of(schema, principal, options.object));
    {
        const auto table = TRY(open_table(options.file, options.table));
        TRY(bind_mapping(options.mapping, options.match, table->columns(), schema, *object));
    }
    job::Order order;
    order.id = application.ids.next(application.clock.now().ms);
    order.kind = "import";
    order.object = object->name;
    order.source = TRY(keep_file(runner, options, order.id));
    order.title = Message{options.dry_run ? "import.title_dry" : "import.title",
                          {{"object", object->name}, {"file", order.source->name}}};
    order.parameters = to_parameters(options);
    order.undoable = !options.dry_run;
    return order;
}

Result<job::Job> start_import(api::Application& application, job::Runner& runner,
                              const access::Principal& principal, const ImportOptions& options) {
    const job::Order order = TRY(order_import(application, runner, principal, options));
    return runner.submit(order, principal.user);
}

Result<Receipt> receipt_of(db::Transaction& tx, const job::Job& job, std::size_t errors) {
    Receipt receipt;
    receipt.id = job.id;
    receipt.undoes = job.undoes;
    receipt.object = job.object;
    receipt.state = job::name_of(job.state);
    receipt.started_at = job.started_at.value_or(job.created_at);
    receipt.finished_at = job.finished_at;
    receipt.counts = job.counts;
    for (const auto& [name, number] : job.extra) {
        if (name == "targets_created") receipt.targets_created = number;
        if (name == "short_end") receipt.short_end = number;
        if (name == "short_rows") receipt.short_rows = number;
        if (name == "short_first") receipt.short_first = number;
        if (name == "rows_left_off") receipt.rows_left_off = number;
    }
    std::string parameters = job.parameters;
    if (job.source) receipt.file_name = job.source->name;
    if (job.undoes) {
        if (const auto original = TRY(job::find(tx, job.undoes)); original && original->source)
            receipt.file_name = original->source->name;
    } else {
        receipt.dry_run = TRY(parse_parameters(parameters)).dry_run;
    }
    if (job.undone) receipt.state = "undone";
    std::vector<job::Failure> failures;
    if (errors > 0) failures = TRY(job::failures(tx, job.id, 0, static_cast<int>(errors)));
    for (const job::Failure& failure : failures) {
        const std::string value = failure.row == 0 ? to_string(failure.record) : failure.value;
        receipt.errors.push_back(
            {failure.row, failure.field, value, failure.code, failure.message});
    }
    receipt.errors_left_off =
        TRY(job::count_failures(tx, job.id)) - static_cast<std::int64_t>(receipt.errors.size());
    receipt.forms = forms_of(job);
    return receipt;
}

}  // namespace clientela::importer
