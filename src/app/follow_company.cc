// SPDX-License-Identifier: Apache-2.0
#include "app/follow_company.h"

#include "app/company_settings.h"

namespace clientela::app {

Result<bool> follow_company(Site& site) {
    api::CompanySettings stored;
    TRY(site.store->read([&](db::Transaction& tx) -> Result<void> {
        stored = TRY(load_company(tx));
        return {};
    }));
    const api::CompanySettings& present = site.application->company.settings();
    const bool same = company_json(stored) == company_json(present) &&
                      stored.company.demonstration == present.company.demonstration;
    if (!same) site.application->company.change(std::move(stored));
    return !same;
}

}  // namespace clientela::app
