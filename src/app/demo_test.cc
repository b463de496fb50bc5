// SPDX-License-Identifier: Apache-2.0
// The demonstration as people get it: by the command, on an empty store, and taken away again.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "access/load_principal.h"
#include "app/command.h"
#include "app/site.h"
#include "demo/fill.h"
#include "demo/remove.h"
#include "record/read.h"
#include "record/save.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

constexpr int kCustomers = 60;

struct Demo {
    explicit Demo(const std::string& location, std::uint64_t seed = 1) {
        auto opened = open_site(location);
        EXPECT_OK(opened);
        site = std::move(*opened);
        EXPECT_EQ(fill(seed), Exit::done) << output.err;
    }
    Exit fill(std::uint64_t seed) {
        CommandLine line;
        line.verb = "demo";
        line.customers = kCustomers;
        line.seed = seed;
        return run_command(line, Invocation{}, *site, output);
    }
    const schema::Object& object(const char* name) const {
        return site->application->schema->get(name);
    }

    std::vector<record::Record> all(const char* name, const access::Principal& who) {
        std::vector<record::Record> found;
        EXPECT_OK(site->store->read([&](db::Transaction& tx) -> Result<void> {
            record::Context context = api::context_for(*site->application, tx, who, "test");
            record::Query query;
            query.object = &object(name);
            query.page_size = record::kPageSizeMax;
            do {
                record::Page page = TRY(record::list(context, query));
                for (record::Row& row : page.rows)
                    found.push_back(std::move(row.record));
                query.cursor = page.next;
            } while (!query.cursor.empty());
            return {};
        }));
        return found;
    }
    std::vector<record::Record> all(const char* name) {
        return all(name, access::Principal::system("test"));
    }

    Id worker(std::string_view email) {
        for (const record::Record& user : all("users")) {
            if (user.at("email") == Value{std::string(email)}) return user.id();
        }
        return {};
    }

    std::unique_ptr<Site> site;
    Output output;
};

std::string text_of(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* money = std::get_if<Money>(&value)) return amount_text(*money);
    if (const auto* date = std::get_if<Date>(&value)) return to_string(*date);
    return "";
}

// What a person would call the content: names, numbers, amounts, days; no ids.
std::multiset<std::string> content(Demo& demo) {
    std::multiset<std::string> lines;
    for (const char* object :
         {"accounts", "contacts", "contact_points", "opportunities", "holdings", "leads",
          "activities", "users", "products", "classifications", "territories"}) {
        for (const record::Record& found : demo.all(object)) {
            std::string line = object;
            for (const schema::Field& field : found.object->fields) {
                if (!field.secret) line += "|" + text_of(found[field]);
            }
            lines.insert(std::move(line));
        }
    }
    return lines;
}

STORE_TEST(Demo, same_seed_gives_the_same_company_and_another_seed_another) {
    Demo first(fresh_location(), 7);
    Demo second(fresh_location(), 7);
    Demo other(fresh_location(), 8);
    EXPECT_EQ(content(first), content(second));
    EXPECT_NE(content(first), content(other));
    EXPECT_EQ(first.all("accounts").size(), static_cast<std::size_t>(kCustomers));
}

STORE_TEST(Demo, refuses_a_store_that_somebody_works_in) {
    Demo demo(fresh_location());
    EXPECT_EQ(demo.fill(2), Exit::failed);
    EXPECT_EQ(demo.all("accounts").size(), static_cast<std::size_t>(kCustomers));
}

