// SPDX-License-Identifier: Apache-2.0
#include "activity/rules.h"

#include "tests/workbench.h"

namespace clientela::activity {
namespace {

STORE_TEST(Activity, note_is_done_at_once) {
    Workbench bench(fresh_store());
    const auto note =
        bench.get("activities", bench.create("activities", R"({"kind":"note","subject":"Hola"})"));
    EXPECT_EQ(text_of(note, "status"), "done");
    EXPECT_EQ(note.at("done_at"), Value{bench.clock.now()});
    EXPECT_EQ(note.at("happened_at"), Value{bench.clock.now()});
}

STORE_TEST(Activity, done_and_open_again) {
    Workbench bench(fresh_store());
    const Id task = bench.create(
        "activities", R"({"kind":"task","subject":"Llamar","due_at":"2026-12-01T09:00:00Z"})");
    EXPECT_EQ(bench.get("activities", task).at("happened_at"),
              Value{*parse_instant("2026-12-01T09:00:00Z")});
    EXPECT_OK(bench.update("activities", task, R"({"status":"done"})"));
    EXPECT_EQ(bench.get("activities", task).at("happened_at"), Value{bench.clock.now()});
    EXPECT_OK(bench.update("activities", task, R"({"status":"open"})"));
    EXPECT_TRUE(is_null(bench.get("activities", task).at("done_at")));
}

STORE_TEST(Activity, ends_after_it_starts) {
    Workbench bench(fresh_store());
    EXPECT_EQ(faults(bench.try_create("activities", R"({"kind":"meeting","subject":"X",)"
                                                    R"("starts_at":"2026-12-01T10:00:00Z",)"
                                                    R"("ends_at":"2026-12-01T09:00:00Z"})")),
              "ends_at:ends_before_start");
    EXPECT_EQ(faults(bench.try_create("activities", R"({"kind":"meeting","subject":"X",)"
                                                    R"("ends_at":"2026-12-01T09:00:00Z"})")),
              "starts_at:start_of_end");
}

STORE_TEST(ActivityLink, carries_the_moment_of_its_activity) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id call = bench.create("activities", R"({"kind":"call","subject":"Llamada"})");
    const std::string regards = R"({"activity_id":")" + to_string(call) + R"(","object":)";
    const Id link = bench.create(
        "activity_links", regards + R"("accounts","record_id":")" + to_string(account) + R"("})");
    EXPECT_EQ(bench.get("activity_links", link).at("happened_at"), Value{bench.clock.now()});
    EXPECT_OK(bench.update("activities", call, R"({"starts_at":"2026-11-20T10:00:00Z"})"));
    EXPECT_EQ(bench.get("activity_links", link).at("happened_at"),
              Value{*parse_instant("2026-11-20T10:00:00Z")});
    EXPECT_EQ(faults(bench.try_create("activity_links", regards + R"("stages","record_id":")" +
                                                            to_string(account) + R"("})")),
              "object:no_timeline");
    EXPECT_EQ(faults(bench.try_create("activity_links", regards + R"("contacts","record_id":")" +
                                                            to_string(account) + R"("})")),
              "record_id:link_not_found");
}

STORE_TEST(ActivityLink, last_one_stays_while_nobody_owns_the_activity) {
    Workbench bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id call = bench.create("activities", R"({"kind":"call","subject":"Llamada"})");
    const Id link = bench.create("activity_links", R"({"activity_id":")" + to_string(call) +
                                                       R"(","object":"accounts","record_id":")" +
                                                       to_string(account) + R"("})");
    EXPECT_EQ(faults(bench.remove("activity_links", link)), "activity_id:owner_or_record");
    EXPECT_OK(bench.remove("activities", call));
}

}  // namespace
}  // namespace clientela::activity
