// SPDX-License-Identifier: Apache-2.0
#include "customize/document/plan_words.h"

#include "base/grouped.h"

namespace clientela::customize {
namespace {

const std::string& in(Language language, const schema::Label& label) {
    return language == Language::en ? label.en : label.es;
}

std::string number(std::int64_t count, Language language) {
    return grouped(std::to_string(count), language);
}

// "1 view", "3 views".
std::string counted(const char* what, std::int64_t count, Language language) {
    const std::string key = std::string("plan.") + what + (count == 1 ? "_one" : "_other");
    return localize({key, {{"count", number(count, language)}}}, language);
}

// Whose table, or whose list of links, this is.
const schema::Object* object_of(const schema::Schema& schema, std::string_view table) {
    for (const schema::Object& object : schema.objects) {
        if (object.singular == table) return &object;
    }
    for (const schema::Object& object : schema.objects) {
        for (const schema::ManyLink& link : object.many_links) {
            if (link.table == table) return &object;
        }
    }
    return nullptr;
}

// As it will be; what goes, as it was.
const schema::Object* object_of(const Planned& planned, std::string_view table) {
    const schema::Object* object = object_of(*planned.stored, table);
    return object != nullptr ? object : object_of(*planned.before, table);
}

std::string field_name(const schema::Object* object, const std::string& name, Language language) {
    if (object == nullptr) return name;
    if (const schema::Field* field = object->find_field(name)) return in(language, field->label);
    if (const schema::ManyLink* link = object->find_many_link(name))
        return in(language, link->label);
    for (const std::string_view ending : {"_currency", "_sort"}) {  // columns beside a field's own
        if (!name.ends_with(ending)) continue;
        const std::string own = name.substr(0, name.size() - ending.size());
        if (const schema::Field* field = object->find_field(own)) return in(language, field->label);
    }
    return name;
}

std::string key_of(const Step& step) {
    if (step.cost == Cost::fill) return "plan.fill";
    if (step.cost == Cost::reindex) return "plan.reindex";
    switch (step.kind) {
        case schema::StatementKind::create_table: return "plan.create_table";
        case schema::StatementKind::add_column: return "plan.add_column";
        case schema::StatementKind::create_index:
            return step.cost == Cost::index ? "plan.create_index" : "plan.empty_index";
        case schema::StatementKind::drop_index: return "plan.drop_index";
        case schema::StatementKind::drop_column:
            return step.cost == Cost::rewrite ? "plan.drop_rewrites" : "plan.drop_column";
        case schema::StatementKind::drop_table: return "plan.drop_table";
    }
    return "plan.add_column";
}

}  // namespace

std::string words_of(const Planned& planned, const Step& step, Language language) {
    const schema::Object* object = object_of(planned, step.table);
    std::string field = field_name(object, step.subject, language);
    if (step.kind == schema::StatementKind::drop_column)
        field = field_name(object_of(*planned.before, step.table), step.subject, language);
    return localize({key_of(step),
                     {{"object", object != nullptr ? in(language, object->label_many) : step.table},
                      {"field", std::move(field)},
                      {"rows", number(step.rows, language)}}},
                    language);
}

std::string words_of(const Planned& planned, const Loss& loss, Language language) {
    const schema::Object* object = planned.before->find(loss.object);
    std::string name = object != nullptr ? in(language, object->label_many) : loss.object;
    if (!loss.field.empty()) name = field_name(object, loss.field, language);
    return localize({loss.field.empty() ? "plan.loss_object" : "plan.loss_field",
                     {{"name", std::move(name)},
                      {"records", counted("records", loss.records, language)},
                      {"views", counted("views", loss.views, language)},
                      {"layouts", counted("layouts", loss.layouts, language)},
                      {"roles", counted("roles", loss.roles, language)}}},
                    language);
}

}  // namespace clientela::customize
