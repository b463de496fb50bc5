// SPDX-License-Identifier: Apache-2.0
// What looks after a store: verify finds each kind of damage and nothing in a sound company; a
// backup made under writes is restored, also into the other kind of store, with the same content.
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/checks.h"
#include "app/command.h"
#include "app/command_line.h"
#include "app/version.h"
#include "backup/backup.h"
#include "change/log.h"
#include "demo/fill.h"
#include "record/content_hash.h"
#include "record/save.h"
#include "schema/pending_index.h"
#include "search/index.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

std::string complaints_of(const std::vector<verify::Outcome>& outcomes) {
    std::string names;
    for (const verify::Outcome& outcome : outcomes) {
        if (outcome.found > 0) names += (names.empty() ? "" : " ") + outcome.check;
    }
    return names;
}

class Company {
public:
    explicit Company(const std::string& location, int customers = 60) {
        auto opened = open_site(location);
        EXPECT_OK(opened);
        site = std::move(*opened);
        const demo::Host host{*site->store, *site->application->schema, site->rules,
                              site->clock.now()};
        EXPECT_OK(demo::fill(host, customers, 5));
        EXPECT_OK(search::rebuild(*site->store, *site->application->schema));
    }

    Result<record::Saved> add_account(const std::string& name) {
        record::Saved saved;
        const access::Principal system = access::Principal::system("test");
        const schema::Object& accounts = site->application->schema->get("accounts");
        TRY(site->store->write([&](db::Transaction& tx) -> Result<void> {
            record::Context context = api::context_for(*site->application, tx, system, "test");
            record::Draft draft;
            draft.set(accounts.field("name"), name);
            saved = TRY(record::save(context, accounts, draft));
            return {};
        }));
        return saved;
    }

    // Names of the checks that see what `sql` does: "log links". It is undone afterwards.
    std::string complaints_after(const std::string& sql) {
        std::string names;
        const Result<void> undone = site->store->write([&](db::Transaction& tx) -> Result<void> {
            if (!sql.empty()) TRY(tx.execute({sql, {}}));
            names = complaints_of(
                TRY(verify::look(tx, *site->application->schema.get(), all_checks())));
            return make_error(ErrorCode::conflict, "test.undone");
        });
        EXPECT_EQ(undone.error().message.key, "test.undone") << describe(undone.error());
        return names;
    }

    std::unique_ptr<Site> site;
};

std::vector<verify::Outcome> verified(Site& site) {
    auto outcomes = verify::run(*site.store, *site.application->schema.get(), all_checks());
    EXPECT_OK(outcomes);
    return outcomes.ok() ? *outcomes : std::vector<verify::Outcome>();
}

std::string complaints(Site& site) { return complaints_of(verified(site)); }

std::string content(Site& site) {
    std::string text;
    EXPECT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
        text = TRY(record::content_hash(tx, *site.application->schema.get())).text();
        return {};
    }));
    return text;
}

std::string file_for(const std::string& name) { return scratch_directory() + "/" + name; }

STORE_TEST(Verify, finds_nothing_in_a_sound_company) {
    Company company(fresh_location());
    const std::vector<verify::Outcome> outcomes = verified(*company.site);
    EXPECT_EQ(outcomes.size(), all_checks().size());
    for (const verify::Outcome& outcome : outcomes) {
        EXPECT_EQ(outcome.found, 0)
            << outcome.check << ": "
            << (outcome.findings.empty() ? ""
                                         : localize(outcome.findings[0].message, Language::en));
        EXPECT_FALSE(outcome.left_out) << outcome.check;
        EXPECT_TRUE(outcome.looked_at > 0 || outcome.check == "jobs") << outcome.check;
    }
}

