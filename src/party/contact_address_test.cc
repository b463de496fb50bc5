// SPDX-License-Identifier: Apache-2.0
#include "party/contact_address.h"

#include <gtest/gtest.h>

#include "party/contact_name.h"

namespace clientela::party {
namespace {

TEST(NormalisePhone, national_numbers_take_the_calling_code_of_the_country) {
    EXPECT_EQ(normalise_phone("600 12 34 56", "ES"), "+34600123456");
    EXPECT_EQ(normalise_phone("(55) 1234-5678", "MX"), "+525512345678");
    EXPECT_EQ(normalise_phone("020 7946 0018", "GB"), "+442079460018");
}

TEST(NormalisePhone, plus_and_double_zero_mean_the_same) {
    EXPECT_EQ(normalise_phone("+34 600.12.34.56", "MX"), "+34600123456");
    EXPECT_EQ(normalise_phone("0034600123456", ""), "+34600123456");
}

TEST(NormalisePhone, service_numbers_and_unknown_countries_stay_bare) {
    EXPECT_EQ(normalise_phone("1004", "ES"), "1004");
    EXPECT_EQ(normalise_phone("600123456", "??"), "600123456");
}

TEST(NormalisePhone, extensions_are_left_out) {
    EXPECT_EQ(normalise_phone("91 123 45 67 ext. 12", "ES"), "+34911234567");
    EXPECT_EQ(normalise_phone("911234567x12", "ES"), "+34911234567");
}

TEST(NormalisePhone, refuses_what_is_no_number) {
    for (const char* text : {"", "12", "call me", "600+123456", "+12 345", "12345678901234567"}) {
        EXPECT_EQ(normalise_phone(text, "ES"), std::nullopt) << text;
    }
}

TEST(NormaliseEmail, gives_small_letters_and_refuses_what_is_no_address) {
    EXPECT_EQ(normalise_email(" Ana.Ruiz@Empresa.ES "), "ana.ruiz@empresa.es");
    EXPECT_EQ(normalise_email("ana+crm@sub.empresa.co"), "ana+crm@sub.empresa.co");
    for (const char* text :
         {"ana", "ana@", "@empresa.es", "ana@empresa", "a na@empresa.es", "ana..ruiz@empresa.es",
          "ana@-empresa.es", "ana@empresa..es", "ana@b@empresa.es"}) {
        EXPECT_EQ(normalise_email(text), std::nullopt) << text;
    }
}

TEST(NormaliseWeb, adds_the_scheme_and_keeps_the_path) {
    EXPECT_EQ(normalise_web("Empresa.es"), "https://empresa.es");
    EXPECT_EQ(normalise_web("http://www.Empresa.es:8080/Tienda?a=B"),
              "http://www.empresa.es:8080/Tienda?a=B");
    EXPECT_EQ(normalise_web("https://empresa.es/"), "https://empresa.es");
    for (const char* text : {"empresa", "javascript://empresa.es", "ftp://empresa.es",
                             "empresa.es/a b", "empresa.es:x"}) {
        EXPECT_EQ(normalise_web(text), std::nullopt) << text;
    }
}

TEST(FullName, joins_what_is_there) {
    EXPECT_EQ(full_name({"Ana", "Ruiz", "Gil"}), "Ana Ruiz Gil");
    EXPECT_EQ(full_name({" Ana ", "", "Gil"}), "Ana Gil");
    EXPECT_EQ(full_name({"", "", ""}), "");
}

}  // namespace
}  // namespace clientela::party
