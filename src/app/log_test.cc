// SPDX-License-Identifier: Apache-2.0
#include "app/log.h"

#include <gtest/gtest.h>

namespace clientela::app {
namespace {

TEST(Log, a_line_is_one_json_object_with_the_request_that_it_belongs_to) {
    EXPECT_EQ(log_line("2026-11-22T10:00:00.000Z", "error", "trace=abc12 no \"room\"\nleft"),
              R"({"t":"2026-11-22T10:00:00.000Z","level":"error","trace":"abc12",)"
              R"("message":"no \"room\"\nleft"})");
    EXPECT_EQ(log_line("t", "warning", "trace=abc12"),
              R"({"t":"t","level":"warning","trace":"abc12","message":""})");
    EXPECT_EQ(log_line("t", "info", "job ended"),
              R"({"t":"t","level":"info","message":"job ended"})");
}

}  // namespace
}  // namespace clientela::app
