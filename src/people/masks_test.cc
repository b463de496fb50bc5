// SPDX-License-Identifier: Apache-2.0
// A masked field is as good as not there, wherever a reader might come across it; and what one may
// only read cannot be written.
#include "access/masks.h"

#include <boost/json.hpp>
#include <boost/regex.hpp>

#include "tests/site_client.h"

namespace clientela::people {
namespace {

constexpr const char* kRights =
    R"({"accounts":{"read":"all","create":"all","update":"all","export":"all"},)"
    R"("contact_points":{"read":"all","create":"all","update":"all"},)"
    R"("classifications":{"read":"all"},"users":{"read":"all"},"opportunities":{"read":"all"}})";
constexpr const char* kMasks =
    R"({"accounts":{"revenue":"hidden","description":"hidden","number":"hidden",)"
    R"("parent_id":"hidden","classifications":"hidden","sector":"read"},)"
    R"("opportunities":{"amount":"hidden"}})";

struct Masked {
    explicit Masked(const std::string& location) : client(location) {
        reader = client.person("Rita", kRights, kMasks);
        other = client.person("Olga", kRights);
        parent = client.create("accounts", R"({"name":"Madre"})");
        account = client.create(
            "accounts", R"({"name":"Acme","number":"MARCA-7","description":"marca secreta",)"
                        R"("sector":"energy","revenue":{"amount":"777.00","currency":"EUR"},)"
                        R"("parent_id":")" +
                            to_string(parent) + "\"}");
        client.catch_up();
    }

    int status(std::string_view target) { return client.get(target, reader).status; }
    std::string path() const { return "/api/v1/accounts('" + to_string(account) + "')"; }

