// SPDX-License-Identifier: Apache-2.0
// The list reads what the program reads: own, originated, of one's teams, as member, by grant; the
// newest 51 of each way by the index that serves it.
#include "account_json_sql.h"

#include <array>
#include <charconv>

#include "base/id.h"
#include "base/time.h"
#include "generate.h"

namespace clientela::bench {
namespace {

enum class Kind { id, text, integer, money, instant };
struct Part {
    const char* name;
    Kind kind;
};
constexpr std::array kParts{
    Part{"id", Kind::id},
    Part{"name", Kind::text},
    Part{"kind", Kind::text},
    Part{"number", Kind::text},
    Part{"tax_number", Kind::text},
    Part{"life_cycle", Kind::text},
    Part{"customer_since", Kind::text},
    Part{"parent_id", Kind::id},
    Part{"sector", Kind::text},
    Part{"revenue", Kind::money},
    Part{"employees", Kind::integer},
    Part{"founded", Kind::integer},
    Part{"country", Kind::text},
    Part{"language", Kind::text},
    Part{"description", Kind::text},
    Part{"originator_id", Kind::id},
    Part{"version", Kind::integer},
    Part{"created_at", Kind::instant},
    Part{"created_by_id", Kind::id},
    Part{"updated_at", Kind::instant},
    Part{"updated_by_id", Kind::id},
    Part{"deleted_at", Kind::instant},
    Part{"owner_id", Kind::id},
    Part{"team_id", Kind::id},
    Part{"territory_id", Kind::id},
};

std::string columns() {
    std::string text;
    for (const Part& part : kParts) {
        if (!text.empty()) text += ", ";
        text += std::string("t.") + part.name;
        if (part.kind == Kind::money) text += std::string(", t.") + part.name + "_currency";
    }
    return text;
}

std::string page_text() {
    const std::string user = std::to_string(user_id(kTeamUser));
    const std::string links =
        "select record_id from record_grant where deleted_at is null and object = 'accounts' and "
        "grantee = 'user' and grantee_id = " +
        user;
    std::string text;
    for (const std::string& way :
         {"t.owner_id = " + user, "t.originator_id = " + user,
          "t.team_id in (select scope_id from user_scope where user_id = " + user +
              " and kind = 'team')",
          "t.id in (select account_id from account_member where deleted_at is null and user_id = " +
              user + ")",
          "t.id in (" + links + ")"}) {
        if (!text.empty()) text += " union ";
        text +=
            "select * from (select t.id as id, t.updated_at as k from account t where t.deleted_at "
            "is null and "
            "+t.life_cycle = 'customer' and " +  // not its index: half of the accounts
            way +
            " order by t.updated_at desc, t.id desc limit 51)";
    }
    return "with page as (" + text + ") select " + columns() +
           " from page p join account t on t.id = p.id order by p.k desc, p.id desc limit 51";
}

void append_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char character : text) {
        if (character == '"' || character == '\\') out += '\\';
        out += character;
    }
    out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_money(std::string& out, std::int64_t minor, std::string_view currency) {
    out += "{\"amount\":\"";
    append_integer(out, minor / 100);
    out += '.';
    out += static_cast<char>('0' + minor / 10 % 10);
    out += static_cast<char>('0' + minor % 10);
    out += "\",\"currency\":\"";
    out += currency;
    out += "\"}";
}

void append_part(std::string& out, const RawStatement& row, const Part& part, int column) {
    if (row.is_null(column)) {
        out += "null";
        return;
    }
    switch (part.kind) {
        case Kind::id: append_text(out, to_string(Id{row.integer(column)})); break;
        case Kind::text: append_text(out, row.text(column)); break;
        case Kind::integer: append_integer(out, row.integer(column)); break;
        case Kind::money: append_money(out, row.integer(column), row.text(column + 1)); break;
        case Kind::instant: append_text(out, to_string(Instant{row.integer(column)})); break;
    }
}

void append_account(std::string& out, const RawStatement& row) {
    constexpr int kVersionColumn = 17;  // money takes two
    out += "{\"@odata.etag\":\"W/\\\"";
    append_integer(out, row.integer(kVersionColumn));
    out += "\\\"\"";
    int column = 0;
    for (const Part& part : kParts) {
        out += ",\"";
        out += part.name;
        out += "\":";
        append_part(out, row, part, column);
        column += part.kind == Kind::money ? 2 : 1;
    }
    out += '}';
}

}  // namespace

AccountReader::AccountReader(const std::string& store)
    : database_(store),
      one_(database_,
           "select " + columns() + " from account t where t.id = ? and t.deleted_at is null"),
      page_(database_, page_text()),
      groups_(database_,
              "select life_cycle, revenue_currency, count(*), sum(revenue) from account "
              "where deleted_at is null group by life_cycle, revenue_currency limit 1000"),
      hits_(database_,
            "select t.id, t.name, t.number from search_account f cross join account t on t.id = "
            "f.rowid where f.search_account match ? and t.deleted_at is null limit 20") {}

std::string AccountReader::one(std::int64_t id) {
    std::string out;
    one_.bind(id);
    if (one_.step()) append_account(out, one_);
    one_.reset();
    return out;
}

std::string AccountReader::groups() {
    std::string out = "{\"value\":[";
    while (groups_.step()) {
        if (out.back() == '}') out += ',';
        out += "{\"life_cycle\":";
        append_text(out, groups_.text(0));
        out += ",\"revenue\":{\"currency\":";
        append_text(out, groups_.text(1));
        out += "},\"accounts\":";
        append_integer(out, groups_.integer(2));
        out += ",\"total\":";
        append_integer(out, groups_.integer(3) / 100);
        out += '}';
    }
    groups_.reset();
    return out + "]}";
}

// The first 20 that the index gives, as they come.
std::string AccountReader::hits(const std::string& match) {
    std::string out = "{\"value\":[";
    hits_.bind(match);
    while (hits_.step()) {
        if (out.back() == '}') out += ',';
        out += "{\"object\":\"accounts\",\"id\":";
        append_text(out, to_string(Id{hits_.integer(0)}));
        out += ",\"label\":";
        append_text(out, hits_.text(1));
        out += ",\"detail\":";
        append_text(out, hits_.text(2));
        out += ",\"match\":\"name\",\"guess\":false}";
    }
    hits_.reset();
    return out + "]}";
}

std::string AccountReader::first_page() {
    std::string out = "{\"@odata.context\":\"$metadata#accounts\",\"value\":[";
    for (int rows = 0; rows < 50 && page_.step(); ++rows) {
        if (rows > 0) out += ',';
        append_account(out, page_);
    }
    page_.reset();
    return out + "],\"@odata.nextLink\":\"accounts?$skiptoken=\"}";
}

}  // namespace clientela::bench
