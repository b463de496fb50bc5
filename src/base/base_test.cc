// SPDX-License-Identifier: Apache-2.0
// The value types: what they accept, print and refuse.
#include <gtest/gtest.h>

#include "base/embedded.h"
#include "base/id.h"
#include "base/message.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "base/time.h"
#include "base/value.h"
#include "base/zone.h"

namespace clientela {
namespace {

TEST(Id, rises_even_when_the_clock_goes_back) {
    IdSource ids(7);
    const Id first = ids.next(1'790'000'000'000);
    const Id second = ids.next(1'789'999'999'000);
    EXPECT_LT(first, second);
}

TEST(Id, reads_back_what_it_prints_and_the_look_alikes) {
    IdSource ids(7);
    const Id id = ids.next(1'790'000'000'000);
    EXPECT_EQ(to_string(id).size(), 13U);
    EXPECT_EQ(parse_id(to_string(id)), id);
    EXPECT_EQ(parse_id("000000000000L"), Id{1});
    EXPECT_EQ(parse_id("7ZZZZZZZZZZZZ"), Id{INT64_MAX});
}

TEST(Id, refuses_zero_overflow_and_foreign_signs) {
    EXPECT_FALSE(parse_id("0000000000000"));
    EXPECT_FALSE(parse_id("8000000000000"));
    EXPECT_FALSE(parse_id("000000000000U"));
    EXPECT_FALSE(parse_id("1"));
}

TEST(Decimal, keeps_every_digit_or_refuses) {
    EXPECT_EQ(parse_decimal("12.5", 2), (Decimal{1250, 2}));
    EXPECT_EQ(parse_decimal("-0.05", 2), (Decimal{-5, 2}));
    EXPECT_EQ(parse_decimal("1.500", 1), (Decimal{15, 1}));
    EXPECT_FALSE(parse_decimal("1.55", 1));
    EXPECT_FALSE(parse_decimal("1.", 2));
    EXPECT_FALSE(parse_decimal("99999999999999999999", 2));
    EXPECT_EQ(to_string(Decimal{-5, 2}), "-0.05");
    EXPECT_EQ(to_string(Decimal{7, 0}), "7");
}

TEST(Money, knows_how_many_digits_a_currency_has) {
    EXPECT_EQ(parse_money("186400.5", "EUR"), (Money{18640050, "EUR"}));
    EXPECT_EQ(amount_text(Money{1500, "CLP"}), "1500");
    EXPECT_FALSE(parse_money("1.5", "JPY"));
    EXPECT_FALSE(parse_money("1", "XYZ"));
    EXPECT_FALSE(parse_money("1", "UR "));
}

TEST(Time, reads_rfc_3339_with_zone_and_fraction) {
    EXPECT_EQ(to_string(*parse_instant("2026-11-24T09:42:00.5+01:00")), "2026-11-24T08:42:00.500Z");
    EXPECT_EQ(to_string(*parse_instant("1969-12-31T23:59:59.999Z")), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(to_string(*parse_instant("0001-01-01T00:00:00Z")), "0001-01-01T00:00:00.000Z");
    EXPECT_EQ(to_string(*parse_instant("9999-12-31T23:59:59.999Z")), "9999-12-31T23:59:59.999Z");
    EXPECT_FALSE(parse_instant("0001-01-01T00:00:00+01:00")) << "no store writes the year 0";
    EXPECT_FALSE(parse_instant("9999-12-31T23:59:59-05:00"));
    EXPECT_FALSE(parse_instant("2026-11-24T09:42:00"));
    EXPECT_FALSE(parse_instant("2026-02-30T09:42:00Z"));
    EXPECT_FALSE(parse_date("2025-02-29"));
    EXPECT_TRUE(parse_date("2024-02-29"));
}

TEST(Zone, knows_the_local_day_across_daylight_saving) {
    const Zone madrid = *Zone::find("Europe/Madrid");
    EXPECT_EQ(to_string(madrid.local(*parse_instant("2026-03-28T23:30:00Z")).date), "2026-03-29");
    EXPECT_EQ(to_string(madrid.start_of_day(*parse_date("2026-03-30"))),
              "2026-03-29T22:00:00.000Z");
    EXPECT_EQ(to_string(madrid.start_of_day(*parse_date("2026-10-25"))),
              "2026-10-24T22:00:00.000Z");
    EXPECT_FALSE(Zone::find("Europa/Madrid").ok());
}

TEST(Zone, starts_a_day_whose_midnight_is_skipped_at_the_change) {
    const Zone asuncion = *Zone::find("America/Asuncion");  // 2023-10-01 began at 01:00
    EXPECT_EQ(to_string(asuncion.start_of_day(*parse_date("2023-10-01"))),
              "2023-10-01T04:00:00.000Z");
}

TEST(Text, folds_accents_and_case) {
    EXPECT_EQ(fold("José ÑANDÚ Pérez"), "jose nandu perez");
    EXPECT_EQ(fold("plain"), "plain");
    EXPECT_EQ(lower("ÁRBOL"), "árbol");
}

TEST(Text, writes_decimals_without_exponent) {
    EXPECT_EQ(plain_decimal(50.0), "50");
    EXPECT_EQ(plain_decimal(0.0), "0");
    EXPECT_EQ(plain_decimal(12.5), "12.5");
    EXPECT_EQ(plain_decimal(-0.07), "-0.07");
}

TEST(Text, sorts_as_spanish_does) {
    EXPECT_LT(sort_key("nube"), sort_key("nz"));
    EXPECT_LT(sort_key("nz"), sort_key("ñandú"));
    EXPECT_LT(sort_key("ñandú"), sort_key("ola"));
    EXPECT_LT(sort_key("ábaco"), sort_key("abad"));
}

TEST(Text, tells_valid_utf8) {
    EXPECT_TRUE(is_valid_utf8("ñ"));
    EXPECT_FALSE(is_valid_utf8("\xC3"));
    EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));
    EXPECT_EQ(length_in_characters("ñandú"), 5U);
}

TEST(Message, speaks_both_languages) {
    const Message message{"error.unknown_zone", {{"zone", "X"}}};
    EXPECT_EQ(localize(message, Language::es), "No existe la zona horaria «X».");
    EXPECT_EQ(localize(message, Language::en), "There is no time zone called \"X\".");
    EXPECT_EQ(language_of("fr, en;q=0.8, es"), Language::en);
    EXPECT_EQ(language_of(""), Language::es);
}

TEST(Localize, has_a_text_of_its_own_for_one) {
    const auto owned = [](const char* count) {
        return localize({"field.owns_records", {{"count", count}}}, Language::es);
    };
    EXPECT_EQ(owned("1"), "Aún lleva 1 ficha. Pásala antes a otra persona.");
    EXPECT_EQ(owned("21"), "Aún lleva 21 fichas. Pásalas antes a otra persona.");
    EXPECT_EQ(localize({"cli.unknown_object", {{"count", "1"}, {"object", "x"}}}, Language::es),
              "No existe el objeto «x».");
}

TEST(Localize, what_people_wrote_is_no_hole_to_fill) {
    const Message message{"cli.unknown_object", {{"object", "{other}"}, {"other", "gone"}}};
    EXPECT_EQ(localize(message, Language::es), "No existe el objeto «{other}».");
}

TEST(Localize, says_why_the_system_refused) {
    const auto refused = [](int number, Language language) {
        return localize({"backup.not_read", {{"path", "x"}, {"reason", system_reason(number)}}},
                        language);
    };
    EXPECT_EQ(refused(ENOENT, Language::es), "No se pudo leer x: no existe.");
    EXPECT_EQ(refused(EISDIR, Language::es), "No se pudo leer x: es una carpeta.");
    EXPECT_EQ(refused(EPIPE, Language::es), "No se pudo leer x: el sistema responde EPIPE.");
    EXPECT_EQ(refused(100'000, Language::es), "No se pudo leer x: el sistema responde 100000.");
}

}  // namespace
}  // namespace clientela
