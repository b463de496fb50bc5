// SPDX-License-Identifier: Apache-2.0
// Nothing stored depends on the zone (instants are kept in UTC, dates are dates), so changing it
// only changes which day an instant falls on from then on.
#include "app/company_settings.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <boost/json.hpp>

#include "base/field_errors.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "schema/setting.h"

namespace clientela::app {
namespace {

namespace json = boost::json;

constexpr std::string_view kDefaultName = "Clientela";
constexpr std::string_view kDefaultZone = "Europe/Madrid";
constexpr std::size_t kNameMax = 120;
constexpr std::size_t kCurrenciesMax = 40;

// Spanish of Spain and the Americas, and English; "es-419" is the Spanish of the Americas in
// general.
constexpr std::array<std::string_view, 24> kFormats{
    "es-ES", "es-MX", "es-CO", "es-AR", "es-CL",  "es-PE", "es-EC", "es-GT",
    "es-CR", "es-PA", "es-DO", "es-UY", "es-PY",  "es-BO", "es-SV", "es-HN",
    "es-NI", "es-VE", "es-PR", "es-US", "es-419", "en-GB", "en-US", "en-IE"};

int number_or(const std::optional<std::string>& text, int otherwise) {
    if (!text) return otherwise;
    int number = otherwise;
    std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        if (end > 0) parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

// The company's own currency stands first, none twice.
void put_own_first(api::CompanySettings& settings) {
    std::vector<std::string> ordered{settings.company.currency};
    for (const std::string& currency : settings.currencies) {
        if (std::find(ordered.begin(), ordered.end(), currency) == ordered.end())
            ordered.push_back(currency);
    }
    settings.currencies = std::move(ordered);
}

// Reads the members of a change one by one and collects what is wrong.
class Change {
public:
    explicit Change(api::CompanySettings settings) : settings_(std::move(settings)) {}

    void take(std::string_view name, const json::value& value) {
        if (name == "name") return take_name(value);
        if (name == "currency") return take_currency(value);
        if (name == "currencies") return take_currencies(value);
        if (name == "zone") return take_zone(value);
        if (name == "formats") return take_formats(value);
        if (name == "fiscal_year_start")
            return take_number("fiscal_year_start", value, 12, settings_.fiscal_year_start);
        wrong(name, "unknown_field");
    }

    Result<api::CompanySettings> result() {
        TRY(errors_.take());
        put_own_first(settings_);
        return std::move(settings_);
    }

private:
    void wrong(std::string_view field, std::string code,
               std::vector<std::pair<std::string, std::string>> args = {}) {
        errors_.add(std::string(field), std::move(code), std::move(args));
    }

    void take_name(const json::value& value) {
        if (!value.is_string()) return wrong("name", "wrong_type");
        const std::string name{trim(std::string_view(value.get_string()))};
        if (name.empty()) return wrong("name", "required");
        if (length_in_characters(name) > kNameMax)
            return wrong("name", "too_long", {{"max", std::to_string(kNameMax)}});
        settings_.company.name = name;
    }

    bool is_currency(std::string_view field, const json::value& value) {
        if (!value.is_string()) {
            wrong(field, "wrong_type");
            return false;
        }
        const std::string code(value.get_string());
        if (currency_digits(code)) return true;
        wrong(field, "unknown_currency", {{"currency", code}});
        return false;
    }

    void take_currency(const json::value& value) {
        if (is_currency("currency", value))
            settings_.company.currency = std::string(value.get_string());
    }

    void take_currencies(const json::value& value) {
        if (!value.is_array()) return wrong("currencies", "wrong_type");
        if (value.get_array().size() > kCurrenciesMax)
            return wrong("currencies", "too_many", {{"max", std::to_string(kCurrenciesMax)}});
        std::vector<std::string> currencies;
        for (const json::value& one : value.get_array()) {
            if (!is_currency("currencies", one)) return;
            currencies.emplace_back(one.get_string());
        }
        settings_.currencies = std::move(currencies);
    }

    void take_zone(const json::value& value) {
        if (!value.is_string()) return wrong("zone", "wrong_type");
        const std::string name(value.get_string());
        const Result<Zone> zone = Zone::find(name);
        if (!zone.ok() || name.empty()) return wrong("zone", "unknown_zone", {{"zone", name}});
        settings_.company.zone = *zone;
    }

    void take_formats(const json::value& value) {
        if (!value.is_string()) return wrong("formats", "wrong_type");
        const std::string name(value.get_string());
        if (std::find(kFormats.begin(), kFormats.end(), name) == kFormats.end())
            return wrong("formats", "unknown_option", {{"value", name}});
        settings_.formats = name;
    }

    void take_number(std::string_view field, const json::value& value, int most, int& into) {
        if (!value.is_int64()) return wrong(field, "wrong_type");
        const std::int64_t number = value.get_int64();
        if (number < 1 || number > most) return wrong(field, "not_in_range");
        into = static_cast<int>(number);
    }

    api::CompanySettings settings_;
    FieldErrors errors_;
};

Result<void> store_company(db::Transaction& tx, const api::CompanySettings& settings) {
    std::string currencies;
    for (const std::string& currency : settings.currencies)
        currencies += (currencies.empty() ? "" : ",") + currency;
    TRY(schema::set_setting(tx, "company_name", settings.company.name));
    TRY(schema::set_setting(tx, "company_currency", settings.company.currency));
    TRY(schema::set_setting(tx, "company_currencies", currencies));
    TRY(schema::set_setting(tx, "company_zone", settings.company.zone.name()));
    TRY(schema::set_setting(tx, "company_formats", settings.formats));
    return schema::set_setting(tx, "fiscal_year_start", std::to_string(settings.fiscal_year_start));
}

}  // namespace

Result<api::CompanySettings> load_company(db::Transaction& tx) {
    api::CompanySettings settings;
    record::Company& company = settings.company;
    company.name =
        TRY(schema::find_setting(tx, "company_name")).value_or(std::string(kDefaultName));
    company.currency = TRY(schema::find_setting(tx, "company_currency")).value_or("EUR");
    const auto zone = TRY(schema::find_setting(tx, "company_zone"));
    company.zone = TRY(Zone::find(zone ? std::string_view(*zone) : kDefaultZone));
    company.demonstration = TRY(schema::find_setting(tx, "demonstration")).value_or("") == "true";
    settings.currencies = split(TRY(schema::find_setting(tx, "company_currencies")).value_or(""));
    settings.formats = TRY(schema::find_setting(tx, "company_formats")).value_or("es-ES");
    settings.fiscal_year_start = number_or(TRY(schema::find_setting(tx, "fiscal_year_start")), 1);
    put_own_first(settings);
    return settings;
}

Result<api::CompanySettings> changed_company(const api::CompanySettings& before,
                                             const std::string& text) {
    boost::system::error_code failed;
    const json::value document = json::parse(text, failed);
    if (failed || !document.is_object()) return make_error(ErrorCode::invalid, "error.body");
    Change change(before);
    for (const auto& [name, value] : document.get_object())
        change.take(std::string_view(name), value);
    return change.result();
}

Result<api::CompanySettings> change_company(db::Transaction& tx, const std::string& text) {
    TRY(schema::lock_setting(tx, "company_name", kDefaultName));
    api::CompanySettings settings = TRY(changed_company(TRY(load_company(tx)), text));
    TRY(store_company(tx, settings));
    return settings;
}

std::string company_json(const api::CompanySettings& settings) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("name", settings.company.name);
    writer.member("currency", settings.company.currency);
    writer.key("currencies");
    writer.begin_array();
    for (const std::string& currency : settings.currencies)
        writer.string(currency);
    writer.end_array();
    writer.member("zone", settings.company.zone.name());
    writer.member("formats", settings.formats);
    writer.member("fiscal_year_start", settings.fiscal_year_start);
    writer.key("formats_offered");
    writer.begin_array();
    for (const std::string_view name : kFormats)
        writer.string(name);
    writer.end_array();
    writer.end_object();
    return writer.take();
}

}  // namespace clientela::app
