// SPDX-License-Identifier: Apache-2.0
// SQLite names tables by their alias in the statement ("SEARCH t USING INDEX ix_..."), PostgreSQL
// by their name ("Index Scan using ix_... on account t"); indexes are told by the layout.
#include "tests/plans/plan.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string_view>
#include <vector>

namespace clientela::plans {
namespace {

using Words = std::vector<std::string>;

// Names and words; quotes vanish, everything else is a word of one character.
Words words_of(std::string_view text) {
    Words words;
    std::string word;
    for (const char character : text) {
        if (std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_') {
            word.push_back(character);
            continue;
        }
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
        if (character != ' ' && character != '"') words.emplace_back(1, character);
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

class Reader {
public:
    Reader(const schema::StoreLayout& layout, Plan& plan) : layout_(layout), plan_(plan) {}

    void read_sqlite() {
        const std::map<std::string, std::string> tables = tables_by_alias();
        std::istringstream lines(plan_.text);
        for (std::string line; std::getline(lines, line);) {
            plan_.sorts = plan_.sorts || line.find("FOR ORDER BY") != std::string::npos;
            const Words words = words_of(line);
            if (words.size() < 2 || (words[0] != "SEARCH" && words[0] != "SCAN")) continue;
            const auto table = tables.find(words[1]);
            if (table != tables.end()) read_sqlite_step(table->second, words);
        }
    }

    void read_postgres() {
        std::istringstream lines(plan_.text);
        for (std::string line; std::getline(lines, line);) {
            plan_.sorts = plan_.sorts || line.find("Sort Key") != std::string::npos;
            const Words words = words_of(line);
            if (const std::string table = after(words, {"Seq", "Scan", "on"}); !table.empty())
                plan_.accesses.emplace(table, "all");
            if (const std::string index = after(words, {"Bitmap", "Index", "Scan", "on"});
                !index.empty()) {
                add_index(index);
            }
            if (line.find("Index ") == std::string::npos) continue;
            if (const std::string index = after(words, {"using"}); !index.empty()) add_index(index);
        }
    }

private:
    // What comes after `head` in the line.
    static std::string after(const Words& words, const Words& head) {
        const auto found = std::search(words.begin(), words.end(), head.begin(), head.end());
        const auto next = words.end() - found > static_cast<std::ptrdiff_t>(head.size())
                              ? found + static_cast<std::ptrdiff_t>(head.size())
                              : words.end();
        return next == words.end() ? std::string() : *next;
    }

    void read_sqlite_step(const std::string& table, const Words& words) {
        if (std::find(words.begin(), words.end(), "VIRTUAL") != words.end()) {
            plan_.accesses.emplace(table, "words");
        } else if (const std::string index = after(words, {"INDEX"}); !index.empty()) {
            if (add_index(index)) return;  // one alias may stand for several tables
            const bool of_key = index.starts_with("sqlite_autoindex");
            plan_.accesses.emplace(table, of_key ? "key" : "all");  // one made on the way reads all
        } else {
            plan_.accesses.emplace(table, words[0] == "SCAN" ? "all" : "key");
        }
    }

    bool add_index(const std::string& index) {
        constexpr std::string_view kKey = "_pkey";
        constexpr std::string_view kWords = "ix_search_";
        if (index.ends_with(kKey)) {
            plan_.accesses.emplace(index.substr(0, index.size() - kKey.size()), "key");
            return true;
        }
        if (index.starts_with(kWords)) {
            const std::string table = index.substr(3, index.rfind('_') - 3);
            plan_.accesses.emplace(table, "words");
            return true;
        }
        for (const schema::Table& table : layout_.tables) {
            for (const schema::Index& known : table.indexes) {
                if (known.name != index) continue;
                plan_.accesses.emplace(table.name, index);
                return true;
            }
        }
        return false;
    }

    bool is_table(const std::string& name) const {
        return layout_.find_table(name) != nullptr || name.starts_with("search_");
    }

    // "from account t" and "join account t"; without an alias the name itself.
    std::map<std::string, std::string> tables_by_alias() const {
        static const std::set<std::string> kNoAlias{"where", "join", "left",  "cross", "on",
                                                    "order", "not",  "limit", "group", "set",
                                                    "union", "with", ")",     "("};
        std::map<std::string, std::string> tables;
        const Words words = words_of(plan_.statement);
        for (std::size_t place = 0; place + 1 < words.size(); ++place) {
            const bool names = words[place] == "from" || words[place] == "join" ||
                               words[place] == "update" || words[place] == "into";
            const std::string& table = words[place + 1];
            if (!names || !is_table(table)) continue;
            const std::string next = place + 2 < words.size() ? words[place + 2] : "where";
            tables.emplace(kNoAlias.contains(next) ? table : next, table);
        }
        return tables;
    }

    const schema::StoreLayout& layout_;
    Plan& plan_;
};

// The number behind `mark`; 0 without it. Newer servers tell fractions.
double number_behind(const std::string& line, std::string_view mark) {
    const std::size_t found = line.find(mark);
    return found == std::string::npos ? 0
                                      : std::strtod(line.c_str() + found + mark.size(), nullptr);
}

// A scan that finds nothing was a look all the same.
std::int64_t rows_met(const std::string& plan) {
    double rows = 0;
    double loops = 0;  // of the scan that the lines below speak of
    std::istringstream lines(plan);
    for (std::string line; std::getline(lines, line);) {
        const bool node = line.find("->") != std::string::npos;
        if (line.find("Scan ") != std::string::npos && line.find("cost=") != std::string::npos) {
            loops = number_behind(line, " loops=");
            rows += loops * std::max(1.0, number_behind(line, "(actual rows="));
        } else if (node) {
            loops = 0;
        } else {
            rows += loops * number_behind(line, "Rows Removed by Filter: ");
            rows += loops * number_behind(line, "Rows Removed by Index Recheck: ");
        }
    }
    return static_cast<std::int64_t>(rows);
}

}  // namespace

std::set<std::string> Plan::ways(const std::string& table) const {
    std::set<std::string> ways;
    for (const auto& [read, way] : accesses) {
        if (read == table) ways.insert(way);
    }
    return ways;
}

Plan read_plan(const schema::StoreLayout& layout, db::Dialect dialect, const Explained& explained) {
    Plan plan;
    plan.statement = explained.statement;
    plan.text = explained.plan;
    Reader reader(layout, plan);
    if (dialect == db::Dialect::sqlite) {
        plan.cost = explained.steps;
        reader.read_sqlite();
    } else {
        plan.cost = rows_met(explained.plan);
        reader.read_postgres();
    }
    return plan;
}

}  // namespace clientela::plans
