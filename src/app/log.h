// SPDX-License-Identifier: Apache-2.0
// How the program's own messages look: lines for people, or one JSON object a line for a collector,
// with the id of the request that they belong to.
#pragma once

#include <string>
#include <string_view>

namespace clientela::app {

enum class LogFormat { text, json };

// Of every message from now on, on the standard error stream.
void set_log_format(LogFormat format);

// One line without its end: {"t","level","message"} and "trace" when the message begins with
// "trace=ID ".
std::string log_line(std::string_view time, std::string_view level, std::string_view message);

}  // namespace clientela::app
