// SPDX-License-Identifier: Apache-2.0
// The SQL functions of SQLite. They carry the deterministic flag, so indexes may hold their
// results.
#include "db/sqlite/functions.h"

#include <array>
#include <charconv>
#include <string>

#include <openssl/evp.h>
#include <sqlite3.h>

#include "base/hex.h"
#include "base/text.h"

namespace clientela::db::sqlite {
namespace {

std::string_view text_of(sqlite3_value* value) {
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return data == nullptr
               ? std::string_view{}
               : std::string_view{data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

bool has_null(int count, sqlite3_value** args) {
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(args[i]) == SQLITE_NULL) return true;
    }
    return false;
}

void give_text(sqlite3_context* context, std::string_view text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

// Exceptions must not pass through SQLite's C frames.
template <class Body>
void guarded(sqlite3_context* context, Body&& body) {
    try {
        body();
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    } catch (const std::exception&) {
        sqlite3_result_error(context, "function failed", -1);
    }
}

template <std::string (*Change)(std::string_view)>
void change_text(sqlite3_context* context, int count, sqlite3_value** args) {
    if (has_null(count, args)) return;
    guarded(context, [&] { give_text(context, Change(text_of(args[0]))); });
}

using Digest = std::array<unsigned char, 16>;

bool digest_of(std::string_view text, Digest& digest) {
    unsigned int size = 0;
    return EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) == 1;
}

void md5_text(sqlite3_context* context, int count, sqlite3_value** args) {
    if (has_null(count, args)) return;
    Digest digest{};
    if (!digest_of(text_of(args[0]), digest)) {
        sqlite3_result_error(context, "md5 is not available", -1);
        return;
    }
    guarded(context, [&] { give_text(context, to_hex(digest)); });
}

void bucket(sqlite3_context* context, int count, sqlite3_value** args) {
    if (has_null(count, args)) return;
    Digest digest{};
    if (!digest_of(text_of(args[0]), digest)) {
        sqlite3_result_error(context, "md5 is not available", -1);
        return;
    }
    std::uint32_t first = 0;
    for (std::size_t i = 0; i < 4; ++i)
        first = (first << 8) | digest[i];
    sqlite3_result_int64(context, first % 10'000);
}

const Zone* zone_of(sqlite3_context* context, sqlite3_value* name) {
    auto* zones = static_cast<ZoneCache*>(sqlite3_user_data(context));
    const Zone* zone = zones->find(text_of(name));
    if (zone == nullptr) sqlite3_result_error(context, "unknown time zone", -1);
    return zone;
}

void local_date(sqlite3_context* context, int count, sqlite3_value** args) {
    if (has_null(count, args)) return;
    guarded(context, [&] {
        const Zone* zone = zone_of(context, args[1]);
        if (zone == nullptr) return;
        give_text(context, to_string(zone->local(Instant{sqlite3_value_int64(args[0])}).date));
    });
}

void local_part(sqlite3_context* context, int count, sqlite3_value** args) {
    if (has_null(count, args)) return;
    guarded(context, [&] {
        const Zone* zone = zone_of(context, args[1]);
        if (zone == nullptr) return;
        const LocalTime local = zone->local(Instant{sqlite3_value_int64(args[0])});
        const CalendarDate day = calendar(local.date);
        const std::int32_t seconds = local.ms_of_day / 1000;
        const std::string_view part = text_of(args[2]);
        if (part == "year") return sqlite3_result_int64(context, day.year);
        if (part == "month") return sqlite3_result_int64(context, day.month);
        if (part == "day") return sqlite3_result_int64(context, day.day);
        if (part == "hour") return sqlite3_result_int64(context, seconds / 3600);
        if (part == "minute") return sqlite3_result_int64(context, seconds / 60 % 60);
        if (part == "second") return sqlite3_result_int64(context, seconds % 60);
        sqlite3_result_error(context, "unknown part of a time", -1);
    });
}

}  // namespace

const Zone* ZoneCache::find(std::string_view name) {
    for (const Zone& zone : zones_) {
        if (zone.name() == name) return &zone;
    }
    Result<Zone> found = Zone::find(name);
    if (!found) return nullptr;
    zones_.push_back(std::move(found).value());
    return &zones_.back();
}

int register_functions(sqlite3* handle, ZoneCache& zones) {
    struct Function {
        const char* name;
        int arguments;
        void (*run)(sqlite3_context*, int, sqlite3_value**);
    };
    static constexpr std::array<Function, 7> kFunctions{{
        {"clientela_fold", 1, change_text<fold>},
        {"clientela_lower", 1, change_text<lower>},
        {"clientela_upper", 1, change_text<upper>},
        {"clientela_local_date", 2, local_date},
        {"clientela_local_part", 3, local_part},
        {"md5", 1, md5_text},
        {"clientela_bucket", 1, bucket},
    }};
    for (const Function& function : kFunctions) {
        const int code =
            sqlite3_create_function_v2(handle, function.name, function.arguments,
                                       SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                       &zones, function.run, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) return code;
    }
    return SQLITE_OK;
}

}  // namespace clientela::db::sqlite
