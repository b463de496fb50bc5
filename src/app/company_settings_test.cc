// SPDX-License-Identifier: Apache-2.0
// Settings that another server of the store changed come into force here, and nothing piles up
// while they stay as they are.
#include "app/company_settings.h"

#include "app/follow_company.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

Result<void> stored_elsewhere(Site& site, const std::string& change) {
    return site.store->write([&](db::Transaction& tx) -> Result<void> {
        return store_company(tx, TRY(changed_company(TRY(load_company(tx)), change)));
    });
}

STORE_TEST(CompanySettings, of_another_server_come_into_force_here) {
    const auto opened = open_site(fresh_location());
    ASSERT_OK(opened);
    Site& site = **opened;
    const api::CompanyInForce& company = site.application->company;
    ASSERT_OK(stored_elsewhere(site, R"({"name":"Alba","currency":"MXN","formats":"es-MX"})"));
    EXPECT_EQ(company->name, "Clientela");
    const auto changed = follow_company(site);
    ASSERT_OK(changed);
    EXPECT_TRUE(*changed);
    EXPECT_EQ(company->name, "Alba");
    EXPECT_EQ(company->currency, "MXN");
    EXPECT_EQ(company.settings().formats, "es-MX");
    const auto again = follow_company(site);
    ASSERT_OK(again);
    EXPECT_FALSE(*again);
}

}  // namespace
}  // namespace clientela::app
