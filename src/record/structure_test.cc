// SPDX-License-Identifier: Apache-2.0
// What keeps the shape of the records right at the one door: trees without cycles, values that are
// unique together, values that never change or that only the engine sets.
#include "record/save.h"

#include <array>
#include <chrono>
#include <future>

#include "tests/workbench.h"

namespace clientela::record {
namespace {

std::string quoted(Id id) { return "\"" + to_string(id) + "\""; }

Id person_named(Workbench& bench, const std::string& name) {
    static int number = 0;
    const Id role =
        bench.create("roles", R"({"name":"role_)" + std::to_string(++number) +
                                  R"(","label_es":"Rol","label_en":"Role","administers":false})");
    return bench.create(
        "users", R"({"name":")" + name + R"(","active":true,"role_id":)" + quoted(role) + "}");
}

std::string under(Id parent) { return R"({"parent_id":)" + quoted(parent) + "}"; }

struct Tree {
    const char* object;
    const char* node;  // a record without its parent, up to the closing brace
};

constexpr std::array<Tree, 5> kTrees{{
    {"teams", R"({"name":"Norte","kind":"sales_group")"},
    {"territories", R"({"name":"Norte")"},
    {"accounts", R"({"name":"Acme")"},
    {"classifications", R"({"name":"Norte","kind":"family")"},
    {"product_groups", R"({"name":"Norte")"},
}};

Id node_below(Workbench& bench, const Tree& tree, Id parent) {
    std::string body = tree.node;
    if (parent) body += R"(,"parent_id":)" + quoted(parent);
    return bench.create(tree.object, body + "}");
}

STORE_TEST(Trees, a_record_cannot_stand_below_itself) {
    Workbench bench(fresh_store());
    for (const Tree& tree : kTrees) {
        const Id top = node_below(bench, tree, {});
        EXPECT_EQ(faults(bench.update(tree.object, top, under(top))), "parent_id:cycle")
            << tree.object;
    }
}

STORE_TEST(Trees, a_record_cannot_move_below_one_of_its_own_descendants) {
    Workbench bench(fresh_store());
    for (const Tree& tree : kTrees) {
        const Id top = node_below(bench, tree, {});
        const Id middle = node_below(bench, tree, top);
        const Id leaf = node_below(bench, tree, middle);
        EXPECT_EQ(faults(bench.update(tree.object, top, under(middle))), "parent_id:cycle")
            << tree.object;
        EXPECT_EQ(faults(bench.update(tree.object, top, under(leaf))), "parent_id:cycle")
            << tree.object;
        EXPECT_TRUE(is_null(bench.get(tree.object, top).at("parent_id"))) << tree.object;
    }
}

STORE_TEST(Trees, a_branch_may_move_to_another_place_and_to_the_top) {
    Workbench bench(fresh_store());
    for (const Tree& tree : kTrees) {
        const Id first = node_below(bench, tree, {});
        const Id second = node_below(bench, tree, {});
        const Id branch = node_below(bench, tree, first);
        const Id leaf = node_below(bench, tree, branch);
        EXPECT_OK(bench.update(tree.object, branch, under(second)));
        EXPECT_EQ(bench.get(tree.object, branch).at("parent_id"), Value{second}) << tree.object;
        EXPECT_OK(bench.update(tree.object, leaf, R"({"parent_id":null})"));
        EXPECT_OK(bench.update(tree.object, second, under(leaf)));
    }
}

STORE_TEST(Trees, the_depth_of_a_tree_has_an_end) {
    Workbench bench(fresh_store());
    Id parent = bench.create("territories", R"({"name":"0"})");
    std::string fault = "ok";
    int depth = 1;
    for (; depth < 100 && fault == "ok"; ++depth) {
        auto made =
            bench.try_create("territories", R"({"name":"x","parent_id":)" + quoted(parent) + "}");
        fault = faults(made);
        if (made.ok()) parent = made->id;
    }
    EXPECT_EQ(fault, "parent_id:cycle");
    EXPECT_GT(depth, 60);
}

