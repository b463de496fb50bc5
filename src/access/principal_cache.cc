// SPDX-License-Identifier: Apache-2.0
// Look-up, loading and the rare note of last use.
#include "access/principal_cache.h"

#include <mutex>

#include "access/load_principal.h"
#include "access/secret.h"
#include "access/session.h"
#include "access/token.h"
#include "access/visibility.h"
#include "base/zone.h"

namespace clientela::access {
namespace {

constexpr std::int64_t kRecheckMs = 10'000;
constexpr std::size_t kEntriesMax = 2'000;

std::string key_of(CredentialKind kind, std::string_view hash) {
    return std::string(kind == CredentialKind::session ? "s" : "t").append(hash);
}

Error login_needed() { return make_error(ErrorCode::unauthenticated, "login.needed"); }

}  // namespace

struct PrincipalCache::Loaded {
    Principal principal;
    Session session;  // without an owner when a token came
    Id token;
    bool touch = false;  // last use was long ago
};

std::shared_ptr<const Principal> PrincipalCache::find(const std::string& key,
                                                      const schema::Schema& schema,
                                                      Instant now) const {
    const std::shared_lock lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return nullptr;
    const Entry& entry = found->second;
    const std::int64_t age_ms = now.ms - entry.loaded_at.ms;
    if (entry.epoch != epoch() || age_ms < 0 || age_ms >= kRecheckMs) return nullptr;
    // Rights by definitions that were replaced since are read anew, and a view of them made anew.
    if (entry.definitions != schema.version) return nullptr;
    const auto& view = entry.principal->view;
    if (view != nullptr && view->whole.get() != &schema) return nullptr;
    return entry.principal;
}

// All people of a masked role work with one view, but for those to whom somebody lends something.
void PrincipalCache::share_view(Principal& principal) {
    if (principal.view == nullptr || !principal.lent.empty()) return;
    const std::unique_lock lock(mutex_);
    std::shared_ptr<const schema::Schema>& kept = views_[principal.role_id];
    const bool same = kept != nullptr && kept->whole == principal.view->whole &&
                      kept->version == principal.view->version;
    if (same) {
        principal.view = kept;
    } else {
        kept = principal.view;
    }
}

void PrincipalCache::keep(const std::string& key, Entry entry) {
    const std::unique_lock lock(mutex_);
    if (entries_.size() >= kEntriesMax) {
        // Those nobody would be given any more; what counts still comes back with a query each.
        std::erase_if(entries_, [&](const auto& kept) {
            return kept.second.epoch != epoch() ||
                   entry.loaded_at.ms - kept.second.loaded_at.ms >= kRecheckMs;
        });
        if (entries_.size() >= kEntriesMax) entries_.clear();
    }
    entries_[key] = std::move(entry);
}

std::shared_ptr<const Principal> PrincipalCache::known(const schema::Schema& schema,
                                                       CredentialKind kind, std::string_view secret,
                                                       Instant now) const {
    return find(key_of(kind, hash_secret(secret)), schema, now);
}

Result<std::shared_ptr<const Principal>> PrincipalCache::authenticate(db::Store& store,
                                                                      const schema::Schema& schema,
                                                                      CredentialKind kind,
                                                                      std::string_view secret,
                                                                      Instant now) {
    if (secret.empty() || secret.size() > 200) return login_needed();
    const std::string hash = hash_secret(secret);
    const std::string key = key_of(kind, hash);
    if (auto cached = find(key, schema, now)) return cached;

    const std::uint64_t epoch_before =
        epoch();  // a change while we read makes the entry stale at once
    Loaded loaded;
    const auto load = [&](db::Transaction& tx) -> Result<void> {
        Id user;
        Instant last_used;
        if (kind == CredentialKind::session) {
            const auto session = TRY(find_session(tx, hash, now));
            if (!session) return login_needed();
            user = session->user;
            last_used = session->last_used_at;
            loaded.session = *session;
        } else {
            const auto token = TRY(find_token(tx, hash, now));
            if (!token) return login_needed();
            user = token->user;
            loaded.token = token->id;
            last_used = token->last_used_at.value_or(Instant{});
        }
        loaded.touch = now.ms - last_used.ms >= kTouchEveryMs;
        const Date today = local_day ? local_day(now) : Zone().local(now).date;
        loaded.principal = TRY(load_principal(tx, schema, user, today));
        return {};
    };
    TRY(store.read(load));
    if (loaded.touch) {
        const auto touch = [&](db::Transaction& tx) {
            return loaded.token ? touch_token(tx, loaded.token, now)
                                : touch_session(tx, loaded.session, now);
        };
        // A full disk takes away writing; reading goes on without the note.
        const Result<void> touched = store.write(touch);
        if (!touched.ok() && touched.error().code != ErrorCode::unavailable) return touched.error();
    }
    share_view(loaded.principal);
    loaded.principal.kept.sights = std::make_shared<Sights>();
    auto principal = std::make_shared<const Principal>(std::move(loaded.principal));
    keep(key, {principal, epoch_before, now, schema.version});
    return principal;
}

}  // namespace clientela::access
