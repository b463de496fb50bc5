// SPDX-License-Identifier: Apache-2.0
// Opening order: store, definitions, tables, settings, rules, seed.
#include "app/site.h"

#include <random>

#include "app/company_settings.h"
#include "app/consumers.h"
#include "app/jobs.h"
#include "app/rules.h"
#include "app/seed.h"
#include "app/site_over.h"
#include "app/store_version.h"
#include "app/version.h"
#include "backup/backup.h"
#include "change/log.h"
#include "notification/watch.h"
#include "schema/custom.h"
#include "search/find.h"
#include "search/index.h"

namespace clientela::app {
namespace {

std::uint64_t random_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32U) | device();
}

Result<void> seed(Site& site) {
    const access::Principal system = access::Principal::system("new store");
    return site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context =
            api::context_for(*site.application, tx, system, std::string(change::kSeedOrigin));
        return seed_new_store(context);
    });
}

}  // namespace

Result<void> reload_company(Site& site) {
    return site.store->read([&](db::Transaction& tx) -> Result<void> {
        site.application->company.change(TRY(load_company(tx)));
        return {};
    });
}

Result<std::unique_ptr<Site>> open_site(std::string_view location) {
    return open_site_over(TRY(db::open_store(location)));
}

Result<std::unique_ptr<Site>> open_site_over(std::unique_ptr<db::Store> store) {
    auto site = std::make_unique<Site>();
    site->store = std::move(store);
    TRY(backup::refuse_unfinished(*site->store));
    TRY(refuse_newer_store(*site->store, kVersion));
    std::shared_ptr<const schema::Schema> schema = TRY(schema::open_definitions(*site->store));
    TRY(note_version(*site->store, kVersion));
    TRY(search::prepare(*site->store, *schema));
    site->ids = std::make_unique<IdSource>(random_seed());
    add_all_rules(site->rules);
    site->application.reset(new api::Application{*site->store,
                                                 std::move(schema),
                                                 {},
                                                 site->rules,
                                                 site->clock,
                                                 *site->ids,
                                                 site->events,
                                                 {},
                                                 {},
                                                 kVersion});
    site->application->principals.local_day = [application = site->application.get()](Instant at) {
        return application->company->zone.local(at).date;
    };
    site->feed = std::make_unique<api::ChangeFeed>(*site->application);
    site->loop = std::make_unique<job::Loop>(*site->store, site->clock);
    site->application->nudge = [loop = site->loop.get()] { loop->nudge(); };
    // Here and not with the routes: commands and jobs search where no server runs, too.
    site->application->search = [&words = site->vocabulary](record::Context& context,
                                                            const schema::Object& object,
                                                            std::string_view text) {
        return search::search_restriction(context, words, object, text);
    };
    site->runner = make_runner(*site);
    add_all_consumers(*site);
    TRY(reload_company(*site));
    TRY(site->store->write(notification::begin_at_present));
    TRY(site->store->write([&](db::Transaction& tx) -> Result<void> {
        site->application->log_series =
            TRY(change::ensure_series(tx, static_cast<change::Series>(random_seed() >> 8U)));
        return {};
    }));
    TRY(seed(*site));
    return site;
}

}  // namespace clientela::app
