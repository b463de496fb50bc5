// SPDX-License-Identifier: Apache-2.0
// The text of the SQL, so that a change of its shape is seen: indexes depend on it.

#include <algorithm>

#include <gtest/gtest.h>

#include "filter/filter.h"
#include "tests/filter_source.h"
#include "tests/store_fixture.h"

namespace clientela::filter {
namespace {

std::string sql_of(std::string_view text, db::Dialect dialect, bool guarded = false) {
    const auto& cases = filter_cases();
    const auto made = parse_and_bind(text, cases.schema, cases.schema.get("accounts"));
    if (!made.ok()) return made.error().message.key;
    CompileOptions options = filter_case_options(dialect, "Europe/Madrid");
    if (guarded) {
        options.visible = [](const schema::Object&, const std::string& alias, std::string_view) {
            return db::Sql{alias + ".owner_id = ?", {std::int64_t{7}}};
        };
    }
    const auto sql = compile(*made, options);
    if (!sql.ok()) return sql.error().message.key;
    EXPECT_EQ(static_cast<std::size_t>(std::count(sql->text.begin(), sql->text.end(), '?')),
              sql->args.size());
    return sql->text;
}

std::string sqlite(std::string_view text) { return sql_of(text, db::Dialect::sqlite); }

std::string postgres(std::string_view text) { return sql_of(text, db::Dialect::postgres); }

TEST(FilterSql, keeps_plain_comparisons_for_indexes) {
    for (const db::Dialect dialect : {db::Dialect::sqlite, db::Dialect::postgres}) {
        EXPECT_EQ(sql_of("name eq 'x' and employees gt 3", dialect),
                  "t.name = ? and t.employees > ?");
        EXPECT_EQ(sql_of("name ne 'x'", dialect), "(t.name = ?) is not true");
        EXPECT_EQ(sql_of("name eq null", dialect), "t.name is null");
        EXPECT_EQ(sql_of("owner_id in ('00000000000E1','00000000000E2')", dialect),
                  "t.owner_id in (?, ?)");
        EXPECT_EQ(sql_of("startswith(name,'ab')", dialect), "(t.name >= ? and t.name < ?)");
        EXPECT_EQ(sql_of("date(met_at) eq 2026-11-24", dialect),
                  "(t.met_at >= ? and t.met_at < ?)");
        EXPECT_EQ(sql_of("year(founded_on) eq 2026", dialect),
                  "(t.founded_on >= ? and t.founded_on < ?)");
        EXPECT_EQ(sql_of("active and not (employees gt 3 or employees lt 1)", dialect),
                  "t.active = true and (t.employees > ? or t.employees < ?) is not true");
        EXPECT_EQ(sql_of("discount eq 1.005", dialect), "1 = 0");
        EXPECT_EQ(sql_of("clientela.below(territory_id,'00000000000T2')", dialect),
                  "t.territory_id in (?, ?)");
    }
}

TEST(FilterSql, a_beginning_ends_before_the_next_character) {
    const auto bounds = [](const std::string& prefix) {
        const auto& cases = filter_cases();
        const auto made = parse_and_bind("startswith(name,'" + prefix + "')", cases.schema,
                                         cases.schema.get("accounts"));
        EXPECT_OK(made);
        const auto sql = compile(*made, filter_case_options(db::Dialect::sqlite, "Europe/Madrid"));
        EXPECT_OK(sql);
        std::vector<std::string> texts;
        for (const db::Bind& bind : sql->args)
            texts.push_back(std::get<std::string>(bind));
        return texts;
    };
    using Texts = std::vector<std::string>;
    EXPECT_EQ(bounds("ab"), (Texts{"ab", "ac"}));
    EXPECT_EQ(bounds("¿"), (Texts{"¿", "À"}));
    EXPECT_EQ(bounds("aÿ"), (Texts{"aÿ", "aĀ"}));
    EXPECT_EQ(bounds("a\x7F"), (Texts{"a\x7F", "a\xC2\x80"}));
    EXPECT_EQ(bounds("\xED\x9F\xBF"), (Texts{"\xED\x9F\xBF", "\xEE\x80\x80"}));
    EXPECT_EQ(bounds("\xEF\xBF\xBF"), (Texts{"\xEF\xBF\xBF", "\xF0\x90\x80\x80"}));
    EXPECT_EQ(bounds("b\xF4\x8F\xBF\xBF"), (Texts{"b\xF4\x8F\xBF\xBF", "c"}));
}

TEST(FilterSql, differs_between_stores_only_where_they_do) {
    EXPECT_EQ(sqlite("contains(name,'x')"), "instr(t.name, ?) > 0");
    EXPECT_EQ(postgres("contains(name,'x')"), "strpos(t.name, cast(? as text)) > 0");
    EXPECT_EQ(sqlite("employees eq rank"), "t.employees is t.rank");
    EXPECT_EQ(postgres("employees eq rank"), "t.employees is not distinct from t.rank");
    EXPECT_EQ(sqlite("employees div rank gt 2"), "(t.employees / nullif(t.rank, 0)) > ?");
    EXPECT_EQ(postgres("employees div rank gt 2"),
              "div(cast(t.employees as numeric), nullif(cast(t.rank as numeric), 0)) > ?");
    EXPECT_EQ(sqlite("hour(met_at) eq 3"), "clientela_local_part(t.met_at, ?, 'hour') = ?");
    EXPECT_EQ(postgres("met_at gt now() sub duration'P1D'"),
              "t.met_at > (cast(? as timestamptz) + cast(? as bigint) * interval '1 millisecond')");
}

TEST(FilterSql, paths_and_lambdas_see_only_living_and_visible_rows) {
    const db::Dialect dialect = db::Dialect::sqlite;
    EXPECT_EQ(
        sql_of("owner/name gt 'M'", dialect, true),
        "exists (select 1 from \"app_user\" f1 where f1.id = t.owner_id and f1.deleted_at is null "
        "and (f1.owner_id = ?) and f1.name > ?)");
    EXPECT_EQ(
        sql_of("territory/name eq 'Norte'", dialect, true),
        "t.territory_id in (select f1.id from \"territory\" f1 where f1.deleted_at is null and "
        "(f1.owner_id = ?) and f1.name = ?)");
    EXPECT_EQ(
        sql_of("parent/parent/employees add 1 gt 3", dialect, true),
        "((select f2.employees from \"account\" f1 join \"account\" f2 on f2.id = f1.parent_id and "
        "f2.deleted_at is null and (f2.owner_id = ?) where f1.id = t.parent_id and "
        "f1.deleted_at is null and (f1.owner_id = ?)) + ?) > ?");
    EXPECT_EQ(
        sql_of("contacts/all(c:c/age ge 18)", dialect, true),
        "not exists (select 1 from \"contact\" f1 where f1.account_id = t.id and f1.deleted_at is "
        "null and (f1.owner_id = ?) and (f1.age >= ?) is not true)");
    EXPECT_EQ(
        sql_of("classifications/any(k:k/name eq 'VIP')", dialect, true),
        "exists (select 1 from account_classification f2 join \"classification\" f1 on f1.id = "
        "f2.classification_id where f2.account_id = t.id and f1.deleted_at is null and "
        "(f1.owner_id = ?) and (f1.name = ?))");
    EXPECT_EQ(
        sql_of("contacts/$count gt 1", dialect, true),
        "(select count(*) from \"contact\" f1 where f1.account_id = t.id and f1.deleted_at is null "
        "and (f1.owner_id = ?)) > ?");
}

TEST(FilterSql, compares_money_in_the_minor_unit_of_each_currency) {
    const std::string text = sqlite("revenue gt 5");
    EXPECT_TRUE(text.starts_with("t.revenue > case when t.revenue_currency in ('")) << text;
    EXPECT_NE(text.find("'JPY'"), std::string::npos);
    EXPECT_TRUE(text.ends_with(" else ? end")) << text;
}

}  // namespace
}  // namespace clientela::filter
