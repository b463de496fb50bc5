// SPDX-License-Identifier: Apache-2.0
// Which index every shape of a list takes, on skewed data: one seller owns half of all
// opportunities, a team has one in a hundred, another seller one in ten thousand. A plan that
// reads the whole table for a page of fifty is a list that dies with the company's success.
#include <algorithm>
#include <functional>

#include <gtest/gtest.h>

#include "access/load_principal.h"
#include "app/site.h"
#include "record/read.h"
#include "record/save.h"
#include "schema/layout.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

constexpr int kDoublings = 15;
constexpr std::int64_t kRows = 1LL << kDoublings;
constexpr std::int64_t kIdStep = 10'000'000'000'000;  // far beyond the ids that are made meanwhile

// Passes everything on and remembers what was asked.
class Listening final : public db::Transaction {
public:
    explicit Listening(db::Transaction& tx) : tx_(tx) {}
    db::Dialect dialect() const override { return tx_.dialect(); }
    Result<void> query(const db::Sql& sql, const db::OnRow& on_row) override {
        asked.push_back(sql);
        return tx_.query(sql, on_row);
    }
    Result<std::int64_t> execute(const db::Sql& sql) override { return tx_.execute(sql); }
    Result<void> nested(const std::function<Result<void>()>& work) override {
        return tx_.nested(work);
    }
    std::vector<db::Sql> asked;

private:
    db::Transaction& tx_;
};

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

class Skewed {
public:
    explicit Skewed(const std::string& location) {
        auto opened = app::open_site(location);
        EXPECT_OK(opened);
        site_ = std::move(*opened);
        EXPECT_OK(site_->store->write([this](db::Transaction& tx) { return fill(tx); }));
    }

    // What PostgreSQL does by itself, and an administrator of SQLite may have done.
    void take_statistics() {
        EXPECT_OK(site_->store->migrate([](db::Transaction& tx) -> Result<void> {
            TRY(tx.execute({"analyze", {}}));
            return {};
        }));
    }

    // The plans of everything that reading one page as that person asks of the table.
    std::vector<std::string> plans(Id person, const record::Query& wanted) {
        std::vector<std::string> found;
        EXPECT_OK(site_->store->read([&](db::Transaction& tx) -> Result<void> {
            const access::Principal principal =
                person ? TRY(access::load_principal(tx, schema(), person))
                       : access::Principal::system("test");
            Listening listening(tx);
            record::Context context =
                api::context_for(*site_->application, listening, principal, "test");
            record::Query query = wanted;
            query.object = &opportunities();
            TRY(record::list(context, query));
            for (const db::Sql& sql : listening.asked) {
                if (sql.text.find("opportunity") != std::string::npos)
                    found.push_back(TRY(plan_of(tx, sql)) + "    of " + sql.text);
            }
            return {};
        }));
        EXPECT_FALSE(found.empty());
        return found;
    }

    record::Query filtered(const std::string& text) {
        record::Query query;
        auto filter = filter::parse_and_bind(text, schema(), opportunities());
        EXPECT_OK(filter);
        query.filter = std::move(*filter);
        return query;
    }
    record::Query sorted(const char* field) {
        record::Query query;
        query.sort = {{{&opportunities().field(field)}, false, {}}};
        return query;
    }

    const schema::Schema& schema() const { return *site_->application->schema; }
    const schema::Object& opportunities() const { return schema().get("opportunities"); }

    Id half;     // owns half of everything
    Id manager;  // of a team with one in a hundred
    Id few;      // owns one in ten thousand
    Id account;

private:
    Result<Id> add(record::Context& context, const char* object,
                   const std::vector<std::pair<const char*, Value>>& values) {
        record::Draft draft;
        for (const auto& [field, value] : values)
            draft.set(schema().get(object).field(field), value);
        return TRY(record::save(context, schema().get(object), draft)).id;
    }

    Result<Id> role(db::Transaction& tx, const std::string& name) {
        Id found;
        TRY(tx.query({"select id from role where name = ?", {name}},
                     [&](const db::Row& row) { found = Id{row.integer(0)}; }));
        return found;
    }

