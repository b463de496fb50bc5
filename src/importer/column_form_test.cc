// SPDX-License-Identifier: Apache-2.0
#include "importer/column_form.h"

#include <gtest/gtest.h>

#include <deque>

namespace clientela::importer {
namespace {

using schema::FieldType;

// Columns of one file; says how each is read: "cell=reading", or "cell~reading|other" where that is
// assumed.
class Columns {
public:
    explicit Columns(char delimiter) : watch_(context(), delimiter) {}
    Columns& of(FieldType type, std::vector<std::string> cells, std::int32_t scale = 0) {
        schema::Field& field = fields_.emplace_back();
        field.name = "x";
        field.type = type;
        field.scale = scale;
        cells_.push_back(std::move(cells));
        return *this;
    }
    std::string read() {
        std::vector<BoundColumn> columns;
        for (const schema::Field& field : fields_) {
            BoundColumn column;
            column.field = &field;
            column.cell = columns.size();
            columns.push_back(std::move(column));
        }
        watch_.add_open(columns);
        for (std::size_t row = 0; row < cells_[0].size(); ++row) {
            TableRow read;
            for (const auto& cells : cells_)
                read.cells.push_back(row < cells.size() ? cells[row] : "");
            watch_.see(read);
        }
        std::string text;
        const auto forms = watch_.settle();
        for (const ColumnForm& form : forms) {
            text += (text.empty() ? "" : " ") + form.cell + (form.assumed ? "~" : "=") +
                    form.read_as + (form.assumed ? "|" + form.otherwise : "");
        }
        const auto again = parse_forms(to_json(forms));
        EXPECT_EQ(again.size(), forms.size());
        EXPECT_EQ(to_json(again), to_json(forms));
        return text;
    }

private:
    static CellContext context() { return {"EUR", *Zone::find("Europe/Madrid")}; }

    FormWatch watch_;
    std::deque<schema::Field> fields_;
    std::vector<std::vector<std::string>> cells_;
};

std::string money(char delimiter, std::vector<std::string> cells) {
    return Columns(delimiter).of(FieldType::money, std::move(cells)).read();
}

std::string dates(std::vector<std::string> cells) {
    return Columns(';').of(FieldType::date, std::move(cells)).read();
}

TEST(NumberColumn, is_read_by_the_cells_that_leave_no_doubt) {
    EXPECT_EQ(money(';', {"1.234", "5", "1.234,56 €"}), "1.234,56 €=1234.56");
    EXPECT_EQ(money(';', {"1.234", "12.5"}), "12.5=12.5");
    EXPECT_EQ(money(',', {"12,5", "abc"}), "12,5=12.5");
    EXPECT_EQ(money(',', {"1.234.567"}), "1.234.567=1234567");
    EXPECT_EQ(money(';', {"1284", ""}), "");
    EXPECT_EQ(money(';', {"0.125"}), "0.125=0.125");
}

TEST(NumberColumn, odd_cell_does_not_turn_the_others) {
    EXPECT_EQ(money(';', {"1,50", "2,50", "3.50"}), "1,50=1.50");
    EXPECT_EQ(money(',', {"1.50", "2.50", "3,50"}), "1.50=1.50");
}

TEST(NumberColumn, with_two_readings_follows_the_field_or_the_separator_and_says_so) {
    EXPECT_EQ(money(',', {"1.234"}), "1.234~1234|1.234");  // money has two decimals
    EXPECT_EQ(money(';', {"1,234"}), "1,234~1234|1.234");
    const auto decimal = [](char delimiter, const char* cell) {
        return Columns(delimiter).of(FieldType::decimal, {cell}, 6).read();
    };
    EXPECT_EQ(decimal(';', "1.234"), "1.234~1234|1.234");
    EXPECT_EQ(decimal(',', "1.234"), "1.234~1.234|1234");
    EXPECT_EQ(decimal('\0', "1.234"), "1.234~1.234|1234");
    EXPECT_EQ(Columns('\0').of(FieldType::money, {"1.234"}).read(), "1.234~1.234|1234");
}

TEST(NumberColumn, with_two_readings_follows_the_other_columns) {
    EXPECT_EQ(Columns(';')
                  .of(FieldType::money, {"1.234", "5.678"})
                  .of(FieldType::decimal, {"0.5", "2.25"}, 2)
                  .read(),
              "1.234~1.234|1234 0.5=0.5");
    EXPECT_EQ(Columns(',')
                  .of(FieldType::decimal, {"1.234", "5.678"}, 6)
                  .of(FieldType::money, {"0,5", "2,25"})
                  .read(),
              "1.234~1234|1.234 0,5=0.5");
}

TEST(DateColumn, is_read_by_the_cells_that_leave_no_doubt) {
    EXPECT_EQ(dates({"1/3/2017", "20/10/2016"}), "1/3/2017=2017-03-01");
    EXPECT_EQ(dates({"10/20/2016", "3/1/2017"}), "10/20/2016=2016-10-20");
    EXPECT_EQ(dates({"31.12.24 10:30", "pronto"}), "31.12.24 10:30=2024-12-31");
    EXPECT_EQ(dates({"2024/12/31"}), "2024/12/31=2024-12-31");
    EXPECT_EQ(dates({"2017-03-01", "2017-03-02", "31/3/2017"}), "31/3/2017=2017-03-31");
    EXPECT_EQ(dates({"31/12/2025", "1-3-24", "2-3-24", "2025-05-01"}), "1-3-24=2024-03-01");
    EXPECT_EQ(dates({"abc", "31/02/2025", "7"}), "");
}

TEST(DateColumn, with_two_readings_follows_the_other_columns_or_begins_with_the_day) {
    EXPECT_EQ(dates({"1/3/2017"}), "1/3/2017~2017-03-01|2017-01-03");
    EXPECT_EQ(Columns(',')
                  .of(FieldType::date, {"1/3/2017", "2/3/2017"})
                  .of(FieldType::instant, {"12/31/2016 10:00", ""})
                  .read(),
              "1/3/2017~2017-01-03|2017-03-01 12/31/2016 10:00=2016-12-31");
}

}  // namespace
}  // namespace clientela::importer
