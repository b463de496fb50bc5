// SPDX-License-Identifier: Apache-2.0
// The service's description of itself: XML and JSON that parsers take, complete, and without what
// the reader may not read.
#include <cstdio>
#include <fstream>
#include <set>

#include "api/openapi.h"
#include "app/routes.h"
#include "base/text.h"
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

std::string annotation_of(const boost::json::value& json, const std::string& set,
                          const std::string& path) {
    return text_at(json, "/clientela/Service/" + set + "/@Org.OData.Capabilities.V1." + path);
}

STORE_TEST(Metadata, says_what_the_service_can_do_for_this_reader) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto json = parsed(ada.get("/api/v1/$metadata?$format=json"));
    const std::string keys = text_at(json, "/clientela/user/@Org.OData.Core.V1.AlternateKeys");
    EXPECT_EQ(keys, R"([{"Key":[{"Alias":"email","Name":"email"}]}])");
    EXPECT_EQ(annotation_of(json, "accounts", "SkipSupported"), "false");
    EXPECT_EQ(annotation_of(json, "accounts", "SearchRestrictions/Searchable"), "true");
    EXPECT_EQ(annotation_of(json, "exchange_rates", "SearchRestrictions/Searchable"), "false");
    EXPECT_EQ(annotation_of(json, "accounts", "UpdateRestrictions/Updatable"), "true");
    EXPECT_EQ(annotation_of(json, "stage_changes", "UpdateRestrictions/Updatable"), "false");
    EXPECT_EQ(annotation_of(json, "views", "FilterRestrictions/NonFilterableProperties"),
              annotation_of(json, "views", "SortRestrictions/NonSortableProperties"));
    EXPECT_EQ(text_at(json, "/clientela/Service/@clientela.page_size_max"), "200");
    EXPECT_EQ(text_at(json, "/clientela/bulk/0/$Parameter/0/$Collection"), "true");
    EXPECT_EQ(text_at(json, "/clientela/why/0/$Kind"), "Function");
    http::Client rep = site.client(site.add_person("Rep", "sales_representative"));
    const auto theirs = parsed(rep.get("/api/v1/$metadata?$format=json"));
    EXPECT_EQ(annotation_of(theirs, "accounts", "InsertRestrictions/Insertable"), "true");
    EXPECT_EQ(annotation_of(theirs, "stages", "InsertRestrictions/Insertable"), "false");
}

// What is announced as impossible is refused, and what is announced as possible is not.
STORE_TEST(Metadata, tells_the_truth_about_filters_and_order) {
    RunningSite site(fresh_location());
    http::Client ada = site.administrator();
    const auto json = parsed(ada.get("/api/v1/$metadata?$format=json"));
    for (const schema::Object& object : site.schema().objects) {
        const std::string opaque =
            annotation_of(json, object.name, "FilterRestrictions/NonFilterableProperties");
        for (const schema::Field& field : object.fields) {
            if (field.secret || field.hidden) continue;
            const bool refused = opaque.find("\"" + field.name + "\"") != std::string::npos;
            for (const std::string& option :
                 {"$filter=" + field.name + "%20eq%20null", "$orderby=" + field.name}) {
                const int status = ada.get("/api/v1/" + object.name + "?$top=1&" + option).status;
                EXPECT_EQ(status, refused ? 400 : 200) << object.name << " " << option;
            }
        }
    }
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
    EXPECT_EQ(page.body.find("://"), std::string::npos) << "an outside resource";
    EXPECT_EQ(page.body.find("style="), std::string::npos) << "the policy forbids it";
    std::size_t files = 0;  // docs.css and docs.js alone; other words with docs. are texts lost
    for (std::size_t at = page.body.find("docs."); at != std::string::npos; ++files)
        at = page.body.find("docs.", at + 1);
    EXPECT_EQ(files, 2U) << "a text without translation";
    for (const char* file : {"/api/docs.css", "/api/docs.js"})
        EXPECT_EQ(nobody.get(file).status, 200) << file;
}

