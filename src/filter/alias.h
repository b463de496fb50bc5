// SPDX-License-Identifier: Apache-2.0
// Parameter aliases: $filter=name eq @p&@p='Acme'. Their values are put into the tree before it is
// bound, so that nothing behind knows of them.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "filter/filter.h"
#include "filter/node.h"

namespace clientela::filter {

using Aliases = std::map<std::string, std::string, std::less<>>;  // "@p" and its text

Result<NodePtr> with_aliases(const NodePtr& node, const Aliases& aliases);
Result<Filter> parse_and_bind(std::string_view text, const schema::Schema& schema,
                              const schema::Object& object, const MayRead& may_read,
                              const Aliases& aliases);

// The byte that an error of parse() or bind() speaks of; 0 when it names none.
std::size_t offset_of(const Error& error);

}  // namespace clientela::filter
