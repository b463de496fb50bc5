// SPDX-License-Identifier: Apache-2.0
// {"code", "message", "target", "details"}: the one shape of an error, for the API and for programs
// that use the command line.
#pragma once

#include "base/json_writer.h"
#include "base/message.h"
#include "base/result.h"

namespace clientela::api {

void write_error(JsonWriter& writer, const Error& error, Language language);

}  // namespace clientela::api
