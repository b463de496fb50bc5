// SPDX-License-Identifier: Apache-2.0
// Settings that another server of the store changed come into force here, and nothing piles up
// while they stay as they are.
#include "app/company_settings.h"

#include <atomic>
#include <chrono>
#include <thread>

#include "app/follow_company.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

Result<void> stored_elsewhere(Site& site, const std::string& change) {
    return site.store->write([&](db::Transaction& tx) -> Result<void> {
        TRY(change_company(tx, change));
        return {};
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

// SQLite has one writer; on PostgreSQL the second change reads while the first is not yet
// committed.
POSTGRES_TEST(CompanySettings, changed_by_two_at_once_keep_both_changes) {
    const auto opened = open_site(fresh_location());
    ASSERT_OK(opened);
    Site& site = **opened;
    std::atomic<bool> begun{false};
    std::thread other([&] {
        begun.wait(false);
        EXPECT_OK(stored_elsewhere(site, R"({"zone":"America/Bogota"})"));
    });
    EXPECT_OK(site.store->write([&](db::Transaction& tx) -> Result<void> {
        TRY(change_company(tx, R"({"name":"Alba"})"));
        begun = true;
        begun.notify_one();
        std::this_thread::sleep_for(std::chrono::milliseconds(300));  // the other one comes to wait
        return {};
    }));
    begun = true;  // also when the first one failed
    begun.notify_one();
    other.join();
    EXPECT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
        const api::CompanySettings stored = TRY(load_company(tx));
        EXPECT_EQ(stored.company.name, "Alba");
        EXPECT_EQ(stored.company.zone.name(), "America/Bogota");
        return {};
    }));
}

}  // namespace
}  // namespace clientela::app
