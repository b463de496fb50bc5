// SPDX-License-Identifier: Apache-2.0
// Taking a job back, as a job: the lines that it left in the change log are read from the last to
// the first, and every record that nobody else has touched since is put back to how it stood.
#pragma once

#include "job/kind.h"

namespace clientela::job {

// Parameters of an undo whose job only administrators may do, with the rights of the program: so
// it is with taking it back.
inline constexpr const char* kByAdministrators = R"({"by_administrators":true})";

Kind undo_kind();

}  // namespace clientela::job
