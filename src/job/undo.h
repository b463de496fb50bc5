// SPDX-License-Identifier: Apache-2.0
// Taking a job back, as a job: the lines that it left in the change log are read from the last to
// the first, and every record that nobody else has touched since is put back to how it stood.
#pragma once

#include "job/kind.h"

namespace clientela::job {

Kind undo_kind();

}  // namespace clientela::job
