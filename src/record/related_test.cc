// SPDX-License-Identifier: Apache-2.0
// What hangs on many records at once: all of it, or a refusal.
#include "record/related.h"

#include "tests/workbench.h"

namespace clientela::record {
namespace {

// Parents with three children each.
std::vector<Id> families(Workbench& bench, int count) {
    std::vector<Id> parents;
    for (int family = 0; family < count; ++family) {
        parents.push_back(bench.create("accounts", R"({"name":"Parent"})"));
        for (int child = 0; child < 3; ++child) {
            bench.create("accounts",
                         R"({"name":"Child","parent_id":")" + to_string(parents.back()) + "\"}");
        }
    }
    return parents;
}

// "2+ 2+": how many came of each owner, and whether there are more.
std::string brought(Workbench& bench, const std::vector<Id>& owners, int top, int most) {
    std::string text;
    const Result<void> asked = bench.with([&](Context& context) -> Result<void> {
        text.clear();
        RelatedQuery wanted;
        wanted.query.object = &context.schema.get("accounts");
        wanted.via = &wanted.query.object->field("parent_id");
        wanted.top = top;
        wanted.most = most;
        auto found = TRY(related(context, wanted, owners));
        for (const Id owner : owners) {
            const Related& one = found[owner.value];
            text += (text.empty() ? "" : " ") + std::to_string(one.ids.size());
            text += one.more ? "+" : "";
        }
        return {};
    });
    return asked.ok() ? text : faults(asked);
}

STORE_TEST(Related, rows_that_only_say_that_there_are_more_take_no_place) {
    Workbench bench(fresh_store());
    const std::vector<Id> owners = families(bench, 3);
    EXPECT_EQ(brought(bench, owners, 2, 6), "2+ 2+ 2+");
    EXPECT_EQ(brought(bench, owners, 3, 9), "3 3 3");
}

STORE_TEST(Related, too_many_rows_are_refused_and_never_cut_off) {
    Workbench bench(fresh_store());
    const std::vector<Id> owners = families(bench, 4);
    EXPECT_EQ(brought(bench, owners, 2, 7), "$expand:too_many_expanded");
    EXPECT_EQ(brought(bench, owners, 3, 11), "$expand:too_many_expanded");
    EXPECT_EQ(brought(bench, owners, 3, 12), "3 3 3 3");
}

}  // namespace
}  // namespace clientela::record
