// SPDX-License-Identifier: Apache-2.0
// One function per record made; the lead itself is closed last, with rights of the program because
// its conversion fields are read-only for people.
#include "sales/convert_lead.h"

#include <vector>

#include "access/masks.h"
#include "base/text.h"
#include "change/origin.h"
#include "record/on_behalf.h"
#include "record/read.h"
#include "record/save.h"
#include "sales/person_name.h"
#include "sales/rules.h"

namespace clientela::sales {

namespace {

using record::Context;
using record::Draft;
using record::Operation;
using record::Record;

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

class Conversion {
public:
    Conversion(Context& context, const Record& lead, const ConvertOptions& options)
        : context_(context), lead_(lead), options_(options) {}

    Result<Converted> run() {
        made_.account = options_.account ? options_.account : TRY(make_account());
        made_.contact = options_.contact;
        if (!made_.contact && options_.with_contact) made_.contact = TRY(make_contact());
        if (options_.with_opportunity) made_.opportunity = TRY(make_opportunity());
        TRY(close_lead());
        return made_;
    }

private:
    using Values = std::vector<std::pair<const char*, Value>>;
    Result<Id> create(const char* set_name, Values values) {
        return create_in(context_, set_name, std::move(values));
    }
    static Result<Id> create_in(Context& context, const char* set_name, Values&& values) {
        const schema::Object& object = context.schema.get(set_name);
        Draft draft;
        draft.operation = Operation::create;
        for (auto& [name, value] : values) {
            if (!is_null(value)) draft.set(object.field(name), std::move(value));
        }
        const record::Saved saved = TRY(record::save(context, object, draft));
        return saved.id;
    }
    Result<Id> make_account();
    Result<Id> make_contact();
    Result<void> make_points(Id contact);
    Result<Id> make_opportunity();
    Result<void> close_lead();

