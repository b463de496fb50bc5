// SPDX-License-Identifier: Apache-2.0
// Ways to reach an account or a contact: each belongs to exactly one of the two, has a comparable
// form, and per owner and kind one is the primary one: the first, until another takes the mark.
#include <algorithm>

#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "party/contact_address.h"
#include "party/party_sql.h"
#include "party/rules.h"
#include "record/hold.h"
#include "record/on_behalf.h"
#include "record/save.h"

namespace clientela::party {

namespace {

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

bool is_true(const Value& value) {
    const auto* flag = std::get_if<bool>(&value);
    return flag != nullptr && *flag;
}

// The country of the company's own zone: numbers without a calling code are dialled from there.
std::string country_of_zone(const std::string& zone) {
    char region[8] = "";
    UErrorCode status = U_ZERO_ERROR;
    icu::TimeZone::getRegion(icu::UnicodeString::fromUTF8(zone), region, sizeof region, status);
    return U_SUCCESS(status) ? std::string(region) : std::string();
}

Result<std::string> dialling_country(record::Context& context, const record::Proposal& point) {
    std::string country = text_of(point.at("country"));
    if (!country.empty()) return country;
    if (const auto* account = std::get_if<Id>(&point.at("account_id"))) {
        country = TRY(country_of(context.tx, *account));
        if (!country.empty()) return country;
    }
    return country_of_zone(context.company.zone.name());
}

Result<void> settle_phone(record::Context& context, record::Proposal& point,
                          const std::string& text) {
    const std::string country = TRY(dialling_country(context, point));
    auto number = normalise_phone(text, country);
    if (!number) return field_error("value", "not_a_phone");
    std::string digits = digits_only(*number);
    std::reverse(digits.begin(), digits.end());
    point.set("normalised", std::move(*number));
    point.set("digits_reversed", std::move(digits));
    return {};
}

// A postal address is written by its parts; the one-line form follows them.
Result<void> settle_postal(record::Proposal& point) {
    if (is_null(point.at("street")) && is_null(point.at("city"))) {
        return field_error("street", "street_or_city");
    }
    std::string line;
    const auto append = [&](std::string_view part, std::string_view sign) {
        if (part.empty()) return;
        if (!line.empty()) line.append(sign);
        line.append(part);
    };
    append(text_of(point.at("street")), ", ");
    append(text_of(point.at("street2")), ", ");
    append(text_of(point.at("postal_code")), ", ");
    append(text_of(point.at("city")), is_null(point.at("postal_code")) ? ", " : " ");
    append(text_of(point.at("region")), ", ");
    append(text_of(point.at("country")), ", ");
    while (length_in_characters(line) > 400)
        line.pop_back();
    point.set("normalised", fold(line));
    point.set("value", std::move(line));
    return {};
}

Result<void> settle_value(record::Context& context, record::Proposal& point) {
    const std::string kind = text_of(point.at("kind"));
    if (kind == "postal") return settle_postal(point);
    const std::string text = text_of(point.at("value"));
    if (text.empty()) return field_error("value", "required");
    if (kind == "phone") return settle_phone(context, point, text);
    std::optional<std::string> normalised = lower(text);
    if (kind == "email") normalised = normalise_email(text);
    if (kind == "web") normalised = normalise_web(text);
    if (!normalised)
        return field_error("value", kind == "email" ? "not_an_email" : "not_a_web_page");
    point.set("normalised", std::move(*normalised));
    return {};
}

std::vector<SiblingKey> keys_of(const record::Record& point) {
    const auto* account = std::get_if<Id>(&point.at("account_id"));
    const auto* contact = std::get_if<Id>(&point.at("contact_id"));
    std::vector<SiblingKey> keys{{"kind", text_of(point.at("kind"))}};
    if (account != nullptr) keys.push_back({"account_id", account->value});
    if (contact != nullptr) keys.push_back({"contact_id", contact->value});
    return keys;
}

Result<void> mark(record::Context& context, const schema::Object& object, Id id, bool primary) {
    record::OnBehalf behalf(context, "one primary per kind");
    record::Draft draft;
    draft.operation = record::Operation::update;
    draft.id = id;
    draft.set(object.field("is_primary"), primary);
    TRY(record::save(behalf.context(), object, draft));
    return {};
}

// The account or contact whose rows share out the mark.
struct Owner {
    const schema::Object& object;
    Id id;
};

// Who keeps the mark, or does without, as before asks nothing of the others.
bool may_take_mark(const record::Proposal& row, const std::vector<SiblingKey>& keys) {
    if (row.before == nullptr || row.operation == record::Operation::restore) return true;
    if (is_true(row.at("is_primary")) && row.changes("is_primary")) return true;
    return std::any_of(keys.begin(), keys.end(),
                       [&](const SiblingKey& key) { return row.changes(key.column); });
}

// Shared by points and roles of contacts: the mark moves, and never vanishes while rows remain.
// Who may take it does so one at a time; others save their rows freely, so that hardly ever two
// wait for each other, the one with the owner and the other with a row.
Result<void> settle_mark(record::Context& context, record::Proposal& row,
                         const std::vector<SiblingKey>& keys, const Owner& owner) {
    if (may_take_mark(row, keys)) TRY(record::hold(context, owner.object, owner.id));
    const std::vector<Id> others =
        TRY(primary_siblings(context.tx, row.object, keys, row.after.id()));
    if (others.empty()) row.set("is_primary", true);
    if (!others.empty() && row.operation == record::Operation::restore)
        row.set("is_primary", false);
    return {};
}

Result<void> move_mark(record::Context& context, const record::Record* before,
                       const record::Record& after, const std::vector<SiblingKey>& keys,
                       const Owner& owner) {
    const schema::Object& object = *after.object;
    const bool removed = !is_null(after.at("deleted_at"));
    if (removed) {
        if (!is_true(after.at("is_primary"))) return {};
        TRY(record::hold(context, owner.object, owner.id));
        if (!TRY(is_living_row(context.tx, owner.object, owner.id))) return {};
        const Id next = TRY(oldest_sibling(context.tx, object, keys, after.id()));
        return next ? mark(context, object, next, true) : Result<void>();
    }
    const bool had =
        before != nullptr && is_true(before->at("is_primary")) && is_null(before->at("deleted_at"));
    if (had || !is_true(after.at("is_primary"))) return {};
    for (const Id other : TRY(primary_siblings(context.tx, object, keys, after.id()))) {
        TRY(mark(context, object, other, false));
    }
    return {};
}

Owner owner_of(const record::Context& context, const record::Record& point) {
    const bool of_account = !is_null(point.at("account_id"));
    return {context.schema.get(of_account ? "accounts" : "contacts"),
            std::get<Id>(point.at(of_account ? "account_id" : "contact_id"))};
}

}  // namespace

Result<void> settle_contact_point(record::Context& context, record::Proposal& point) {
    if (is_null(point.at("account_id")) == is_null(point.at("contact_id"))) {
        return field_error("account_id", "account_or_contact");
    }
    TRY(settle_value(context, point));
    return settle_mark(context, point, keys_of(point.after), owner_of(context, point.after));
}

Result<void> keep_one_primary_point(record::Context& context, const record::Record* before,
                                    const record::Record& after) {
    return move_mark(context, before, after, keys_of(after), owner_of(context, after));
}

Result<void> settle_primary_account(record::Context& context, record::Proposal& role) {
    const auto* contact = std::get_if<Id>(&role.at("contact_id"));
    if (contact == nullptr) return {};  // validation says that it is required
    return settle_mark(context, role, {{"contact_id", contact->value}},
                       {context.schema.get("contacts"), *contact});
}

Result<void> keep_one_primary_account(record::Context& context, const record::Record* before,
                                      const record::Record& after) {
    const Id contact = std::get<Id>(after.at("contact_id"));
    return move_mark(context, before, after, {{"contact_id", contact.value}},
                     {context.schema.get("contacts"), contact});
}

}  // namespace clientela::party
