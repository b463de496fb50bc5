// SPDX-License-Identifier: Apache-2.0
// How the requests of a batch become part of the call that carries them. Both hold for the thread
// they are made on; the store runs the work of a write on a thread of its choice.
#pragma once

#include "api/call.h"
#include "db/store.h"

namespace clientela::api {

// While it lives, the calls made on this thread work inside `tx` instead of opening transactions of
// their own: so an atomicity group is one transaction. Made inside the work of a write.
class JoinedTransaction {
public:
    explicit JoinedTransaction(db::Transaction& tx);
    ~JoinedTransaction();
    JoinedTransaction(const JoinedTransaction&) = delete;
    JoinedTransaction& operator=(const JoinedTransaction&) = delete;

private:
    db::Transaction* before_;
};

// While it lives, requests handled on this thread come from whoever sent `outer`, who was asked for
// once. To ask again would open transactions inside the one of a group, and let a batch speak for
// two people.
class JoinedCaller {
public:
    explicit JoinedCaller(const Call& outer);
    ~JoinedCaller();
    JoinedCaller(const JoinedCaller&) = delete;
    JoinedCaller& operator=(const JoinedCaller&) = delete;

private:
    const Call* before_;
};

}  // namespace clientela::api
