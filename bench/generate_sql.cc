// SPDX-License-Identifier: Apache-2.0
// Indexes are dropped while the rows come and made again afterwards; the sums of the forecast are
// added up by the product itself.
#include "generate.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "access/scopes.h"
#include "access/secret.h"
#include "app/site.h"
#include "base/random.h"
#include "base/text.h"
#include "raw_sqlite.h"
#include "sales/forecast.h"
#include "search/index.h"

namespace clientela::bench {
namespace {

constexpr std::int64_t kStart = 190'000'000'000LL << 22;  // ids of January 2026
constexpr std::int64_t kKind = 2'000'000'000LL << 22;     // between the kinds of record
constexpr std::int64_t kStep = 1LL << 12;
constexpr std::int64_t kNow = 1'790'000'000'000;
constexpr const char* kMark = "/benchmark";

std::int64_t place(std::int64_t kind, std::int64_t number) {
    return kStart + kind * kKind + number * kStep;
}

// The same numbers in every run.
std::uint64_t mix(std::uint64_t value) { return next_random(value); }

std::int64_t pick(std::int64_t number, std::uint64_t salt, std::int64_t below) {
    return static_cast<std::int64_t>(mix(static_cast<std::uint64_t>(number) * 64 + salt) %
                                     static_cast<std::uint64_t>(below));
}

std::int64_t owner_of(std::int64_t number) {
    return user_id(team_of(number) + kTeams * pick(number, 2, kUsers / kTeams));
}
std::int64_t territory_id(std::int64_t number) { return place(2, number); }

std::string day_text(std::int64_t year, std::int64_t month, std::int64_t day) {
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", static_cast<int>(year),
                  static_cast<int>(month), static_cast<int>(day));
    return text;
}

class IndexesAside {
public:
    IndexesAside(RawDatabase& database, const std::string& table) : database_(database) {
        RawStatement find(
            database,
            "select name, sql from sqlite_master where type = 'index' and sql is not null "
            "and tbl_name = '" +
                table + "'");
        std::vector<std::string> names;
        while (find.step()) {
            names.emplace_back(find.text(0));
            texts_.emplace_back(find.text(1));
        }
        find.reset();
        for (const std::string& name : names)
            database.run("drop index \"" + name + "\"");
    }
    void restore() {
        for (const std::string& text : texts_)
            database_.run(text);
    }

private:
    RawDatabase& database_;
    std::vector<std::string> texts_;
};

// version, created_at, updated_at, and who may see it.
void bind_common(RawStatement& row, std::int64_t number) {
    const std::int64_t changed = kNow - pick(number, 7, 40'000'000'000);
    row.bind(1).bind(changed - 1000).bind(changed);
    row.bind(owner_of(number))
        .bind(team_id(team_of(number)))
        .bind(territory_id(team_of(number) % kTerritories));
}

constexpr const char* kCommon = "version, created_at, updated_at, owner_id, team_id, territory_id";
constexpr const char* kCommonPlaces = "?, ?, ?, ?, ?, ?)";

constexpr const char* kTrades[] = {"Talleres", "Clínica", "Bodegas", "Asesoría",
                                   "Librería", "Óptica",  "Muebles", "Viveros"};
constexpr const char* kSurnames[] = {"García", "Núñez", "Íñiguez", "López", "Ávila",
                                     "Ortega", "Peña",  "Sáez",    "Ruiz",  "Vidal"};

std::string surname(std::int64_t number, std::uint64_t salt) {
    return kSurnames[pick(number, salt, 10)];
}

void add_accounts(RawDatabase& database, std::int64_t count) {
    IndexesAside indexes(database, "account");
    RawStatement row(
        database, std::string("insert into account (id, name, name_sort, kind, life_cycle, sector, "
                              "revenue, revenue_currency, employees, country, language, ") +
                      kCommon + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + kCommonPlaces);
    for (std::int64_t number = 0; number < count; ++number) {
        const std::string name = std::string(kTrades[pick(number, 3, 8)]) + " " +
                                 surname(number, 4) + " " + surname(number, 5) + " " +
                                 std::to_string(number);
        row.bind(account_id(number)).bind(name).bind(sort_key(name)).bind("organisation");
        row.bind(pick(number, 6, 10) < 3 ? "customer" : "prospect");
        row.bind(pick(number, 8, 4) == 0 ? "technology" : "software");
        row.bind(pick(number, 9, 900'000'000))
            .bind("EUR")
            .bind(1 + pick(number, 10, 500))
            .bind("ES")
            .bind("es");
        bind_common(row, number);
        row.done();
    }
    indexes.restore();
}

void add_contacts(RawDatabase& database, std::int64_t count) {
    IndexesAside indexes(database, "contact");
    IndexesAside link_indexes(database, "account_contact");
    RawStatement row(
        database, std::string("insert into contact (id, name, name_sort, first_name, last_name, ") +
                      kCommon + ") values (?, ?, ?, ?, ?, " + kCommonPlaces);
    RawStatement link(
        database,
        "insert into account_contact (id, account_id, contact_id, is_primary, version, "
        "created_at, updated_at) values (?, ?, ?, ?, 1, ?, ?)");
    for (std::int64_t number = 0; number < count; ++number) {
        const std::string last = surname(number, 11) + " " + surname(number, 12);
        const std::string first = "Ana " + std::to_string(number % 1000);
        row.bind(place(4, number))
            .bind(first + " " + last)
            .bind(sort_key(first + " " + last))
            .bind(first)
            .bind(last);
        bind_common(row, number / 2);
        row.done();
        link.bind(place(6, number))
            .bind(account_id(number / 2))
            .bind(place(4, number))
            .bind(number % 2);
        link.bind(kNow).bind(kNow).done();
    }
    indexes.restore();
    link_indexes.restore();
}

struct StageRow {
    std::int64_t id, pipeline;
    std::string kind;
    std::int64_t probability;
};

std::vector<StageRow> load_stages(RawDatabase& database) {
    std::vector<StageRow> stages;
    RawStatement find(
        database,
        "select id, pipeline_id, kind, coalesce(probability, 0) from stage order by position");
    while (find.step()) {
        stages.push_back(
            {find.integer(0), find.integer(1), std::string(find.text(2)), find.integer(3)});
    }
    return stages;
}

void add_opportunities(RawDatabase& database, std::int64_t count) {
    const std::vector<StageRow> stages = load_stages(database);
    IndexesAside indexes(database, "opportunity");
    RawStatement row(
        database,
        std::string("insert into opportunity (id, name, name_sort, account_id, pipeline_id, "
                    "stage_id, status, amount, amount_currency, probability, weighted, "
                    "weighted_currency, expected_close_on, closed_on, stage_since, ") +
            kCommon + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + kCommonPlaces);
    for (std::int64_t number = 0; number < count; ++number) {
        const StageRow& stage = stages[static_cast<std::size_t>(
            pick(number, 13, static_cast<std::int64_t>(stages.size())))];
        const std::int64_t amount = 100 * (100 + pick(number, 14, 90'000));
        const std::string day = day_text(2026, 1 + pick(number, 15, 12), 1 + pick(number, 16, 28));
        const std::string name = "Pedido " + std::to_string(number);
        row.bind(opportunity_id(number))
            .bind(name)
            .bind(sort_key(name))
            .bind(account_id(number * 2));
        row.bind(stage.pipeline).bind(stage.id).bind(stage.kind).bind(amount).bind("EUR");
        row.bind(stage.probability).bind(amount * stage.probability / 100).bind("EUR").bind(day);
        if (stage.kind == "open") {
            row.null();
        } else {
            row.bind(day);
        }
        row.bind(kNow);
        bind_common(row, number * 2);
        row.done();
    }
    indexes.restore();
}

void add_people(RawDatabase& database) {
    database.run(
        "insert into role (id, name, label_es, label_es_sort, label_en, rights, administers, "
        "position, version, "
        "created_at, updated_at) values (" +
        std::to_string(place(3, 0)) +
        ", 'benchmark_team', 'Equipo', '00', 'Team', "
        "'{\"accounts\":{\"read\":\"team\",\"create\":\"all\","
        "\"update\":\"team\"}}', 0, 99, 1, 0, 0)");
    RawStatement team(database,
                      "insert into team (id, name, name_sort, version, created_at, updated_at) "
                      "values (?, ?, ?, 1, 0, 0)");
    for (std::int64_t number = 0; number < kTeams; ++number) {
        const std::string name = "Equipo " + std::to_string(number);
        team.bind(team_id(number)).bind(name).bind(sort_key(name)).done();
    }
    RawStatement territory(
        database,
        "insert into territory (id, name, name_sort, version, created_at, updated_at) "
        "values (?, ?, ?, 1, 0, 0)");
    for (std::int64_t number = 0; number < kTerritories; ++number) {
        const std::string name = "Zona " + std::to_string(number);
        territory.bind(territory_id(number)).bind(name).bind(sort_key(name)).done();
    }
    // The administrator is in the last team; all others have the role that sees its team.
    RawStatement user(
        database,
        "insert into \"user\" (id, name, name_sort, email, role_id, team_id, language, active, "
        "version, created_at, updated_at) values (?, ?, ?, ?, case when ? then (select id from "
        "role where administers = 1 limit 1) else ? end, ?, 'es', 1, 1, 0, 0)");
    for (std::int64_t number = 0; number < kUsers; ++number) {
        const std::string name = "Persona " + std::to_string(number);
        user.bind(user_id(number))
            .bind(name)
            .bind(sort_key(name))
            .bind("p" + std::to_string(number) + "@example.com");
        user.bind(number == kUsers - 1 ? 1 : 0)
            .bind(place(3, 0))
            .bind(team_id(number % kTeams))
            .done();
    }
    RawStatement token(
        database,
        "insert into token (id, token_hash, user_id, name, created_at) values (?, ?, ?, ?, 0)");
    token.bind(place(7, 0))
        .bind(access::hash_secret(kAdministratorToken))
        .bind(user_id(kUsers - 1))
        .bind("b")
        .done();
    token.bind(place(7, 1))
        .bind(access::hash_secret(kTeamToken))
        .bind(user_id(kTeamUser))
        .bind("b")
        .done();
}

std::unique_ptr<app::Site> open(const std::string& directory) {
    Result<std::unique_ptr<app::Site>> site = app::open_site(directory);
    if (!site.ok())
        stop("cannot open the store: " + site.error().message.key + " " + site.error().detail);
    return std::move(site).value();
}

void add_sums(app::Site& site) {
    const access::Principal system = access::Principal::system("benchmark");
    check(site.store->write([&](db::Transaction& tx) -> Result<void> {
        record::Context context = api::context_for(*site.application, tx, system, "benchmark");
        TRY(access::rebuild_scopes(tx));
        TRY(sales::rebuild_forecast(context));
        return {};
    }),
          "sums of the forecast");
}

bool is_indexed(const std::string& directory, std::int64_t account) {
    RawDatabase database(directory);
    RawStatement find(database, "select 1 from search_account where rowid = ?");
    find.bind(account);
    return find.step();
}

}  // namespace

std::int64_t account_id(std::int64_t number) { return place(5, number); }
std::int64_t opportunity_id(std::int64_t number) { return place(8, number); }
std::int64_t user_id(std::int64_t number) { return place(0, number); }
std::int64_t team_id(std::int64_t team) { return place(1, team); }

std::int64_t team_of(std::int64_t number) {
    if (pick(number, 0, 1000) < 50) return 0;
    const std::int64_t along = pick(number, 1, 1000);
    return 1 + (kTeams - 1) * along * along / 1'000'000;
}

void ensure_store(const std::string& directory, const Fill& fill) {
    const std::string wanted = std::to_string(fill.accounts);
    std::string made;
    std::ifstream(directory + kMark) >> made;
    if (made == wanted) return;
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    open(directory).reset();  // tables, roles, a pipeline
    {
        RawDatabase database(directory);
        database.run("pragma synchronous=off; pragma journal_mode=off; pragma cache_size=-400000");
        database.run("begin");
        add_people(database);
        add_accounts(database, fill.accounts);
        add_contacts(database, fill.contacts());
        add_opportunities(database, fill.opportunities());
        database.run("commit");
        database.run("pragma journal_mode=wal");
    }
    const std::unique_ptr<app::Site> site = open(directory);
    add_sums(*site);
    std::ofstream(directory + kMark) << wanted;
}

void index_accounts(const std::string& directory, const Fill& fill) {
    constexpr std::int64_t kBatch = 5'000;
    if (is_indexed(directory, account_id(fill.accounts - 1))) return;
    const std::unique_ptr<app::Site> site = open(directory);
    const schema::Object& accounts = site->application->schema->get("accounts");
    for (std::int64_t first = 0; first < fill.accounts; first += kBatch) {
        std::vector<Id> ids;
        for (std::int64_t number = first; number < std::min(first + kBatch, fill.accounts);
             ++number)
            ids.emplace_back(Id{account_id(number)});
        check(site->store->write([&](db::Transaction& tx) -> Result<void> {
            return search::write_documents(tx, TRY(search::read_documents(tx, accounts, ids)));
        }),
              "full text of the accounts");
    }
}

}  // namespace clientela::bench
