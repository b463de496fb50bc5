// SPDX-License-Identifier: Apache-2.0
#include "change/origin.h"

#include <gtest/gtest.h>

namespace clientela::change {
namespace {

TEST(Origin, names_its_job_in_whosever_name) {
    const std::string job = "job:" + to_string(Id{77});
    EXPECT_EQ(job_of(job), Id{77});
    EXPECT_EQ(job_of(job + "/import"), Id{77});
    EXPECT_EQ(plain_origin(job + "/for:" + to_string(Id{5})), job);
    EXPECT_FALSE(job_of("page"));
    EXPECT_FALSE(job_of("job:"));
}

TEST(Origin, tells_history_and_initial_content_from_what_happens_now) {
    EXPECT_TRUE(is_history("job:1/import"));
    EXPECT_TRUE(is_history("demo"));
    EXPECT_FALSE(is_history("seed"));
    EXPECT_FALSE(is_history("page/for:1"));
    EXPECT_TRUE(is_initial_content("demo"));
    EXPECT_TRUE(is_initial_content("seed"));
    EXPECT_FALSE(is_initial_content("job:1/import"));
    EXPECT_FALSE(is_initial_content("page"));
}

}  // namespace
}  // namespace clientela::change
