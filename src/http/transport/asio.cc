// SPDX-License-Identifier: Apache-2.0
// Compiles Asio and the parts of Beast in use once, so that the other files only read declarations.
#include "http/transport/asio.h"

#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
