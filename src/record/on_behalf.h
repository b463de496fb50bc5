// SPDX-License-Identifier: Apache-2.0
// Rules and consequences sometimes touch records that the person at work may not open: the history
// of a stage, the siblings of a primary phone. They do it in the same transaction with the rights
// of the program, and the person stays the actor in the change log.
#pragma once

#include <string>
#include <utility>

#include "access/masks.h"
#include "record/record.h"

namespace clientela::record {

class OnBehalf {
public:
    OnBehalf(Context& context, std::string reason)
        : principal_(access::Principal::system(std::move(reason))),
          context_{context.tx,     access::whole_of(context.schema),
                   principal_,     context.company,
                   context.rules,  context.ids,
                   context.now,    context.today,
                   context.origin, nullptr,
                   context.behalf} {
        principal_.user = context.principal.user;
        principal_.team = context.principal.team;
    }
    OnBehalf(const OnBehalf&) = delete;
    OnBehalf& operator=(const OnBehalf&) = delete;

    Context& context() { return context_; }

private:
    access::Principal principal_;
    Context context_;
};

}  // namespace clientela::record
