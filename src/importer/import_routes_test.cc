// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include "importer/import.h"
#include "tests/postgres_cluster.h"
#include "tests/site_client.h"

namespace clientela::importer {
namespace {

STORE_TEST(ImportRoutes, tell_errors_of_an_import_that_is_looked_at_alone) {
    SiteClient client(fresh_location());
    const std::string session = client.administrator();
    ImportOptions options;
    options.object = "accounts";
    options.file = scratch_directory() + "/faulty.csv";
    options.mapping.guessed = true;
    std::ofstream(options.file, std::ios::binary) << "name,number\n,1\nAcme,2\n";
    access::Principal starter = access::Principal::system("test");
    starter.user = client.user_of(session);
    const auto job =
        start_import(*client.site->application, *client.site->runner, starter, options);
    ASSERT_OK(job);
    client.site->runner->run_all();
    const std::string list = client.body("/api/v1/imports", session);
    EXPECT_NE(list.find(R"("failed":1)"), std::string::npos) << list;
    EXPECT_NE(list.find(R"("errors_left_off":1)"), std::string::npos) << list;
    EXPECT_NE(list.find(R"("errors":[])"), std::string::npos) << list;
    const std::string one =
        client.body("/api/v1/imports(%27" + to_string(job->id) + "%27)", session);
    EXPECT_NE(one.find(R"("code":"required")"), std::string::npos) << one;
}

// What is said of a file of this name; "200" when it is read.
std::string look_at(SiteClient& client, const std::string& session, const std::string& file) {
    const std::string boundary = "--x\r\nContent-Disposition: form-data; name=";
    const http::Response answer =
        client.send(http::Method::post, "/api/v1/imports/preview", session,
                    boundary + "\"object\"\r\n\r\naccounts\r\n" + boundary +
                        "\"file\"; filename=\"" + file + "\"\r\n\r\nname\nAcme\n\r\n--x--\r\n");
    return answer.status == 200 ? "200" : answer.body;
}

STORE_TEST(ImportRoutes, know_a_file_by_its_ending_whatever_the_case) {
    SiteClient client(fresh_location());
    const std::string session = client.administrator();
    for (const char* file : {"datos.csv", "DATOS.CSV", "Datos.Tsv", "DATOS.TXT", "datos"})
        EXPECT_EQ(look_at(client, session, file), "200") << file;
    for (const char* file : {"hoja.xlsx", "HOJA.XLSX"}) {
        const std::string said = look_at(client, session, file);
        EXPECT_NE(said.find(R"("target":"file")"), std::string::npos) << said;
        EXPECT_NE(said.find("Excel"), std::string::npos) << said;
    }
    const std::string read_as_json = look_at(client, session, "datos.JSONL");
    EXPECT_NE(read_as_json.find("JSON file"), std::string::npos) << read_as_json;
}

}  // namespace
}  // namespace clientela::importer
