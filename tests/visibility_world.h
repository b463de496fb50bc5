// SPDX-License-Identifier: Apache-2.0
// A random company for the tests of visibility: trees, people, records, members, grants, shared
// rows, binned rows. It stands in memory, can be written into a store, and answers "who sees what"
// by asking row after row, without any SQL and without access::visibility().
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "access/principal.h"
#include "base/result.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela {

struct WorldRow {
    std::int64_t id = 0;
    std::map<std::string, std::int64_t> numbers;  // links, references, booleans; missing is null
    std::map<std::string, std::string> texts;
    bool binned = false;

    std::int64_t number(const std::string& name) const;  // 0 when null
    std::string text(const std::string& name) const;
};

struct WorldSize {
    int teams = 12;
    int territories = 10;
    int users = 10;
    int accounts = 60;
    int contacts = 60;
    int opportunities = 70;
    int activities = 70;
};

class VisibilityWorld {
public:
    VisibilityWorld(const schema::Schema& schema, std::uint64_t seed, const WorldSize& size = {});

    Result<void> write(db::Store& store) const;  // rows and scopes
    const std::vector<WorldRow>& rows(const std::string& object) const;
    const std::vector<access::Principal>& people() const { return people_; }

    bool can(const access::Principal& principal, const std::string& object, const WorldRow& row,
             access::Action action) const;

private:
    using Scopes = std::set<std::int64_t>;

    std::int64_t any(const std::string& object);  // id of some row
    bool chance(int percent);
    WorldRow& add(const std::string& object);
    void link(WorldRow& row, const std::string& field, const std::string& target, int percent);
    void own(WorldRow& row);
    void make_people(const WorldSize& size);
    void make_records(const WorldSize& size);
    void make_around(const WorldSize& size);
    void make_grants();
    void make_rights();

    const WorldRow* row(const std::string& object, std::int64_t id) const;
    Scopes below(const std::string& tree, Scopes scopes) const;
    Scopes teams_of(std::int64_t user) const;
    Scopes territories_of(std::int64_t user) const;
    bool is_lent(const access::Principal& principal, const std::string& name, const WorldRow& row,
                 access::Action action) const;
    bool is_own(const access::Principal& principal, const schema::Object& object,
                const WorldRow& row, access::Action action) const;
    bool is_granted(const access::Principal& principal, const std::string& object, std::int64_t id,
                    access::Action action) const;
    bool is_wider(const access::Principal& principal, const WorldRow& row,
                  access::Breadth breadth) const;
    bool is_regarded(const access::Principal& principal, const WorldRow& row,
                     access::Action action) const;
    bool names_seen(const access::Principal& principal, const WorldRow& one) const;
    bool concerns(const access::Principal& principal, const schema::Object& object,
                  const WorldRow& row, access::Action action) const;

    const schema::Schema& schema_;
    std::mt19937_64 random_;
    std::int64_t next_id_ = 1000;
    std::map<std::string, std::vector<WorldRow>> rows_;
    std::vector<access::Principal> people_;
};

}  // namespace clientela
