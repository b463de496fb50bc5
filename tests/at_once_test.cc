// SPDX-License-Identifier: Apache-2.0
// Two people at the same moment, each in a transaction that does not see the other's: what is
// counted over several records holds all the same.
#include <atomic>
#include <chrono>
#include <thread>

#include "record/read_json.h"
#include "tests/workbench.h"

namespace clientela {
namespace {

Result<bool> is_waited_for(db::Transaction& tx) {
    bool waited = false;
    TRY(tx.query({"select 1 from pg_locks w where not w.granted and "
                  "pg_backend_pid() = any(pg_blocking_pids(w.pid)) limit 1",
                  {}},
                 [&](const db::Row&) { waited = true; }));
    return waited;
}

// A record that somebody creates, changes (JSON given) or bins.
struct Act {
    const char* object;
    Id id;
    std::string json;
};

Result<void> save(Workbench& bench, record::Context& context, const Act& act) {
    const schema::Object& object = bench.schema->get(act.object);
    const auto operation = act.json.empty() ? record::Operation::remove
                           : act.id         ? record::Operation::update
                                            : record::Operation::create;
    record::Draft draft;
    if (operation != record::Operation::remove)
        draft = TRY(record::draft_from_json(bench.company, object, act.json, operation));
    draft.operation = operation;
    if (act.id) draft.id = act.id;
    TRY(record::save(context, object, draft));
    return {};
}

// Does the second act while the transaction of the first is still open; that one ends once the
// second waits for it, or is through. Gives what the second came to.
std::string at_once(Workbench& bench, const Act& first, const Act& second) {
    std::string came_to;
    std::atomic<bool> over{false};
    std::thread other;
    EXPECT_OK(bench.with([&](record::Context& context) -> Result<void> {
        TRY(save(bench, context, first));
        if (!other.joinable()) {
            other = std::thread([&] {
                came_to = faults(bench.with(
                    [&](record::Context& of_second) { return save(bench, of_second, second); }));
                over = true;
            });
        }
        while (!over && !TRY(is_waited_for(context.tx)))
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return {};
    }));
    if (other.joinable()) other.join();
    return came_to;
}

std::string link(const char* field, Id id) {
    return "\"" + std::string(field) + R"(":")" + to_string(id) + "\"";
}

Id opportunity_in(Workbench& bench) {
    const Id pipeline = bench.create("pipelines", R"({"name":"Ventas","is_default":true})");
    bench.create("stages", "{" + link("pipeline_id", pipeline) + R"(,"name":"Contacto"})");
    return bench.create("opportunities", R"({"name":"Fibra"})");
}

POSTGRES_TEST(AtOnce, the_lines_of_both_are_in_the_amount) {
    Workbench bench(fresh_store());
    const Id id = opportunity_in(bench);
    const std::string of = "{" + link("opportunity_id", id) + R"(,"name":"Router","unit_price":)";
    EXPECT_EQ(
        at_once(bench, {"opportunity_lines", {}, of + "10}"}, {"opportunity_lines", {}, of + "5}"}),
        "ok");
    EXPECT_EQ(money_of(bench.get("opportunities", id), "amount"), "15.00 EUR");
}

POSTGRES_TEST(AtOnce, a_line_that_goes_is_not_in_the_amount_of_one_that_comes) {
    Workbench bench(fresh_store());
    const Id id = opportunity_in(bench);
    const std::string of = "{" + link("opportunity_id", id) + R"(,"name":"Router","unit_price":)";
    const Id line = bench.create("opportunity_lines", of + "10}");
    EXPECT_EQ(at_once(bench, {"opportunity_lines", {}, of + "5}"}, {"opportunity_lines", line, ""}),
              "ok");
    EXPECT_EQ(money_of(bench.get("opportunities", id), "amount"), "5.00 EUR");
}

POSTGRES_TEST(AtOnce, two_shares_stay_within_the_whole) {
    Workbench bench(fresh_store());
    const Id id = opportunity_in(bench);
    const Id role = bench.create("roles", R"({"name":"rep","label_es":"R","label_en":"R"})");
    const auto share_of = [&](const std::string& name) {
        const Id user =
            bench.create("users", R"({"name":")" + name + R"(",)" + link("role_id", role) + "}");
        return Act{"opportunity_members",
                   {},
                   "{" + link("opportunity_id", id) + "," + link("user_id", user) +
                       R"(,"split_percent":60})"};
    };
    EXPECT_EQ(at_once(bench, share_of("Ana"), share_of("Eva")), "split_percent:split_too_large");
}

// A telephone of an account, the first of which takes the mark.
struct Telephones {
    explicit Telephones(db::Store& store) : bench(store) {
        account = bench.create("accounts", R"({"name":"Acme"})");
    }
    std::string telephone(const char* number) const {
        return "{" + link("account_id", account) + R"(,"kind":"phone","value":")" + number + "\"}";
    }
    std::int64_t marked() { return bench.count("contact_points", "is_primary eq true"); }

