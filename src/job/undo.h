// SPDX-License-Identifier: Apache-2.0
// Taking a job back, as a job: the lines that it left in the change log are read from the last to
// the first, and every record that nobody else has touched since is put back to how it stood.
#pragma once

#include "job/kind.h"

namespace clientela::job {

// How an undo works; its parameters.
struct UndoHow {
    // What it takes back only administrators may do, with the rights of the program: so it is with
    // taking it back.
    bool by_administrators = false;
    // It takes back a taking back, and so does the work again.
    bool again = false;
};

std::string to_parameters(const UndoHow& how);
UndoHow how_of(const Job& job);  // of a job that is no undo: neither

Kind undo_kind();

}  // namespace clientela::job
