// SPDX-License-Identifier: Apache-2.0
#include "http/rate_limit.h"

#include <gtest/gtest.h>

#include "http/message.h"
#include "http/peer.h"

namespace clientela::http {
namespace {

TEST(RateLimit, allows_a_burst_and_then_as_many_as_flow_in) {
    RateLimit limit({.capacity = 3, .refill_per_second = 0.5, .max_keys = 10});
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(limit.take("a", Instant{1000}), 0);
    EXPECT_EQ(limit.take("a", Instant{1000}), 2000);
    EXPECT_EQ(limit.take("a", Instant{2000}), 1000);
    EXPECT_EQ(limit.take("a", Instant{3000}), 0);
    EXPECT_GT(limit.take("a", Instant{3000}), 0);
    EXPECT_EQ(limit.take("b", Instant{3000}), 0) << "keys do not share";
}

TEST(RateLimit, does_not_fill_when_the_clock_goes_back) {
    RateLimit limit({.capacity = 1, .refill_per_second = 1, .max_keys = 10});
    EXPECT_EQ(limit.take("a", Instant{10'000}), 0);
    EXPECT_GT(limit.take("a", Instant{5'000}), 0);
}

TEST(RateLimit, forgets_the_key_untouched_for_longest_when_full) {
    RateLimit limit({.capacity = 1, .refill_per_second = 0.001, .max_keys = 2});
    limit.take("old", Instant{0});
    limit.take("used", Instant{1});
    limit.take("old", Instant{2});
    limit.take("new", Instant{3});
    EXPECT_GT(limit.take("old", Instant{4}), 0);
    EXPECT_EQ(limit.take("used", Instant{5}), 0) << "was forgotten for the new one";
    EXPECT_EQ(limit.take("new", Instant{6}), 0) << "was forgotten in its turn";
}

TEST(Cookies, are_found_by_their_whole_name) {
    Request request;
    request.headers = {{"cookie", "other_session=1; clientela_session=\"abc=\"; x"}};
    EXPECT_EQ(request.cookie("clientela_session"), "abc=");
    EXPECT_EQ(request.cookie("session"), "");
    EXPECT_EQ(request.cookie("x"), "");
}

TEST(ProxyList, compares_networks_bit_by_bit) {
    ProxyList list;
    ASSERT_TRUE(list.add("10.1.0.0/17").ok());
    ASSERT_TRUE(list.add("2001:db8::/33").ok());
    ASSERT_TRUE(list.add("192.168.1.1").ok());
    EXPECT_TRUE(list.contains("10.1.127.255"));
    EXPECT_FALSE(list.contains("10.1.128.0"));
    EXPECT_TRUE(list.contains("::ffff:10.1.0.1"));
    EXPECT_TRUE(list.contains("2001:db8:7fff::1"));
    EXPECT_FALSE(list.contains("2001:db8:8000::1"));
    EXPECT_FALSE(list.contains("192.168.1.2"));
    EXPECT_FALSE(list.contains("unix"));
    for (const char* bad : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "::/129", "host"}) {
        EXPECT_FALSE(list.add(bad).ok()) << bad;
    }
}

TEST(Forwarding, ignores_forged_addresses_and_prefixes) {
    ProxyList list;
    ASSERT_TRUE(list.add("10.0.0.1").ok());
    Request request;
    request.remote = "10.0.0.1";
    request.headers = {{"x-forwarded-for", "unix, nonsense"},
                       {"x-forwarded-prefix", "/a\"; Path=/"}};
    apply_forwarding(list, request);
    EXPECT_EQ(request.remote, "10.0.0.1");
    EXPECT_EQ(request.prefix, "");
    EXPECT_EQ(without_prefix("/crmx/api", "/crm"), "/crmx/api");
    EXPECT_EQ(without_prefix("/crm", "/crm"), "/");
}

}  // namespace
}  // namespace clientela::http
