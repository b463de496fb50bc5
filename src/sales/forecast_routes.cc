// SPDX-License-Identifier: Apache-2.0
// Reads the question from the query, answers with the tree. Amounts are decimal strings of one
// currency.
#include "sales/forecast_routes.h"

#include "api/call.h"
#include "sales/forecast.h"

namespace clientela::sales {
namespace {

class Writer {
public:
    explicit Writer(const std::string& currency) : currency_(currency) {}

    void amount(const char* name, std::int64_t minor) {
        json_.member(name, amount_text(Money{minor, currency_}));
    }

    void sum(const ForecastSum& sum) {
        amount("won", sum.won);
        json_.member("won_count", sum.won_count);
        amount("open", sum.open);
        json_.member("open_count", sum.open_count);
        amount("weighted", sum.weighted);
        json_.member("lost_count", sum.lost_count);
        json_.key("stages");
        json_.begin_array();
        for (const auto& [stage, of] : sum.stages) {
            json_.begin_object();
            json_.member("stage_id", to_string(stage));
            json_.member("count", of.count);
            amount("amount", of.amount);
            amount("weighted", of.weighted);
            json_.end_object();
        }
        json_.end_array();
    }

    void node(const ForecastNode& node) {
        json_.begin_object();
        json_.member("key", node.key);
        json_.key("parent");
        text_or_null(node.parent);
        json_.member("kind", node.kind);
        json_.key("id");
        text_or_null(node.id ? to_string(node.id) : std::string());
        json_.member("label", node.label);
        sum(node.sum);
        json_.end_object();
    }

    void text_or_null(const std::string& text) {
        if (text.empty()) {
            json_.null();
        } else {
            json_.string(text);
        }
    }

    JsonWriter& json() { return json_; }

private:
    std::string currency_;
    JsonWriter json_;
};

const char* text_of(StageKind kind) {
    switch (kind) {
        case StageKind::won: return "won";
        case StageKind::lost: return "lost";
        case StageKind::open: return "open";
    }
    return "open";
}

void write_stages(JsonWriter& json, const Forecast& forecast) {
    json.key("stages");
    json.begin_array();
    for (const ForecastStage& stage : forecast.stages) {
        json.begin_object();
        json.member("id", to_string(stage.id));
        json.member("name", stage.name);
        json.member("kind", text_of(stage.kind));
        json.member("probability", stage.probability);
        json.end_object();
    }
    json.end_array();
}

std::string answer_text(const Forecast& forecast, const ForecastQuestion& question, Instant now) {
    Writer writer(forecast.currency);
    JsonWriter& json = writer.json();
    json.begin_object();
    json.member("currency", forecast.currency);
    json.key("currencies");
    json.begin_array();
    for (const std::string& currency : forecast.currencies)
        json.string(currency);
    json.end_array();
    json.member("from", question.from_month);
    json.member("to", question.to_month);
    json.key("pipeline");
    json.begin_object();
    json.member("id", to_string(forecast.pipeline));
    json.member("name", forecast.pipeline_name);
    json.end_object();
    json.key("months");
    json.begin_array();
    for (const auto& [month, sum] : forecast.by_month)
        json.string(month);
    json.end_array();
    write_stages(json, forecast);
    json.member("has_owners", forecast.has_owners);
    json.key("total");
    json.begin_object();
    writer.sum(forecast.total);
    json.end_object();
    json.key("nodes");
    json.begin_array();
    for (const ForecastNode& node : forecast.nodes)
        writer.node(node);
    json.end_array();
    json.key("by_month");
    json.begin_array();
    for (const auto& [month, sum] : forecast.by_month) {
        json.begin_object();
        json.member("month", month);
        writer.amount("won", sum.won);
        writer.amount("open", sum.open);
        writer.amount("weighted", sum.weighted);
        json.end_object();
    }
    json.end_array();
    json.member("as_of", to_string(now));
    json.end_object();
    return json.take();
}

// The month of a parameter: a day "2026-10-01" or a month "2026-10".
Result<std::string> month_parameter(const api::Call& call, const char* name) {
    const auto value = call.request.query_value(name);
    if (!value || value->empty()) return std::string();
    const std::string day = value->size() == 7 ? std::string(*value) + "-01" : std::string(*value);
    if (!parse_date(day)) return field_error(name, "not_a_date");
    return day.substr(0, 7);
}

Result<http::Response> answer(api::Call& call) {
    ForecastQuestion question;
    question.from_month = TRY(month_parameter(call, "from"));
    question.to_month = TRY(month_parameter(call, "to"));
    if (const auto pipeline = call.request.query_value("pipeline");
        pipeline && !pipeline->empty()) {
        const auto id = parse_id(*pipeline);
        if (!id) return field_error("pipeline", "not_an_id");
        question.pipeline = *id;
    }
    if (const auto currency = call.request.query_value("currency");
        currency && !currency->empty()) {
        if (!currency_digits(*currency)) {
            return field_error("currency", "unknown_currency",
                               {{"currency", std::string(*currency)}});
        }
        question.currency = std::string(*currency);
    }
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = answer_text(TRY(load_forecast(context, question)), question, context.now);
        return {};
    }));
    return api::json_response(200, std::move(body));
}

}  // namespace

void add_forecast_routes(http::Router& router, api::Application& application) {
    router.add(http::Method::get, "/api/v1/forecast", api::authenticated(application, answer));
}

}  // namespace clientela::sales
