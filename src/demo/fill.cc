// SPDX-License-Identifier: Apache-2.0
// First the company itself in one transaction, then its customers chapter by chapter.
#include "demo/fill.h"

#include <algorithm>

#include "access/password.h"
#include "demo/chapter.h"
#include "record/read.h"

namespace clientela::demo {
namespace {

constexpr std::int64_t kCustomersPerChapter = 40;
constexpr std::int64_t kFounded = -1500;  // days from today; the customers came after

Result<void> found_company(const Host& host, Company& company, IdSource& ids,
                           const std::string& password) {
    const auto work = [&](db::Transaction& tx) -> Result<void> {
        const record::Company* settings = company.settings;
        company = Company{company.seed, settings, company.today, {}, {}, {}, {}, {}, {}};
        Scribe scribe(host, *settings, tx, ids);
        Random random(company.seed, 0);
        scribe.at(company.moment(kFounded, random), {});
        TRY(hire_staff(scribe, company));
        scribe.at(company.moment(kFounded + 1, random), company.staff.product_manager);
        TRY(stock_catalogue(scribe, company));
        TRY(read_pipeline(scribe, company));
        scribe.at(company.moment(-30, random), company.staff.sales_director);
        TRY(save_views(scribe, company));
        for (const Worker& worker : company.staff.workers) {
            TRY(access::store_password_hash(tx, worker.id, password));
        }
        return {};
    };
    return host.store.write(work, db::Priority::bulk);
}

}  // namespace

Result<bool> is_empty(record::Context& context) {
    for (const char* object : {"users", "accounts", "contacts", "leads", "opportunities",
                               "activities", "products", "teams", "territories"}) {
        record::Query query;
        query.object = &context.schema.get(object);
        if (TRY(record::count(context, query, 1)) > 0) return false;
        query.bin = true;
        if (TRY(record::count(context, query, 1)) > 0) return false;
    }
    return true;
}

Result<Filled> fill(const Host& host, std::int64_t customers, std::uint64_t seed) {
    const Zone zone = TRY(Zone::find(kZone));
    const record::Company settings{std::string(kCompanyName), std::string(kCurrency), zone, true};
    IdSource ids(seed);
    access::Passwords passwords;
    const std::string password = TRY(passwords.hash(kPassword));
    Company company;
    company.seed = seed;
    company.settings = &settings;
    company.today = settings.zone.local(host.now).date;
    TRY(found_company(host, company, ids, password));
    Filled filled{{}, company.staff.workers, company.today};
    std::uint64_t number = 0;
    for (std::int64_t first = 1; first <= customers; first += kCustomersPerChapter) {
        Truth planted;
        ++number;
        const auto work = [&](db::Transaction& tx) -> Result<void> {
            Scribe scribe(host, settings, tx, ids);
            Chapter chapter{scribe, company, Random(seed, number), {}};
            TRY(write_customers(chapter, first,
                                std::min(kCustomersPerChapter, customers - first + 1)));
            planted = chapter.planted;
            return {};
        };
        TRY(host.store.write(work, db::Priority::bulk));
        filled.planted.add(planted);
    }
    return filled;
}

}  // namespace clientela::demo