STORE_TEST(Verify, finds_each_kind_of_damage) {
    const std::vector<std::pair<std::string, std::string>> damages{
        {"log", "update account set name = 'Otro' where id = (select min(id) from account)"},
        {"log",
         "update account set version = version + 1 where id = (select max(id) from account)"},
        {"log links claims search",
         "delete from stage where id = (select min(stage_id) from opportunity)"},
        {"log",
         "delete from account_classification where account_id = (select min(account_id) "
         "from account_classification)"},
        {"log trees", "update account set parent_id = id where id = (select min(id) from account)"},
        {"claims", "delete from claim where value = (select min(value) from claim)"},
        {"claims",
         "update claim set value = 'nadie@albor.example' where value = (select max(value) "
         "from claim)"},
        {"scopes", "delete from user_scope where user_id = (select min(user_id) from user_scope)"},
        {"forecast",
         "update forecast_cell set amount = amount + 1 where level = 1 and owner_id = "
         "(select max(owner_id) from forecast_cell where level = 1)"},
        {"forecast", "update forecast_cell set weighted = weighted - 5 where level = 0"},
        {"places", "update consumer set seq = seq + 1000000, tx_id = tx_id + 1000000"},
    };
    Company company(fresh_location(), 50);
    ASSERT_EQ(company.complaints_after(""), "");
    for (const auto& [check, sql] : damages)
        EXPECT_EQ(company.complaints_after(sql), check) << sql;
    const std::string unreadable = company.complaints_after(
        "alter table account rename column "
        "description to description_lost");
    EXPECT_NE(unreadable.find("tables"), std::string::npos) << unreadable;
    EXPECT_EQ(unreadable.find("links"), std::string::npos) << unreadable;
    const std::string key = on_postgres() ? "id" : "rowid";
    EXPECT_EQ(company.complaints_after("delete from search_account where " + key +
                                       " = (select max(id) from account)"),
              "search");
}

STORE_TEST(Verify, names_who_lies_on_a_ring_of_parents_and_nobody_below_it) {
    Company company(fresh_location(), 50);
    std::vector<Id> made;
    for (const char* name : {"Uno", "Dos", "Tres", "Debajo", "Sola"}) {
        const auto saved = company.add_account(name);
        ASSERT_OK(saved);
        made.push_back(saved->id);
    }
    EXPECT_EQ(complaints(*company.site), "");
    // Three in a ring, one below it, and one that is its own parent.
    const std::vector<std::pair<Id, Id>> parents{{made[0], made[1]},
                                                 {made[1], made[2]},
                                                 {made[2], made[0]},
                                                 {made[3], made[0]},
                                                 {made[4], made[4]}};
    ASSERT_OK(company.site->store->write([&](db::Transaction& tx) -> Result<void> {
        for (const auto& [child, parent] : parents)
            TRY(tx.execute(
                {"update account set parent_id = ? where id = ?", {parent.value, child.value}}));
        return {};
    }));
    std::vector<Id> named;
    for (const verify::Outcome& outcome : verified(*company.site)) {
        if (outcome.check != "trees") continue;
        for (const verify::Finding& finding : outcome.findings) {
            EXPECT_EQ(finding.object, "accounts");
            EXPECT_EQ(localize(finding.message, Language::es),
                      "«parent_id» cierra un círculo: la ficha está por encima de sí misma.");
            named.push_back(finding.record);
        }
    }
    EXPECT_EQ(named, (std::vector<Id>{made[0], made[1], made[2], made[4]}));
}

STORE_TEST(Verify, leaves_alone_what_the_search_has_still_to_follow) {
    Company company(fresh_location(), 50);
    ASSERT_OK(company.add_account("Recién llegada"));
    for (const verify::Outcome& outcome : verified(*company.site)) {
        EXPECT_EQ(outcome.found, 0) << outcome.check;
        EXPECT_FALSE(outcome.left_out) << outcome.check;
    }
    const std::string key = on_postgres() ? "id" : "rowid";
    EXPECT_EQ(company.complaints_after("delete from search_account where " + key +
                                       " = (select min(id) from account)"),
              "search");
}

// A kill leaves it invalid; the note in the store has the next start build it.
POSTGRES_TEST(Verify, an_index_that_is_still_to_be_built_is_no_damage) {
    Company company(fresh_location(), 50);
    const auto run = [&](const std::string& sql) {
        EXPECT_OK(company.site->store->migrate([&](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({sql, {}}));
            return {};
        }));
    };
    run("update pg_index set indisvalid = false where indexrelid = 'ix_account_name'::regclass");
    EXPECT_EQ(complaints(*company.site), "store");
    run("insert into setting (name, value) values ('schema.indexes', 'account ix_account_name')");
    EXPECT_EQ(complaints(*company.site), "");
    EXPECT_TRUE(verified(*company.site).front().left_out) << "but it is told";
    EXPECT_OK(schema::build_pending(*company.site->store));
    EXPECT_EQ(complaints(*company.site), "");
    EXPECT_EQ(company.complaints_after("delete from setting where name = 'schema.indexes'"), "");
}

