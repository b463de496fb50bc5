// SPDX-License-Identifier: Apache-2.0
#include "app/store_version.h"

#include <gtest/gtest.h>

#include "app/site.h"
#include "app/version.h"
#include "schema/setting.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

TEST(StoreVersion, versions_are_compared_as_numbers) {
    EXPECT_EQ(compare_versions("0.9.0", "0.10.0"), -1);
    EXPECT_EQ(compare_versions("1.0.0", "0.99.99"), 1);
    EXPECT_EQ(compare_versions("0.1.2", "0.1.2"), 0);
    EXPECT_EQ(compare_versions("", "0.0.1"), -1);
}

STORE_TEST(StoreVersion, a_store_of_a_newer_program_is_left_alone) {
    const std::string location = fresh_location();
    {
        auto site = open_site(location);
        ASSERT_OK(site);
        ASSERT_OK((*site)->store->read([](db::Transaction& tx) -> Result<void> {
            EXPECT_EQ(TRY(schema::find_setting(tx, "store.version")), kVersion);
            return {};
        }));
        ASSERT_OK((*site)->store->write([](db::Transaction& tx) {
            return schema::set_setting(tx, "store.version", "987.6.5");
        }));
    }
    const auto refused = open_site(location);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().message,
              (Message{"store.newer", {{"stored", "987.6.5"}, {"program", kVersion}}}));
    auto store = db::open_store(location);
    ASSERT_OK(store);
    ASSERT_OK((*store)->write(
        [](db::Transaction& tx) { return schema::set_setting(tx, "store.version", "0.0.9"); }));
    store->reset();
    EXPECT_OK(open_site(location));  // an upgrade
}

}  // namespace
}  // namespace clientela::app
