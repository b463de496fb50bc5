// SPDX-License-Identifier: Apache-2.0
// From the secret of a request to its Principal without a query: an in-memory cache by hash. The
// engine calls invalidate() after each commit that touches affects_principals(); beside that an
// entry is read anew every ten seconds, which is how long another server of the same store may lag.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/principal.h"
#include "base/result.h"
#include "base/time.h"
#include "db/store.h"
#include "schema/schema.h"

namespace clientela::access {

enum class CredentialKind { session, token };

class PrincipalCache {
public:
    // Fails with unauthenticated "login.needed" when the secret is none that counts.
    Result<std::shared_ptr<const Principal>> authenticate(db::Store& store,
                                                          const schema::Schema& schema,
                                                          CredentialKind kind,
                                                          std::string_view secret, Instant now);

    // The same from memory alone; null when it has to be read.
    std::shared_ptr<const Principal> known(const schema::Schema& schema, CredentialKind kind,
                                           std::string_view secret, Instant now) const;

    // The company's day at a moment, for what is lent by the day; set once, before requests come.
    std::function<Date(Instant)> local_day;

    void invalidate() { epoch_.fetch_add(1, std::memory_order_acq_rel); }
    std::uint64_t epoch() const { return epoch_.load(std::memory_order_acquire); }

private:
    struct Entry {
        std::shared_ptr<const Principal> principal;
        std::uint64_t epoch = 0;
        Instant loaded_at;
        std::uint64_t definitions = 0;  // version of those they were loaded with
    };
    struct Loaded;

    void share_view(Principal& principal);
    std::shared_ptr<const Principal> find(const std::string& key, const schema::Schema& schema,
                                          Instant now) const;
    void keep(const std::string& key, Entry entry);

    std::atomic<std::uint64_t> epoch_{1};
    mutable std::shared_mutex mutex_;
    std::unordered_map<std::string, Entry> entries_;
    std::unordered_map<Id, std::shared_ptr<const schema::Schema>> views_;  // by role
};

}  // namespace clientela::access
