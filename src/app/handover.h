// SPDX-License-Identifier: Apache-2.0
// A command beside a running server would be a second writer, so it hands its words to that server
// over a unix socket in the data directory, which only the owner of the directory can open.
#pragma once

#include <string>

#include "app/command.h"
#include "http/router.h"

namespace clientela::app {

std::string socket_path(
    const std::string& store);  // empty for PostgreSQL, which takes many writers

// Whether a server that answers holds the store.
bool is_served(const std::string& store);

// Sends the command to the server that holds the store; false when none listens there.
bool hand_over(const std::string& store, const Invocation& invocation, Exit& exit, Output& output);

// The server's side: runs what arrives; refuses everything that did not come through the socket.
void add_handover_route(http::Router& router, Site& site);

}  // namespace clientela::app
