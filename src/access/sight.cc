// SPDX-License-Identifier: Apache-2.0
// Sights are kept with the principal: building one takes as long as reading the row it lets
// through.
#include "access/visibility.h"

namespace clientela::access {

std::shared_ptr<const Sight> Sights::find(const schema::Object& object, Action action) const {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find({&object, action});
    return found == known_.end() ? nullptr : found->second;
}

void Sights::keep(const schema::Object& object, Action action, std::shared_ptr<const Sight> sight) {
    const std::lock_guard lock(mutex_);
    known_[{&object, action}] = std::move(sight);
}

std::shared_ptr<const Sight> sight(const Principal& principal, const schema::Schema& schema,
                                   const schema::Object& object, Action action) {
    Sights* const sights = principal.kept.sights.get();
    if (sights != nullptr) {
        if (auto known = sights->find(object, action)) return known;
    }
    auto made = std::make_shared<Sight>();
    made->visibility = visibility(principal, schema, object, action);
    made->condition = visible_condition(made->visibility, "t");
    if (sights != nullptr) sights->keep(object, action, made);
    return made;
}

}  // namespace clientela::access
