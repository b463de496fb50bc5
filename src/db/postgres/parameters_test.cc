// SPDX-License-Identifier: Apache-2.0
#include "db/postgres/parameters.h"

#include <gtest/gtest.h>

namespace clientela::db::postgres {
namespace {

TEST(Timestamp, is_read_to_the_millisecond) {
    const auto same = [](std::string_view written, std::string_view instant) {
        EXPECT_EQ(to_string(parse_timestamp(written)), instant) << written;
    };
    same("2026-11-24 09:42:00+00", "2026-11-24T09:42:00.000Z");
    same("2026-11-24 09:42:01.5+00", "2026-11-24T09:42:01.500Z");
    same("2026-11-24 09:42:01.123456+00", "2026-11-24T09:42:01.123Z");
    same("1969-12-31 23:59:59.999+00", "1969-12-31T23:59:59.999Z");
    same("0001-01-01 00:00:00+00", "0001-01-01T00:00:00.000Z");
}

TEST(Timestamp, that_cannot_be_read_is_zero) {
    EXPECT_EQ(parse_timestamp(""), Instant{});
    EXPECT_EQ(parse_timestamp("infinity"), Instant{});
    EXPECT_EQ(parse_timestamp("2026-11-24"), Instant{});
}

}  // namespace
}  // namespace clientela::db::postgres
