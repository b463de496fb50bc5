// SPDX-License-Identifier: Apache-2.0
#include "demo/truth.h"

#include "base/json_writer.h"

namespace clientela::demo {
namespace {

constexpr std::array<std::string_view, kRegionCount> kRegionNames{"Sur", "Centro", "Norte",
                                                                  "Levante"};

void write_sums(JsonWriter& writer, const char* key,
                const std::array<std::int64_t, kRegionCount>& cents) {
    writer.key(key);
    writer.begin_object();
    for (std::size_t region = 0; region < kRegionCount; ++region) {
        writer.member(kRegionNames[region], amount_text(Money{cents[region], "EUR"}));
    }
    writer.end_object();
}

}  // namespace

void Truth::add(const Truth& more) {
    for (auto member :
         {&Truth::organisations, &Truth::subsidiaries, &Truth::households, &Truth::persons,
          &Truth::contacts, &Truth::contact_points, &Truth::won, &Truth::lost, &Truth::open,
          &Truth::overdue, &Truth::leads, &Truth::holdings, &Truth::ended_holdings,
          &Truth::activities, &Truth::open_tasks, &Truth::at_risk}) {
        this->*member += more.*member;
    }
    for (std::size_t region = 0; region < kRegionCount; ++region) {
        won_cents[region] += more.won_cents[region];
        open_cents[region] += more.open_cents[region];
    }
}

std::string to_json(const Truth& planted, std::uint64_t seed, Date today) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("seed", std::to_string(seed));
    writer.member("today", to_string(today));
    writer.key("counts");
    writer.begin_object();
    writer.member("accounts", planted.accounts());
    writer.member("organisations", planted.organisations);
    writer.member("subsidiaries", planted.subsidiaries);
    writer.member("households", planted.households);
    writer.member("persons", planted.persons);
    writer.member("accounts_at_risk", planted.at_risk);
    writer.member("contacts", planted.contacts);
    writer.member("contact_points", planted.contact_points);
    writer.member("opportunities", planted.opportunities());
    writer.member("won", planted.won);
    writer.member("lost", planted.lost);
    writer.member("open", planted.open);
    writer.member("open_past_their_date", planted.overdue);
    writer.member("holdings", planted.holdings);
    writer.member("holdings_ended", planted.ended_holdings);
    writer.member("leads", planted.leads);
    writer.member("activities", planted.activities);
    writer.member("open_tasks", planted.open_tasks);
    writer.end_object();
    writer.member("currency", "EUR");
    write_sums(writer, "won_by_territory", planted.won_cents);
    write_sums(writer, "open_by_territory", planted.open_cents);
    writer.end_object();
    return writer.take() + "\n";
}

}  // namespace clientela::demo
