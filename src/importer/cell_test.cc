// SPDX-License-Identifier: Apache-2.0
#include "importer/cell.h"

#include <gtest/gtest.h>

namespace clientela::importer {
namespace {

using schema::FieldType;

// The value of `text` in a field of the given type, as text; "!code" when it is refused.
struct Cell {
    explicit Cell(FieldType type, std::int32_t scale = 0) {
        field.name = "x";
        field.type = type;
        field.scale = scale;
        column.field = &field;
        context.zone = *Zone::find("Europe/Madrid");
        context.currency = "EUR";
    }
    std::string operator()(std::string_view text) const {
        const auto value = parse_cell(column, text, context);
        if (!value.ok()) return "!" + value.error().fields.at(0).code;
        if (const auto* money = std::get_if<Money>(&*value)) {
            return amount_text(*money) + " " + money->currency;
        }
        if (const auto* decimal = std::get_if<Decimal>(&*value)) return to_string(*decimal);
        if (const auto* number = std::get_if<std::int64_t>(&*value)) return std::to_string(*number);
        if (const auto* date = std::get_if<Date>(&*value)) return to_string(*date);
        if (const auto* instant = std::get_if<Instant>(&*value)) return to_string(*instant);
        if (const auto* flag = std::get_if<bool>(&*value)) return *flag ? "true" : "false";
        return std::get<std::string>(*value);
    }
    schema::Field field;
    BoundColumn column;
    CellContext context;
};

TEST(PlainNumber, takes_group_signs_only_where_they_belong) {
    EXPECT_EQ(plain_number("1,234,567.50", '.'), "1234567.50");
    EXPECT_EQ(plain_number("1.234,5", ','), "1234.5");
    EXPECT_EQ(plain_number("1 234", '.'), "1234");
    EXPECT_EQ(plain_number("-.5", '.'), "-.5");
    for (const char* text :
         {"12,34", "1,2345", "1.2.3", "1,234,5", "0,125", "-0,125", "", "-", "5.", "1e5", "0x1"}) {
        EXPECT_EQ(plain_number(text, '.'), std::nullopt) << text;
    }
}

TEST(MoneyCell, takes_signs_codes_and_scale_and_never_rounds) {
    Cell cell(FieldType::money);
    EXPECT_EQ(cell("1,100.04"), "1100.04 EUR");
    EXPECT_EQ(cell("US$ 5"), "5.00 USD");
    EXPECT_EQ(cell("12.50 MXN"), "12.50 MXN");
    EXPECT_EQ(cell("12.505"), "!too_many_digits");
    EXPECT_EQ(cell("a lot"), "!not_a_number");
    cell.column.how.currency = "USD";
    cell.column.how.scale = 1'000'000;
    EXPECT_EQ(cell("1100.04"), "1100040000.00 USD");
    EXPECT_EQ(cell("4618"), "4618000000.00 USD");
    EXPECT_EQ(cell("99999999999999"), "!not_a_number");
    cell.column.how.currency = "XXY";
    EXPECT_EQ(cell("1"), "!unknown_currency");
}

TEST(NumberCell, is_whole_or_exact) {
    EXPECT_EQ(Cell(FieldType::integer)("2,822"), "2822");
    EXPECT_EQ(Cell(FieldType::integer)("28.0"), "28");
    EXPECT_EQ(Cell(FieldType::integer)("2.5"), "!not_a_whole_number");
    EXPECT_EQ(Cell(FieldType::decimal, 2)("12.5"), "12.50");
    EXPECT_EQ(Cell(FieldType::decimal, 2)("12.505"), "!too_many_digits");
}

TEST(DateCell, follows_its_pattern) {
    Cell cell(FieldType::date);
    EXPECT_EQ(cell("2017-03-01"), "2017-03-01");
    EXPECT_EQ(cell("2017-03-01T10:00:00Z"), "2017-03-01");
    EXPECT_EQ(cell("3/1/2017"), "!not_a_date");
    cell.column.how.format = "MM/dd/yyyy";
    EXPECT_EQ(cell("3/1/2017"), "2017-03-01");
    EXPECT_EQ(cell("10/20/2016"), "2016-10-20");
    EXPECT_EQ(cell("20/10/2016"), "!not_a_date");
    EXPECT_EQ(cell("2/29/2017"), "!not_a_date");
    EXPECT_EQ(cell("3/1/17"), "2017-03-01");  // another shape, the same order
    EXPECT_EQ(cell("3-1-2017"), "2017-03-01");
    EXPECT_EQ(cell("20-10-2016"), "!not_a_date");
    EXPECT_EQ(cell("3/1/2017 "), "!not_a_date");
}

TEST(DateCell, takes_nothing_but_a_time_behind_the_day) {
    const Cell cell(FieldType::date);
    for (const char* text :
         {"2026-11-24 9:30", "2026-11-24 23:59:59", "2026-11-24T10:00:00.000", "2026-11-24 10:00Z",
          "2026-11-24 10:00:00+02:00", "2026-11-24 10:00:00+00", "2026-11-24 10:00:00 UTC",
          "2026-11-24T10:00:00.000-0500", "2026-11-24 10:00:00 +0100", "2026-11-24 09:30 PM",
          "2026-11-24 10:00:00 CET", "2026-11-24 24:00", "2026-11-24 10"}) {
        EXPECT_EQ(cell(text), "2026-11-24") << text;
    }
    for (const char* text : {"2026-11-24 anything", "2026-11-24T", "2026-11-24 (10:00)",
                             "2026-11-24 2026", "2026-11-241"}) {
        EXPECT_EQ(cell(text), "!not_a_date") << text;
    }
}

TEST(DateCell, has_a_year_of_four_digits_at_most) {
    Cell cell(FieldType::date);
    cell.column.how.format = "dd.MM.yyyyyyyyyyyy";
    EXPECT_EQ(cell("24.11.999999999999"), "!not_a_date");
    std::int32_t seconds = 0;
    EXPECT_FALSE(parse_by_pattern("02026", "yyyyy", seconds).has_value());
    EXPECT_FALSE(parse_by_pattern("01.02.00002026", "dd.MM.yyyyyyyy", seconds).has_value());
}

TEST(InstantCell, without_zone_stands_in_that_of_the_company) {
    Cell cell(FieldType::instant);
    EXPECT_EQ(cell("2026-07-01T10:00:00+02:00"), "2026-07-01T08:00:00.000Z");
    EXPECT_EQ(cell("2026-07-01 10:00:00"), "2026-07-01T08:00:00.000Z");
    EXPECT_EQ(cell("2026-07-01"), "2026-06-30T22:00:00.000Z");
    cell.column.how.format = "dd/MM/yyyy HH:mm";
    EXPECT_EQ(cell("01/07/2026 10:30"), "2026-07-01T08:30:00.000Z");
    EXPECT_EQ(cell("01/07/2026 24:30"), "!not_an_instant");
}

// In Madrid the clocks of 2026 go on at 2:00 on 29 March and back at 3:00 on 25 October.
TEST(InstantCell, keeps_the_wall_clock_on_days_when_clocks_change) {
    Cell cell(FieldType::instant);
    EXPECT_EQ(cell("2026-03-29 01:59:59"), "2026-03-29T00:59:59.000Z");
    EXPECT_EQ(cell("2026-03-29 10:00:00"), "2026-03-29T08:00:00.000Z");
    EXPECT_EQ(cell("2026-10-25 10:00:00"), "2026-10-25T09:00:00.000Z");
    EXPECT_EQ(cell("2026-10-25 23:30:00"), "2026-10-25T22:30:00.000Z");
    EXPECT_EQ(cell("2026-10-25 02:30:00"), "2026-10-25T00:30:00.000Z");  // twice: the first
    EXPECT_EQ(cell("2026-03-29 02:30:00"), "!no_such_local_time");
    cell.context.zone = *Zone::find("America/Asuncion");
    EXPECT_EQ(cell("2023-10-01"), "2023-10-01T04:00:00.000Z");  // a day without midnight
}

TEST(OptionCell, is_known_by_value_and_by_label_in_both_languages) {
    Cell cell(FieldType::option);
    cell.field.options.push_back({"medical", {"Sanidad y médico", "Health"}, ""});
    EXPECT_EQ(cell("MEDICAL"), "medical");
    EXPECT_EQ(cell("sanidad y medico"), "medical");
    EXPECT_EQ(cell("Health"), "medical");
    EXPECT_EQ(cell("technolgy"), "!unknown_option");
}

TEST(BooleanCell, understands_both_languages) {
    const Cell cell(FieldType::boolean);
    for (const char* yes : {"Sí", "yes", "TRUE", "1", "x"})
        EXPECT_EQ(cell(yes), "true") << yes;
    for (const char* no : {"No", "false", "0"})
        EXPECT_EQ(cell(no), "false") << no;
    EXPECT_EQ(cell("quizá"), "!not_yes_or_no");
}

TEST(CountryCell, takes_codes_and_names_in_both_languages) {
    EXPECT_EQ(country_code("es"), "ES");
    EXPECT_EQ(country_code("United States"), "US");
    EXPECT_EQ(country_code("México"), "MX");
    EXPECT_EQ(country_code("Bélgica"), "BE");
    EXPECT_EQ(country_code("Philipines"), "");
}

}  // namespace
}  // namespace clientela::importer
