// SPDX-License-Identifier: Apache-2.0
#include "questions.h"

#include <iterator>

#include "base/id.h"
#include "measure.h"

namespace clientela::bench {
namespace {

constexpr std::size_t kOpenToday = 2'000;  // accounts that are asked for again and again
constexpr int kPage = 50;
constexpr int kStride = 200;  // rows of a step on the way down, the most that a page may have
constexpr const char* kWords[] = {"nunez", "iniguez", "avila", "pena", "saez"};

std::string lines(const std::string& verb, const std::string& target, const std::string& token) {
    return verb + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
           "\r\n";
}

// Follows the next links of the whole list, newest first, past `pages` pages; gives the address of
// the page that comes then.
std::string page_behind(const Child& server, const std::string& token, int pages) {
    constexpr std::string_view kNext = "$skiptoken=";
    std::string continued;
    for (int rows = 0; rows < pages * kPage; rows += kStride) {
        const std::string answer = ask_once(
            server.port(), lines("GET", "/api/v1/accounts" + continued, token) +
                               "Prefer: maxpagesize=" + std::to_string(kStride) + "\r\n\r\n");
        const std::size_t start = answer.rfind(kNext);
        if (start == std::string::npos) stop("the list ends before page " + std::to_string(pages));
        continued = "?" + answer.substr(start, answer.find('"', start) - start);
    }
    return "/api/v1/accounts" + continued;
}

Load always(std::string text) {
    Load load;
    load.request = [text = std::move(text)](std::uint64_t) { return text; };
    return load;
}

}  // namespace

std::string request_text(const std::string& target, const std::string& token) {
    return lines("GET", target, token) + "\r\n";
}

std::vector<std::int64_t> team_accounts(const Fill& fill) {
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = 0; number < fill.accounts && numbers.size() < kOpenToday; ++number) {
        if (team_of(number) == 0) numbers.push_back(number);
    }
    return numbers;
}

Load record_load(std::vector<std::int64_t> numbers) {
    Load load;
    load.request = [numbers = std::move(numbers)](std::uint64_t turn) {
        const std::int64_t number = numbers[turn * 7919 % numbers.size()];
        return request_text("/api/v1/accounts('" + to_string(Id{account_id(number)}) + "')",
                            kTeamToken);
    };
    return load;
}

Load list_load() {
    return always(
        request_text("/api/v1/accounts?$filter=life_cycle%20eq%20'customer'", kTeamToken));
}

Load deep_list_load(const Child& server, const std::string& token, int pages) {
    return always(request_text(page_behind(server, token, pages), token));
}

Load grouped_load() {
    Load load = always(
        request_text("/api/v1/accounts?$apply=groupby((life_cycle,revenue/currency),aggregate("
                     "$count%20as%20accounts,revenue/amount%20with%20sum%20as%20total))",
                     kAdministratorToken));
    load.connections = 1;
    return load;
}

Load forecast_load() { return always(request_text("/api/v1/forecast", kAdministratorToken)); }

Words words_of_turn(std::uint64_t turn) {
    // 4711 also begins 47110 to 47119 and 471100 to 471199; a fifth of those has the other word.
    return {kWords[turn % std::size(kWords)], std::to_string(1000 + turn * 7919 % 9000)};
}

Load search_load() {
    Load load;
    load.request = [](std::uint64_t turn) {
        const Words words = words_of_turn(turn);
        return request_text(
            "/api/v1/search?objects=accounts&top=20&q=" + words.first + "%20" + words.second,
            kAdministratorToken);
    };
    return load;
}

std::string company(std::uint64_t number) {
    return "Talleres Núñez Peña " + std::to_string(number);
}

Load create_load() {
    Load load;
    load.wanted_status = 204;
    load.request = [](std::uint64_t number) {
        const std::string body =
            "{\"name\":\"" + company(number) +
            "\",\"life_cycle\":\"prospect\",\"sector\":\"software\",\"employees\":25,"
            "\"country\":\"ES\",\"language\":\"es\",\"revenue\":{\"amount\":\"186400.00\","
            "\"currency\":\"EUR\"}}";
        return lines("POST", "/api/v1/accounts", kAdministratorToken) +
               "Prefer: return=minimal\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    return load;
}

}  // namespace clientela::bench