STORE_TEST(Verify, names_a_dropped_index_that_the_next_start_builds_again) {
    Company company(fresh_location(), 50);
    const auto findings = [&] {
        std::string text;
        for (const verify::Outcome& outcome : verified(*company.site)) {
            for (const verify::Finding& finding : outcome.findings)
                text += localize(finding.message, Language::en) + "\n";
        }
        return text;
    };
    EXPECT_EQ(*schema::note_missing(*company.site->store), 0U);
    ASSERT_OK(company.site->store->migrate([&](db::Transaction& tx) -> Result<void> {
        TRY(tx.execute({"drop index ix_account_name", {}}));
        return {};
    }));
    EXPECT_EQ(findings().substr(0, findings().find(':')),
              "The index ix_account_name of account is missing");
    EXPECT_EQ(*schema::note_missing(*company.site->store), 1U);
    EXPECT_OK(schema::build_pending(*company.site->store));
    EXPECT_EQ(findings(), "");
}

STORE_TEST(Verify, a_reader_of_the_log_that_is_far_behind_is_no_damage) {
    Company company(fresh_location(), 100);
    ASSERT_OK(company.site->store->write([](db::Transaction& tx) {
        return change::set_consumer_cursor(tx, search::kConsumer, {});
    }));
    const std::vector<verify::Outcome> outcomes = verified(*company.site);
    EXPECT_TRUE(verify::all_hold(outcomes));
    EXPECT_TRUE(outcomes.back().left_out);
    EXPECT_EQ(outcomes.back().check, "search");
}

STORE_TEST(Backup, made_while_others_write_holds_one_moment_and_restores_to_it) {
    Company company(fresh_location());
    std::atomic<bool> over{false};
    std::atomic<int> added{0};
    std::thread writer([&] {
        for (int number = 0; !over; ++number) {
            EXPECT_OK(company.add_account("Durante " + std::to_string(number)));
            ++added;
        }
    });
    while (added < 5)
        std::this_thread::yield();
    const std::string file = file_for("under-load.clientela");
    const auto saved =
        backup::save(*company.site->store, file, company.site->clock.now(), kVersion);
    over = true;
    writer.join();
    ASSERT_OK(saved);
    const std::string location = fresh_location();
    {
        const auto empty = db::open_store(location);
        ASSERT_OK(empty);
        const auto restored = backup::restore(**empty, file, search::forget);
        ASSERT_OK(restored);
        EXPECT_EQ(restored->content.text(), saved->content.text());
        EXPECT_EQ(restored->rows, saved->rows);
    }
    const auto site = open_site(location);
    ASSERT_OK(site);
    ASSERT_OK(search::rebuild(*(*site)->store, *(*site)->application->schema.get()));
    EXPECT_EQ(complaints(**site), "");
    EXPECT_EQ(content(**site), saved->content.text());
}

STORE_TEST(Backup, a_restored_company_goes_on) {
    Company company(fresh_location(), 50);
    const std::string file = file_for("goes-on.clientela");
    ASSERT_OK(backup::save(*company.site->store, file, company.site->clock.now(), kVersion));
    const std::string location = fresh_location();
    {
        const auto empty = db::open_store(location);
        ASSERT_OK(empty);
        ASSERT_OK(backup::restore(**empty, file, search::forget));
    }
    auto opened = open_site(location);
    ASSERT_OK(opened);
    Site& site = **opened;
    ASSERT_OK(search::rebuild(*site.store, *site.application->schema.get()));
    change::Cursor before;
    ASSERT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
        before = TRY(change::consumer_cursor(tx, search::kConsumer));
        EXPECT_TRUE(TRY(change::read_after(tx, before, 10)).empty());
        return {};
    }));
    const access::Principal system = access::Principal::system("test");
    const schema::Object& accounts = site.application->schema->get("accounts");
    Id added;
    ASSERT_OK(site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "test");
        record::Draft draft;
        draft.set(accounts.field("name"), std::string("Después"));
        added = TRY(record::save(context, accounts, draft)).id;
        return {};
    }));
    ASSERT_OK(site.store->read([&](db::Transaction& tx) -> Result<void> {
        const auto fresh = TRY(change::read_after(tx, before, 10));
        EXPECT_TRUE(fresh.size() == 1 && fresh.front().record == added);
        return {};
    }));
    EXPECT_EQ(complaints(site), "");
}

