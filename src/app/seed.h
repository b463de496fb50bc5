// SPDX-License-Identifier: Apache-2.0
// What a new store starts with so that the first person can work: the shipped roles, a first
// pipeline with its stages and the usual reasons for losing. All of it are ordinary records
// afterwards.
#pragma once

#include "record/record.h"

namespace clientela::app {

// Does nothing when there are roles already.
Result<void> seed_new_store(record::Context& context);

}  // namespace clientela::app
