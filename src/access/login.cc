// SPDX-License-Identifier: Apache-2.0
// The steps of signing in: count the try, check the password outside any transaction, open a
// session.
#include "access/login.h"

#include <algorithm>
#include <optional>

#include "access/load_principal.h"
#include "access/login_attempts.h"
#include "access/session.h"

namespace clientela::access {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kForgetMs = 60 * kMinuteMs;  // a quiet hour after a lock starts anew
constexpr std::size_t kEmailBytesMax = 320;
constexpr std::size_t kAgentBytesMax = 300;

Error login_failed() { return make_error(ErrorCode::unauthenticated, "login.failed"); }

// Only who knew the password is told; for everybody else there is no such person.
Error account_closed(db::Store& store) {
    std::string names;
    const auto found = store.read([&](db::Transaction& tx) -> Result<void> {
        names = TRY(administrators_to_ask(tx));
        return {};
    });
    if (!found.ok()) return found.error();
    if (names.empty()) return make_error(ErrorCode::unauthenticated, "login.closed");
    return make_error(ErrorCode::unauthenticated, "login.closed_ask", {{"names", names}});
}

Error login_locked(Instant until, Instant now, const Zone& zone) {
    // The wait is told in whole minutes, rounded up, so that the time named is never too early.
    const std::int64_t minutes =
        (zone.local(until).ms_of_day + kMinuteMs - 1) / kMinuteMs % (24 * 60);
    const auto two = [](std::int64_t number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return make_error(ErrorCode::rate_limited, "login.locked",
                      {{"time", two(minutes / 60) + ":" + two(minutes % 60)},
                       {"seconds", std::to_string((until.ms - now.ms + 999) / 1000)}});
}

Result<Attempts> load_current(db::Transaction& tx, const std::string& key, Instant now) {
    Attempts attempts = TRY(load_attempts(tx, key));
    if (now.ms - std::max(attempts.last_at.ms, attempts.locked_until.ms) > kForgetMs)
        return Attempts{};
    return attempts;
}

Attempts one_more(Attempts attempts, int tries_max, Instant now) {
    attempts.failures += 1;
    attempts.last_at = now;
    attempts.locked_until = Instant{now.ms + lock_ms(attempts.failures, tries_max)};
    return attempts;
}

struct Keys {
    std::string account, address;
};

// Refuses while a lock stands; otherwise counts this try as failed until it proves right.
Result<Account> begin_try(db::Store& store, const LoginRequest& request, const Keys& keys,
                          Instant now, const Zone& zone) {
    Account account;
    const auto count = [&](db::Transaction& tx) -> Result<void> {
        TRY(hold_attempts(tx, {keys.account, keys.address}));
        const Attempts by_account = TRY(load_current(tx, keys.account, now));
        const Attempts by_address = TRY(load_current(tx, keys.address, now));
        const Instant until = std::max(by_account.locked_until, by_address.locked_until);
        if (now < until) return login_locked(until, now, zone);
        TRY(store_attempts(tx, keys.account, one_more(by_account, kAccountTriesMax, now)));
        TRY(store_attempts(tx, keys.address, one_more(by_address, kAddressTriesMax, now)));
        account = TRY(find_account(tx, request.email));
        return {};
    };
    TRY(store.write(count));
    return account;
}

// The try proved right: the account is forgiven all, the address this one.
Result<void> take_back_try(db::Transaction& tx, const Keys& keys) {
    TRY(hold_attempts(tx, {keys.account, keys.address}));
    TRY(forget_attempts(tx, keys.account));
    Attempts attempts = TRY(load_attempts(tx, keys.address));
    if (attempts.failures <= 1) return forget_attempts(tx, keys.address);
    attempts.failures -= 1;
    attempts.locked_until = attempts.last_at;
    return store_attempts(tx, keys.address, attempts);
}

Result<bool> is_right(Passwords& passwords, const Account& account, const std::string& password) {
    if (account.user && !account.password_hash.empty()) {
        return passwords.verify(account.password_hash, password);
    }
    TRY(passwords.verify_nobody(password));
    return false;
}

}  // namespace

std::int64_t lock_ms(int failures, int tries_max) {
    if (failures < tries_max) return 0;
    const int doublings = std::min(failures - tries_max, 4);
    return std::min<std::int64_t>(kMinuteMs << doublings, 15 * kMinuteMs);
}

Result<void> unlock_account(db::Transaction& tx, Id user) {
    const std::string email = TRY(load_email(tx, user));
    if (email.empty()) return {};
    return forget_attempts(tx, account_key(email));
}

Result<LoggedIn> login(db::Store& store, const schema::Schema& schema, Passwords& passwords,
                       const LoginRequest& request, Instant now, const Zone& zone) {
    if (request.email.size() > kEmailBytesMax) return login_failed();
    const Keys keys{account_key(request.email), address_key(request.address)};
    const Account account = TRY(begin_try(store, request, keys, now, zone));
    if (!TRY(is_right(passwords, account, request.password))) return login_failed();

    if (account.closed) return account_closed(store);

    LoggedIn logged_in;
    logged_in.session = make_secret();
    const auto open = [&](db::Transaction& tx) -> Result<void> {
        // A password changed meanwhile ended all sessions; it must not be followed by a new one.
        if (TRY(load_password_hash(tx, account.user)) != account.password_hash)
            return login_failed();
        logged_in.principal = TRY(load_principal(tx, schema, account.user, zone.local(now).date));
        TRY(take_back_try(tx, keys));
        if (!request.previous_session.empty()) {
            TRY(end_session(tx, hash_secret(request.previous_session)));
        }
        return create_session(tx, {logged_in.session.hash, account.user, now, now, request.address,
                                   request.agent.substr(0, kAgentBytesMax)});
    };
    TRY(store.write(open));
    return logged_in;
}

Result<void> change_password(db::Store& store, Passwords& passwords, const PasswordChange& change,
                             Instant now, const Zone& zone) {
    LoginRequest request;
    request.address = change.address;
    TRY(store.read([&](db::Transaction& tx) -> Result<void> {
        request.email = TRY(load_email(tx, change.user));
        return {};
    }));
    TRY(check_password_rules(change.next, request.email));
    const Keys keys{account_key(request.email), address_key(request.address)};
    const Account account = TRY(begin_try(store, request, keys, now, zone));
    if (!TRY(is_right(passwords, account, change.current)) || account.user != change.user)
        return field_error("current", "password_wrong");
    const std::string encoded = TRY(passwords.hash(change.next));
    return store.write([&](db::Transaction& tx) -> Result<void> {
        if (TRY(load_password_hash(tx, account.user)) != account.password_hash)
            return field_error("current", "password_wrong");
        TRY(store_password_hash(tx, account.user, encoded, hash_secret(change.kept_session)));
        return take_back_try(tx, keys);
    });
}

}  // namespace clientela::access