    Workbench bench;
    Id account;
};

POSTGRES_TEST(AtOnce, one_of_the_first_two_telephones_is_the_primary_one) {
    Telephones of(fresh_store());
    EXPECT_EQ(at_once(of.bench, {"contact_points", {}, of.telephone("600123456")},
                      {"contact_points", {}, of.telephone("600123457")}),
              "ok");
    EXPECT_EQ(of.marked(), 1);
}

POSTGRES_TEST(AtOnce, one_of_two_telephones_takes_the_mark) {
    Telephones of(fresh_store());
    of.bench.create("contact_points", of.telephone("600123455"));
    const Id first = of.bench.create("contact_points", of.telephone("600123456"));
    const Id second = of.bench.create("contact_points", of.telephone("600123457"));
    const char* take = R"({"is_primary":true})";
    EXPECT_EQ(at_once(of.bench, {"contact_points", first, take}, {"contact_points", second, take}),
              "ok");
    EXPECT_EQ(of.marked(), 1);
}

POSTGRES_TEST(AtOnce, a_telephone_that_comes_takes_the_mark_of_the_one_that_goes) {
    Telephones of(fresh_store());
    const Id old = of.bench.create("contact_points", of.telephone("600123456"));
    EXPECT_EQ(at_once(of.bench, {"contact_points", {}, of.telephone("600123457")},
                      {"contact_points", old, ""}),
              "ok");
    EXPECT_EQ(of.marked(), 1);
}

POSTGRES_TEST(AtOnce, one_of_the_first_two_accounts_of_a_contact_is_the_primary_one) {
    Workbench bench(fresh_store());
    const Id contact = bench.create("contacts", R"({"first_name":"Ana"})");
    const auto works_at = [&](const std::string& name) {
        const Id account = bench.create("accounts", R"({"name":")" + name + "\"}");
        return Act{"account_contacts",
                   {},
                   "{" + link("account_id", account) + "," + link("contact_id", contact) + "}"};
    };
    EXPECT_EQ(at_once(bench, works_at("Acme"), works_at("Betatech")), "ok");
    EXPECT_EQ(bench.count("account_contacts", "is_primary eq true"), 1);
}

POSTGRES_TEST(AtOnce, the_last_two_links_of_an_activity_do_not_go_together) {
    Workbench bench(fresh_store());
    const Id call = bench.create("activities", R"({"kind":"call","subject":"Llamada"})");
    const auto link_to = [&](const std::string& name) {
        const Id account = bench.create("accounts", R"({"name":")" + name + "\"}");
        return bench.create("activity_links", "{" + link("activity_id", call) + "," +
                                                  link("record_id", account) +
                                                  R"(,"object":"accounts"})");
    };
    const Id first = link_to("Acme");
    const Id second = link_to("Betatech");
    EXPECT_EQ(at_once(bench, {"activity_links", first, ""}, {"activity_links", second, ""}),
              "activity_id:owner_or_record");
    EXPECT_EQ(bench.count("activity_links", ""), 1);
}

// Two administrators, each with a role of their own.
struct Chiefs {
    explicit Chiefs(db::Store& store) : bench(store) {
        ada_role = role("chief");
        bea_role = role("head");
        ada = user("Ada", ada_role);
        bea = user("Bea", bea_role);
    }
    Id role(const std::string& name) {
        return bench.create(
            "roles",
            R"({"label_es":"R","label_en":"R","administers":true,"name":")" + name + "\"}");
    }
    Id user(const std::string& name, Id role) {
        return bench.create("users", R"({"name":")" + name + R"(","email":")" + name +
                                         R"(@a.es",)" + link("role_id", role) + "}");
    }

    Workbench bench;
    Id ada_role;
    Id bea_role;
    Id ada;
    Id bea;
};

POSTGRES_TEST(AtOnce, two_administrators_who_bin_each_other_leave_one) {
    Chiefs chiefs(fresh_store());
    EXPECT_EQ(at_once(chiefs.bench, {"users", chiefs.ada, ""}, {"users", chiefs.bea, ""}),
              "active:last_administrator");
    EXPECT_EQ(chiefs.bench.count("users", ""), 1);
}

POSTGRES_TEST(AtOnce, two_roles_do_not_both_stop_administering) {
    Chiefs chiefs(fresh_store());
    const char* give_up = R"({"administers":false})";
    EXPECT_EQ(at_once(chiefs.bench, {"roles", chiefs.ada_role, give_up},
                      {"roles", chiefs.bea_role, give_up}),
              "administers:last_administrator");
}

}  // namespace
}  // namespace clientela
