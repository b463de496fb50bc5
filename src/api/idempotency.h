// SPDX-License-Identifier: Apache-2.0
// Replays of a write by its Idempotency-Key. `authenticated` claims the key around every handler,
// so that no route can forget it; where a crash in between must not matter, as for records, the
// handler stores the answer in the transaction of the write itself (Keys::kept_by_handler): a
// client that lost the answer, even during COMMIT, sends the request again and gets the same one.
#pragma once

#include <functional>
#include <optional>

#include "api/call.h"

namespace clientela::api {

using WriteWork = std::function<Result<http::Response>(record::Context&)>;

// For a handler that knows nothing of keys: the key is written down before it begins, its answer
// when it has succeeded; after an error the key is free again. A key whose work never came to an
// end (the server was killed) is 409 error.key_unfinished, one of Keys::secret 409
// error.key_secret.
Result<http::Response> claim_and_answer(Call& call, const CallHandler& handler, Keys keys);

// Runs `work` in a write transaction. With the header Idempotency-Key: a known key gives the stored
// answer (header Idempotency-Replayed: true); the same key with another request is 409
// error.key_reused.
Result<http::Response> write_once(Call& call, const WriteWork& work);

// For work that looks at the present before it writes, so that a second time it would be refused,
// or that commits by itself: the stored answer of the same request, if there is one. The same key
// with another request is 409 error.key_reused.
Result<std::optional<http::Response>> answered_before(Call& call);
// Stores the answer in the transaction of such work, in place of an earlier one. Nothing without a
// key.
Result<void> keep_answer(db::Transaction& tx, const Call& call, const http::Response& response);

// Claims the key of a request that holds several writes, each of which is answered once under a key
// of its own. The same key with other contents is 409 error.key_reused. Nothing without a key.
Result<void> claim_key(Call& call);
// The key of one of those writes.
std::string inner_key(std::string_view key, std::string_view id);

// Removes answers older than seven days; called once an hour.
Result<void> forget_old_answers(db::Transaction& tx, Instant now);

}  // namespace clientela::api
