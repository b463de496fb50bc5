// SPDX-License-Identifier: Apache-2.0
// The service's description of itself: XML and JSON that parsers take, complete, and without what
// the reader may not read.
#include <cstdio>
#include <fstream>

#include "api/openapi.h"
#include "tests/postgres_cluster.h"
#include "tests/running_site.h"
#include "tests/store_fixture.h"

namespace clientela {
namespace {

using http::ClientResponse;

std::string file_with(const std::string& name, const std::string& text) {
    const std::string path = scratch_directory() + "/" + name;
    std::ofstream(path) << text;
    return path;
}

STORE_TEST(Metadata, xml_is_well_formed_and_names_every_object) {
    RunningSite site(fresh_location());
    const ClientResponse xml = site.administrator().get("/api/v1/$metadata");
    EXPECT_EQ(xml.header("content-type"), "application/xml");
    const std::string path = file_with("metadata.xml", xml.body);
    EXPECT_EQ(std::system(("xmllint --noout " + path).c_str()), 0);
    for (const schema::Object& object : site.schema().objects) {
        EXPECT_NE(xml.body.find("<EntitySet Name=\"" + object.name + "\""), std::string::npos);
    }
    EXPECT_EQ(xml.body.find("password_hash"), std::string::npos);
    EXPECT_NE(xml.body.find("<ComplexType Name=\"Money\">"), std::string::npos);
}

STORE_TEST(Metadata, json_describes_types_navigation_and_actions) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto json = parsed(ada.get("/api/v1/$metadata?$format=json"));
    EXPECT_EQ(text_at(json, "/$Version"), "4.01");
    EXPECT_EQ(text_at(json, "/clientela/opportunity/amount/$Type"), "clientela.Money");
    EXPECT_EQ(text_at(json, "/clientela/opportunity/account/$Type"), "clientela.account");
    EXPECT_EQ(text_at(json, "/clientela/opportunity/lines/$Collection"), "true");
    EXPECT_EQ(text_at(json, "/clientela/Service/accounts/$Type"), "clientela.account");
    EXPECT_EQ(text_at(json, "/clientela/convert/0/$Kind"), "Action");
    EXPECT_EQ(parsed(ada.get("/api/v1/$metadata", {{"accept", "application/json"}})), json);
    EXPECT_EQ(ada.get("/api/v1/$metadata?$format=csv").status, 400);
    const auto service = parsed(ada.get("/api/v1/"));
    EXPECT_EQ(service.at("value").as_array().size(), site.schema().objects.size());
}

STORE_TEST(Metadata, leaves_out_what_the_reader_may_not_read) {
    RunningSite site(fresh_location());
    http::Client paula = site.client(site.add_person("Paula", "product_manager"));
    const auto json = parsed(paula.get("/api/v1/$metadata?$format=json"));
    EXPECT_EQ(text_at(json, "/clientela/account"), "missing");
    EXPECT_EQ(text_at(json, "/clientela/product/$Kind"), "EntityType");
    EXPECT_EQ(paula.get("/api/v1/accounts").status, 404);
    EXPECT_EQ(paula.get("/api/v1/$metadata").body.find("clientela.account\""), std::string::npos);
}

STORE_TEST(OpenApi, names_every_route_once_and_has_a_readable_page) {
    RunningSite site(fresh_location());
    http::Client nobody = site.nobody();
    const auto document = parsed(nobody.get("/api/openapi.json"));
    EXPECT_EQ(text_at(document, "/openapi"), "3.1.0");
    for (const schema::Object& object : site.schema().objects) {
        EXPECT_TRUE(document.at("paths").as_object().contains("/api/v1/" + object.name))
            << object.name;
    }
    const ClientResponse page = nobody.get("/api/docs?lang=en");
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("<h2>Accounts</h2>"), std::string::npos);
    EXPECT_NE(nobody.get("/api/docs?lang=es").body.find("<h2>Cuentas</h2>"), std::string::npos);
    EXPECT_EQ(page.body.find("http"), std::string::npos) << "an outside resource";
    EXPECT_EQ(page.body.find("docs."), page.body.find("docs.css")) << "a text without translation";
    EXPECT_EQ(nobody.get("/api/docs.css").status, 200);
}

}  // namespace
}  // namespace clientela