STORE_TEST(OpenApi, the_page_names_every_operation_and_every_schema_it_leads_to) {
    RunningSite site(fresh_location());
    const std::string page = site.nobody().get("/api/docs?lang=en").body;
    const auto document = parsed(site.nobody().get("/api/openapi.json"));
    for (const auto& [path, item] : document.at("paths").as_object()) {
        for (const auto& [method, operation] : item.as_object()) {
            if (method == "parameters") continue;
            const std::string id = text_at(operation, "/operationId");
            EXPECT_NE(page.find("id=\"op-" + id + "\""), std::string::npos) << id;
        }
    }
    for (std::size_t at = page.find("href=\"#"); at != std::string::npos;
         at = page.find("href=\"#", at + 1)) {
        const std::size_t from = at + 7;
        const std::string id = page.substr(from, page.find('"', from) - from);
        EXPECT_NE(page.find("id=\"" + id + "\""), std::string::npos) << id << " leads nowhere";
    }
}

// "/api/v1/{set}/{property:name}" is documented as "/api/v1/{set}/{property}".
std::string without_types(const std::string& pattern) {
    std::string text;
    bool inside = false;
    for (const char c : pattern) {
        if (c == ':') inside = true;
        if (c == '}') inside = false;
        if (!inside) text += c;
    }
    return text;
}

std::string for_set(std::string path, const std::string& from, const std::string& to) {
    const std::string root = "/api/v1/";
    const bool fits =
        path.starts_with(root + from) &&
        (path.size() == root.size() + from.size() ||
         std::string("/(").find(path[root.size() + from.size()]) != std::string::npos);
    return fits ? path.replace(root.size(), from.size(), to) : path;
}

std::string method_word(http::Method method) {
    return lower(std::string(http::method_name(method)));
}

// The socket of the command line, the second spelling of the root, and what the page is made of.
const std::set<std::string> kUndocumented{"/local/command", "/api/v1/", "/api/docs.css",
                                          "/api/docs.js"};

// Facts are never changed, so of them less is documented than one pattern for all can say.
bool never_asked(const schema::Object& object, const std::string& method, const std::string& path) {
    return object.append_only && (method != "get" || path.ends_with("/restore")) &&
           path.find('(') != std::string::npos;
}

STORE_TEST(OpenApi, describes_every_route_and_no_other) {
    RunningSite site(fresh_location());
    const auto document = parsed(site.nobody().get("/api/openapi.json"));
    std::set<std::string> documented;
    for (const auto& [path, item] : document.at("paths").as_object()) {
        for (const auto& [method, operation] : item.as_object()) {
            if (method != "parameters")
                documented.insert(std::string(method) + " " + std::string(path));
        }
    }
    std::set<std::string> routed;
    for (const auto& [kind, pattern] : app::make_router(site.site(), "").routes()) {
        const std::string path = without_types(pattern);
        const std::string method = method_word(kind);
        routed.insert(method + " " + path);
        if (kUndocumented.contains(path) || documented.contains(method + " " + path)) continue;
        EXPECT_NE(path.find("{set}"), std::string::npos) << method << " " << path << " is missing";
        for (const schema::Object& object : site.schema().objects) {
            const std::string one = for_set(path, "{set}", object.name);
            EXPECT_TRUE(documented.contains(method + " " + one) ||
                        never_asked(object, method, path))
                << method << " " << one << " is missing";
        }
    }
    for (const std::string& one : documented) {
        const std::string method = one.substr(0, one.find(' ') + 1);
        const std::string path = one.substr(method.size());
        bool found = routed.contains(one);
        for (const schema::Object& object : site.schema().objects)
            found = found || routed.contains(method + for_set(path, object.name, "{set}"));
        EXPECT_TRUE(found) << one << " is no route";
    }
}

}  // namespace
}  // namespace clientela
