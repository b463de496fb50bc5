// SPDX-License-Identifier: Apache-2.0
// Zones by ICU. A calendar object is not safe to share; icu::TimeZone::getOffset is a const,
// thread-safe question.
#include "base/zone.h"

#include <unicode/timezone.h>
#include <unicode/unistr.h>

namespace clientela {

struct Zone::Rules {
    std::unique_ptr<icu::TimeZone> icu;
};

namespace {

std::int64_t floor_days(std::int64_t ms) {
    return ms >= 0 ? ms / kDayMs : -((-ms + kDayMs - 1) / kDayMs);
}

std::int64_t offset_ms(const icu::TimeZone& zone, std::int64_t ms) {
    std::int32_t raw = 0;
    std::int32_t saving = 0;
    UErrorCode status = U_ZERO_ERROR;
    zone.getOffset(static_cast<UDate>(ms), false, raw, saving, status);
    return U_SUCCESS(status) ? std::int64_t{raw} + saving : 0;
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    auto rules = std::make_shared<Rules>();
    rules->icu.reset(icu::TimeZone::createTimeZone(
        icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())})));
    icu::UnicodeString found;
    rules->icu->getID(found);
    if (found == UNICODE_STRING_SIMPLE("Etc/Unknown")) {
        return make_error(ErrorCode::invalid, "error.unknown_zone", {{"zone", std::string(name)}});
    }
    Zone zone;
    zone.name_ = std::string(name);
    zone.rules_ = std::move(rules);
    return zone;
}

LocalTime Zone::local(Instant instant) const {
    const std::int64_t local = instant.ms + (rules_ ? offset_ms(*rules_->icu, instant.ms) : 0);
    const std::int64_t days = floor_days(local);
    return {Date{static_cast<std::int32_t>(days)},
            static_cast<std::int32_t>(local - days * kDayMs)};
}

Instant Zone::start_of_day(Date date) const {
    const std::int64_t wall = std::int64_t{date.days} * kDayMs;
    if (!rules_) return Instant{wall};
    // Where midnight is skipped, the first instant of the day is the moment of the change itself:
    // search between the two candidate offsets for the first instant whose local day is `date`.
    const std::int64_t early = wall - offset_ms(*rules_->icu, wall - kDayMs / 2);
    const std::int64_t late = wall - offset_ms(*rules_->icu, wall + kDayMs / 2);
    std::int64_t low = std::min(early, late) - 1;
    std::int64_t high = std::max(early, late);
    if (local(Instant{low + 1}).date >= date && local(Instant{low}).date < date)
        return Instant{low + 1};
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (local(Instant{middle}).date < date ? low : high) = middle;
    }
    return Instant{high};
}

std::optional<Instant> Zone::instant(LocalTime shown) const {
    const std::int64_t wall = std::int64_t{shown.date.days} * kDayMs + shown.ms_of_day;
    if (!rules_) return Instant{wall};
    // No zone changes twice within two days, so one of these is the offset in force.
    const std::int64_t before = wall - offset_ms(*rules_->icu, wall - kDayMs);
    const std::int64_t after = wall - offset_ms(*rules_->icu, wall + kDayMs);
    for (const std::int64_t ms : {std::min(before, after), std::max(before, after)}) {
        const LocalTime there = local(Instant{ms});
        if (there.date == shown.date && there.ms_of_day == shown.ms_of_day) return Instant{ms};
    }
    return std::nullopt;
}

}  // namespace clientela