STORE_TEST(Demo, every_opportunity_agrees_with_its_stage_and_its_history) {
    Demo demo(fresh_location());
    const Date today = demo.site->application->company->zone.local(demo.site->clock.now()).date;
    std::map<std::int64_t, std::string> kinds;
    for (const record::Record& stage : demo.all("stages"))
        kinds[stage.id().value] = text_of(stage.at("kind"));
    std::map<std::int64_t, std::pair<Instant, Value>> newest;
    for (const record::Record& change : demo.all("stage_changes")) {
        auto& entry = newest[std::get<Id>(change.at("opportunity_id")).value];
        const Instant moment = std::get<Instant>(change.at("changed_at"));
        if (entry.first < moment) entry = {moment, change.at("to_stage_id")};
    }
    const auto opportunities = demo.all("opportunities");
    EXPECT_GT(opportunities.size(), 10U);
    for (const record::Record& one : opportunities) {
        const std::string status = text_of(one.at("status"));
        EXPECT_EQ(status, kinds[std::get<Id>(one.at("stage_id")).value]);
        EXPECT_EQ(newest[one.id().value].second, one.at("stage_id"));
        EXPECT_EQ(is_null(one.at("closed_on")), status == "open");
        EXPECT_EQ(is_null(one.at("loss_reason_id")), status != "lost");
        EXPECT_GT(std::get<Money>(one.at("amount")).minor, 0);
        const auto* closed = std::get_if<Date>(&one.at("closed_on"));
        EXPECT_TRUE(closed == nullptr || *closed < today);
    }
}

STORE_TEST(Demo, planted_truth_is_what_the_store_holds) {
    auto opened = open_site(fresh_location());
    ASSERT_OK(opened);
    Site& site = **opened;
    const demo::Host host{*site.store, *site.application->schema, site.rules, site.clock.now()};
    const auto filled = demo::fill(host, kCustomers, 3);
    ASSERT_OK(filled);
    const access::Principal system = access::Principal::system("test");
    ASSERT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "test");
        const auto count = [&](const char* name, std::string_view filter) -> Result<std::int64_t> {
            record::Query query;
            query.object = &context.schema.get(name);
            query.filter = TRY(filter::parse_and_bind(filter, context.schema, *query.object));
            return record::count(context, query);
        };
        EXPECT_EQ(TRY(count("accounts", "kind eq 'organisation'")), filled->planted.organisations);
        EXPECT_EQ(TRY(count("accounts", "parent_id ne null")), filled->planted.subsidiaries);
        EXPECT_EQ(TRY(count("opportunities", "status eq 'won'")), filled->planted.won);
        EXPECT_EQ(TRY(count("opportunities", "status eq 'open'")), filled->planted.open);
        EXPECT_EQ(TRY(count("holdings", "ended_on eq null")),
                  filled->planted.holdings - filled->planted.ended_holdings);
        EXPECT_GT(filled->planted.ended_holdings, 0);
        EXPECT_EQ(TRY(count("activities", "status eq 'open'")), filled->planted.open_tasks);
        return {};
    }));
}

STORE_TEST(Demo, representative_sees_own_opportunities_only) {
    Demo demo(fresh_location());
    const Id lucia = demo.worker("lucia.ferrer@albor.example");
    access::Principal principal;
    ASSERT_OK(demo.site->store->read([&](db::Transaction& tx) -> Result<void> {
        principal = TRY(access::load_principal(tx, *demo.site->application->schema, lucia));
        return {};
    }));
    std::size_t own = 0;
    for (const record::Record& one : demo.all("opportunities"))
        own += one.at("owner_id") == Value{lucia} ? 1U : 0U;
    const auto seen = demo.all("opportunities", principal);
    EXPECT_GT(own, 0U);
    EXPECT_EQ(seen.size(), own);
    for (const record::Record& one : seen)
        EXPECT_EQ(one.at("owner_id"), Value{lucia});
}

