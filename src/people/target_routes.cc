// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/SET/target: counting people and companies without opening them, for whoever may
// address them but not read them. Only fields that say something about many serve; small counts are
// told as "<10". What this does not prevent stands in docs/decisions/0016-masks-and-target.md.
#include <boost/json.hpp>

#include "access/not_allowed.h"
#include "filter/apply.h"
#include "people/people_routes.h"
#include "record/aggregate.h"
#include "record/write_json.h"

namespace clientela::people {
namespace {

namespace json = boost::json;

constexpr std::int64_t kSmallest = 10;
constexpr std::size_t kGroupsMax = 200;

struct Question {
    std::string filter;
    std::string group_by;
};

Result<Question> question_of(std::string_view body) {
    Question question;
    boost::system::error_code failed;
    const json::value parsed = json::parse(body.empty() ? "{}" : body, failed);
    if (failed || !parsed.is_object()) return make_error(ErrorCode::invalid, "error.body");
    for (const auto& [name, value] : parsed.get_object()) {
        if (!value.is_string()) return field_error(std::string(name), "wrong_type");
        const std::string text(value.get_string());
        if (name == "filter") {
            question.filter = text;
        } else if (name == "group_by") {
            question.group_by = text;
        } else {
            return field_error(std::string(name), "unknown_field");
        }
    }
    return question;
}

// Names, numbers, texts, ids and what is unique would single somebody out.
bool says_of_many(const schema::Object& object, const schema::Field& field) {
    using schema::FieldType;
    if (field.secret || field.unique || field.personal || field.name == object.title) return false;
    switch (field.type) {
        case FieldType::option:
        case FieldType::boolean:
        case FieldType::date:
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money: return !field.standard;
        case FieldType::link: return field.target_object->placement == schema::Placement::reference;
        case FieldType::string:
            return field.format == schema::Format::country ||
                   field.format == schema::Format::language ||
                   field.format == schema::Format::currency;
        default: return false;
    }
}

void write_count(JsonWriter& writer, std::string_view name, std::int64_t number) {
    if (number < kSmallest) {
        writer.member(name, "<" + std::to_string(kSmallest));
    } else {
        writer.member(name, number);
    }
}

// One key and one count: what else a caller might write into the text would be told exactly.
Result<filter::Apply> grouping_by(record::Context& context, const schema::Object& object,
                                  const std::string& path) {
    if (path.find_first_of(",()") != std::string::npos) return field_error("group_by", "one_field");
    auto apply = TRY(filter::parse_apply("groupby((" + path + "),aggregate($count as n))",
                                         context.schema, object, says_of_many));
    if (apply.keys.size() != 1 || apply.aggregates.size() != 1)
        return field_error("group_by", "one_field");
    return apply;
}

// Groups that are too small stay without a name: that there is one at all may say who it is.
Result<void> write_groups(record::Context& context, const record::Query& query,
                          const std::string& path, JsonWriter& writer) {
    const auto apply = TRY(grouping_by(context, *query.object, path));
    const auto rows = TRY(record::aggregate(context, query, apply));
    if (rows.size() > kGroupsMax)
        return field_error("group_by", "too_many_groups", {{"max", "200"}});
    std::int64_t others = 0;
    writer.key("groups");
    writer.begin_array();
    for (const auto& row : rows) {
        const auto* counted = std::get_if<std::int64_t>(&row.back().value);
        const std::int64_t number = counted != nullptr ? *counted : 0;
        if (number < kSmallest) {
            others += number;
            continue;
        }
        writer.begin_object();
        writer.key("value");
        record::write_value(writer, row.front().value);
        writer.member("count", number);
        writer.end_object();
    }
    writer.end_array();
    if (others > 0) write_count(writer, "others", others);
    return {};
}

Result<http::Response> answer_target(api::Call& call) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    const auto may = [&](access::Action action) {
        return object != nullptr &&
               call.principal->breadth(object->name, action) != access::Breadth::none;
    };
    if (!may(access::Action::target)) {
        if (may(access::Action::read))
            return access::not_allowed(access::Action::target, object->name);
        return make_error(ErrorCode::not_found, "error.not_found");
    }
    const Question question = TRY(question_of(call.request.body));
    JsonWriter writer;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        record::Query query;
        query.object = object;
        query.action = access::Action::target;
        if (!question.filter.empty()) {
            query.filter =
                TRY(filter::parse_and_bind(question.filter, context.schema, *object, says_of_many));
        }
        writer.begin_object();
        write_count(writer, "count", TRY(record::count(context, query)));
        if (!question.group_by.empty())
            TRY(write_groups(context, query, question.group_by, writer));
        writer.end_object();
        return {};
    }));
    return api::json_response(200, writer.take());
}

}  // namespace

void add_target_routes(http::Router& router, api::Application& application) {
    router.add(http::Method::post, "/api/v1/{set}/target",
               api::authenticated(application, answer_target, api::Keys::kept_by_handler));
}

}  // namespace clientela::people
