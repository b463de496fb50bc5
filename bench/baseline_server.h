// SPDX-License-Identifier: Apache-2.0
// The smallest Beast server that gives the same answers as the program: one thread, a cached
// statement, JSON written by hand; no permissions, no definitions, no log. What the program costs
// more than this is the price of being a program for everybody.
#pragma once

#include <string>

namespace clientela::bench {

// GET /one/NUMBER gives that account, /groups the sums, /hits/WORDS what a search finds, anything
// else the first page of the list. Never returns.
void run_baseline_server(int listening, const std::string& store);

}  // namespace clientela::bench