STORE_TEST(Demo, removal_leaves_the_seed_the_remover_and_what_others_wrote) {
    Demo demo(fresh_location());
    Site& site = *demo.site;
    const Id rosa = demo.worker("rosa.vidal@albor.example");
    const Id lucia = demo.worker("lucia.ferrer@albor.example");
    Id of_lucia;
    const access::Principal system = access::Principal::system("test");
    ASSERT_OK(site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "page");
        record::Draft draft;
        draft.set(demo.object("accounts").field("name"), std::string("Cliente de verdad"));
        TRY(record::save(context, demo.object("accounts"), draft));
        draft.set(demo.object("accounts").field("name"), std::string("Cliente de Lucía"));
        draft.set(demo.object("accounts").field("owner_id"), lucia);
        of_lucia = TRY(record::save(context, demo.object("accounts"), draft)).id;
        return {};
    }));
    const auto counts = [&] {
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> found;
        EXPECT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
            record::Context context = api::context_for(*site.application, tx, system, "page");
            for (const demo::RemovalCount& count : TRY(demo::removal_counts(context, rosa)))
                found[count.object->name] = {count.going, count.staying};
            return {};
        }));
        return found;
    };
    auto before = counts();
    EXPECT_EQ(before["accounts"].first + 2, static_cast<std::int64_t>(demo.all("accounts").size()));
    EXPECT_EQ(before["accounts"].second, 2);
    EXPECT_EQ(before["users"].second, 1);  // oneself
    EXPECT_FALSE(before.contains("roles"));
    const auto begun = site.runner->submit(demo::removal_order(), rosa);
    ASSERT_OK(begun);
    const auto removed = site.runner->wait(begun->id);
    ASSERT_OK(removed);
    EXPECT_EQ(removed->state, job::State::done);
    std::int64_t promised = 0;
    for (const auto& [name, numbers] : before)
        promised += numbers.first;
    EXPECT_EQ(removed->counts.updated, promised);
    EXPECT_EQ(removed->total, promised + 1);  // and oneself
    EXPECT_EQ(removed->counts.rows, promised + 1);
    EXPECT_EQ(removed->counts.skipped, 1);  // oneself
    EXPECT_FALSE(site.application->company->demonstration);
    std::map<std::string, std::size_t> left;
    for (const schema::Object& object : site.application->schema->objects) {
        const auto living = demo.all(object.name.c_str());
        if (!living.empty()) left[object.name] = living.size();
    }
    const std::map<std::string, std::size_t> expected{{"accounts", 2}, {"users", 1},
                                                      {"roles", 10},   {"pipelines", 1},
                                                      {"stages", 7},   {"loss_reasons", 6}};
    EXPECT_EQ(left, expected);
    // It stays, with who removed the one that looked after it.
    for (const record::Record& account : demo.all("accounts")) {
        const Value& owner = account.at("owner_id");
        EXPECT_TRUE(account.id() != of_lucia || owner == Value{rosa});
    }
    const auto again = site.runner->submit(demo::removal_order(), rosa);
    ASSERT_OK(again);
    const auto nothing = site.runner->wait(again->id);
    ASSERT_OK(nothing);
    EXPECT_EQ(nothing->counts.updated, 0);
}

Id link_of(const record::Record& record, const char* field) {
    const auto* id = std::get_if<Id>(&record.at(field));
    return id == nullptr ? Id{} : *id;
}

// What somebody added to the demonstration: an opportunity of an account, a note about a person,
// somebody who works at a third company, and, to try it out, a line of an opportunity that the
// demonstration made.
struct Added {
    Id account;
    Id mother;
    Id noted;
    Id employer;
    std::set<Id> people;  // of the demonstration, who stay

    explicit Added(Demo& demo) {
        for (const record::Record& one : demo.all("accounts")) {
            if (is_null(one.at("parent_id"))) continue;
            account = one.id();
            mother = link_of(one, "parent_id");
        }
        noted = demo.all("contacts").front().id();
        people.insert(noted);
        for (const record::Record& one : demo.all("accounts")) {
            const bool alone = is_null(one.at("parent_id")) && one.id() != mother;
            if (alone && one.at("kind") == Value{std::string("organisation")}) employer = one.id();
        }
        for (const record::Record& works : demo.all("account_contacts")) {
            const Id at = link_of(works, "account_id");
            if (at == account || at == mother || at == employer)
                people.insert(link_of(works, "contact_id"));
        }
    }

