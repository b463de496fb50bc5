// SPDX-License-Identifier: Apache-2.0
#include "db/append.h"

#include <iterator>

namespace clientela::db {

void append(Sql& sql, Sql part) {
    sql.text.append(part.text);
    sql.args.insert(sql.args.end(), std::make_move_iterator(part.args.begin()),
                    std::make_move_iterator(part.args.end()));
}

void append_ids(Sql& sql, std::span<const Id> ids) {
    sql.text.append("(");
    for (const Id id : ids) {
        sql.text.append(sql.text.back() == '(' ? "?" : ", ?");
        sql.args.emplace_back(id.value);
    }
    sql.text.append(")");
}

}  // namespace clientela::db
