// SPDX-License-Identifier: Apache-2.0
// Every way to learn of a record gives the same answer: in random companies, for random people,
// objects and filters, the list, its exact count, opening by id, search, the change feed and a walk
// over all pages with the right to export agree with each other and with the naive answer.
#include <cstdlib>
#include <functional>
#include <random>
#include <set>

#include "access/scopes.h"
#include "api/change_feed.h"
#include "record/read.h"
#include "record/shares.h"
#include "schema/migrate.h"
#include "search/find.h"
#include "search/index.h"
#include "tests/builtin_schema.h"
#include "tests/visibility_world.h"
#include "tests/workbench.h"

namespace clientela {
namespace {

using access::Action;
using Ids = std::set<std::int64_t>;

constexpr std::array<const char*, 8> kObjects{"accounts",      "contacts",   "leads",
                                              "opportunities", "activities", "contact_points",
                                              "products",      "views"};
constexpr int kQuestions = 120;

struct Company {
    std::shared_ptr<const schema::Schema> schema;
    record::Rules rules;
    record::Company company;
    IdSource ids{7};
    record::Shares shares;
    search::Vocabulary vocabulary;
    FixedClock clock{*parse_instant("2026-11-24T09:00:00Z")};

    Result<void> as(db::Store& store, const access::Principal& who,
                    const std::function<Result<void>(record::Context&)>& work) {
        const auto run = [&](db::Transaction& tx) -> Result<void> {
            record::Context context{
                tx,    *schema, who,         company,
                rules, ids,     clock.now(), company.zone.local(clock.now()).date,
                "test"};
            context.shares = &shares;
            return work(context);
        };
        return store.read(run, std::chrono::minutes(2));
    }
};

// Reads all pages.
Result<Ids> walk(record::Context& context, record::Query query, int page_size) {
    Ids ids;
    query.page_size = page_size;
    for (int page = 0; page < 1000; ++page) {
        const record::Page read = TRY(record::list(context, query));
        for (const record::Row& row : read.rows) {
            EXPECT_TRUE(ids.insert(row.record.id().value).second) << "a row came twice";
        }
        query.cursor = read.next;
        if (query.cursor.empty()) break;
    }
    return ids;
}

Result<Ids> opened(record::Context& context, const schema::Object& object,
                   const std::vector<WorldRow>& rows) {
    Ids ids;
    for (const WorldRow& row : rows) {
        const auto found = record::get(context, object, Id{row.id});
        if (found.ok()) {
            ids.insert(row.id);
        } else {
            EXPECT_EQ(found.error().code, ErrorCode::not_found);
        }
    }
    return ids;
}

Result<Ids> told_by_feed(record::Context& context, const schema::Object& object,
                         const std::vector<WorldRow>& rows) {
    std::vector<change::Entry> entries;
    for (const WorldRow& row : rows) {
        change::Entry entry;
        entry.object_id = object.id;
        entry.record = Id{row.id};
        entries.push_back(entry);
    }
    Ids ids;
    for (const change::Entry& entry : TRY(api::visible_entries(context, entries)))
        ids.insert(entry.record.value);
    return ids;
}

class Question {
public:
    Question(Company& company, const VisibilityWorld& world, std::uint64_t seed)
        : company_(company), world_(world), random_(seed) {}

    Result<void> ask(db::Store& store) {
        const auto& people = world_.people();
        const access::Principal& person = people[random_() % people.size()];
        const schema::Object& object = company_.schema->get(kObjects[random_() % kObjects.size()]);
        const std::string filter = some_filter(object);
        const int page_size = 1 + static_cast<int>(random_() % 40);
        SCOPED_TRACE(object.name + " user " + std::to_string(person.user.value) + " filter " +
                     filter);
        record::Query query;
        query.object = &object;
        if (!filter.empty())
            query.filter = TRY(filter::parse_and_bind(filter, *company_.schema, object));
        Ids matching;  // whoever may see them
        TRY(company_.as(store, access::Principal::system("test"),
                        [&](record::Context& context) -> Result<void> {
                            matching = TRY(walk(context, query, 200));
                            return {};
                        }));
        return company_.as(store, person, [&](record::Context& context) -> Result<void> {
            return compare(context, query, matching, page_size);
        });
    }

