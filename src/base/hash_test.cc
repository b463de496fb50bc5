// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <gtest/gtest.h>

namespace clientela {
namespace {

// Values of http://www.isthe.com/chongo/src/fnv/test_fnv.c: stores hold such hashes.
TEST(Fnv1a, stays_what_it_is) {
    EXPECT_EQ(fnv1a_64(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(fnv1a_64("a"), 0xaf63dc4c8601ec8cULL);
    EXPECT_EQ(fnv1a_64("foobar"), 0x85944171f73967e8ULL);
    EXPECT_EQ(fnv1a_32(""), 0x811c9dc5U);
    EXPECT_EQ(fnv1a_32("a"), 0xe40c292cU);
    EXPECT_EQ(fnv1a_32("foobar"), 0xbf9cf968U);
}

TEST(Fnv1a, takes_texts_one_after_another) {
    EXPECT_EQ(fnv1a_64("bar", fnv1a_64("foo")), fnv1a_64("foobar"));
}

}  // namespace
}  // namespace clientela
