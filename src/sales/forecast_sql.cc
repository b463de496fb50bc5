// SPDX-License-Identifier: Apache-2.0
// Table forecast_cell: kept inside the transaction of every save, so it is exact at every moment.
#include "sales/forecast.h"

#include <algorithm>
#include <tuple>

#include "access/gather.h"
#include "db/append.h"
#include "sales/sales_sql.h"

namespace clientela::sales {
namespace {

using access::Branch;

constexpr int kOwnerCellsMax = 4000;  // beyond it the tree ends at the teams

enum class Level : std::int64_t { team = 0, owner = 1 };

Id id_at(const record::Record& record, std::string_view field) {
    const auto* id = std::get_if<Id>(&record.at(field));
    return id != nullptr ? *id : Id{};
}

// Month that an opportunity counts in: of its closing, or of the closing expected.
std::string month_of(const record::Record& record) {
    const auto* status = std::get_if<std::string>(&record.at("status"));
    const bool closed = status != nullptr && *status != "open";
    const auto* day = std::get_if<Date>(&record.at(closed ? "closed_on" : "expected_close_on"));
    return day != nullptr ? to_string(*day).substr(0, 7) : std::string();
}

struct Contribution {
    Id pipeline;
    ForecastCell cell;
};

std::optional<Contribution> contribution_of(const record::Record* record) {
    if (record == nullptr || !is_null(record->at("deleted_at"))) return std::nullopt;
    const auto* amount = std::get_if<Money>(&record->at("amount"));
    const auto* weighted = std::get_if<Money>(&record->at("weighted"));
    ForecastCell cell;
    cell.month = month_of(*record);
    cell.territory = id_at(*record, "territory_id");
    cell.team = id_at(*record, "team_id");
    cell.owner = id_at(*record, "owner_id");
    cell.stage = id_at(*record, "stage_id");
    cell.currency = amount != nullptr ? amount->currency : std::string();
    cell.count = 1;
    cell.amount = amount != nullptr ? amount->minor : 0;
    cell.weighted = weighted != nullptr ? weighted->minor : 0;
    return Contribution{id_at(*record, "pipeline_id"), cell};
}

bool same(const std::optional<Contribution>& left, const std::optional<Contribution>& right) {
    const auto parts = [](const Contribution& of) {
        return std::tie(of.pipeline, of.cell.month, of.cell.territory, of.cell.team, of.cell.owner,
                        of.cell.stage, of.cell.currency, of.cell.amount, of.cell.weighted);
    };
    if (!left || !right) return !left && !right;
    return parts(*left) == parts(*right);
}

Result<void> add_to_cell(record::Context& context, const Contribution& of, Level level,
                         std::int64_t sign) {
    const ForecastCell& cell = of.cell;
    const std::int64_t owner = level == Level::owner ? cell.owner.value : 0;
    TRY(context.tx.execute(
        {"insert into forecast_cell (pipeline_id, level, month, territory_id, team_id, owner_id, "
         "stage_id, "
         "currency, row_count, amount, weighted) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
         "on conflict (pipeline_id, level, month, territory_id, team_id, owner_id, stage_id, "
         "currency) do update "
         "set row_count = forecast_cell.row_count + excluded.row_count, amount = "
         "forecast_cell.amount + "
         "excluded.amount, weighted = forecast_cell.weighted + excluded.weighted",
         {of.pipeline.value, static_cast<std::int64_t>(level), cell.month, cell.territory.value,
          cell.team.value, owner, cell.stage.value, cell.currency, sign * cell.count,
          sign * cell.amount, sign * cell.weighted}}));
    return {};
}

std::string month_text(db::Dialect dialect) {
    const std::string day =
        "case when t.status = 'open' then t.expected_close_on else t.closed_on end";
    if (dialect == db::Dialect::postgres) return "coalesce(to_char(" + day + ", 'YYYY-MM'), '')";
    return "coalesce(substr(" + day + ", 1, 7), '')";
}

// Sums straight from the opportunities; `where` adds conditions on alias t.
std::string row_sums(db::Dialect dialect) {
    return "select " + month_text(dialect) +
           ", coalesce(t.territory_id, 0), coalesce(t.team_id, 0), coalesce(t.owner_id, 0), "
           "t.stage_id, "
           "coalesce(t.amount_currency, ''), count(*), cast(sum(coalesce(t.amount, 0)) as bigint), "
           "cast(sum(coalesce(t.weighted, 0)) as bigint) "
           "from opportunity t where t.deleted_at is null";
}

ForecastCell read_cell(const db::Row& row) {
    return {std::string(row.text(0)), Id{row.integer(1)}, Id{row.integer(2)},
            Id{row.integer(3)},       Id{row.integer(4)}, std::string(row.text(5)),
            row.integer(6),           row.integer(7),     row.integer(8)};
}

db::Sql month_range(const ForecastQuestion& question, const std::string& month) {
    db::Sql sql;
    if (!question.from_month.empty())
        append(sql, {" and " + month + " >= ?", {question.from_month}});
    if (!question.to_month.empty()) append(sql, {" and " + month + " <= ?", {question.to_month}});
    return sql;
}

Result<std::vector<ForecastCell>> kept_cells(record::Context& context,
                                             const ForecastQuestion& question, Level level,
                                             const db::Sql& visible, int limit = 0) {
    db::Sql sql{
        "select month, territory_id, team_id, owner_id, stage_id, currency, row_count, amount, "
        "weighted "
        "from forecast_cell t where pipeline_id = ? and level = ? and row_count <> 0",
        {question.pipeline.value, static_cast<std::int64_t>(level)}};
    append(sql, month_range(question, "month"));
    if (!visible.text.empty()) append(sql, {" and (" + visible.text + ")", visible.args});
    if (limit > 0) sql.text += " limit " + std::to_string(limit);
    std::vector<ForecastCell> cells;
    TRY(context.tx.query(sql, [&](const db::Row& row) { cells.push_back(read_cell(row)); }));
    return cells;
}

bool decided_by_cell(const Branch& branch) {
    const bool owner = branch.kind == Branch::Kind::owner && branch.column == "owner_id";
    return owner || branch.kind == Branch::Kind::team || branch.kind == Branch::Kind::territory;
}

// Opportunities seen for another reason than owner, team or territory: members, grants,
// originators. What is seen so leads to them, since a pipeline may hold nearly all there are.
Result<void> append_other_rows(record::Context& context, const ForecastQuestion& question,
                               const access::Visibility& by_cell, const access::Visibility& by_row,
                               std::vector<ForecastCell>& cells) {
    if (by_row.branches.empty()) return {};
    const db::Dialect dialect = context.tx.dialect();
    db::Sql sql{row_sums(dialect) + " and (t.pipeline_id = ?) is true", {question.pipeline.value}};
    append(sql, month_range(question, month_text(dialect)));
    const db::Sql wanted = access::gathered_condition(by_row, "t");
    append(sql, {" and " + wanted.text, wanted.args});
    if (!by_cell.branches.empty()) {
        const db::Sql already = access::visible_condition(by_cell, "t");
        append(sql, {" and not (" + already.text + ")", already.args});
    }
    sql.text += " group by 1, 2, 3, 4, 5, 6";
    return context.tx.query(sql, [&](const db::Row& row) { cells.push_back(read_cell(row)); });
}

struct SeenCells {
    std::vector<ForecastCell> cells;
    bool with_owners = true;
};

Result<SeenCells> seen_cells(record::Context& context, const ForecastQuestion& question) {
    const schema::Object& object = context.schema.get("opportunities");
    const access::Visibility all =
        access::visibility(context.principal, context.schema, object, access::Action::read);
    SeenCells seen;
    if (all.kind == access::Visibility::Kind::nothing) return seen;
    if (all.kind == access::Visibility::Kind::everything) {
        seen.cells = TRY(kept_cells(context, question, Level::owner, {}, kOwnerCellsMax + 1));
        if (seen.cells.size() <= kOwnerCellsMax) return seen;
        seen.with_owners = false;
        seen.cells = TRY(kept_cells(context, question, Level::team, {}));
        return seen;
    }
    access::Visibility by_cell = all;
    std::erase_if(by_cell.branches, [](const Branch& branch) { return !decided_by_cell(branch); });
    access::Visibility by_row = all;
    std::erase_if(by_row.branches, decided_by_cell);
    if (!by_cell.branches.empty()) {
        seen.cells = TRY(
            kept_cells(context, question, Level::owner, access::visible_condition(by_cell, "t")));
    }
    TRY(append_other_rows(context, question, by_cell, by_row, seen.cells));
    return seen;
}

StageKind kind_of(std::string_view text) {
    if (text == "won") return StageKind::won;
    return text == "lost" ? StageKind::lost : StageKind::open;
}

Result<std::vector<ForecastStage>> load_stages(record::Context& context, Id pipeline) {
    std::vector<ForecastStage> stages;
    TRY(context.tx.query({"select id, name, kind, probability from stage where pipeline_id = ? "
                          "order by position, id",
                          {pipeline.value}},
                         [&](const db::Row& row) {
                             stages.push_back({Id{row.integer(0)}, std::string(row.text(1)),
                                               kind_of(row.text(2)), row.integer(3)});
                         }));
    return stages;
}

Result<ForecastNames> load_names(record::Context& context) {
    ForecastNames names;
    TRY(context.tx.query(
        {"select id, coalesce(parent_id, 0), name from territory", {}}, [&](const db::Row& row) {
            names.territories[Id{row.integer(0)}] = {Id{row.integer(1)}, std::string(row.text(2))};
        }));
    TRY(context.tx.query({"select id, name from team", {}}, [&](const db::Row& row) {
        names.teams[Id{row.integer(0)}] = std::string(row.text(1));
    }));
    TRY(context.tx.query(
        {"select id, name from " + schema::quoted("user"), {}},
        [&](const db::Row& row) { names.owners[Id{row.integer(0)}] = std::string(row.text(1)); }));
    return names;
}

std::string choose_currency(const record::Context& context, const std::vector<ForecastCell>& cells,
                            const std::string& asked) {
    if (!asked.empty()) return asked;
    std::map<std::string, std::int64_t> counts;
    for (const ForecastCell& cell : cells) {
        if (!cell.currency.empty()) counts[cell.currency] += cell.count;
    }
    if (counts.empty() || counts.contains(context.company.currency))
        return context.company.currency;
    return std::max_element(
               counts.begin(), counts.end(),
               [](const auto& left, const auto& right) { return left.second < right.second; })
        ->first;
}

// Every cell as the opportunities themselves give it.
Result<std::vector<Contribution>> added_up(db::Transaction& tx) {
    std::vector<Id> pipelines;
    TRY(tx.query({"select id from pipeline", {}},
                 [&](const db::Row& row) { pipelines.push_back(Id{row.integer(0)}); }));
    const std::string sums =
        row_sums(tx.dialect()) + " and t.pipeline_id = ? group by 1, 2, 3, 4, 5, 6";
    std::vector<Contribution> wanted;
    for (const Id pipeline : pipelines) {
        TRY(tx.query({sums, {pipeline.value}}, [&](const db::Row& row) {
            wanted.push_back({pipeline, read_cell(row)});
        }));
    }
    return wanted;
}

Result<bool> is_kept(db::Transaction& tx, const Contribution& of) {
    bool kept = false;
    TRY(tx.query(
        {"select 1 from forecast_cell where pipeline_id = ? and level = 1 and month = ? and "
         "territory_id = ? and team_id = ? and owner_id = ? and stage_id = ? and currency = ? "
         "and row_count = ? and amount = ? and weighted = ?",
         {of.pipeline.value, of.cell.month, of.cell.territory.value, of.cell.team.value,
          of.cell.owner.value, of.cell.stage.value, of.cell.currency, of.cell.count, of.cell.amount,
          of.cell.weighted}},
        [&](const db::Row&) { kept = true; }));
    return kept;
}

Result<std::int64_t> count_different(db::Transaction& tx, const std::vector<Contribution>& wanted) {
    std::int64_t different = 0;
    for (const Contribution& of : wanted) {
        if (!TRY(is_kept(tx, of))) ++different;
    }
    std::int64_t kept = 0;
    TRY(tx.query({"select count(*) from forecast_cell where level = 1 and row_count <> 0", {}},
                 [&](const db::Row& row) { kept = row.integer(0); }));
    return different + std::max<std::int64_t>(0, kept - static_cast<std::int64_t>(wanted.size()));
}

// Sums by team are those by owner added up.
Result<std::int64_t> count_different_teams(db::Transaction& tx) {
    std::int64_t different = 0;
    TRY(tx.query({"select count(*) from (select 1 from forecast_cell group by pipeline_id, month, "
                  "territory_id, team_id, stage_id, currency having sum(case when level = 0 then "
                  "row_count else -row_count end) <> 0 or sum(case when level = 0 then amount else "
                  "-amount end) <> 0 or sum(case when level = 0 then weighted else -weighted end) "
                  "<> 0) d",
                  {}},
                 [&](const db::Row& row) { different = row.integer(0); }));
    return different;
}

}  // namespace

Result<void> look_at_forecast(verify::Examination& examination) {
    const std::vector<Contribution> wanted = TRY(added_up(examination.tx));
    examination.looked_at(static_cast<std::int64_t>(wanted.size()));
    const std::int64_t different =
        TRY(count_different(examination.tx, wanted)) + TRY(count_different_teams(examination.tx));
    if (different == 0) return {};
    examination.found("opportunities", {},
                      {"forecast.different", {{"cells", std::to_string(different)}}});
    return {};
}

Result<void> keep_forecast(record::Context& context, const record::Record* before,
                           const record::Record& after) {
    const auto past = contribution_of(before);
    const auto now = contribution_of(&after);
    if (same(past, now)) return {};
    for (const Level level : {Level::team, Level::owner}) {
        if (past) TRY(add_to_cell(context, *past, level, -1));
        if (now) TRY(add_to_cell(context, *now, level, 1));
    }
    return {};
}

Result<std::int64_t> rebuild_forecast(record::Context& context) {
    const std::vector<Contribution> wanted = TRY(added_up(context.tx));
    const std::int64_t different = TRY(count_different(context.tx, wanted));
    TRY(context.tx.execute({"delete from forecast_cell", {}}));
    for (const Contribution& of : wanted) {
        for (const Level level : {Level::team, Level::owner})
            TRY(add_to_cell(context, of, level, 1));
    }
    return different;
}

namespace {

// The forecast is made of these; whoever may not read one of them gets none.
Result<void> refuse_masked(const schema::Object& opportunities) {
    for (const char* name : {"amount", "weighted", "stage_id", "status", "expected_close_on",
                             "closed_on", "owner_id", "team_id", "territory_id", "pipeline_id"}) {
        const schema::Field* field = opportunities.find_field(name);
        if (field != nullptr && field->masked)
            return make_error(ErrorCode::forbidden, "forecast.masked");
    }
    return {};
}

}  // namespace

Result<Forecast> load_forecast(record::Context& context, const ForecastQuestion& asked) {
    TRY(refuse_masked(context.schema.get("opportunities")));
    ForecastQuestion question = asked;
    if (!question.pipeline) question.pipeline = TRY(default_pipeline(context.tx));
    const SeenCells seen = TRY(seen_cells(context, question));
    const std::vector<ForecastStage> stages = TRY(load_stages(context, question.pipeline));
    const ForecastNames names = TRY(load_names(context));
    Forecast forecast =
        roll_up(seen.cells, stages, names, choose_currency(context, seen.cells, question.currency),
                seen.with_owners);
    forecast.pipeline = question.pipeline;
    TRY(context.tx.query({"select name from pipeline where id = ?", {question.pipeline.value}},
                         [&](const db::Row& row) { forecast.pipeline_name = row.text(0); }));
    return forecast;
}

}  // namespace clientela::sales
