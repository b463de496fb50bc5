// SPDX-License-Identifier: Apache-2.0
// Between two features that may not know each other.
#include "app/audit_rows.h"

#include <boost/json.hpp>

#include "http/url.h"
#include "record/read.h"

namespace clientela::app {
namespace {

using exporter::CellKind;

// The text of a JSON string, any other value as it stands; null is empty.
Value cell(const std::string& json, const std::string& title) {
    if (!title.empty()) return title;
    boost::system::error_code failed;
    const boost::json::value value = boost::json::parse(json, failed);
    if (failed) return json;
    if (value.is_null()) return {};
    return value.is_string() ? std::string(value.get_string()) : json;
}

class AuditRows final : public exporter::RowSource {
public:
    explicit AuditRows(const exporter::ExportRequest& request) : request_(request) {
        const auto label = [&](const char* key) {
            return request.headings == exporter::Headings::names
                       ? std::string(key)
                       : localize({std::string("audit.column.") + key, {}}, request.language);
        };
        columns_ = {
            {label("happened_at"), CellKind::instant, 0}, {label("actor"), CellKind::text, 0},
            {label("origin"), CellKind::text, 0},         {label("op"), CellKind::text, 0},
            {label("object"), CellKind::text, 0},         {label("id"), CellKind::text, 0},
            {label("record"), CellKind::text, 0},         {label("field"), CellKind::text, 0},
            {label("before"), CellKind::text, 0},         {label("after"), CellKind::text, 0}};
    }

    // Whoever may not take out the records may not take out what happened to them.
    Result<void> allowed(record::Context& context) override {
        const audit::Question question = TRY(audit::question_of(context, words()));
        if (context.principal.administers) return {};
        if (question.object == nullptr || !question.record)
            return make_error(ErrorCode::forbidden, "error.forbidden");
        const auto found =
            record::get(context, *question.object, question.record, access::Action::export_);
        if (found.ok()) return {};
        return found.error().code == ErrorCode::not_found
                   ? make_error(ErrorCode::forbidden, "error.forbidden")
                   : found.error();
    }

    Result<void> check(record::Context& context) override { return allowed(context); }

    const std::vector<exporter::Column>& columns() const override { return columns_; }

    Result<bool> read(record::Context& context, std::vector<exporter::Cells>& rows) override {
        TRY(allowed(context));
        audit::Question question = TRY(audit::question_of(context, words()));
        question.limit = kPage;
        question.before = before_;
        const audit::Page page = TRY(audit::read(context, question));
        for (const audit::Item& item : page.items)
            append(item, rows);
        before_ = page.next;
        return before_ > 0;
    }

    // The log is not counted: that would read all of it.
    Result<std::optional<exporter::Reach>> reach(record::Context&) override {
        return std::optional<exporter::Reach>{};
    }

private:
    static constexpr int kPage = 200;

    audit::Words words() const {
        audit::Words words;
        const auto query = http::parse_query(request_.filter);
        if (!query) return words;
        for (const auto& [name, value] : *query) {
            if (name == "object") words.object = value;
            if (name == "record") words.record = value;
            if (name == "field") words.field = value;
            if (name == "actor") words.actor = value;
            if (name == "from") words.from = value;
            if (name == "until") words.until = value;
        }
        return words;
    }

    void append(const audit::Item& item, std::vector<exporter::Cells>& rows) const {
        exporter::Cells start{item.entry.happened_at, item.actor, item.entry.origin,
                              std::string(change::name_of(item.entry.op))};
        start.emplace_back(item.object != nullptr ? item.object->name : std::string());
        start.emplace_back(item.entry.record ? to_string(item.entry.record) : std::string());
        start.emplace_back(item.record.text);
        const bool names = request_.headings == exporter::Headings::names;
        for (const audit::FieldChange& change : item.changes) {
            exporter::Cells cells = start;
            const std::string& label =
                request_.language == Language::en ? change.label->en : change.label->es;
            cells.emplace_back(names ? change.field : label);
            cells.push_back(cell(change.before, change.before_title));
            cells.push_back(cell(change.after, change.after_title));
            rows.push_back(std::move(cells));
        }
        if (!item.changes.empty()) return;
        start.resize(columns_.size());
        rows.push_back(std::move(start));
    }

    exporter::ExportRequest request_;
    std::vector<exporter::Column> columns_;
    std::int64_t before_ = 0;
};

}  // namespace

std::unique_ptr<exporter::RowSource> audit_rows(const exporter::ExportRequest& request) {
    return std::make_unique<AuditRows>(request);
}

}  // namespace clientela::app
