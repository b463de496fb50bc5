// SPDX-License-Identifier: Apache-2.0
// forecast: the roll-up after one opportunity changed, against adding all of them up. The rows that
// the roll-up reads are counted, here and with a tenth of the opportunities: they must not grow
// with them.
#include <cstdio>

#include "app/site.h"
#include "benchmarks.h"
#include "raw_sqlite.h"
#include "record/save.h"
#include "sales/forecast.h"

namespace clientela::bench {
namespace {

// Rows read with ten times as many opportunities. The sums per team, month and stage are limited in
// number; a tenth of the data leaves some of them empty still.
constexpr double kGrowthAtMost = 1.25;

// Passes everything on and counts the rows that come back.
class CountingTransaction final : public db::Transaction {
public:
    explicit CountingTransaction(db::Transaction& inner) : inner_(inner) {}
    db::Dialect dialect() const override { return inner_.dialect(); }
    Result<void> query(const db::Sql& sql, const db::OnRow& on_row) override {
        return inner_.query(sql, [&](const db::Row& row) {
            ++rows_;
            on_row(row);
        });
    }
    Result<std::int64_t> execute(const db::Sql& sql) override { return inner_.execute(sql); }
    Result<void> nested(const std::function<Result<void>()>& work) override {
        return inner_.nested(work);
    }
    std::int64_t rows() const { return rows_; }

private:
    db::Transaction& inner_;
    std::int64_t rows_ = 0;
};

struct RollUp {
    double milliseconds = 0;  // of CPU
    double rows = 0;
};

void change_one(app::Site& site, std::int64_t number, std::int64_t amount) {
    const access::Principal system = access::Principal::system("benchmark");
    check(site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "benchmark");
        const schema::Object& object = context.schema.get("opportunities");
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = Id{opportunity_id(number)};
        draft.set(object.field("amount"), Money{amount, "EUR"});
        TRY(record::save(context, object, draft));
        return {};
    }),
          "change of an opportunity");
}

RollUp roll_up(app::Site& site) {
    const access::Principal system = access::Principal::system("benchmark");
    RollUp result;
    check(site.store->read([&](db::Transaction& tx) -> Result<void> {
        CountingTransaction counting(tx);
        record::Context context =
            api::context_for(*site.application, counting, system, "benchmark");
        const double before = thread_cpu_seconds();
        TRY(sales::load_forecast(context, {}));
        result.milliseconds = (thread_cpu_seconds() - before) * 1e3;
        result.rows = static_cast<double>(counting.rows());
        return {};
    }),
          "forecast");
    return result;
}

RollUp after_changes(const std::string& store, int rounds) {
    Result<std::unique_ptr<app::Site>> site = app::open_site(store);
    if (!site.ok()) stop("cannot open " + store);
    roll_up(**site);  // warm up
    std::vector<double> times, rows;
    for (int round = 0; round < rounds; ++round) {
        change_one(**site, round, 100'000 + round);
        const RollUp once = roll_up(**site);
        times.push_back(once.milliseconds);
        rows.push_back(once.rows);
    }
    return {median(times), median(rows)};
}

double add_all_up(const std::string& store, int rounds) {
    RawDatabase database(store);
    RawStatement sums(
        database,
        "select territory_id, team_id, owner_id, stage_id, amount_currency, count(*), "
        "sum(amount), sum(weighted) from opportunity where deleted_at is null "
        "group by 1, 2, 3, 4, 5");
    sums.done();
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        const double before = thread_cpu_seconds();
        sums.done();
        times.push_back((thread_cpu_seconds() - before) * 1e3);
    }
    return median(times);
}

}  // namespace

Measure forecast(const Surroundings& around, double budget) {
    const RollUp large = after_changes(around.store, around.rounds);
    const RollUp small = after_changes(around.small_store, around.rounds);
    Measure measure = against("forecast", "ms CPU", large.milliseconds,
                              add_all_up(around.store, around.rounds), budget);
    measure.more = {{"rows_read", large.rows}, {"rows_read_of_a_tenth", small.rows}};
    if (large.rows > small.rows * kGrowthAtMost) measure.ok = false;
    return measure;
}

}  // namespace clientela::bench
