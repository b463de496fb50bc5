// SPDX-License-Identifier: Apache-2.0
// The company's settings: read from the table setting, and changed by an administrator after every
// value has been checked.
#pragma once

#include <string>

#include "api/company.h"
#include "base/result.h"
#include "db/store.h"

namespace clientela::app {

Result<api::CompanySettings> load_company(db::Transaction& tx);

// {"name","currency","currencies","zone","formats"","fiscal_year_start"}: those that
// are named change, the others stay. All mistakes are told at once.
Result<api::CompanySettings> changed_company(const api::CompanySettings& before,
                                             const std::string& json);

// The same on what is stored, which another process may have changed since it came into force here;
// two changes at once come one after the other, so that neither undoes the other.
Result<api::CompanySettings> change_company(db::Transaction& tx, const std::string& json);

std::string company_json(const api::CompanySettings& settings);

}  // namespace clientela::app
