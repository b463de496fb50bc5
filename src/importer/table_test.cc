// SPDX-License-Identifier: Apache-2.0
#include "importer/table.h"

#include <gtest/gtest.h>

#include <fstream>

namespace clientela::importer {
namespace {

namespace fs = std::filesystem;

class TableFile : public ::testing::Test {
protected:
    void TearDown() override { fs::remove_all(folder_); }

    fs::path write(const std::string& name, std::string_view content) {
        fs::create_directories(folder_);
        std::ofstream(folder_ / name, std::ios::binary) << content;
        return folder_ / name;
    }
    // Header and rows, cells joined by bars; broken rows as "!code".
    std::vector<std::string> read(const std::string& name, std::string_view content) {
        auto table = open_table(write(name, content));
        if (!table.ok()) return {"error " + table.error().message.key};
        std::vector<std::string> lines{join((*table)->columns())};
        TableRow row;
        for (;;) {
            auto more = (*table)->next(row);
            if (!more.ok()) {
                lines.push_back("error " + more.error().message.key);
                return lines;
            }
            if (!*more) return lines;
            lines.push_back(row.broken ? "!" + row.broken->code : join(row.cells));
        }
    }
    static std::string join(const std::vector<std::string>& cells) {
        std::string text;
        for (const std::string& cell : cells)
            text += (text.empty() ? "" : "|") + cell;
        return text;
    }

