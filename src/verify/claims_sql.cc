// SPDX-License-Identifier: Apache-2.0
// Unique values: what records claim and what stands in table claim is the same set. Both sides are
// kept as fingerprints, 24 bytes each, so that millions of them fit.
#include <algorithm>
#include <functional>
#include <iterator>

#include "record/claims.h"
#include "verify/record_pages.h"
#include "verify/verify.h"

namespace clientela::verify {
namespace {

constexpr std::int64_t kClaimsAtOnce = 5'000;

struct Print {
    Id record;
    std::int64_t field_id = 0;
    std::size_t value = 0;
    auto operator<=>(const Print&) const = default;
};
using Prints = std::vector<Print>;

Result<Prints> wanted(Examination& examination, const schema::Object& object) {
    Prints prints;
    TRY(each_page(examination.tx, object, [&](const RecordPage& page) -> Result<void> {
        for (const record::Record& record : page.records) {
            for (const record::Claim& claim : record::claims_of(object, record)) {
                if (claim.value.empty()) continue;
                prints.push_back(
                    {record.id(), claim.field_id, std::hash<std::string>{}(claim.value)});
            }
        }
        return {};
    }));
    std::sort(prints.begin(), prints.end());
    return prints;
}

Result<Prints> taken(Examination& examination, const schema::Object& object) {
    Prints prints;
    std::int64_t field_id = 0;
    std::string value;
    for (std::int64_t got = kClaimsAtOnce; got == kClaimsAtOnce;) {
        got = 0;
        TRY(examination.tx.query(
            {"select record_id, field_id, value from claim where object_id = ? and "
             "(field_id, value) > (?, ?) order by field_id, value limit ?",
             {std::int64_t{object.id}, field_id, value, kClaimsAtOnce}},
            [&](const db::Row& row) {
                field_id = row.integer(1);
                value = row.text(2);
                prints.push_back({Id{row.integer(0)}, field_id, std::hash<std::string>{}(value)});
                ++got;
            }));
    }
    std::sort(prints.begin(), prints.end());
    return prints;
}

void tell(Examination& examination, const schema::Object& object, const Prints& left,
          const Prints& right, const char* key) {
    Prints missing;
    std::set_difference(left.begin(), left.end(), right.begin(), right.end(),
                        std::back_inserter(missing));
    for (const Print& print : missing)
        examination.found(object.name, print.record, {key, {}});
}

// Claims of a hidden or retired field stay, so that showing it again costs nothing.
bool is_served(const schema::Object& object, std::int64_t field_id) {
    return field_id >= record::kTogetherClaim ||
           std::any_of(object.fields.begin(), object.fields.end(), [&](const schema::Field& field) {
               return field.id == field_id && field.unique;
           });
}

}  // namespace

Result<void> look_at_claims(Examination& examination) {
    for (const schema::Object& object : examination.schema.objects) {
        Prints held = TRY(taken(examination, object));
        std::erase_if(held, [&](const Print& print) { return !is_served(object, print.field_id); });
        examination.looked_at(static_cast<std::int64_t>(held.size()));
        const bool claims = !object.unique_together.empty() ||
                            std::any_of(object.fields.begin(), object.fields.end(),
                                        [](const schema::Field& field) { return field.unique; });
        if (!claims && held.empty()) continue;
        const Prints due = TRY(wanted(examination, object));
        tell(examination, object, due, held, "verify.not_claimed");
        tell(examination, object, held, due, "verify.claimed_for_nothing");
    }
    return {};
}

}  // namespace clientela::verify