    Result<void> fill(db::Transaction& tx) {
        const access::Principal system = access::Principal::system("test");
        record::Context context = api::context_for(*site_->application, tx, system, "test");
        const auto text = [](const char* value) { return Value{std::string(value)}; };
        const Id team = TRY(add(context, "teams", {{"name", text("Pequeño")}}));
        const Id seller = TRY(role(tx, "sales_representative"));
        const Id leader = TRY(role(tx, "sales_manager"));
        half = TRY(add(context, "users", {{"name", text("Mitad")}, {"role_id", seller}}));
        few = TRY(add(context, "users", {{"name", text("Pocas")}, {"role_id", seller}}));
        manager = TRY(add(context, "users",
                          {{"name", text("Jefa")}, {"role_id", leader}, {"team_id", team}}));
        account = TRY(add(context, "accounts", {{"name", text("Cliente")}}));
        TRY(add(context, "opportunities",
                {{"name", text("Venta")}, {"account_id", account}, {"owner_id", Value{}}}));
        TRY(multiply(tx));
        const auto give = [&](const char* column, Id id, std::int64_t each,
                              std::int64_t rest) -> Result<void> {
            TRY(tx.execute(
                {std::string("update opportunity set ") + column + " = ? where (id / ?) % ? = ?",
                 {id.value, kIdStep, each, rest}}));
            return {};
        };
        TRY(give("owner_id", half, 2, 0));
        TRY(give("team_id", team, 100, 1));
        TRY(give("owner_id", few, 10'000, 3));
        return {};
    }

    // Copies all rows with other ids, again and again.
    Result<void> multiply(db::Transaction& tx) {
        const schema::Layout layout = schema::layout_of(schema());
        std::vector<std::string> columns;
        std::vector<std::string> copied;
        for (const schema::Column& column : layout.find_table("opportunity")->columns) {
            if (column.name == "number") continue;  // unique
            columns.push_back(column.name);
            const bool moves = column.name == "id";
            copied.push_back(moves ? column.name + " + ?" : column.name);
        }
        for (int i = 0; i < kDoublings; ++i) {
            TRY(tx.execute({"insert into opportunity (" + joined(columns) + ") select " +
                                joined(copied) + " from opportunity",
                            {(1LL << i) * kIdStep}}));
        }
        return {};
    }

    static Result<std::string> plan_of(db::Transaction& tx, const db::Sql& sql) {
        const bool sqlite = tx.dialect() == db::Dialect::sqlite;
        std::string plan;
        TRY(tx.query(
            {(sqlite ? "explain query plan " : "explain ") + sql.text, sql.args},
            [&](const db::Row& row) { plan.append(row.text(sqlite ? 3 : 0)).push_back('\n'); }));
        return plan;
    }

    std::unique_ptr<app::Site> site_;
};

// A step that reads the table from one end to the other, in no useful order.
bool reads_everything(const std::string& plan) {
    // The share of what somebody sees is counted up to a tenth of the table, in any order.
    if (plan.find("of select count(*) from (select 1") != std::string::npos) return false;
    if (plan.find("Seq Scan on opportunity ") != std::string::npos) return true;
    const std::size_t scan = plan.find("SCAN t");
    return scan != std::string::npos && plan.compare(scan, 12, "SCAN t USING") != 0;
}

bool sorts(const std::string& plan) {
    return plan.find("USE TEMP B-TREE FOR ORDER BY") != std::string::npos ||
           plan.find("Sort Key") != std::string::npos;
}

void expect_pages_by_index(Skewed& skewed) {
    const std::string account = "account_id eq '" + to_string(skewed.account) + "'";
    const std::vector<std::pair<std::string, record::Query>> shapes{
        {"newest", {}},
        {"by name", skewed.sorted("name")},
        {"of one number", skewed.filtered("number eq 'N-1'")},
        {"of one seller", skewed.filtered("owner_id eq '" + to_string(skewed.few) + "'")},
    };
    for (const auto& [name, query] : shapes) {
        for (const Id person : {Id{}, skewed.half, skewed.manager, skewed.few}) {
            for (const std::string& plan : skewed.plans(person, query))
                EXPECT_FALSE(reads_everything(plan)) << name << ":\n" << plan;
        }
    }
}

void expect_walks(Skewed& skewed) {
    for (const char* field : {"name", "expected_close_on", "amount"}) {
        for (const std::string& plan : skewed.plans({}, skewed.sorted(field)))
            EXPECT_FALSE(sorts(plan)) << field << ":\n" << plan;
    }
    for (const std::string& plan : skewed.plans({}, {}))
        EXPECT_FALSE(sorts(plan)) << plan;
}

STORE_TEST(Plans, nobody_reads_the_table_for_a_page) {
    Skewed skewed(fresh_location());
    if (!on_postgres()) expect_pages_by_index(skewed);
    skewed.take_statistics();
    expect_pages_by_index(skewed);
}

STORE_TEST(Plans, sorted_lists_of_who_sees_all_walk_along_an_index) {
    Skewed skewed(fresh_location());
    if (!on_postgres()) expect_walks(skewed);
    skewed.take_statistics();
    expect_walks(skewed);
}

}  // namespace
}  // namespace clientela
