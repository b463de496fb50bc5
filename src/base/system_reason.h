// SPDX-License-Identifier: Apache-2.0
// Why the system refused something, as a value of the argument {reason} of a message: it becomes
// words in the reader's language together with the message.
#pragma once

#include <string>
#include <system_error>

namespace clientela {

// Of an errno, such as ENOENT.
std::string system_reason(int number);
std::string system_reason(const std::error_code& error);

}  // namespace clientela
