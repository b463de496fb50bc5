// SPDX-License-Identifier: Apache-2.0
#include "record/put_back.h"

#include "tests/workbench.h"

namespace clientela::record {
namespace {

// One field of a record as it stood when the record had that version.
std::string put_back_field(Workbench& bench, const char* set, Id id, std::int64_t version,
                           const char* field, Value value) {
    return faults(bench.with([&](Context& context) -> Result<void> {
        const schema::Object& object = context.schema.get(set);
        Former former;
        former.id = id;
        former.version = version;
        former.values.emplace_back(&object.field(field), std::move(value));
        TRY(put_back(context, object, former));
        return {};
    }));
}

STORE_TEST(PutBack, leaves_alone_what_somebody_saved_meanwhile) {
    Workbench bench(fresh_store());
    const Id id = bench.create("accounts", R"({"name":"First"})");
    EXPECT_OK(bench.update("accounts", id, R"({"name":"Second"})"));
    EXPECT_OK(bench.update("accounts", id, R"({"name":"Third"})"));
    const Value first{std::string("First")};
    EXPECT_EQ(put_back_field(bench, "accounts", id, 2, "name", first), "error.version");
    EXPECT_EQ(text_of(bench.get("accounts", id), "name"), "Third");
    EXPECT_EQ(put_back_field(bench, "accounts", id, 3, "name", first), "ok");
    EXPECT_EQ(text_of(bench.get("accounts", id), "name"), "First");
}

STORE_TEST(PutBack, fails_where_a_linked_record_has_gone) {
    Workbench bench(fresh_store());
    const Id up = bench.create("accounts", R"({"name":"Up"})");
    const Id id = bench.create("accounts", R"({"name":"A"})");
    EXPECT_OK(bench.remove("accounts", up));
    EXPECT_EQ(put_back_field(bench, "accounts", id, 0, "parent_id", up),
              "parent_id:link_not_found");
}

STORE_TEST(PutBack, never_closes_a_ring_in_a_tree) {
    Workbench bench(fresh_store());
    const Id upper = bench.create("teams", R"({"name":"Upper"})");
    const Id lower =
        bench.create("teams", R"({"name":"Lower","parent_id":")" + to_string(upper) + R"("})");
    EXPECT_EQ(put_back_field(bench, "teams", upper, 0, "parent_id", lower), "parent_id:cycle");
}

}  // namespace
}  // namespace clientela::record
