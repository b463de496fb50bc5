// SPDX-License-Identifier: Apache-2.0
// Every type of value comes back from the store as it went in, and statements survive being many.
#include <cmath>
#include <limits>

#include "db/store.h"
#include "tests/store_fixture.h"

namespace clientela::db {
namespace {

Result<void> create_tables(Store& store) {
    return store.migrate([](Transaction& tx) -> Result<void> {
        const bool sqlite = tx.dialect() == Dialect::sqlite;
        TRY(tx.execute({sqlite
                            ? "CREATE TABLE kept (id INTEGER PRIMARY KEY, b INTEGER, i INTEGER, "
                              "r REAL, t TEXT, d TEXT, ts INTEGER)"
                            : "CREATE TABLE kept (id bigint PRIMARY KEY, b boolean, i bigint, "
                              "r double precision, t text COLLATE \"C\", d date, ts timestamptz)",
                        {}}));
        return {};
    });
}

struct Kept {
    std::optional<bool> b{};
    std::optional<std::int64_t> i{};
    std::optional<double> r{};
    std::optional<std::string> t{};
    std::optional<Date> d{};
    std::optional<Instant> ts{};
    bool operator==(const Kept&) const = default;
};

template <class T>
Bind bound(const std::optional<T>& value) {
    return value ? Bind(*value) : Bind(std::monostate{});
}

Result<void> insert(Transaction& tx, std::int64_t id, const Kept& kept) {
    TRY(tx.execute({"INSERT INTO kept (id, b, i, r, t, d, ts) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    {id, bound(kept.b), bound(kept.i), bound(kept.r), bound(kept.t), bound(kept.d),
                     bound(kept.ts)}}));
    return {};
}

Kept kept_of(const Row& row) {
    Kept kept;
    if (!row.is_null(0)) kept.b = row.boolean(0);
    if (!row.is_null(1)) kept.i = row.integer(1);
    if (!row.is_null(2)) kept.r = row.real(2);
    if (!row.is_null(3)) kept.t = std::string(row.text(3));
    if (!row.is_null(4)) kept.d = row.date(4);
    if (!row.is_null(5)) kept.ts = row.instant(5);
    return kept;
}

STORE_TEST(Binding, values_come_back_as_they_went_in) {
    using Integers = std::numeric_limits<std::int64_t>;
    using Reals = std::numeric_limits<double>;
    const std::vector<Kept> rows{
        {},
        {true, 0, 0.0, "", Date{0}, Instant{0}},
        {false, Integers::min(), 0.1, "it's \"quoted\" ? $1 -- /* */ \\", parse_date("0001-01-01"),
         parse_instant("0001-01-01T00:00:00.000Z")},
        {true, Integers::max(), Reals::max(), "Ñandú, año 2026 🙂", parse_date("9999-12-31"),
         parse_instant("9999-12-31T23:59:59.999Z")},
        {true, -1, -Reals::min(), "line\nbreak\ttab \u200b", parse_date("2024-02-29"),
         parse_instant("1969-12-31T23:59:59.001Z")},
        {std::nullopt, 42, 1e-300, std::string(100'000, 'x'), parse_date("1582-10-10"),
         parse_instant("2026-03-29T01:00:00.120Z")},
        {false, std::nullopt, -2.5, std::nullopt, std::nullopt, Instant{1}},
    };
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    ASSERT_OK(store.write([&](Transaction& tx) -> Result<void> {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            TRY(insert(tx, static_cast<std::int64_t>(i), rows[i]));
        }
        return {};
    }));
    std::vector<Kept> found;
    ASSERT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT b, i, r, t, d, ts FROM kept ORDER BY id", {}},
                        [&](const Row& row) { found.push_back(kept_of(row)); });
    }));
    ASSERT_EQ(found.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(found[i], rows[i]) << "row " << i;
}

STORE_TEST(Binding, a_null_column_reads_as_the_zero_of_its_type) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    ASSERT_OK(store.write([](Transaction& tx) { return insert(tx, 1, {}); }));
    ASSERT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT b, i, r, t, d, ts FROM kept", {}}, [&](const Row& row) {
            EXPECT_EQ(row.boolean(0), false);
            EXPECT_EQ(row.integer(1), 0);
            EXPECT_EQ(row.real(2), 0.0);
            EXPECT_EQ(row.text(3), "");
            EXPECT_EQ(row.date(4), Date{});
            EXPECT_EQ(row.instant(5), Instant{});
        });
    }));
}

