// SPDX-License-Identifier: Apache-2.0
// While it lives, the calls made on this thread work inside `tx` instead of opening transactions of
// their own: how the requests of one atomicity group of a batch become one transaction. The store
// runs the work of a write on a thread of its choice, so this has to be made inside that work.
#pragma once

#include "db/store.h"

namespace clientela::api {

class JoinedTransaction {
public:
    explicit JoinedTransaction(db::Transaction& tx);
    ~JoinedTransaction();
    JoinedTransaction(const JoinedTransaction&) = delete;
    JoinedTransaction& operator=(const JoinedTransaction&) = delete;

private:
    db::Transaction* before_;
};

}  // namespace clientela::api
