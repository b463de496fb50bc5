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

}  // namespace
}  // namespace clientela::importer