    Result<void> save(Demo& demo, record::Context& context, Id owner) const {
        const auto add = [&](const char* object, const auto&... values) -> Result<Id> {
            record::Draft draft;
            (draft.set(demo.object(object).field(values.first), values.second), ...);
            return TRY(record::save(context, demo.object(object), draft)).id;
        };
        TRY(add("opportunities", std::pair{"name", Value{std::string("De verdad")}},
                std::pair{"account_id", Value{account}}, std::pair{"owner_id", Value{owner}}));
        const Id note = TRY(add("activities", std::pair{"kind", Value{std::string("note")}},
                                std::pair{"subject", Value{std::string("De verdad")}}));
        TRY(add("activity_links", std::pair{"activity_id", Value{note}},
                std::pair{"object", Value{std::string("contacts")}},
                std::pair{"record_id", Value{noted}}));
        const Id person =
            TRY(add("contacts", std::pair{"first_name", Value{std::string("Nueva")}}));
        TRY(add("account_contacts", std::pair{"account_id", Value{employer}},
                std::pair{"contact_id", Value{person}}));
        TRY(add("opportunity_lines",
                std::pair{"opportunity_id", Value{demo.all("opportunities").front().id()}},
                std::pair{"name", Value{std::string("Prueba")}},
                std::pair{"quantity", Value{Decimal{1000, 3}}},
                std::pair{"unit_price", Value{Decimal{10000, 4}}}));
        return {};
    }

    // Of the account and of the people that stay.
    std::set<Id> points(Demo& demo) const {
        std::set<Id> found;
        for (const record::Record& point : demo.all("contact_points")) {
            if (link_of(point, "account_id") == account ||
                people.contains(link_of(point, "contact_id")))
                found.insert(point.id());
        }
        return found;
    }
};

STORE_TEST(Demo, removal_keeps_what_own_records_hang_on) {
    Demo demo(fresh_location());
    Site& site = *demo.site;
    const Id rosa = demo.worker("rosa.vidal@albor.example");
    const Added added(demo);
    const std::set<Id> points = added.points(demo);
    EXPECT_GT(added.people.size(), 1U);
    EXPECT_GT(points.size(), added.people.size());
    const access::Principal system = access::Principal::system("test");
    std::int64_t kept = 0;
    std::int64_t losing = 0;
    std::int64_t going = 0;
    ASSERT_OK(site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "page");
        TRY(added.save(demo, context, rosa));
        for (const demo::RemovalCount& count : TRY(demo::removal_counts(context, rosa))) {
            going += count.going;
            if (count.object->name == "accounts") {
                kept = count.kept;
                losing = count.losing;
            }
        }
        return {};
    }));
    EXPECT_EQ(kept, 3);
    EXPECT_GE(losing, 3) << "the three accounts, at least";
    const auto begun = site.runner->submit(demo::removal_order(), rosa);
    ASSERT_OK(begun);
    const auto removed = site.runner->wait(begun->id);
    ASSERT_OK(removed);
    EXPECT_EQ(removed->state, job::State::done);
    EXPECT_GT(removed->counts.unchanged, 2);
    EXPECT_EQ(removed->counts.rows, removed->counts.updated + removed->counts.unchanged +
                                        removed->counts.skipped + removed->counts.failed);
    std::set<Id> accounts;
    for (const record::Record& one : demo.all("accounts")) {
        accounts.insert(one.id());
        EXPECT_EQ(one.at("owner_id"), Value{rosa});
        EXPECT_TRUE(is_null(one.at("team_id"))) << "its team is in the bin";
        EXPECT_TRUE(is_null(one.at("territory_id")));
    }
    EXPECT_EQ(removed->counts.updated, going);
    EXPECT_EQ(accounts, (std::set<Id>{added.account, added.mother, added.employer}));
    ASSERT_EQ(demo.all("opportunities").size(), 1U);
    EXPECT_EQ(demo.all("opportunities").front().at("account_id"), Value{added.account});
    EXPECT_TRUE(demo.all("holdings").empty());
    std::set<Id> people;
    for (const record::Record& one : demo.all("contacts")) {
        if (text_of(one.at("first_name")) != "Nueva") people.insert(one.id());
    }
    EXPECT_EQ(people, added.people);
    EXPECT_EQ(added.points(demo), points);
}

}  // namespace
}  // namespace clientela::app
