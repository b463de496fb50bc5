// SPDX-License-Identifier: Apache-2.0
// Pages of a list, read to the end, are the whole sorted list: every row once, whatever the keys,
// the nulls, the ties and the size of the pages, for a reader who sees all and for one who sees
// little.
#include <algorithm>
#include <random>
#include <set>

#include "record/read.h"
#include "record/save.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

constexpr int kRows = 90;
constexpr int kQueries = 25;

struct World {
    RunningSite& site;
    std::mt19937 random;
    SitePerson person;

    int below(int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); }
    bool chance(int percent) { return below(100) < percent; }

    // 30 % nulls and few different values, so that ties are common.
    Result<void> fill() {
        return site.write([&](record::Context& context) -> Result<void> {
            const schema::Object& leads = context.schema.get("leads");
            for (int row = 0; row < kRows; ++row) {
                record::Draft draft;
                draft.set(leads.field("name"),
                          "Lead " + std::string(1, static_cast<char>('a' + below(4))));
                if (!chance(30))
                    draft.set(leads.field("company"), std::string(below(2) == 0 ? "Ñu" : "nube"));
                if (!chance(30)) {
                    draft.set(leads.field("estimated_amount"), Money{below(3) * 100, "EUR"});
                }
                if (!chance(30))
                    draft.set(leads.field("country"), std::string(below(2) == 0 ? "ES" : "MX"));
                if (chance(40)) draft.set(leads.field("owner_id"), person.id);
                TRY(record::save(context, leads, draft));
            }
            return {};
        });
    }

    std::vector<record::SortKey> some_sort(const schema::Object& object) {
        std::vector<std::string> names{"company", "estimated_amount", "country",
                                       "name",    "created_at",       "owner_id"};
        std::shuffle(names.begin(), names.end(), random);
        std::vector<record::SortKey> keys;
        const int count = 1 + below(3);
        for (int place = 0; place < count; ++place) {
            const auto number = static_cast<std::size_t>(place);
            keys.push_back({{&object.field(names[number])}, below(2) == 0, {}});
        }
        if (chance(25)) {
            const schema::Object& users = *object.field("owner_id").target_object;
            keys.back().path = {&object.field("owner_id"), &users.field("name")};
        }
        return keys;
    }
};

std::vector<std::int64_t> read_pages(record::Context& context, record::Query query, int size) {
    std::vector<std::int64_t> ids;
    query.page_size = size;
    for (int page = 0; page <= kRows + 1; ++page) {
        const auto read = record::list(context, query);
        EXPECT_OK(read);
        if (!read.ok()) return {};
        for (const record::Row& row : read->rows)
            ids.push_back(row.record.id().value);
        EXPECT_LE(read->rows.size(), static_cast<std::size_t>(size));
        query.cursor = read->next;
        if (query.cursor.empty()) return ids;
    }
    ADD_FAILURE() << "the pages never end";
    return ids;
}

void compare_pages(World& world, const access::Principal& principal, bool gather) {
    app::Site& site = world.site.site();
    const Result<void> done = site.store->read([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, principal, "test");
        const schema::Object& leads = context.schema.get("leads");
        if (gather) {
            context.shares->remember(principal.user, leads.id, access::Action::read, 0.01,
                                     context.now);
        } else {
            context.shares = nullptr;
        }
        for (int round = 0; round < kQueries; ++round) {
            record::Query query;
            query.object = &leads;
            query.sort = world.some_sort(leads);
            const std::vector<std::int64_t> whole =
                read_pages(context, query, record::kPageSizeMax);
            EXPECT_EQ(static_cast<std::int64_t>(whole.size()), TRY(record::count(context, query)));
            const int size = 1 + world.below(7);
            EXPECT_EQ(read_pages(context, query, size), whole)
                << "page size " << size << ", gather " << gather;
        }
        return {};
    });
    EXPECT_OK(done);
}