    int seen() const { return seen_; }
    int hidden() const { return hidden_; }

private:
    Result<void> compare(record::Context& context, const record::Query& query, const Ids& matching,
                         int page_size) {
        const schema::Object& object = *query.object;
        const std::vector<WorldRow>& rows = world_.rows(object.name);
        Ids naive;
        Ids exportable;
        for (const WorldRow& row : rows) {
            if (!matching.contains(row.id)) continue;
            if (world_.can(context.principal, object.name, row, Action::read)) naive.insert(row.id);
            if (world_.can(context.principal, object.name, row, Action::export_))
                exportable.insert(row.id);
        }
        const auto matched = [&](Ids ids) {
            std::erase_if(ids, [&](std::int64_t id) { return !matching.contains(id); });
            return ids;
        };
        EXPECT_EQ(TRY(walk(context, query, page_size)), naive) << "list";
        EXPECT_EQ(TRY(record::count(context, query)), static_cast<std::int64_t>(naive.size()));
        EXPECT_EQ(matched(TRY(opened(context, object, rows))), naive) << "by id";
        EXPECT_EQ(matched(TRY(told_by_feed(context, object, rows))), naive) << "change feed";
        record::Query taken_out = query;
        taken_out.action = Action::export_;
        EXPECT_EQ(TRY(walk(context, taken_out, 200)), exportable) << "export";
        TRY(search(context, query, naive));
        seen_ += static_cast<int>(naive.size());
        hidden_ += static_cast<int>(matching.size() - naive.size());
        return {};
    }

    // Every named row carries the word "palabra" and one of its own.
    Result<void> search(record::Context& context, const record::Query& query, const Ids& naive) {
        const schema::Object& object = *query.object;
        if (world_.rows(object.name).empty() ||
            world_.rows(object.name).front().text("name").empty())
            return {};
        record::Query searched = query;
        searched.restriction =
            TRY(search::search_restriction(context, company_.vocabulary, object, "palabra"));
        EXPECT_EQ(TRY(walk(context, searched, 200)), naive) << "$search";
        const std::vector<WorldRow>& rows = world_.rows(object.name);
        for (int i = 0; i < 5; ++i) {
            const WorldRow& row = rows[random_() % rows.size()];
            const auto hits =
                TRY(search::find(context, company_.vocabulary,
                                 search::understand("w" + std::to_string(row.id)), {&object}, 20));
            const bool found = std::any_of(hits.begin(), hits.end(), [&](const search::Hit& hit) {
                return hit.id.value == row.id;
            });
            EXPECT_EQ(found, world_.can(context.principal, object.name, row, Action::read))
                << "search " << row.id;
        }
        return {};
    }

    std::string some_id(const char* object) {
        const auto& rows = world_.rows(object);
        return "'" + to_string(Id{rows[random_() % rows.size()].id}) + "'";
    }

    std::string some_condition(const schema::Object& object) {
        std::vector<std::string> all{"id gt " + some_id("users"),
                                     "created_by_id eq " + some_id("users")};
        if (object.find_field("owner_id") != nullptr) {
            all.push_back("owner_id eq " + some_id("users"));
            all.emplace_back("owner_id ne null");
            all.push_back("team_id eq " + some_id("teams"));
            all.push_back("territory_id in (" + some_id("territories") + "," +
                          some_id("territories") + ")");
        }
        return all[random_() % all.size()];
    }

    std::string some_filter(const schema::Object& object) {
        switch (random_() % 5) {
            case 0: return {};
            case 1: return some_condition(object);
            case 2: return "not (" + some_condition(object) + ")";
            case 3: return some_condition(object) + " and not (" + some_condition(object) + ")";
            default: return some_condition(object) + " or " + some_condition(object);
        }
    }

    Company& company_;
    const VisibilityWorld& world_;
    std::mt19937_64 random_;
    int seen_ = 0;
    int hidden_ = 0;
};

STORE_TEST(Agreement, list_count_open_search_feed_and_export_give_the_same_records) {
    const char* given = std::getenv("CLIENTELA_SEED");
    const std::uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261122;
    std::cout << "agreement seed " << seed << "\n";
    Company company;
    auto loaded = load_builtin();
    ASSERT_OK(loaded);
    company.schema = *loaded;
    auto zone = Zone::find("Europe/Madrid");
    ASSERT_OK(zone);
    company.company.zone = *zone;
    auto& store = fresh_store();
    ASSERT_OK(schema::migrate(store, *company.schema));
    const VisibilityWorld world(*company.schema, seed);
    ASSERT_OK(world.write(store));
    ASSERT_OK(store.write([](db::Transaction& tx) { return access::rebuild_scopes(tx); }));
    ASSERT_OK(search::prepare(store, *company.schema));
    ASSERT_OK(search::rebuild(store, *company.schema));
    Question question(company, world, seed);
    for (int asked = 0; asked < kQuestions && !HasFailure(); ++asked)
        ASSERT_OK(question.ask(store));
    std::cout << "agreement: " << kQuestions << " questions, " << question.seen() << " rows seen, "
              << question.hidden() << " hidden\n";
    EXPECT_GT(question.seen(), 300);
    EXPECT_GT(question.hidden(), 300);
}

}  // namespace
}  // namespace clientela