    SiteClient client;
    std::string reader;
    std::string other;
    Id parent;
    Id account;
};

STORE_TEST(FieldMasks, no_query_option_may_speak_of_a_hidden_field) {
    Masked world(fresh_location());
    const auto refused = [&](const std::string& query) {
        EXPECT_EQ(world.client.get("/api/v1/accounts?" + query, world.other).status, 200) << query;
        EXPECT_EQ(world.status("/api/v1/accounts?" + query), 400) << query;
    };
    refused("$select=name,revenue");
    refused("$filter=revenue%20gt%205");
    refused("$filter=parent/name%20eq%20'Madre'");
    refused("$filter=children/any(c:c/name%20eq%20'Acme')");
    refused("$orderby=revenue");
    refused("$expand=parent");
    refused("$expand=children");
    refused("$apply=aggregate(revenue%20with%20max%20as%20m)");
    refused("$apply=groupby((parent_id),aggregate($count%20as%20n))");
    EXPECT_EQ(world.status("/api/v1/accounts(number='MARCA-7')"), 400);
}

STORE_TEST(FieldMasks, answers_and_descriptions_leave_it_out) {
    Masked world(fresh_location());
    for (const std::string& target :
         {world.path(), std::string("/api/v1/accounts"), world.path() + "/timeline",
          std::string("/api/v1/changes"), std::string("/api/v1/definitions"),
          std::string("/api/v1/$metadata"), std::string("/api/openapi.json")}) {
        const std::string hidden = world.client.body(target, world.reader);
        for (const char* word : {"MARCA", "marca secreta", "777.00"})
            EXPECT_EQ(hidden.find(word), std::string::npos) << target << " " << word;
    }
    const auto definitions =
        boost::json::parse(world.client.body("/api/v1/definitions", world.reader));
    for (const auto& object : definitions.at("objects").as_array()) {
        if (object.at("name") != "accounts") continue;
        for (const auto& field : object.at("fields").as_array()) {
            EXPECT_NE(field.at("name"), "revenue");
            EXPECT_NE(field.at("name"), "parent_id");
        }
    }
    EXPECT_NE(world.client.body(world.path(), world.other).find("777.00"), std::string::npos);
}

STORE_TEST(FieldMasks, search_does_not_find_by_it) {
    Masked world(fresh_location());
    const auto hits = [&](const char* target, const std::string& session) {
        return boost::json::parse(world.client.body(target, session)).at("value").as_array().size();
    };
    for (const char* word : {"MARCA-7", "secreta"}) {
        const std::string search = std::string("/api/v1/search?q=") + word;
        const std::string list = std::string("/api/v1/accounts?$search=") + word;
        EXPECT_EQ(hits(search.c_str(), world.other), 1U) << word;
        EXPECT_EQ(hits(list.c_str(), world.other), 1U) << word;
        EXPECT_EQ(hits(search.c_str(), world.reader), 0U) << word;
        EXPECT_EQ(hits(list.c_str(), world.reader), 0U) << word;
    }
    EXPECT_EQ(hits("/api/v1/search?q=Acme", world.reader), 1U);
    EXPECT_EQ(hits("/api/v1/accounts?$search=acme", world.reader), 1U);
}

STORE_TEST(FieldMasks, writing_is_refused_and_names_nothing_hidden) {
    Masked world(fresh_location());
    using http::Method;
    const auto patch = [&](const char* body) {
        return world.client.send(Method::patch, world.path(), world.reader, body);
    };
    EXPECT_EQ(patch(R"({"name":"Beta"})").status, 200);
    EXPECT_EQ(patch(R"({"revenue":null})").status, 400);
    EXPECT_NE(patch(R"({"revenue":null})").body.find("unknown_field"), std::string::npos);
    const char* bind = R"x({"parent@odata.bind":"accounts('0123456789ABC')"})x";
    EXPECT_NE(patch(bind).body.find("unknown_field"), std::string::npos);
    EXPECT_NE(patch(R"({"sector":"retail"})").body.find("role_reads_only"), std::string::npos);
    EXPECT_EQ(patch(R"({"sector":"energy"})").status, 200);
    // What was hidden still stands.
    const std::string after = world.client.body(world.path(), world.other);
    EXPECT_NE(after.find("777.00"), std::string::npos);
    EXPECT_NE(after.find("MARCA-7"), std::string::npos);
    EXPECT_NE(after.find("Beta"), std::string::npos);
}

STORE_TEST(FieldMasks, the_log_keeps_what_rules_change_in_hidden_fields) {
    Masked world(fresh_location());
    const auto made = world.client.send(http::Method::post, "/api/v1/accounts", world.reader,
                                        R"({"name":"Nueva"})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.body.find("revenue"), std::string::npos);
}

STORE_TEST(FieldMasks, the_forecast_is_closed_to_whoever_may_not_read_amounts) {
    Masked world(fresh_location());
    EXPECT_EQ(world.status("/api/v1/forecast"), 403);
    EXPECT_EQ(world.client.get("/api/v1/forecast", world.other).status, 200);
}

// One opportunity of the reader with a line, moved by a stage; the amount is what the caller says.
std::vector<std::string> told_of_an_amount(const std::string& location, const std::string& price) {
    SiteClient client(location);
    const std::string reader = client.person(
        "Rita", R"({"*":{"read":"all","create":"all","update":"all","export":"all"}})",
        R"({"opportunities":{"amount":"hidden"}})");
    const Id account = client.create("accounts", R"({"name":"Acme"})");
    const Id opportunity = client.create(
        "opportunities", R"({"name":"Trato","account_id":")" + to_string(account) + "\"}");
    client.create("opportunity_lines", R"({"name":"Fibra","quantity":"2","unit_price":")" + price +
                                           R"(","opportunity_id":")" + to_string(opportunity) +
                                           "\"}");
    const std::string stages = client.body("/api/v1/stages?$orderby=position", reader);
    const std::size_t at = stages.find("\"id\":\"", stages.find("\"id\":\"") + 1) + 6;
    client.update("opportunities", opportunity, R"({"stage_id":")" + stages.substr(at, 13) + "\"}");
    client.catch_up();
    const std::string path = "/api/v1/opportunities('" + to_string(opportunity) + "')";
    std::vector<std::string> told;
    for (const std::string& target :
         {path, path + "/timeline", path + "?$expand=lines,stage_changes", path + "/lines",
          std::string("/api/v1/opportunities?$expand=lines,stage_changes"),
          std::string("/api/v1/opportunity_lines"), std::string("/api/v1/stage_changes"),
          std::string("/api/v1/opportunity_lines?$orderby=amount"),
          std::string("/api/v1/stage_changes?$filter=amount/amount%20gt%2050"),
          std::string("/api/v1/opportunities?$apply=aggregate(weighted%20with%20sum%20as%20w)"),
          std::string("/api/v1/opportunity_lines?$apply=aggregate(amount%20with%20sum%20as%20a)"),
          std::string("/api/v1/changes"), std::string("/api/v1/audit"),
          std::string("/api/v1/forecast"), std::string("/api/v1/search?q=") + price.substr(0, 4)}) {
        const auto answer = client.get(target, reader);
        told.push_back(std::to_string(answer.status) + " " + answer.body);
    }
    return told;
}