    fs::path folder_ =
        fs::temp_directory_path() / ("clientela_table_" + std::to_string(::getpid()));
};

using Lines = std::vector<std::string>;

TEST_F(TableFile, csv_keeps_quotes_commas_and_line_ends_inside_quotes) {
    EXPECT_EQ(
        read("a.csv", "name,note\r\n\"Ruiz, Ana\",\"uno\ndos\"\r\nEva,\"dijo \"\"hola\"\"\"\r\n"),
        (Lines{"name|note", "Ruiz, Ana|uno\ndos", "Eva|dijo \"hola\""}));
}

TEST_F(TableFile, csv_finds_its_delimiter) {
    EXPECT_EQ(read("a.csv", "name;amount\nAna;1,5\n"), (Lines{"name|amount", "Ana|1,5"}));
    EXPECT_EQ(read("a.tsv", "name\tamount\nAna\t1,5\n"), (Lines{"name|amount", "Ana|1,5"}));
    EXPECT_EQ(read("a.csv", "sep=;\nname;amount\nAna;1\n"), (Lines{"name|amount", "Ana|1"}));
}

TEST_F(TableFile, csv_takes_off_the_byte_order_mark_and_empty_lines) {
    EXPECT_EQ(read("a.csv", "\xEF\xBB\xBFname,city\n\nAna,Lugo\n,\n\n"),
              (Lines{"name|city", "Ana|Lugo"}));
}

TEST_F(TableFile, csv_refuses_names_of_columns_that_are_no_text) {
    EXPECT_EQ(read("a.csv", "name,ciud\xE9\nñ,Lugo\n"), Lines{"error import.header_not_text"});
    EXPECT_EQ(read("a.csv", std::string("name,ci\0ty\nAna,Lugo\n", 21)),
              Lines{"error import.header_not_text"});
}

TEST_F(TableFile, csv_marks_broken_rows_and_goes_on) {
    EXPECT_EQ(read("a.csv", "name,city\nAna\nEva,Lugo,\nLuz,Lugo,more\nñ\xE9,Lugo\nPaz,Vigo\n"),
              (Lines{"name|city", "Ana|", "Eva|Lugo", "!too_many_cells", "!not_utf8", "Paz|Vigo"}));
    EXPECT_EQ(read("a.csv", "name,city\nAna,\"Lugo\n"), (Lines{"name|city", "!quote_open"}));
}

TEST_F(TableFile, csv_counts_rows_as_a_spreadsheet_and_names_the_line_of_an_open_quote) {
    auto table = open_table(
        write("a.csv", "sep=;\nname;note\n\nAna;\"uno\ndos\"\n;\nEva;x\nPaz;\"y\nLuz;z\n"));
    ASSERT_TRUE(table.ok());
    std::string numbers;
    TableRow row;
    while (*(*table)->next(row))
        numbers += std::to_string(row.number) + " ";
    EXPECT_EQ(numbers, "3 5 6 ");
    ASSERT_TRUE(row.broken.has_value());
    EXPECT_EQ(row.broken->message, (Message{"field.quote_open", {{"line", "8"}}}));
}

TEST_F(TableFile, csv_holds_no_more_of_a_line_than_a_row_may_have) {
    TableOptions options;
    options.row_bytes_max = 64;
    options.columns_max = 4;
    const std::string content = "name,city,,,\n" + std::string(100'000, ',') + "\n\"" +
                                std::string(100, '"') + "\"\n\"" + std::string(100'000, 'x') +
                                "\n\",Lugo\nAna,Lugo,,,,,\nEva,,,,Lugo\nPaz,Vigo\n";
    auto table = open_table(write("a.csv", content), options);
    ASSERT_TRUE(table.ok());
    Lines lines;
    TableRow row;
    while (*(*table)->next(row)) {
        lines.push_back(row.broken ? row.broken->code : join(row.cells));
        EXPECT_LE(row.cells.capacity(), 8U);
        for (const std::string& cell : row.cells)
            EXPECT_LE(cell.capacity(), 128U);
    }
    EXPECT_EQ(lines, (Lines{"row_too_long", "row_too_long", "row_too_long", "Ana|Lugo",
                            "too_many_cells", "Paz|Vigo"}));
}

TEST_F(TableFile, csv_takes_empty_cells_for_no_columns_too_many) {
    const std::string commas(2'000, ',');
    EXPECT_EQ(read("a.csv", "name,city" + commas + "\nAna,Lugo" + commas + "\n"),
              (Lines{"name|city", "Ana|Lugo"}));
    EXPECT_EQ(read("a.csv", "name" + commas + "city\nAna\n"),
              Lines{"error import.too_many_columns"});
}

TEST_F(TableFile, csv_tells_a_file_that_is_cut_off) {
    EXPECT_EQ(read("a.csv", "name,city\nAna,Lugo\nEv"), (Lines{"name|city", "Ana|Lugo", "Ev|"}));
    EXPECT_EQ(read("a.csv", "name,city\nAna,Lugo"), (Lines{"name|city", "Ana|Lugo"}));
    EXPECT_EQ(read("a.csv", "name,\"ci"), (Lines{"error import.header_quote_open"}));
}

TEST_F(TableFile, csv_reads_windows_1252) {
    EXPECT_EQ(read("a.csv",
                   "name,price\nPe\xF1"
                   "a,5 \x80\n"),
              (Lines{"name|price", "Peña|5 €"}));
}

TEST_F(TableFile, csv_gives_every_column_a_name_of_its_own) {
    EXPECT_EQ(read("a.csv", "name,,name\n1,2,3\n"), (Lines{"name|column 2|name (2)", "1|2|3"}));
}

TEST_F(TableFile, csv_crosses_the_borders_of_its_blocks) {
    std::string content = "name,note\n";
    for (int i = 0; i < 5'000; ++i)
        content += "\"name " + std::to_string(i) + "\"\"\",note ñ\r\n";
    const Lines lines = read("a.csv", content);
    ASSERT_EQ(lines.size(), 5'001U);
    for (int i = 0; i < 5'000; ++i) {
        ASSERT_EQ(lines[static_cast<std::size_t>(i) + 1],
                  "name " + std::to_string(i) + "\"|note ñ");
    }
}

TEST_F(TableFile, says_what_it_cannot_read) {
    EXPECT_EQ(read("a.csv", ""), (Lines{"error import.empty_file"}));
    EXPECT_EQ(read("a.csv", "\xFF\xFEn\0a\0"), (Lines{"error import.utf16"}));
    EXPECT_EQ(read("a.parquet", "PAR1"), (Lines{"error import.parquet_not_yet"}));
    EXPECT_EQ(read("a.docx", "x"), (Lines{"error import.format_unknown"}));
    EXPECT_EQ(open_table(folder_ / "none.csv").error().message.key, "import.file_not_found");
}

TEST_F(TableFile, json_list_and_lines_give_the_union_of_their_keys) {
    const Lines expected{"name|amount|ok", "Ana {x}|1100.04|", "Eva||true"};
    EXPECT_EQ(read("a.json", R"([{"name":"Ana {x}","amount":1100.04},{"name":"Eva","ok":true}])"),
              expected);
    EXPECT_EQ(read("a.ndjson",
                   "{\"name\":\"Ana {x}\",\"amount\":1100.04}\n{\"name\":\"Eva\",\"ok\":true}\n"),
              expected);
    EXPECT_EQ(read("a.json", R"([{"m":{"amount":"1.50","currency":"EUR"},"n":null}])"),
              (Lines{"m|n", "1.50 EUR|"}));
}

TEST_F(TableFile, json_numbers_keep_all_their_digits) {
    EXPECT_EQ(read("a.json", R"([{"a":12345678901234567.89,"b":123456789012345678901234567890}])"),
              (Lines{"a|b", "12345678901234567.89|123456789012345678901234567890"}));
    EXPECT_EQ(read("a.json", R"([{"a":1.50,"b":-2e3,"c":1e400,"d":28.0,"e":"1.50"}])"),
              (Lines{"a|b|c|d|e", "1.5|-2000|1e400|28|1.50"}));
    EXPECT_EQ(read("a.json", R"([{"m":{"amount":12345678901234567.89,"currency":"EUR"}}])"),
              (Lines{"m", "12345678901234567.89 EUR"}));
    EXPECT_EQ(read("a.json", R"([{"x":[1.50,{"y":12345678901234567890123}],"z":{"t":"1.5"}}])"),
              (Lines{"x|z", R"([1.50,{"y":12345678901234567890123}]|{"t":"1.5"})"}));
}

TEST_F(TableFile, json_takes_no_text_for_a_number) {
    EXPECT_EQ(read("a.json", R"([{"a":"\u0001text"}])"), (Lines{"a", "\x01text"}));
}

TEST_F(TableFile, json_marks_broken_objects_and_refuses_other_forms) {
    EXPECT_EQ(read("a.ndjson", "{\"a\":1}\n{\"a\":}\n"), (Lines{"a", "1", "!not_json"}));
    EXPECT_EQ(read("a.json", "[1,2]"), (Lines{"error import.json_not_objects"}));
    EXPECT_EQ(read("a.json", "[{\"a\":1}, {\"a\""), (Lines{"error import.json_cut_off"}));
}

}  // namespace
}  // namespace clientela::importer
