// SPDX-License-Identifier: Apache-2.0
// Somebody always administers: neither a change of role, nor of the role itself, nor closing an
// account takes the last one away.
#include <string>

#include "tests/workbench.h"

namespace clientela::people {
namespace {

std::string role(const std::string& name, bool administers) {
    return R"({"label_es":"R","label_en":"R","rights":{},"name":")" + name + R"(","administers":)" +
           (administers ? "true}" : "false}");
}

std::string user(const std::string& name, Id role) {
    return R"({"name":")" + name + R"(","email":")" + name + R"(@a.es","role_id":")" +
           to_string(role) + "\"}";
}

STORE_TEST(Administrators, the_last_one_stays) {
    Workbench bench(fresh_store());
    const Id chief = bench.create("roles", role("chief", true));
    const Id seller = bench.create("roles", role("seller", false));
    const Id ada = bench.create("users", user("Ada", chief));
    const std::string to_seller = R"({"role_id":")" + to_string(seller) + "\"}";
    EXPECT_EQ(faults(bench.update("users", ada, to_seller)), "role_id:last_administrator");
    EXPECT_EQ(faults(bench.update("users", ada, R"({"active":false})")),
              "active:last_administrator");
    EXPECT_EQ(faults(bench.update("users", ada, R"({"email":null})")), "email:last_administrator");
    EXPECT_EQ(faults(bench.update("roles", chief, R"({"administers":false})")),
              "administers:last_administrator");
    EXPECT_EQ(faults(bench.remove("roles", chief)), "administers:last_administrator");
    EXPECT_EQ(faults(bench.remove("users", ada)), "active:last_administrator");
    EXPECT_EQ(faults(bench.update("users", ada, R"({"name":"Ada B."})")), "ok");

    const Id bea = bench.create("users", user("Bea", chief));
    EXPECT_EQ(faults(bench.update("users", ada, to_seller)), "ok");
    EXPECT_EQ(faults(bench.update("users", bea, R"({"active":false})")),
              "active:last_administrator");
}

// As the undo of the import that made them: only what follows from the record alone is asked.
STORE_TEST(Administrators, the_last_one_is_not_undone) {
    Workbench bench(fresh_store());
    const Id chief = bench.create("roles", role("chief", true));
    const Id ada = bench.create("users", user("Ada", chief));
    const auto undo = [&](const char* object, Id id) {
        return faults(bench.take_back(object, id));
    };
    EXPECT_EQ(undo("users", ada), "active:last_administrator");
    EXPECT_EQ(undo("roles", chief), "administers:last_administrator");
    bench.create("users", user("Bea", chief));
    EXPECT_EQ(undo("users", ada), "ok");
}

STORE_TEST(Administrators, people_without_that_role_come_and_go) {
    Workbench bench(fresh_store());
    const Id seller = bench.create("roles", role("seller", false));
    const Id eva = bench.create("users", user("Eva", seller));
    EXPECT_EQ(faults(bench.update("users", eva, R"({"active":false})")), "ok");
}

STORE_TEST(Administrators, give_rights_on_objects_that_exist) {
    Workbench bench(fresh_store());
    const Id seller = bench.create("roles", role("seller", false));
    EXPECT_EQ(faults(bench.update("roles", seller, R"({"rights":{"nothing":{"read":"all"}}})")),
              "rights:unknown_object");
    EXPECT_EQ(faults(bench.update("roles", seller, R"({"rights":{"accounts":{"read":"all"}}})")),
              "ok");
}

}  // namespace
}  // namespace clientela::people