    Context& context_;
    const Record& lead_;
    const ConvertOptions& options_;
    Converted made_;
};

Result<Id> Conversion::make_account() {
    const std::string company = text_of(lead_.at("company"));
    return create("accounts", {{"name", company.empty() ? text_of(lead_.at("name")) : company},
                               {"kind", std::string(company.empty() ? "person" : "organisation")},
                               {"life_cycle", std::string("prospect")},
                               {"country", lead_.at("country")},
                               {"originator_id", lead_.at("originator_id")},
                               {"owner_id", lead_.at("owner_id")},
                               {"team_id", lead_.at("team_id")},
                               {"territory_id", lead_.at("territory_id")}});
}

// Given names first, as in "Ana Ruiz Gil"; a person corrects what a rule cannot know.
Result<Id> Conversion::make_contact() {
    const PersonName name = split_name(text_of(lead_.at("name")));
    const auto optional_text = [](const std::string& text) {
        return text.empty() ? Value{} : Value{text};
    };
    const Id contact =
        TRY(create("contacts", {{"first_name", optional_text(name.first)},
                                {"last_name", optional_text(name.last)},
                                {"second_last_name", optional_text(name.second_last)},
                                {"position", lead_.at("position")},
                                {"owner_id", lead_.at("owner_id")},
                                {"team_id", lead_.at("team_id")},
                                {"territory_id", lead_.at("territory_id")}}));
    TRY(create("account_contacts", {{"account_id", made_.account},
                                    {"contact_id", contact},
                                    {"position", lead_.at("position")}}));
    TRY(make_points(contact));
    return contact;
}

// Whoever may make points but not see them whole would lose what the lead says: they pass over
// unseen.
Result<void> Conversion::make_points(Id contact) {
    const access::Principal& person = context_.principal;
    const schema::Schema& seen = access::schema_for(person, context_.schema);
    const bool unseen =
        seen.get("contact_points").field("value").read_only &&
        person.breadth("contact_points", access::Action::create) != access::Breadth::none;
    record::OnBehalf behalf(context_, "points of a lead");
    Context& writing = unseen ? behalf.context() : context_;
    for (const auto& [kind, field] : {std::pair{"email", "email"}, std::pair{"phone", "phone"}}) {
        if (is_null(lead_.at(field))) continue;
        TRY(create_in(writing, "contact_points",
                      {{"kind", std::string(kind)},
                       {"contact_id", contact},
                       {"value", lead_.at(field)},
                       {"country", lead_.at("country")}}));
    }
    return {};
}

Result<Id> Conversion::make_opportunity() {
    const std::string company = text_of(lead_.at("company"));
    std::string name = options_.opportunity_name;
    if (name.empty()) name = company.empty() ? text_of(lead_.at("name")) : company;
    return create(
        "opportunities",
        {{"name", std::move(name)},
         {"account_id", made_.account},
         {"contact_id", made_.contact ? Value{made_.contact} : Value{}},
         {"stage_id", options_.stage ? Value{options_.stage} : Value{}},
         {"pipeline_id", options_.pipeline ? Value{options_.pipeline} : Value{}},
         {"amount", options_.amount ? Value{*options_.amount} : lead_.at("estimated_amount")},
         {"product_id", lead_.at("product_id")},
         {"next_step", lead_.at("next_step")},
         {"source", lead_.at("source")},
         {"lead_id", lead_.id()},
         {"originator_id", lead_.at("originator_id")},
         {"owner_id", lead_.at("owner_id")},
         {"team_id", lead_.at("team_id")},
         {"territory_id", lead_.at("territory_id")}});
}

Result<void> Conversion::close_lead() {
    record::OnBehalf behalf(context_, "lead converted");
    const schema::Object& leads = *lead_.object;
    Draft draft;
    draft.operation = Operation::update;
    draft.id = lead_.id();
    draft.expected_version = lead_.version();
    draft.set(leads.field("status"), std::string("converted"));
    draft.set(leads.field("converted_at"), context_.now);
    draft.set(leads.field("converted_account_id"), made_.account);
    if (made_.contact) draft.set(leads.field("converted_contact_id"), made_.contact);
    if (made_.opportunity) draft.set(leads.field("converted_opportunity_id"), made_.opportunity);
    TRY(record::save(behalf.context(), leads, draft));
    return {};
}

}  // namespace

Result<Converted> convert_lead(Context& context, Id id, const ConvertOptions& options) {
    const schema::Object& leads = context.schema.get("leads");
    TRY(record::get(context, leads, id));  // what one may not see is not there
    auto changeable = record::get(context, leads, id, access::Action::update);
    if (!changeable.ok() && changeable.error().code == ErrorCode::not_found)
        return make_error(ErrorCode::forbidden, "error.forbidden_record");
    Record lead = TRY(std::move(changeable));
    const std::string status = text_of(lead.at("status"));  // counts for who may not know it, too
    // What the person may not know must not come to light in another record.
    for (const schema::Field& field : leads.fields) {
        if (field.masked) lead.values[static_cast<std::size_t>(field.index)] = {};
    }
    if (status == "converted") return make_error(ErrorCode::conflict, "lead.already_converted");
    if (status == "disqualified") return make_error(ErrorCode::conflict, "lead.disqualified");
    for (const auto& [set_name, given] :
         {std::pair{"accounts", options.account}, std::pair{"contacts", options.contact}}) {
        if (given) TRY(record::get(context, context.schema.get(set_name), given));
    }
    return Conversion(context, lead, options).run();
}

Result<void> settle_lead(record::Context& context, record::Proposal& lead) {
    const std::string status = text_of(lead.at("status"));
    const bool converted = !is_null(lead.at("converted_at"));
    if (converted != (status == "converted")) {
        return field_error("status", converted ? "lead_stays_converted" : "convert_the_lead");
    }
    if (status == "disqualified" && !change::is_history(context.origin) &&
        is_null(lead.at("disqualified_reason"))) {
        return field_error("disqualified_reason", "required");
    }
    return {};
}

}  // namespace clientela::sales
