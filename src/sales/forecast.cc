// SPDX-License-Identifier: Apache-2.0
// From cells to the tree that people read. Nothing here touches a store.
#include "sales/forecast.h"

#include <algorithm>

namespace clientela::sales {
namespace {

constexpr int kTerritoryDepthMax = 32;

class Tree {
public:
    Tree(const ForecastNames& names, bool with_owners) : names_(names), with_owners_(with_owners) {}

    // The nodes that a cell adds to, from the top down.
    std::vector<std::size_t> places(const ForecastCell& cell) {
        std::vector<std::size_t> places;
        std::string above;
        for (const Id territory : path_of(cell.territory)) {
            places.push_back(node(above, "T:" + to_string(territory), "territory", territory));
            above = nodes_[places.back()].key;
        }
        places.push_back(node(above, above + "/M:" + to_string(cell.team), "team", cell.team));
        above = nodes_[places.back()].key;
        if (with_owners_) {
            places.push_back(
                node(above, above + "/U:" + to_string(cell.owner), "owner", cell.owner));
        }
        return places;
    }

    ForecastSum& sum(std::size_t place) { return nodes_[place].sum; }

    std::vector<ForecastNode> sorted() {
        std::map<std::string, std::vector<std::size_t>> children;
        for (std::size_t place = 0; place < nodes_.size(); ++place)
            children[nodes_[place].parent].push_back(place);
        std::vector<ForecastNode> sorted;
        append(children, "", sorted);
        return sorted;
    }

private:
    // Territories from the top to this one; a lone 0 when there is none.
    std::vector<Id> path_of(Id territory) const {
        std::vector<Id> path{territory};
        for (int depth = 0; depth < kTerritoryDepthMax; ++depth) {
            const auto found = names_.territories.find(path.back());
            if (found == names_.territories.end() || !found->second.parent) break;
            path.push_back(found->second.parent);
        }
        std::reverse(path.begin(), path.end());
        return path;
    }

    std::string label(const std::string& kind, Id id) const {
        if (kind == "territory") {
            const auto found = names_.territories.find(id);
            return found == names_.territories.end() ? std::string() : found->second.name;
        }
        const auto& names = kind == "team" ? names_.teams : names_.owners;
        const auto found = names.find(id);
        return found == names.end() ? std::string() : found->second;
    }

    std::size_t node(const std::string& parent, const std::string& key, const std::string& kind,
                     Id id) {
        const auto [found, fresh] = index_.try_emplace(key, nodes_.size());
        if (fresh) nodes_.push_back({key, parent, kind, id, label(kind, id), {}});
        return found->second;
    }

    void append(std::map<std::string, std::vector<std::size_t>>& children,
                const std::string& parent, std::vector<ForecastNode>& sorted) {
        std::vector<std::size_t>& places = children[parent];
        std::sort(places.begin(), places.end(), [&](std::size_t left, std::size_t right) {
            const auto worth = [&](std::size_t place) {
                return nodes_[place].sum.won + nodes_[place].sum.weighted;
            };
            if (worth(left) != worth(right)) return worth(left) > worth(right);
            return nodes_[left].key < nodes_[right].key;
        });
        for (const std::size_t place : places) {
            sorted.push_back(nodes_[place]);
            append(children, nodes_[place].key, sorted);
        }
    }

    const ForecastNames& names_;
    bool with_owners_;
    std::vector<ForecastNode> nodes_;
    std::map<std::string, std::size_t> index_;
};

}  // namespace

void ForecastSum::add(const ForecastCell& cell, StageKind kind) {
    OfStage& stage = stages[cell.stage];
    stage.count += cell.count;
    stage.amount += cell.amount;
    stage.weighted += cell.weighted;
    switch (kind) {
        case StageKind::won:
            won += cell.amount;
            won_count += cell.count;
            break;
        case StageKind::open:
            open += cell.amount;
            open_count += cell.count;
            weighted += cell.weighted;
            break;
        case StageKind::lost: lost_count += cell.count; break;
    }
}

Forecast roll_up(const std::vector<ForecastCell>& cells, const std::vector<ForecastStage>& stages,
                 const ForecastNames& names, const std::string& currency, bool with_owners) {
    Forecast forecast;
    forecast.currency = currency;
    forecast.stages = stages;
    forecast.has_owners = with_owners;
    std::map<Id, StageKind> kinds;
    for (const ForecastStage& stage : stages)
        kinds[stage.id] = stage.kind;
    Tree tree(names, with_owners);
    std::map<std::string, std::int64_t> counts;
    for (const ForecastCell& cell : cells) {
        if (cell.count == 0) continue;
        if (!cell.currency.empty()) counts[cell.currency] += cell.count;
        if (!cell.currency.empty() && cell.currency != currency) continue;
        const StageKind kind = kinds[cell.stage];
        forecast.total.add(cell, kind);
        if (!cell.month.empty()) forecast.by_month[cell.month].add(cell, kind);
        for (const std::size_t place : tree.places(cell))
            tree.sum(place).add(cell, kind);
    }
    forecast.nodes = tree.sorted();
    for (const auto& [name, count] : counts)
        forecast.currencies.push_back(name);
    std::sort(forecast.currencies.begin(), forecast.currencies.end(),
              [&](const std::string& left, const std::string& right) {
                  return counts[left] > counts[right];
              });
    return forecast;
}

}  // namespace clientela::sales
