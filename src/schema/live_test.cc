// SPDX-License-Identifier: Apache-2.0
// Which of several published definitions stays.
#include "schema/live.h"

#include <gtest/gtest.h>

namespace clientela::schema {
namespace {

std::shared_ptr<const Schema> of_version(std::int64_t version) {
    auto schema = std::make_shared<Schema>();
    schema->custom_version = version;
    return schema;
}

TEST(Live, an_older_snapshot_that_comes_late_replaces_nothing) {
    Live live(of_version(5));
    live.replace(of_version(7));
    live.replace(of_version(6));
    EXPECT_EQ(live.get()->custom_version, 7);
    live.replace(of_version(8));
    EXPECT_EQ(live.get()->custom_version, 8);
}

}  // namespace
}  // namespace clientela::schema
