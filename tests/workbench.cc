// SPDX-License-Identifier: Apache-2.0
#include "tests/workbench.h"

#include "app/rules.h"
#include "record/put_back.h"
#include "record/read_json.h"
#include "schema/migrate.h"
#include "tests/builtin_schema.h"

namespace clientela {

Workbench::Workbench(db::Store& at) : store(at) {
    auto loaded = load_builtin();
    EXPECT_OK(loaded);
    schema = *loaded;
    EXPECT_OK(schema::migrate(store, *schema));
    company.name = "Prueba";
    auto zone = Zone::find("Europe/Madrid");
    EXPECT_OK(zone);
    company.zone = *zone;
    app::add_all_rules(rules);
}

Result<void> Workbench::with(const std::function<Result<void>(record::Context&)>& work) {
    return store.write([&](db::Transaction& tx) {
        const Instant now = clock.now();
        record::Context context{
            tx, *schema, principal, company, rules, ids, now, company.zone.local(now).date, origin};
        return work(context);
    });
}

Result<record::Saved> Workbench::save(std::string_view object, Id id, std::string_view json,
                                      record::Operation operation) {
    const schema::Object& saved_object = schema->get(object);
    record::Draft draft;
    if (operation == record::Operation::create || operation == record::Operation::update) {
        draft = TRY(record::draft_from_json(company, saved_object, json, operation));
    }
    draft.operation = operation;
    if (id) draft.id = id;
    record::Saved saved;
    const auto work = [&](record::Context& context) -> Result<void> {
        saved = TRY(record::save(context, saved_object, draft));
        return {};
    };
    TRY(with(work));
    return saved;
}

Id Workbench::create(std::string_view object, std::string_view json) {
    auto saved = try_create(object, json);
    EXPECT_TRUE(saved.ok()) << object << " " << json << ": " << faults(saved);
    return saved.ok() ? saved->id : Id{};
}

Result<record::Saved> Workbench::try_create(std::string_view object, std::string_view json) {
    return save(object, {}, json, record::Operation::create);
}

Result<record::Saved> Workbench::update(std::string_view object, Id id, std::string_view json) {
    return save(object, id, json, record::Operation::update);
}

Result<record::Saved> Workbench::remove(std::string_view object, Id id) {
    return save(object, id, "", record::Operation::remove);
}

Result<void> Workbench::take_back(std::string_view object, Id id) {
    return with([&](record::Context& context) -> Result<void> {
        const schema::Object& taken = schema->get(object);
        record::Former former;
        former.id = id;
        former.values.emplace_back(&taken.field("deleted_at"), context.now);
        former.values.emplace_back(&taken.field("deleted_group_id"), id.value);
        TRY(record::put_back(context, taken, former));
        return {};
    });
}

record::Record Workbench::get(std::string_view object, Id id) {
    record::Record record;
    const auto work = [&](record::Context& context) -> Result<void> {
        record = TRY(record::get(context, schema->get(object), id));
        return {};
    };
    EXPECT_OK(with(work));
    return record;
}

std::vector<record::Record> Workbench::list(std::string_view object, std::string_view filter,
                                            int page_size) {
    std::vector<record::Record> records;
    const auto work = [&](record::Context& context) -> Result<void> {
        record::Query query;
        query.object = &schema->get(object);
        query.page_size = page_size;
        if (!filter.empty()) {
            query.filter = TRY(filter::parse_and_bind(filter, *schema, *query.object));
        }
        record::Page page = TRY(record::list(context, query));
        for (record::Row& row : page.rows)
            records.push_back(std::move(row.record));
        return {};
    };
    EXPECT_OK(with(work));
    return records;
}

std::int64_t Workbench::count(std::string_view object, std::string_view filter) {
    std::int64_t found = 0;
    const auto work = [&](record::Context& context) -> Result<void> {
        record::Query query;
        query.object = &schema->get(object);
        if (!filter.empty()) {
            query.filter = TRY(filter::parse_and_bind(filter, *schema, *query.object));
        }
        found = TRY(record::count(context, query));
        return {};
    };
    EXPECT_OK(with(work));
    return found;
}

std::string text_of(const record::Record& record, std::string_view field) {
    const auto* text = std::get_if<std::string>(&record.at(field));
    return text == nullptr ? std::string() : *text;
}

std::string money_of(const record::Record& record, std::string_view field) {
    const auto* money = std::get_if<Money>(&record.at(field));
    return money == nullptr ? std::string() : amount_text(*money) + " " + money->currency;
}

}  // namespace clientela
