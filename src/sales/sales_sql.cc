// SPDX-License-Identifier: Apache-2.0
// SQL of the rules of sales.
#include "sales/sales_sql.h"

namespace clientela::sales {

namespace {

Result<std::optional<Stage>> one_stage(db::Transaction& tx, const db::Sql& sql) {
    std::optional<Stage> stage;
    TRY(tx.query(sql, [&](const db::Row& row) {
        stage = Stage{Id{row.integer(0)},
                      Id{row.integer(1)},
                      std::string(row.text(2)),
                      std::string(row.text(3)),
                      row.integer(4),
                      row.is_null(5) ? "" : std::string(row.text(5)),
                      row.boolean(6)};
    }));
    return stage;
}

constexpr std::string_view kStage =
    "select id, pipeline_id, name, kind, probability, required_fields, deleted_at is not null "
    "from stage where ";

Result<std::string> one_text(db::Transaction& tx, const db::Sql& sql) {
    std::string text;
    TRY(tx.query(sql, [&](const db::Row& row) {
        if (!row.is_null(0)) text = std::string(row.text(0));
    }));
    return text;
}

Result<std::int64_t> one_number(db::Transaction& tx, const db::Sql& sql) {
    std::int64_t number = 0;
    TRY(tx.query(sql, [&](const db::Row& row) { number = row.is_null(0) ? 0 : row.integer(0); }));
    return number;
}

}  // namespace

Result<std::optional<Stage>> find_stage(db::Transaction& tx, Id stage) {
    return one_stage(tx, {std::string(kStage) + "id = ?", {stage.value}});
}

Result<std::optional<Stage>> first_open_stage(db::Transaction& tx, Id pipeline) {
    return one_stage(
        tx, {std::string(kStage) + "pipeline_id = ? and kind = 'open' and deleted_at is null"
                                   " order by position, id limit 1",
             {pipeline.value}});
}

Result<Id> default_pipeline(db::Transaction& tx) {
    const std::int64_t id = TRY(one_number(
        tx, {"select id from pipeline where deleted_at is null and active = ?"
             " order by case when is_default = ? then 0 else 1 end, position, id limit 1",
             {true, true}}));
    return Id{id};
}

Result<LineSum> sum_of_lines(db::Transaction& tx, Id opportunity) {
    LineSum sum;
    const db::Sql sql{
        "select count(*), cast(coalesce(sum(amount), 0) as bigint),"
        " coalesce(min(amount_currency), '') from opportunity_line"
        " where opportunity_id = ? and deleted_at is null",
        {opportunity.value}};
    TRY(tx.query(sql, [&](const db::Row& row) {
        sum = {row.integer(0), row.integer(1), std::string(row.text(2))};
    }));
    return sum;
}

Result<std::int64_t> split_of_others(db::Transaction& tx, Id opportunity, Id except) {
    return one_number(tx, {"select cast(coalesce(sum(split_percent), 0) as bigint) from"
                           " opportunity_member where opportunity_id = ? and id <> ? and"
                           " deleted_at is null",
                           {opportunity.value, except.value}});
}

Result<std::string> currency_of(db::Transaction& tx, Id opportunity) {
    return one_text(tx,
                    {"select amount_currency from opportunity where id = ?", {opportunity.value}});
}

Result<Id> account_of(db::Transaction& tx, Id opportunity) {
    return Id{TRY(
        one_number(tx, {"select account_id from opportunity where id = ?", {opportunity.value}}))};
}

Result<std::string> product_name(db::Transaction& tx, Id product) {
    return one_text(tx, {"select name from product where id = ?", {product.value}});
}

Result<std::optional<Money>> list_price(db::Transaction& tx, Id product) {
    std::optional<Money> price;
    TRY(tx.query({"select list_price, list_price_currency from product where id = ? and list_price "
                  "is not null",
                  {product.value}},
                 [&](const db::Row& row) {
                     price = Money{row.integer(0), std::string(row.text(1))};
                 }));
    return price;
}

}  // namespace clientela::sales
