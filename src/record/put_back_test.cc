// SPDX-License-Identifier: Apache-2.0
#include "record/put_back.h"

#include "tests/workbench.h"

namespace clientela::record {
namespace {

Result<Saved> put_back_name(Workbench& bench, Id id, std::int64_t version, const char* name) {
    Result<Saved> saved = Saved{};
    const Result<void> done = bench.with([&](Context& context) -> Result<void> {
        const schema::Object& accounts = context.schema.get("accounts");
        Former former;
        former.id = id;
        former.version = version;
        former.values.emplace_back(&accounts.field("name"), Value{std::string(name)});
        saved = put_back(context, accounts, former);
        return saved.ok() ? Result<void>{} : Result<void>{saved.error()};
    });
    if (!done.ok()) return done.error();
    return saved;
}

STORE_TEST(PutBack, leaves_alone_what_somebody_saved_meanwhile) {
    Workbench bench(fresh_store());
    const Id id = bench.create("accounts", R"({"name":"First"})");
    EXPECT_OK(bench.update("accounts", id, R"({"name":"Second"})"));
    EXPECT_OK(bench.update("accounts", id, R"({"name":"Third"})"));
    EXPECT_EQ(faults(put_back_name(bench, id, 2, "First")), "error.version");
    EXPECT_EQ(text_of(bench.get("accounts", id), "name"), "Third");
    EXPECT_EQ(faults(put_back_name(bench, id, 3, "First")), "ok");
    EXPECT_EQ(text_of(bench.get("accounts", id), "name"), "First");
}

}  // namespace
}  // namespace clientela::record
