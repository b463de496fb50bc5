// SPDX-License-Identifier: Apache-2.0
#include "schema/migrate.h"

#include <gtest/gtest.h>

#include "tests/store_fixture.h"

namespace clientela::schema {
namespace {

STORE_TEST(Migrate, builds_an_empty_store_and_then_finds_nothing_to_do) {
    auto& store = fresh_store();
    const auto loaded = load_builtin();
    ASSERT_OK(loaded);
    const auto first = migrate(store, **loaded);
    ASSERT_OK(first);
    EXPECT_FALSE(first->empty());
    const auto second = migrate(reopen(store), **loaded);
    ASSERT_OK(second);
    EXPECT_TRUE(second->empty());
}

}  // namespace
}  // namespace clientela::schema
