// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "job/job_table.h"
#include "tests/site_client.h"

namespace clientela::job {
namespace {

STORE_TEST(JobRoutes, failures_leave_as_csv_page_by_page) {
    SiteClient client(fresh_location());
    const std::string session = client.administrator();
    constexpr std::size_t kRows = 2'500;
    Job job;
    job.id = Id{1'000'001};
    job.kind = "undo";
    job.started_by = client.user_of(session);
    job.created_at = client.site->clock.now();
    EXPECT_OK(client.with([&](record::Context& context) -> Result<void> {
        TRY(insert(context.tx, job));
        Failure failure;
        failure.code = "required";
        failure.message = Message{"field.required", {}};
        failure.row = 7;
        return insert_failures(context.tx, job.id, std::vector<Failure>(kRows, failure));
    }));
    const http::Response response =
        client.get("/api/v1/jobs(%27" + to_string(job.id) + "%27)/failures?format=csv", session);
    ASSERT_TRUE(response.source);
    std::string text;
    int pages = 0;
    for (bool more = true; more; ++pages) {
        std::string chunk;
        more = response.source(chunk);
        text += chunk;
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')), kRows + 1);
}

}  // namespace
}  // namespace clientela::job