// Ids, moments and error numbers differ from one installation to the next; nothing else may.
std::string without_names(const std::string& text) {
    static const boost::regex kVaries(
        R"x(\b[0-9A-Z]{13}\b|\d{4}-\d\d-\d\d(T[\d:.]+Z)?|"(trace|token|next)":"[^"]*")x");
    return boost::regex_replace(text, kVaries, "#");
}

STORE_TEST(FieldMasks, no_answer_depends_on_a_hidden_amount) {
    const auto small = told_of_an_amount(fresh_location(), "11.25");
    const auto large = told_of_an_amount(fresh_location(), "8237461.75");
    ASSERT_EQ(small.size(), large.size());
    for (std::size_t i = 0; i < small.size(); ++i)
        EXPECT_EQ(without_names(small[i]), without_names(large[i]));
}

STORE_TEST(FieldMasks, what_is_made_from_a_hidden_field_cannot_be_asked_for) {
    SiteClient client(fresh_location());
    const char* rights = R"({"*":{"read":"all"}})";
    const std::string other = client.person("Olga", rights);
    const std::string reader =
        client.person("Rita", rights, R"({"opportunities":{"amount":"hidden"}})");
    for (const char* query :
         {"opportunities?$select=weighted", "opportunity_lines?$select=unit_price",
          "opportunity_lines?$select=amount", "stage_changes?$select=amount",
          "opportunities?$expand=lines($select=amount)"}) {
        const std::string target = std::string("/api/v1/") + query;
        EXPECT_EQ(client.get(target, other).status, 200) << query;
        EXPECT_EQ(client.get(target, reader).status, 400) << query;
    }
    EXPECT_EQ(client.get("/api/v1/opportunities?$select=probability", reader).status, 200);
}

STORE_TEST(FieldMasks, definitions_say_what_goes_with_a_field) {
    SiteClient client(fresh_location());
    const std::string all = client.body("/api/v1/definitions", client.administrator());
    EXPECT_NE(all.find(R"("opportunities.weighted")"), std::string::npos);
    Masked world(fresh_location());
    const std::string some = world.client.body("/api/v1/definitions", world.reader);
    EXPECT_EQ(some.find(R"("opportunities.weighted")"), std::string::npos);
}

STORE_TEST(FieldMasks, who_stands_in_knows_no_more_of_lent_records_than_the_lender) {
    SiteClient client(fresh_location());
    const char* rights = R"({"users":{"read":"all"},"accounts":{"read":"own","update":"own"}})";
    const std::string lender =
        client.person("Lía", rights, R"({"accounts":{"revenue":"hidden","sector":"read"}})");
    const std::string stand_in =
        client.person("Sol", rights, R"({"accounts":{"description":"hidden"}})");
    const Id account = client.create(
        "accounts", R"({"name":"Acme","description":"marca","sector":"energy","revenue":)"
                    R"({"amount":"777.00","currency":"EUR"},"owner_id":")" +
                        to_string(client.user_of(lender)) + "\"}");
    const std::string path = "/api/v1/accounts('" + to_string(account) + "')";
    const auto lend = [&](const char* objects) {
        return client.send(
            http::Method::post, "/api/v1/delegations", lender,
            std::string(R"({"level":"update","starts_on":"2001-01-01","objects":")") + objects +
                R"(","ends_on":"2999-01-01","delegate_id":")" +
                to_string(client.user_of(stand_in)) + "\"}");
    };
    const char* by_revenue = "/api/v1/accounts?$filter=revenue%20gt%205";
    ASSERT_EQ(lend("contacts").status, 201);
    EXPECT_EQ(client.get(by_revenue, stand_in).status, 200);
    const auto made = lend("accounts");
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string seen = client.body(path, stand_in);
    EXPECT_NE(seen.find("Acme"), std::string::npos);
    EXPECT_EQ(seen.find("777.00"), std::string::npos);
    EXPECT_EQ(seen.find("marca"), std::string::npos);
    EXPECT_EQ(client.get(by_revenue, stand_in).status, 400);
    const auto patch = [&](const char* body) {
        return client.send(http::Method::patch, path, stand_in, body).status;
    };
    EXPECT_EQ(patch(R"({"sector":"retail"})"), 400);
    EXPECT_EQ(patch(R"({"name":"Beta"})"), 200);
}

