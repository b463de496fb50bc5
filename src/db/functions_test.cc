// SPDX-License-Identifier: Apache-2.0
// The SQL functions give the same on both stores: one table of cases runs on each.
#include "db/functions.h"

#include "base/text.h"
#include "tests/store_fixture.h"

namespace clientela::db {
namespace {

std::string ask(Store& store, const std::string& expression, std::vector<Bind> args) {
    std::string answer = "no row";
    EXPECT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT " + expression, args}, [&](const Row& row) {
            answer = row.is_null(0) ? "null" : std::string(row.text(0));
        });
    }));
    return answer;
}

const std::vector<std::string>& texts() {
    static const std::vector<std::string> cases{"",
                                                "a",
                                                "ABC xyz 123",
                                                "José Ñandú",
                                                "pingüino ÁÉÍÓÚ Ü",
                                                "ÇA VA, Łódź",
                                                "Straße",
                                                "ĳ Ĳ",
                                                "İstanbul ISPARTA",
                                                "ΟΔΥΣΣΕΥΣ",
                                                "Привет ЁЖИК",
                                                "e\u0301 n\u0303 (decomposed)",
                                                "🙂❤️ Ok",
                                                "¡Olé! «ñ» 'quote' \"double\" ?",
                                                "Müller & Söhne GmbH",
                                                "% _ \\ $1 ?"};
    return cases;
}

STORE_TEST(SqlFunctions, fold_lower_and_upper_are_those_of_the_program) {
    auto& store = fresh_store();
    for (const std::string& text : texts()) {
        EXPECT_EQ(ask(store, "clientela_fold(?)", {text}), fold(text)) << text;
        EXPECT_EQ(ask(store, "clientela_lower(?)", {text}), lower(text)) << text;
        EXPECT_EQ(ask(store, "clientela_upper(?)", {text}), upper(text)) << text;
    }
}

STORE_TEST(SqlFunctions, md5_and_bucket_have_fixed_values) {
    auto& store = fresh_store();
    EXPECT_EQ(ask(store, "md5(?)", {std::string("")}), "d41d8cd98f00b204e9800998ecf8427e");
    EXPECT_EQ(ask(store, "md5(?)", {std::string("ñandú")}), "97e5094e8302a2129151f075165779e2");
    // First 32 bits of md5 modulo 10000.
    EXPECT_EQ(ask(store, "clientela_bucket(?)", {std::string("")}),
              std::to_string(0xd41d8cd9U % 10'000));
    EXPECT_EQ(ask(store, "clientela_bucket(?)", {std::string("a")}),
              std::to_string(0x0cc175b9U % 10'000));
}

STORE_TEST(SqlFunctions, the_local_day_and_its_parts_follow_the_zone) {
    struct Case {
        const char* instant;
        const char* zone;
        const char* day;
        int hour, minute, second;
    };
    const std::vector<Case> cases{
        {"2026-11-24T09:42:31.999Z", "Europe/Madrid", "2026-11-24", 10, 42, 31},
        {"2026-12-31T23:30:00.000Z", "Europe/Madrid", "2027-01-01", 0, 30, 0},
        {"2026-06-30T22:00:00.000Z", "Europe/Madrid", "2026-07-01", 0, 0, 0},
        {"2026-03-29T00:59:59.999Z", "Europe/Madrid", "2026-03-29", 1, 59, 59},
        {"2026-03-29T01:00:00.000Z", "Europe/Madrid", "2026-03-29", 3, 0, 0},
        {"2026-10-25T01:00:00.000Z", "Europe/Madrid", "2026-10-25", 2, 0, 0},
        {"2026-01-01T02:00:00.000Z", "America/Bogota", "2025-12-31", 21, 0, 0},
        {"2026-01-01T18:15:00.000Z", "Asia/Kathmandu", "2026-01-02", 0, 0, 0},
        {"1969-07-20T20:17:40.500Z", "UTC", "1969-07-20", 20, 17, 40},
        {"2024-02-29T12:00:00.000Z", "Pacific/Auckland", "2024-03-01", 1, 0, 0},
    };
    auto& store = fresh_store();
    const std::string parts = "clientela_local_part(?, ?, ?)";
    for (const Case& c : cases) {
        const Instant at = *parse_instant(c.instant);
        const std::string zone = c.zone;
        const auto part = [&](const char* name) {
            return std::stoi(ask(store, parts, {at, zone, std::string(name)}));
        };
        EXPECT_EQ(ask(store, "clientela_local_date(?, ?)", {at, zone}), c.day) << c.instant;
        const CalendarDate day = calendar(*parse_date(c.day));
        EXPECT_EQ(part("year"), day.year) << c.instant;
        EXPECT_EQ(part("month"), day.month) << c.instant;
        EXPECT_EQ(part("day"), day.day) << c.instant;
        EXPECT_EQ(part("hour"), c.hour) << c.instant;
        EXPECT_EQ(part("minute"), c.minute) << c.instant;
        EXPECT_EQ(part("second"), c.second) << c.instant;
    }
}

STORE_TEST(SqlFunctions, null_in_gives_null_out) {
    auto& store = fresh_store();
    const std::monostate null;
    for (const char* call : {"clientela_fold(?)", "clientela_lower(?)", "clientela_upper(?)",
                             "md5(?)", "clientela_bucket(?)"}) {
        EXPECT_EQ(ask(store, call, {null}), "null") << call;
    }
    const std::string utc = "UTC";
    EXPECT_EQ(ask(store, "clientela_local_date(?, ?)", {null, utc}), "null");
    EXPECT_EQ(ask(store, "clientela_local_part(?, ?, ?)", {null, utc, std::string("year")}),
              "null");
}

STORE_TEST(SqlFunctions, an_unknown_zone_is_an_error) {
    auto& store = fresh_store();
    const Result<void> result = store.read([](Transaction& tx) {
        return tx.query(
            {"SELECT clientela_local_date(?, ?)", {Instant{0}, std::string("Moon/Base")}},
            [](const Row&) {});
    });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.key, "error.internal");
}

STORE_TEST(SqlFunctions, an_index_may_hold_their_results) {
    auto& store = fresh_store();
    EXPECT_OK(store.migrate([](Transaction& tx) -> Result<void> {
        TRY(tx.execute({"CREATE TABLE item (name text)", {}}));
        TRY(tx.execute({"CREATE INDEX ix_item_fold ON item (clientela_fold(name))", {}}));
        TRY(tx.execute({"INSERT INTO item VALUES (?)", {std::string("Ñu")}}));
        return {};
    }));
}

}  // namespace
}  // namespace clientela::db
