// SPDX-License-Identifier: Apache-2.0
// Random conditions over random records: the text of a tree reads back as the same tree, and the
// evaluator and both stores find the same records. RapidCheck prints the seed of a failure.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "filter/filter.h"
#include "filter/node.h"
#include "tests/filter_source.h"
#include "tests/same_tree.h"
#include "tests/store_fixture.h"

namespace clientela::filter {
namespace {

constexpr const char* kTexts[] = {"zeta", "Zeta",    "Ñandú", "ñandú", "",  "a%b_c",
                                  "José", "日本語😀", "M",     "¿Qué?", "aÿ"};

std::string any_of(std::initializer_list<const char*> choices) {
    return *rc::gen::elementOf(std::vector<std::string>(choices.begin(), choices.end()));
}

std::string text_literal() {
    return "'" +
           std::string(*rc::gen::elementOf(
               std::vector<const char*>(std::begin(kTexts), std::end(kTexts)))) +
           "'";
}

std::string number_literal() {
    const int whole = *rc::gen::inRange(-12, 13);
    return std::to_string(whole) + any_of({"", "", ".5", ".25", ".005"});
}

std::string text_value(int depth) {
    switch (*rc::gen::inRange(0, depth > 0 ? 9 : 4)) {
        case 0:
        case 1: return any_of({"name", "note", "kind"});
        case 2:
            return any_of({"owner/name", "parent/name", "parent/owner/name", "revenue/currency"});
        case 3: return text_literal();
        case 4: return "tolower(" + text_value(depth - 1) + ")";
        case 5: return "toupper(" + text_value(depth - 1) + ")";
        case 6: return "clientela.fold(" + text_value(depth - 1) + ")";
        case 7: return "concat(" + text_value(depth - 1) + "," + text_value(depth - 1) + ")";
        default:
            return "substring(" + text_value(depth - 1) + "," +
                   any_of({"-1", "0", "1", "3", "rank"}) + any_of({"", ",0", ",2", ",employees"}) +
                   ")";
    }
}

std::string number_value(int depth) {
    switch (*rc::gen::inRange(0, depth > 0 ? 8 : 3)) {
        case 0: return any_of({"employees", "rank", "discount", "revenue"});
        case 1: return any_of({"parent/employees", "parent/discount", "contacts/$count", "rank"});
        case 2: return number_literal();
        case 3: return "length(" + text_value(depth - 1) + ")";
        case 4: return any_of({"round", "floor", "ceiling"}) + "(" + number_value(depth - 1) + ")";
        case 5:
            return "(" + number_value(depth - 1) + any_of({" add ", " sub "}) +
                   number_value(depth - 1) + ")";
        case 6:
            return "(" + any_of({"employees", "rank", "discount"}) +
                   any_of({" mul ", " div ", " divby ", " mod "}) +
                   any_of({"rank", "discount", "3", "-2", "0.5", "0"}) + ")";
        default: return "indexof(" + text_value(depth - 1) + "," + text_value(0) + ")";
    }
}

std::string moment_condition() {
    const std::string op = any_of({" eq ", " ne ", " gt ", " ge ", " lt ", " le "});
    switch (*rc::gen::inRange(0, 4)) {
        case 0:
            return "date(met_at)" + op + any_of({"2026-03-29", "2026-11-24", "founded_on", "null"});
        case 1: return "hour(met_at)" + op + std::to_string(*rc::gen::inRange(0, 24));
        case 2: return "founded_on" + op + any_of({"2026-03-29", "clientela.today()", "null"});
        default:
            return any_of({"year(founded_on)", "year(met_at)", "month(met_at)",
                           "day(parent/met_at)"}) +
                   op + any_of({"2026", "3", "29", "rank"});
    }
}

std::string condition(int depth) {
    const std::string op = any_of({" eq ", " ne ", " gt ", " ge ", " lt ", " le "});
    const int below = depth - 1;
    switch (*rc::gen::inRange(0, depth > 0 ? 13 : 7)) {
        case 0: return number_value(2) + op + number_value(2);
        case 1: return text_value(2) + op + text_value(2);
        case 2:
            return any_of({"contains", "startswith", "endswith"}) + "(" + text_value(2) + "," +
                   text_value(1) + ")";
        case 3: return number_value(1) + op + any_of({"null", "3", "-0.505", "12.5"});
        case 4: return number_value(1) + " in (3," + number_literal() + any_of({"", ",null"}) + ")";
        case 5: return any_of({"active", "parent/active", "active eq null", "active ne true"});
        case 6: return moment_condition();
        case 7:
        case 8: return "(" + condition(below) + " and " + condition(below) + ")";
        case 9: return "(" + condition(below) + " or " + condition(below) + ")";
        case 10: return "not (" + condition(below) + ")";
        case 11:
            return any_of({"children/any", "children/all", "parent/children/any"}) +
                   "(k:k/employees" + op + any_of({"rank", "3", "k/rank", "null"}) + " or " +
                   condition(below) + ")";
        default:
            return "contacts/" + any_of({"any", "all"}) + "(c:c/age" + op +
                   any_of({"18", "employees", "40"}) + ")";
    }
}

Value maybe(Value value) { return *rc::gen::inRange(0, 4) == 0 ? Value{} : value; }

Value random_value(const schema::Field& field) {
    const int small = *rc::gen::inRange(-12, 13);
    switch (field.type) {
        case schema::FieldType::integer: return maybe(std::int64_t{small});
        case schema::FieldType::decimal:
            return maybe(Decimal{*rc::gen::inRange(-1300, 1300), field.scale});
        case schema::FieldType::money:
            return maybe(Money{small * 250, any_of({"EUR", "JPY", "KWD"})});
        case schema::FieldType::boolean: return maybe(small > 0);
        case schema::FieldType::date: return maybe(Date{20'541 + small * 20});
        case schema::FieldType::instant:
            return maybe(Instant{1'774'746'000'000 + std::int64_t{small} * 1'800'000});
        case schema::FieldType::option:
            return maybe(any_of({"organisation", "household", "person"}));
        case schema::FieldType::string:
        case schema::FieldType::text: {
            const std::string quoted = text_literal();
            return maybe(quoted.substr(1, quoted.size() - 2));
        }
        case schema::FieldType::link:
            if (field.target == "users") return maybe(filter_case_id(any_of({"E1", "E2", "E3"})));
            if (field.target != "accounts") return {};
            return maybe(filter_case_id(any_of({"A1", "B1", "B2", "B3", "B9", "A7"})));
        default: return {};
    }
}

// The records of the cases and thirty random accounts.
FilterRecords random_records() {
    FilterRecords records = filter_cases().records;
    const schema::Object& object = filter_cases().schema.get("accounts");
    for (int i = 1; i <= 30; ++i) {
        FilterRecord record;
        for (const schema::Field& field : object.fields) {
            record.values.push_back(field.name == "deleted_at" ? Value{} : random_value(field));
        }
        record.values[0] = filter_case_id("B" + std::to_string(i));
        records["accounts"].push_back(std::move(record));
    }
    return records;
}

TEST(FilterProperty, printed_trees_read_back_as_they_were) {
    EXPECT_TRUE(rc::check([] {
        const std::string text = condition(4);
        const auto first = parse(text);
        if (!first.ok()) RC_DISCARD("beyond the limits");
        const auto second = parse(to_text(**first));
        RC_ASSERT(second.ok());
        RC_ASSERT(same_tree(**first, **second));
    }));
}

STORE_TEST(FilterProperty, store_finds_what_the_evaluator_finds) {
    const schema::Schema& schema = filter_cases().schema;
    db::Store& store = fresh_store();
    FilterRecords records;
    bool filled = false;
    EXPECT_TRUE(rc::check([&] {
        if (!filled) {
            records = random_records();
            RC_ASSERT(
                store
                    .migrate([&](db::Transaction& tx) { return create_filter_tables(tx, records); })
                    .ok());
            filled = true;
        }
        for (int i = 0; i < 10; ++i) {
            const std::string text = condition(3);
            const auto made = parse_and_bind(text, schema, schema.get("accounts"));
            if (!made.ok()) continue;  // too deep, too precise
            RC_LOG() << text << "\n";
            const auto expected = evaluated_matches(*made, "Europe/Madrid", records);
            for (const bool never_null : {false, true}) {
                const auto found =
                    selected_matches(store, *made, "Europe/Madrid", never_null, records);
                RC_ASSERT(found.ok());
                RC_ASSERT(*found == expected);
            }
        }
    }));
}

}  // namespace
}  // namespace clientela::filter