STORE_TEST(Backup, a_damaged_file_or_a_full_store_changes_nothing) {
    Company company(fresh_location(), 50);
    const std::string file = file_for("damaged.clientela");
    ASSERT_OK(backup::save(*company.site->store, file, company.site->clock.now(), kVersion));
    const auto refused = backup::restore(*company.site->store, file);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().message.key, "backup.not_empty");

    const std::string cut = file_for("cut.clientela");
    std::filesystem::copy_file(file, cut, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(cut, std::filesystem::file_size(file) / 2);
    const std::string location = fresh_location();
    {
        const auto empty = db::open_store(location);
        ASSERT_OK(empty);
        const auto half = backup::restore(**empty, cut);
        ASSERT_FALSE(half.ok());
        EXPECT_EQ(half.error().message.key, "backup.cut");
    }
    const auto half_opened = open_site(location);
    ASSERT_FALSE(half_opened.ok());
    EXPECT_EQ(half_opened.error().message.key, "backup.unfinished");

    const std::string other = file_for("other.clientela");
    std::ofstream(other) << "no backup\n";
    const std::string untouched = fresh_location();
    {
        const auto empty = db::open_store(untouched);
        ASSERT_OK(empty);
        const auto none = backup::restore(**empty, other);
        ASSERT_FALSE(none.ok());
        EXPECT_EQ(none.error().message.key, "backup.no_backup");
        ASSERT_OK(backup::restore(**empty, file, search::forget));
    }
}

STORE_TEST(Backup, of_a_newer_program_is_refused_before_anything_is_made) {
    Company company(fresh_location());
    CommandLine line;
    line.file = file_for("newer.clientela");
    ASSERT_OK(backup::save(*company.site->store, line.file, company.site->clock.now(), "987.6.5"));
    line.store = fresh_location();
    Output output;
    EXPECT_EQ(restore_backup(line, Invocation{}, output), Exit::failed);
    EXPECT_NE(output.err.find("versión más nueva"), std::string::npos) << output.err;
    ASSERT_OK(backup::save(*company.site->store, line.file, company.site->clock.now(), kVersion));
    EXPECT_EQ(restore_backup(line, Invocation{}, output), Exit::done) << output.err;
}

STORE_TEST(Backup, a_backup_that_cannot_be_written_leaves_the_older_one) {
    Company company(fresh_location(), 50);
    const std::string folder = file_for("no-such-folder");
    const auto refused = backup::save(*company.site->store, folder + "/a.clientela",
                                      company.site->clock.now(), kVersion);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().message.key, "backup.not_written");
    EXPECT_FALSE(std::filesystem::exists(folder));
}

// From the machine's own file to the database server, and back.
POSTGRES_TEST(Backup, moves_a_company_between_the_stores) {
    Company company(fresh_location());
    const std::string there = content(*company.site);
    const auto move = [&](Site& from, const std::string& to, const std::string& name) {
        const std::string file = file_for(name);
        EXPECT_OK(backup::save(*from.store, file, from.clock.now(), kVersion));
        {
            const auto empty = db::open_store(to);
            EXPECT_OK(empty);
            EXPECT_OK(backup::restore(**empty, file, search::forget));
        }
        auto opened = open_site(to);
        EXPECT_OK(opened);
        EXPECT_OK(search::rebuild(*(*opened)->store, *(*opened)->application->schema.get()));
        EXPECT_EQ(complaints(**opened), "") << to;
        EXPECT_EQ(content(**opened), there) << to;
        return std::move(*opened);
    };
    const std::string directory = file_for("moved-to-sqlite");
    const std::unique_ptr<Site> on_sqlite = move(*company.site, directory, "first.clientela");
    const std::unique_ptr<Site> back = move(*on_sqlite, fresh_location(), "second.clientela");
}

}  // namespace
}  // namespace clientela::app
