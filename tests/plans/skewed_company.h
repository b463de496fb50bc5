// SPDX-License-Identifier: Apache-2.0
// A company whose records are spread as in life: one seller owns half of everything, a team has one
// record in a hundred, another seller one in ten thousand; one person sees a record by a grant, one
// stands in for somebody. These see all customers, as the roles we ship do; three keepers see only
// their own customers, and persons and activities through them. Filling it takes seconds, so that
// one per store serves all tests of plans; none of them changes it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/site.h"
#include "http/router.h"
#include "record/record.h"
#include "tests/plans/listening_store.h"
#include "tests/plans/plan.h"
#include "tests/store_fixture.h"

namespace clientela::plans {

enum class Seer {
    everything,  // whoever may read all
    half,        // owns half of everything
    manager,     // of a team that has one in a hundred
    few,         // owns one in ten thousand
    granted,     // owns nothing, was granted one
    deputy,      // owns nothing, stands in for `few`
    // Who keeps customers, and sees no others.
    keeper_of_half,
    keeper_of_team,  // sees those of a team that has one in a hundred
    keeper_of_few,   // one in ten thousand
};
const char* name_of(Seer seer);

// On PostgreSQL always taken, as it does by itself. SQLite has none unless somebody takes them.
enum class Statistics { none, taken };

class SkewedCompany {
public:
    static SkewedCompany& of(db::Dialect dialect);

    void set(Statistics statistics);

    // Plans of what one answer asks for, once rights are known and shares are counted, as they are
    // for all but the first of some minutes. The text may name records: {few}, {account} ...
    std::vector<Plan> get(Seer seer, const std::string& target);
    // The page behind the first one.
    std::vector<Plan> get_next(Seer seer, const std::string& target);
    std::vector<Plan> post(Seer seer, const std::string& target, const std::string& body);
    std::vector<Plan> run(Seer seer, const std::function<Result<void>(record::Context&)>& work);
    std::vector<Plan> run(const std::function<Result<void>(db::Transaction&)>& work);
    // Of work that writes; all of it is taken back.
    std::vector<Plan> run_and_undo(const std::function<Result<void>(db::Transaction&)>& work);
    // The same of what the program does by itself when the clock shows `now`.
    std::vector<Plan> run_by_clock(Instant now,
                                   const std::function<Result<void>(record::Context&)>& work);

    std::string with_names(std::string text) const;
    Id id_of(const std::string& name) const { return ids_.at(name); }
    db::Dialect dialect() const { return store_->dialect(); }
    const schema::Schema& schema() const { return *site_->application->schema; }

private:
    explicit SkewedCompany(db::Dialect dialect);

    void add_people();
    void add_records();
    void add_customers();
    void add_classifications();
    void add_sales();
    // Like a seller, but for how far sight of customers and persons reaches.
    void add_keeper_role(const char* name, const char* breadth);
    void add_person(Seer seer, const char* role, const std::string& more = {});
    Id create(const char* object, const std::string& json);
    std::vector<Plan> listen(const std::function<void()>& work);
    http::Response send(Seer seer, http::Method method, const std::string& target,
                        const char* preference, const std::string& body);
    void ask(Seer seer, const std::string& target, const char* preference = nullptr);

    ListeningStore* store_ = nullptr;  // of the site
    std::unique_ptr<app::Site> site_;
    std::unique_ptr<http::Router> router_;
    std::map<Seer, Id> users_;
    std::map<Seer, std::string> sessions_;
    std::map<std::string, Id> ids_;
    schema::StoreLayout layout_;
    std::string last_body_;
};

}  // namespace clientela::plans