POSTGRES_TEST(Trees, two_that_move_below_each_other_at_once_make_no_ring) {
    Workbench bench(fresh_store());
    const Id first = bench.create("teams", R"({"name":"Norte"})");
    const Id second = bench.create("teams", R"({"name":"Sur"})");
    Workbench other(bench.store);
    std::promise<void> saved;
    std::promise<void> over;
    // Holds its change back until the other has gone by, or waits for it.
    auto moved = std::async(std::launch::async, [&] {
        return bench.with([&](Context& context) -> Result<void> {
            const schema::Object& teams = context.schema.get("teams");
            Draft draft;
            draft.operation = Operation::update;
            draft.id = first;
            draft.set(teams.field("parent_id"), second);
            TRY(save(context, teams, draft));
            saved.set_value();
            over.get_future().wait_for(std::chrono::milliseconds(500));
            return {};
        });
    });
    saved.get_future().wait();
    EXPECT_EQ(faults(other.update("teams", second, under(first))), "parent_id:cycle");
    over.set_value();
    EXPECT_OK(moved.get());
}

struct Pair {
    Id account;
    Id contact;
    std::string body() const {
        return R"({"account_id":)" + quoted(account) + R"(,"contact_id":)" + quoted(contact) + "}";
    }
};

Pair pair_of(Workbench& bench) {
    return {bench.create("accounts", R"({"name":"Acme"})"),
            bench.create("contacts", R"({"first_name":"Ana"})")};
}

STORE_TEST(UniqueTogether, the_same_pair_is_refused_and_says_who_has_it) {
    Workbench bench(fresh_store());
    const Pair pair = pair_of(bench);
    const Id first = bench.create("account_contacts", pair.body());
    const auto second = bench.try_create("account_contacts", pair.body());
    ASSERT_EQ(faults(second), "account_id:used_by");
    EXPECT_EQ(second.error().fields.front().message.args.front().second, to_string(first));
}

STORE_TEST(UniqueTogether, one_value_of_the_pair_may_repeat) {
    Workbench bench(fresh_store());
    const Pair pair = pair_of(bench);
    bench.create("account_contacts", pair.body());
    const Id other = bench.create("contacts", R"({"first_name":"Luis"})");
    EXPECT_OK(bench.try_create("account_contacts", Pair{pair.account, other}.body()));
    const Id account = bench.create("accounts", R"({"name":"Beta"})");
    EXPECT_OK(bench.try_create("account_contacts", Pair{account, pair.contact}.body()));
}

STORE_TEST(UniqueTogether, a_binned_pair_keeps_its_place) {
    Workbench bench(fresh_store());
    const Pair pair = pair_of(bench);
    const Id first = bench.create("account_contacts", pair.body());
    EXPECT_OK(bench.remove("account_contacts", first));
    EXPECT_EQ(faults(bench.try_create("account_contacts", pair.body())), "account_id:used_in_bin");
}

STORE_TEST(UniqueTogether, a_changed_row_leaves_its_old_pair_free) {
    Workbench bench(fresh_store());
    const Id pipeline = bench.create("pipelines", R"({"name":"Venta"})");
    const auto stage = [&](const char* name) {
        return R"({"pipeline_id":)" + quoted(pipeline) + R"(,"name":")" + name + R"("})";
    };
    const Id first = bench.create("stages", stage("uno"));
    EXPECT_EQ(faults(bench.try_create("stages", stage("UNO"))), "pipeline_id:used_by");
    EXPECT_OK(bench.update("stages", first, R"({"name":"dos"})"));
    EXPECT_OK(bench.try_create("stages", stage("uno")));
}

