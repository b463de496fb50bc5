// SPDX-License-Identifier: Apache-2.0
// What a list of changes would do to the store, step by step, with what each step costs. The hash
// stands for all of it: who applies a plan names it, so that nothing else runs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/message.h"
#include "customize/document/change.h"
#include "schema/custom.h"
#include "schema/migrate.h"

namespace clientela::customize {

enum class Cost { instant, index, fill, rewrite, reindex };

struct Step {
    schema::StatementKind kind = schema::StatementKind::add_column;
    Cost cost = Cost::instant;
    std::string table;
    std::string subject;
    std::string sql;        // empty: done by the program
    std::int64_t rows = 0;  // of the table, about
};

// What goes with a dropped field or object.
struct Loss {
    std::string object;
    std::string field;  // empty: the whole object
    std::int64_t records = 0;
    std::int64_t views = 0;
    std::int64_t layouts = 0;
    std::int64_t roles = 0;
};

struct Planned {
    schema::CustomDocument document;  // as it will be
    Edited edited;
    schema::Plan migration;
    std::shared_ptr<const schema::Schema> before;  // of the store as it is
    std::shared_ptr<const schema::Schema> stored;
    std::shared_ptr<const schema::Schema> served;
    std::vector<std::string> reindexed;  // objects whose words of search change
    std::vector<Step> steps;
    std::vector<Loss> losses;
    std::string hash;
};

// Works on the document as it stands in this transaction.
Result<Planned> plan_changes(db::Transaction& tx, const json::array& changes, Instant now);

// `unfinished`: why long work behind the change broke off. `job`: the one that does it.
std::string plan_json(const Planned& planned, Language language, const Error* unfinished = nullptr,
                      Id job = {});

// In plan_sql.cc.
Result<std::int64_t> rows_of(db::Transaction& tx, const std::string& table);
Result<Loss> loss_of(db::Transaction& tx, const schema::Schema& stored, const std::string& object,
                     const std::string& field);

}  // namespace clientela::customize
