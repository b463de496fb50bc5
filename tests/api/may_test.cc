// SPDX-License-Identifier: Apache-2.0
// One record tells what its reader may do with it, and what they may not do is refused with a
// reason, not as if the record were not there.
#include <gmock/gmock.h>

#include "tests/site_client.h"

namespace clientela {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kRights =
    R"({"accounts":{"read":"all","create":"own","update":"own","remove":"own"},)"
    R"("leads":{"read":"all","create":"own","update":"own"},)"
    R"("contacts":{"read":"all","create":"own","update":"all"},)"
    R"("opportunities":{"read":"own","create":"own"},"stage_changes":{"read":"all"},)"
    R"("users":{"read":"all"}})";

struct Office {
    explicit Office(const std::string& location) : client(location) {
        session = client.person("Olga", kRights);
        user = "\"" + to_string(client.user_of(session)) + "\"";
    }
    Id of_hers(const char* set, const std::string& more) {
        return client.create(set, "{" + more + R"(,"owner_id":)" + user + "}");
    }
    std::string told(const char* set, Id id) {
        return client
            .get(std::string("/api/v1/") + set + "('" + to_string(id) + "')", session, "prefer",
                 "odata.include-annotations=\"clientela.*\"")
            .body;
    }

    SiteClient client;
    std::string session;
    std::string user;
};

STORE_TEST(May, a_record_read_alone_tells_what_can_be_done_with_it) {
    Office office(fresh_location());
    const Id own = office.of_hers("accounts", R"("name":"Propia")");
    const Id other = office.client.create("accounts", R"({"name":"Ajena","originator_id":null})");
    EXPECT_THAT(office.told("accounts", own), HasSubstr(R"("@clientela.may":["update","remove"])"));
    EXPECT_THAT(office.told("accounts", other), HasSubstr(R"("@clientela.may":[])"));
    const Id contact = office.client.create("contacts", R"({"first_name":"Eva"})");
    EXPECT_THAT(office.told("contacts", contact), HasSubstr(R"("@clientela.may":["update"])"));
    // Whoever did not ask for annotations reads the plain record.
    const std::string plain = "/api/v1/accounts('" + to_string(own) + "')";
    EXPECT_THAT(office.client.body(plain, office.session), Not(HasSubstr("clientela.may")));
}

STORE_TEST(May, what_is_told_is_what_happens) {
    Office office(fresh_location());
    const Id given = office.of_hers("accounts", R"("name":"Propia")");
    const std::string path = "/api/v1/accounts('" + to_string(given) + "')";
    EXPECT_EQ(
        office.client.send(http::Method::patch, path, office.session, R"({"name":"B"})").status,
        200);
    office.client.update("accounts", given, R"({"owner_id":null})");
    EXPECT_THAT(office.told("accounts", given), HasSubstr(R"("@clientela.may":[])"));
    EXPECT_EQ(
        office.client.send(http::Method::patch, path, office.session, R"({"name":"C"})").status,
        403);
    EXPECT_EQ(office.client.send(http::Method::delete_, path, office.session).status, 403);
}

STORE_TEST(May, converting_a_lead_of_somebody_else_is_refused_with_a_reason) {
    Office office(fresh_location());
    const Id seen = office.client.create("leads", R"({"name":"Eva","originator_id":null})");
    const auto convert = [&](Id lead) {
        return office.client.send(http::Method::post,
                                  "/api/v1/leads('" + to_string(lead) + "')/convert",
                                  office.session, "{}");
    };
    EXPECT_EQ(convert(seen).status, 403);
    EXPECT_THAT(convert(seen).body, HasSubstr("but not change it"));
    EXPECT_EQ(convert(Id{77}).status, 404);
}

}  // namespace
}  // namespace clientela