STORE_TEST(UniqueTogether, hides_a_holder_that_the_writer_may_not_see) {
    Workbench bench(fresh_store());
    const Id other = person_named(bench, "Otra");
    const Id writer = person_named(bench, "Ana");
    bench.create("accounts", R"({"name":"Acme","number":"A-1","owner_id":)" + quoted(other) + "}");
    bench.principal = {};
    bench.principal.kind = access::Principal::Kind::person;
    bench.principal.user = writer;
    bench.principal.rights["accounts"].breadth.fill(access::Breadth::own);
    bench.principal.rights["users"].breadth.fill(access::Breadth::all);
    const auto hidden = bench.try_create("accounts", R"({"name":"Mía","number":"a-1"})");
    EXPECT_EQ(faults(hidden), "number:already_used");
    EXPECT_TRUE(hidden.error().fields.front().message.args.empty());
}

// A person who may do everything, because the program itself is not held to these.
Id become_somebody(Workbench& bench) {
    const Id user = person_named(bench, "Ana");
    bench.principal = {};
    bench.principal.kind = access::Principal::Kind::person;
    bench.principal.user = user;
    bench.principal.administers = true;
    for (const schema::Object& object : bench.schema->objects)
        bench.principal.rights[object.name].breadth.fill(access::Breadth::all);
    return user;
}

STORE_TEST(FixedFields, every_read_only_field_of_every_object_refuses_a_new_value) {
    Workbench bench(fresh_store());
    const Id pipeline = bench.create("pipelines", R"({"name":"Venta","is_default":true})");
    bench.create("stages", R"({"name":"Uno","kind":"open","position":1,"probability":10,)"
                           R"("pipeline_id":)" +
                               quoted(pipeline) + "}");
    become_somebody(bench);
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id opportunity =
        bench.create("opportunities", R"({"name":"Venta","account_id":)" + quoted(account) + "}");
    const auto fault = [&](const char* object, Id id, const char* body) {
        return faults(bench.update(object, id, body));
    };
    EXPECT_EQ(fault("accounts", account, R"({"version":7})"), "version:read_only");
    EXPECT_EQ(fault("accounts", account, R"({"created_at":"2020-01-01T00:00:00Z"})"),
              "created_at:read_only");
    EXPECT_EQ(fault("accounts", account, R"({"deleted_at":"2020-01-01T00:00:00Z"})"),
              "deleted_at:read_only");
    EXPECT_EQ(fault("opportunities", opportunity, R"({"status":"won"})"), "status:read_only");
    EXPECT_EQ(bench.get("opportunities", opportunity).at("status"), Value{std::string("open")});
}

STORE_TEST(FixedFields, a_read_only_value_may_be_repeated_as_it_stands) {
    Workbench bench(fresh_store());
    become_somebody(bench);
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const auto saved = bench.update("accounts", account, R"({"name":"Acme 2","version":1})");
    ASSERT_OK(saved);
    EXPECT_EQ(saved->version, 2);
}

STORE_TEST(FixedFields, an_immutable_value_is_set_once) {
    Workbench bench(fresh_store());
    const Id user = become_somebody(bench);
    const Id account =
        bench.create("accounts", R"({"name":"Acme","originator_id":)" + quoted(user) + "}");
    const Id other = person_named(bench, "Luis");
    EXPECT_EQ(
        faults(bench.update("accounts", account, R"({"originator_id":)" + quoted(other) + "}")),
        "originator_id:immutable");
    EXPECT_EQ(faults(bench.update("accounts", account, R"({"originator_id":null})")),
              "originator_id:immutable");
    EXPECT_OK(bench.update("accounts", account,
                           R"({"name":"Beta","originator_id":)" + quoted(user) + "}"));
}

STORE_TEST(FixedFields, every_mistake_of_a_body_is_named_at_once) {
    Workbench bench(fresh_store());
    become_somebody(bench);
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    EXPECT_EQ(faults(bench.update("accounts", account,
                                  R"({"version":9,"originator_id":null,"name":"B"})")),
              "version:read_only originator_id:immutable");
    EXPECT_EQ(text_of(bench.get("accounts", account), "name"), "Acme");
}

}  // namespace
}  // namespace clientela::record
