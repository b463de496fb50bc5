// SPDX-License-Identifier: Apache-2.0
#include "tests/filter_source.h"

#include <algorithm>

namespace clientela {
namespace {

class CaseSource final : public filter::Source {
public:
    CaseSource(const FilterRecords& records, const schema::Object& object,
               const FilterRecord& record)
        : records_(records), object_(object), record_(record) {}

    Value field(const schema::Field& field) const override {
        return record_.values[static_cast<std::size_t>(field.index)];
    }
    bool living() const { return is_null(field(object_.field("deleted_at"))); }
    Value id() const { return record_.values[0]; }

    std::shared_ptr<const Source> follow(const schema::Field& link) const override {
        for (const auto& row : rows(records_, *link.target_object)) {
            if (row->id() == field(link)) return row;
        }
        return nullptr;
    }
    std::vector<std::shared_ptr<const Source>> related(
        const schema::Relation& relation) const override {
        std::vector<std::shared_ptr<const Source>> found;
        for (const auto& row : rows(records_, *relation.target_object)) {
            if (row->field(*relation.via_field) == id()) found.push_back(row);
        }
        return found;
    }
    std::vector<std::shared_ptr<const Source>> linked(const schema::ManyLink& many) const override {
        std::vector<std::shared_ptr<const Source>> found;
        const auto ids = record_.many.find(many.name);
        if (ids == record_.many.end()) return found;
        for (const auto& row : rows(records_, *many.target_object)) {
            const Id key = std::get<Id>(row->id());
            if (std::count(ids->second.begin(), ids->second.end(), key) > 0) found.push_back(row);
        }
        return found;
    }

    static std::vector<std::shared_ptr<const CaseSource>> rows(const FilterRecords& records,
                                                               const schema::Object& object) {
        std::vector<std::shared_ptr<const CaseSource>> living;
        for (const FilterRecord& record : records.at(object.name)) {
            auto source = std::make_shared<const CaseSource>(records, object, record);
            if (source->living()) living.push_back(std::move(source));
        }
        return living;
    }

private:
    const FilterRecords& records_;
    const schema::Object& object_;
    const FilterRecord& record_;
};

}  // namespace

std::string short_id(Id id) {
    const std::string text = to_string(id);
    return text.substr(text.find_first_not_of('0'));
}

std::vector<std::string> evaluated_matches(const filter::Filter& filter, const std::string& zone,
                                           const FilterRecords& records) {
    const FilterCases& cases = filter_cases();
    const auto found_zone = Zone::find(zone);
    filter::EvaluateOptions options;
    options.zone = &found_zone.value();
    options.now = cases.now;
    options.today = cases.today;
    options.me = cases.me;
    options.below = filter_case_branch;
    std::vector<std::string> found;
    for (const auto& row : CaseSource::rows(records, cases.schema.get("accounts"))) {
        if (filter::evaluate(filter, *row, options))
            found.push_back(short_id(std::get<Id>(row->id())));
    }
    std::sort(found.begin(), found.end());
    return found;
}

filter::CompileOptions filter_case_options(db::Dialect dialect, const std::string& zone) {
    const FilterCases& cases = filter_cases();
    filter::CompileOptions options;
    options.dialect = dialect;
    options.zone = zone;
    options.now = cases.now;
    options.today = cases.today;
    options.me = cases.me;
    options.below = filter_case_branch;
    return options;
}

Result<std::vector<std::string>> selected_matches(db::Store& store, const filter::Filter& filter,
                                                  const std::string& zone, bool never_null,
                                                  const FilterRecords& records) {
    filter::CompileOptions options = filter_case_options(store.dialect(), zone);
    options.never_null = never_null;
    const db::Sql condition = TRY(filter::compile(filter, options));
    // Where null and false differ, the opposite has to find all the others.
    const std::string text = never_null ? "not (" + condition.text + ")" : condition.text;
    std::vector<std::string> found;
    TRY(store.read([&](db::Transaction& tx) {
        return tx.query({"select t.id from account t where t.deleted_at is null and (" + text + ")",
                         condition.args},
                        [&](const db::Row& row) { found.push_back(short_id(Id{row.integer(0)})); });
    }));
    if (never_null) {
        std::vector<std::string> others;
        for (const std::string& id : evaluated_matches(filter::Filter{}, zone, records)) {
            if (std::count(found.begin(), found.end(), id) == 0) others.push_back(id);
        }
        return others;
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace clientela