STORE_TEST(Binding, each_type_can_be_compared_with_its_column) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    const Kept kept{true, 7, 0.5, "ñ", parse_date("2026-11-24"), Instant{1'764'000'000'123}};
    ASSERT_OK(store.write([&](Transaction& tx) { return insert(tx, 1, kept); }));
    int found = 0;
    ASSERT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT id FROM kept WHERE b = ? AND i = ? AND r = ? AND t = ? AND d = ? "
                         "AND ts = ? AND t <> '?' LIMIT ?",
                         {*kept.b, *kept.i, *kept.r, *kept.t, *kept.d, *kept.ts, std::int64_t{5}}},
                        [&](const Row&) { ++found; });
    }));
    EXPECT_EQ(found, 1);
}

STORE_TEST(Binding, nulls_may_stand_anywhere_from_call_to_call) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    const Kept full{true, 1, 1.5, "t", Date{5}, Instant{6}};
    const auto pick = [](int mask, int bit, const auto& value) {
        return (mask >> bit & 1) != 0 ? value : std::decay_t<decltype(value)>{};
    };
    const auto variant = [&](int mask) {
        return Kept{pick(mask, 0, full.b), pick(mask, 1, full.i), pick(mask, 2, full.r),
                    pick(mask, 3, full.t), pick(mask, 4, full.d), pick(mask, 5, full.ts)};
    };
    ASSERT_OK(store.write([&](Transaction& tx) -> Result<void> {
        for (int mask = 0; mask < 64; ++mask)
            TRY(insert(tx, mask, variant(mask)));
        return {};
    }));
    int mask = 0;
    ASSERT_OK(store.read([&](Transaction& tx) {
        return tx.query({"SELECT b, i, r, t, d, ts FROM kept ORDER BY id", {}},
                        [&](const Row& row) { EXPECT_EQ(kept_of(row), variant(mask++)); });
    }));
    EXPECT_EQ(mask, 64);
}

STORE_TEST(Binding, more_statements_than_the_cache_holds_keep_working) {
    auto& store = fresh_store();
    for (int round = 0; round < 2; ++round) {
        std::int64_t sum = 0;
        ASSERT_OK(store.read([&](Transaction& tx) -> Result<void> {
            for (int i = 0; i < 450; ++i) {
                const std::string text = "SELECT CAST(? AS bigint) + " + std::to_string(i);
                TRY(tx.query({text, {std::int64_t{1}}},
                             [&](const Row& row) { sum += row.integer(0); }));
            }
            return {};
        }));
        EXPECT_EQ(sum, 450 + 449 * 450 / 2);
    }
}

STORE_TEST(Binding, a_text_with_a_zero_character_is_refused) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    const Kept kept{.t = std::string("a\0b", 3)};
    const Result<void> result = store.write([&](Transaction& tx) { return insert(tx, 1, kept); });
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::invalid);
    EXPECT_EQ(result.error().message.key, "db.text_with_zero");
}

STORE_TEST(Binding, mistakes_of_the_programmer_are_internal_errors_without_sql) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    const std::vector<Sql> mistakes{{"SELECT nonsense FROM kept", {}},
                                    {"SELECT id FROM kept WHERE id = ?", {}},
                                    {"SELECT 1; SELECT 2", {}},
                                    {"SELEC 1", {}}};
    for (const Sql& mistake : mistakes) {
        const Result<void> result =
            store.read([&](Transaction& tx) { return tx.query(mistake, [](const Row&) {}); });
        ASSERT_FALSE(result.ok()) << mistake.text;
        EXPECT_EQ(result.error().code, ErrorCode::internal) << mistake.text;
        EXPECT_EQ(result.error().message, (Message{"error.internal", {}})) << mistake.text;
        EXPECT_FALSE(result.error().detail.empty()) << mistake.text;
    }
}

STORE_TEST(Binding, texts_compare_by_code_point_and_like_minds_the_case) {
    auto& store = fresh_store();
    ASSERT_OK(create_tables(store));
    ASSERT_OK(store.write([](Transaction& tx) -> Result<void> {
        std::int64_t id = 0;
        for (const char* text : {"b", "a", "Z", "ñ", "z", "É", "_"}) {
            TRY(insert(tx, ++id, Kept{.t = text}));
        }
        return {};
    }));
    std::string order;
    std::string like;
    ASSERT_OK(store.read([&](Transaction& tx) -> Result<void> {
        TRY(tx.query({"SELECT t FROM kept ORDER BY t", {}},
                     [&](const Row& row) { order += row.text(0); }));
        return tx.query({"SELECT t FROM kept WHERE t LIKE ?", {std::string("z%")}},
                        [&](const Row& row) { like += row.text(0); });
    }));
    EXPECT_EQ(order, "Z_abzÉñ");
    EXPECT_EQ(like, "z");
}

}  // namespace
}  // namespace clientela::db
