// SPDX-License-Identifier: Apache-2.0
// The Prefer header: what the caller would like, and what of it was done.
#pragma once

#include <string>

#include "http/message.h"

namespace clientela::api {

struct Preferences {
    bool minimal = false;            // return=minimal
    bool representation = false;     // return=representation
    bool continue_on_error = false;  // of a batch
    int page_size = 0;               // maxpagesize; 0: not given
    std::string annotations;         // include-annotations, as given
    bool labels() const;             // the annotations are ours
};

// Unknown preferences are passed over, as RFC 7240 wants. "odata." may stand before the names.
Preferences preferences_of(const http::Request& request);

// Adds Preference-Applied when `applied` is not empty; several are joined by ", ".
void say_applied(http::Response& response, const std::string& applied);

// The annotations that a read showed, for say_applied().
std::string applied_annotations(const Preferences& preferences);

}  // namespace clientela::api