STORE_TEST(Pages, are_the_whole_sorted_list) {
    RunningSite site(fresh_location());
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world{site, std::mt19937(seed), site.add_person("Rita", "sales_representative")};
    ASSERT_OK(world.fill());
    compare_pages(world, access::Principal::system("test"), false);
    access::Principal rita;
    rita.kind = access::Principal::Kind::person;
    rita.user = world.person.id;
    rita.rights["leads"].breadth[0] = access::Breadth::own;
    rita.rights["users"].breadth[0] = access::Breadth::all;
    compare_pages(world, rita, false);
    compare_pages(world, rita, true);
}

STORE_TEST(Pages, list_count_and_single_reads_agree) {
    RunningSite site(fresh_location());
    World world{site, std::mt19937(7), site.add_person("Rita", "sales_representative")};
    ASSERT_OK(world.fill());
    http::Client all = site.administrator();
    http::Client rita = site.client(world.person);
    std::set<std::string> seen;
    std::string next = "leads?$select=name&$count=true";
    std::string counted;
    while (!next.empty()) {
        const auto page = parsed(rita.get("/api/v1/" + next, {{"prefer", "maxpagesize=7"}}));
        counted = text_at(page, "/@odata.count");
        for (const auto& row : page.at("value").as_array()) {
            EXPECT_TRUE(seen.insert(text_at(row, "/id")).second);
        }
        next = text_at(page, "/@odata.nextLink");
        if (next == "missing") next.clear();
    }
    EXPECT_EQ(counted, std::to_string(seen.size()));
    EXPECT_EQ(rita.get("/api/v1/leads/$count").body, counted);
    EXPECT_EQ(
        text_at(parsed(rita.get("/api/v1/leads?$apply=aggregate($count%20as%20n)")), "/value/0/n"),
        counted);
    const auto everything = parsed(all.get("/api/v1/leads?$top=500&$select=name"));
    ASSERT_EQ(everything.at("value").as_array().size(), static_cast<std::size_t>(kRows));
    for (const auto& row : everything.at("value").as_array()) {
        const std::string id = text_at(row, "/id");
        const int status = rita.get("/api/v1/leads('" + id + "')").status;
        EXPECT_EQ(status, seen.contains(id) ? 200 : 404);
    }
    EXPECT_GT(seen.size(), 10u);
    EXPECT_LT(seen.size(), static_cast<std::size_t>(kRows));
}

// As OData says: $top is the end of the list, however many pages it comes in.
STORE_TEST(Pages, top_limits_the_whole_list) {
    RunningSite site(fresh_location());
    World world{site, std::mt19937(7), site.add_person("Rita", "sales_representative")};
    ASSERT_OK(world.fill());
    http::Client ada = site.administrator();
    const auto sizes = [&](std::string next, const std::string& prefer) {
        std::vector<std::size_t> found;
        while (next != "missing" && found.size() < 20) {
            const auto page = parsed(ada.get("/api/v1/" + next, {{"prefer", prefer}}));
            found.push_back(page.at("value").as_array().size());
            next = text_at(page, "/@odata.nextLink");
        }
        return found;
    };
    using Sizes = std::vector<std::size_t>;
    EXPECT_EQ(sizes("leads?$top=7", ""), Sizes{7});
    EXPECT_EQ(sizes("leads?$top=7&$orderby=name", "maxpagesize=3"), (Sizes{3, 3, 1}));
    EXPECT_EQ(sizes("leads?$top=6", "odata.maxpagesize=3"), (Sizes{3, 3}));
    EXPECT_EQ(sizes("leads/$ref?$top=5", "maxpagesize=3"), (Sizes{3, 2}));
    EXPECT_EQ(sizes("leads/$ref?$top=0", ""), Sizes{0});
    const std::size_t all = static_cast<std::size_t>(kRows);
    EXPECT_EQ(sizes("leads?$top=99999999999999999999", ""), Sizes{all});
}

}  // namespace
}  // namespace clientela