STORE_TEST(FieldMasks, lines_are_no_way_round_an_amount_that_the_role_keeps) {
    SiteClient client(fresh_location());
    const Id account = client.create("accounts", R"({"name":"Acme"})");
    const Id opportunity = client.create(
        "opportunities", R"({"name":"Fibra","amount":{"amount":"777.00","currency":"EUR"},)"
                         R"("account_id":")" +
                             to_string(account) + "\"}");
    const std::string line = R"({"name":"Uno","quantity":"3",)";
    const std::string of = R"("opportunity_id":")" + to_string(opportunity) + "\"}";
    const char* rights = R"({"*":{"read":"all","create":"all","update":"all"}})";
    const std::pair<std::string, std::string> masks[] = {
        {"hidden", line + of}, {"read", line + R"("unit_price":"1",)" + of}};
    for (const auto& [mask, body] : masks) {
        const std::string seller = client.person(
            "Sara " + mask, rights, R"({"opportunities":{"amount":")" + mask + R"("}})");
        const auto refused =
            client.send(http::Method::post, "/api/v1/opportunity_lines", seller, body);
        EXPECT_EQ(refused.status, 403) << refused.body;
    }
    const std::string seen = client.body("/api/v1/opportunities('" + to_string(opportunity) + "')",
                                         client.administrator());
    EXPECT_NE(seen.find("777.00"), std::string::npos) << seen;
}

STORE_TEST(FieldMasks, a_lead_is_converted_once_by_whoever_may_not_know_its_status) {
    SiteClient client(fresh_location());
    const std::string seller =
        client.person("Sara", R"({"*":{"read":"all","create":"all","update":"all"}})",
                      R"({"leads":{"status":"hidden"}})");
    const Id lead = client.create("leads", R"({"name":"Eva Ruiz","company":"Acme"})");
    const auto convert = [&] {
        return client.send(http::Method::post, "/api/v1/leads('" + to_string(lead) + "')/convert",
                           seller, R"({"create_contact":false,"create_opportunity":false})");
    };
    const auto first = convert();
    EXPECT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(convert().status, 409);
}

STORE_TEST(FieldMasks, a_mask_whose_field_is_gone_does_not_stop_the_role_from_being_saved) {
    SiteClient client(fresh_location());
    const std::string admin =
        client.person("Ada", R"({"*":{"read":"all","create":"all","update":"all"}})", "{}", true);
    const Id role = client.create(
        "roles", R"({"name":"nueva","label_es":"N","label_en":"N","rights":{},"masks":{}})");
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        TRY(context.tx.execute(
            {"update role set masks = ? where id = ?",
             {R"({"accounts":{"c_gone":"hidden"},"c_gone":{"x":"read"}})", role.value}}));
        return {};
    }));
    const auto patch = [&](const char* body) {
        return client.send(http::Method::patch, "/api/v1/roles('" + to_string(role) + "')", admin,
                           body);
    };
    const auto kept = patch(R"({"label_en":"New","rights":{"accounts":{"create":"own"}}})");
    EXPECT_EQ(kept.status, 200) << kept.body;
    const auto widened = patch(R"({"masks":{"accounts":{"c_gone":"hidden","revenue":"hidden"}}})");
    EXPECT_EQ(widened.status, 200) << widened.body;
    EXPECT_NE(patch(R"({"masks":{"accounts":{"c_other":"hidden"}}})").body.find("unknown_mask"),
              std::string::npos);
}

STORE_TEST(FieldMasks, a_role_cannot_mask_what_it_needs_or_what_does_not_exist) {
    SiteClient client(fresh_location());
    const std::string admin =
        client.person("Ada", R"({"*":{"read":"all","create":"all","update":"all"}})", "{}", true);
    const auto create = [&](const char* masks) {
        return client
            .send(http::Method::post, "/api/v1/roles", admin,
                  std::string(R"({"name":"nueva","label_es":"N","label_en":"N",)"
                              R"("rights":{"accounts":{"read":"all","create":"own"}},"masks":)") +
                      masks + "}")
            .body;
    };
    EXPECT_NE(create(R"({"accounts":{"name":"hidden"}})").find("mask_of_needed"),
              std::string::npos);
    EXPECT_NE(create(R"({"accounts":{"nothing":"hidden"}})").find("unknown_mask"),
              std::string::npos);
    EXPECT_NE(create(R"({"accounts":{"version":"hidden"}})").find("unknown_mask"),
              std::string::npos);
    EXPECT_NE(create(R"({"accounts":{"revenue":"secret"}})").find("unknown_mask"),
              std::string::npos);
    EXPECT_NE(create(R"({"accounts":{"revenue":"hidden"}})").find("\"id\""), std::string::npos);
}

}  // namespace
}  // namespace clientela::people
