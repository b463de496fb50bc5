// SPDX-License-Identifier: Apache-2.0
#include "app/store_version.h"

#include <array>
#include <charconv>

#include "schema/setting.h"

namespace clientela::app {
namespace {

constexpr std::string_view kSetting = "store.version";

std::array<int, 3> parts_of(std::string_view version) {
    std::array<int, 3> parts{};
    const char* at = version.data();
    const char* const end = at + version.size();
    for (int& part : parts) {
        at = std::from_chars(at, end, part).ptr;
        if (at == end || *at != '.') break;
        ++at;
    }
    return parts;
}

Result<std::string> noted(db::Transaction& tx) {
    if (!TRY(schema::has_setting_table(tx))) return std::string();
    return TRY(schema::find_setting(tx, kSetting)).value_or("");
}

}  // namespace

int compare_versions(std::string_view a, std::string_view b) {
    const auto left = parts_of(a);
    const auto right = parts_of(b);
    return left == right ? 0 : left < right ? -1 : 1;
}

Result<void> refuse_newer_store(db::Store& store, std::string_view program) {
    return store.read([&](db::Transaction& tx) -> Result<void> {
        const std::string version = TRY(noted(tx));
        if (compare_versions(version, program) <= 0) return {};
        return make_error(ErrorCode::unavailable, "store.newer",
                          {{"stored", version}, {"program", std::string(program)}});
    });
}

Result<void> note_version(db::Store& store, std::string_view program) {
    return store.write([&](db::Transaction& tx) -> Result<void> {
        if (compare_versions(TRY(noted(tx)), program) >= 0) return {};
        return schema::set_setting(tx, kSetting, program);
    });
}

}  // namespace clientela::app
