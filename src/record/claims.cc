// SPDX-License-Identifier: Apache-2.0
#include "record/claims.h"

#include "base/text.h"
#include "record/write_json.h"

namespace clientela::record {

std::vector<Claim> claims_of(const schema::Object& object, const Record& record) {
    std::vector<Claim> claims;
    for (const schema::Field& field : object.fields) {
        if (!field.unique) continue;
        const Value& value = record[field];
        claims.push_back({field.id, is_null(value) ? std::string() : claim_text(value), &field});
    }
    for (std::size_t place = 0; place < object.unique_together.size(); ++place) {
        Claim claim{kTogetherClaim + static_cast<std::int64_t>(place), {}, nullptr};
        for (const std::string& name : object.unique_together[place]) {
            const schema::Field& field = object.field(name);
            const Value& value = record[field];
            if (claim.field == nullptr) claim.field = &field;
            if (is_null(value)) {
                claim.value.clear();
                break;
            }
            claim.value.append(claim_text(value)).append("|");
        }
        claims.push_back(std::move(claim));
    }
    return claims;
}

std::string claim_text(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return lower(*text);
    JsonWriter writer;
    write_value(writer, value);
    return writer.take();
}

}  // namespace clientela::record
