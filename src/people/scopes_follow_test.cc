// SPDX-License-Identifier: Apache-2.0
// Whatever is saved of people, teams, territories and memberships, the scopes stay what they would
// be if they were made from nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "access/scopes.h"
#include "tests/site_client.h"

namespace clientela {
namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string with_link(const char* name, Id target) {
    return target ? std::string("\"") + name + "\":" + in_quotes(to_string(target))
                  : std::string("\"") + name + "\":null";
}

class Organisation {
public:
    Organisation(const std::string& location, unsigned seed) : client_(location), random_(seed) {
        client_.administrator();
        for (int i = 0; i < 4; ++i) {
            grow("teams");
            grow("territories");
            const std::string session = client_.person("P" + std::to_string(i), "{}");
            people_.push_back(client_.user_of(session));
        }
    }

    void act() {
        const char* tree = any(2) == 0 ? "teams" : "territories";
        auto& nodes = tree == std::string_view("teams") ? teams_ : territories_;
        switch (any(9)) {
            case 0: grow(tree); break;
            case 1:
                client_.update(tree, one_of(nodes), "{" + with_link("parent_id", {}) + "}");
                break;
            case 2: {  // below an older one, so that no circle comes about
                const std::size_t child = 1 + any(nodes.size() - 1);
                client_.update(tree, nodes[child],
                               "{" + with_link("parent_id", nodes[any(child)]) + "}");
                break;
            }
            case 3:
                client_.update(
                    "users", one_of(people_),
                    "{" + with_link("team_id", any(3) == 0 ? Id{} : one_of(teams_)) + "}");
                break;
            case 4: client_.update("users", one_of(people_), R"({"language":"en"})"); break;
            case 5: join(); break;
            case 6: to_the_bin_and_back(tree, one_of(nodes)); break;
            case 7: to_the_bin_and_back("users", one_of(people_)); break;
            default: leave(); break;
        }
    }

    access::ScopeDifference difference() {
        access::ScopeDifference found;
        EXPECT_OK(client_.with([&](record::Context& context) -> Result<void> {
            found = TRY(access::scope_difference(context.tx));
            return {};
        }));
        return found;
    }

private:
    std::size_t any(std::size_t below) { return random_() % below; }
    Id one_of(const std::vector<Id>& ids) { return ids[any(ids.size())]; }

    void grow(const char* tree) {
        auto& nodes = tree == std::string_view("teams") ? teams_ : territories_;
        const Id parent = nodes.empty() || any(4) == 0 ? Id{} : one_of(nodes);
        const std::string name = "N" + std::to_string(++names_);
        nodes.push_back(client_.create(
            tree, "{\"name\":" + in_quotes(name) + "," + with_link("parent_id", parent) + "}"));
    }

    void join() {
        const Id user = one_of(people_);
        const bool team = any(2) == 0;
        const std::string place = team ? with_link("team_id", one_of(teams_))
                                       : with_link("territory_id", one_of(territories_));
        const std::string key = to_string(user) + place;
        if (!joined_.insert(key).second) return;
        const char* object = team ? "user_teams" : "user_territories";
        memberships_.emplace_back(
            object, client_.create(object, "{" + with_link("user_id", user) + "," + place + "}"));
    }

    void to_the_bin_and_back(const char* object, Id id) {
        client_.remove(object, id);
        EXPECT_TRUE(difference().missing.empty()) << object;
        EXPECT_TRUE(difference().stale.empty()) << object;
        client_.restore(object, id);
    }

    void leave() {
        if (memberships_.empty()) return;
        const auto& [object, id] = memberships_[any(memberships_.size())];
        const bool gone = !left_.insert(id.value).second;
        if (gone) {
            client_.restore(object, id);
            left_.erase(id.value);
        } else {
            client_.remove(object, id);
        }
    }

    SiteClient client_;
    std::mt19937 random_;
    int names_ = 0;
    std::vector<Id> teams_;
    std::vector<Id> territories_;
    std::vector<Id> people_;
    std::vector<std::pair<const char*, Id>> memberships_;
    std::set<std::string> joined_;
    std::set<std::int64_t> left_;
};

STORE_TEST(Scopes, follow_every_save_of_people_trees_and_memberships) {
    Organisation organisation(fresh_location(), 20261123);
    std::size_t right = 0;
    for (int step = 0; step < 120; ++step) {
        organisation.act();
        const access::ScopeDifference difference = organisation.difference();
        ASSERT_TRUE(difference.missing.empty()) << "step " << step;
        ASSERT_TRUE(difference.stale.empty()) << "step " << step;
        right = std::max(right, difference.right);
    }
    EXPECT_GT(right, 10U);
}

}  // namespace
}  // namespace clientela
