// SPDX-License-Identifier: Apache-2.0
// Every link, to one or to many, ends at a row that is there, be it in the bin.
#include "verify/verify.h"

namespace clientela::verify {
namespace {

constexpr const char* kFirst = " limit 100";

Result<void> count(Examination& examination, const std::string& table, const std::string& column) {
    return examination.tx.query({"select count(" + column + ") from " + table, {}},
                                [&](const db::Row& row) { examination.looked_at(row.integer(0)); });
}

Result<void> look_at_link(Examination& examination, const schema::Object& object,
                          const schema::Field& field) {
    const std::string table = schema::quoted(object.singular);
    TRY(count(examination, table, field.name));
    return examination.tx.query({"select t.id from " + table + " t where t." + field.name +
                                     " is not null and not exists (select 1 from " +
                                     schema::quoted(field.target_object->singular) +
                                     " o where o.id = t." + field.name + ")" + kFirst,
                                 {}},
                                [&](const db::Row& row) {
                                    examination.found(
                                        object.name, Id{row.integer(0)},
                                        {"verify.link_to_nothing", {{"field", field.name}}});
                                });
}

Result<void> look_at_many(Examination& examination, const schema::Object& object,
                          const schema::ManyLink& link) {
    TRY(count(examination, link.table, link.own_column));
    const auto ends = [&](const std::string& column, const schema::Object& target) {
        return "not exists (select 1 from " + schema::quoted(target.singular) +
               " o where o.id = l." + column + ")";
    };
    return examination.tx.query({"select l." + link.own_column + " from " + link.table +
                                     " l where " + ends(link.own_column, object) + " or " +
                                     ends(link.other_column, *link.target_object) + kFirst,
                                 {}},
                                [&](const db::Row& row) {
                                    examination.found(
                                        object.name, Id{row.integer(0)},
                                        {"verify.link_to_nothing", {{"field", link.name}}});
                                });
}

}  // namespace

Result<void> look_at_links(Examination& examination) {
    for (const schema::Object& object : examination.schema.objects) {
        for (const schema::Field& field : object.fields) {
            if (field.type == schema::FieldType::link && field.target_object != nullptr)
                TRY(look_at_link(examination, object, field));
        }
        for (const schema::ManyLink& link : object.many_links)
            TRY(look_at_many(examination, object, link));
    }
    return {};
}

}  // namespace clientela::verify
