// SPDX-License-Identifier: Apache-2.0
// A classification stands below its own kind only: a family below a family. (That nothing stands
// below itself is the engine's business.)
#include "party/party_sql.h"
#include "party/rules.h"

namespace clientela::party {

Result<void> refuse_other_kind_of_parent(record::Context& context, record::Proposal& node) {
    const auto* parent = std::get_if<Id>(&node.at("parent_id"));
    if (parent == nullptr) return {};
    const std::string kind = TRY(classification_kind(context.tx, *parent));
    const auto* own = std::get_if<std::string>(&node.at("kind"));
    if (!kind.empty() && own != nullptr && *own != kind)
        return field_error("parent_id", "parent_kind");
    return {};
}

}  // namespace clientela::party
