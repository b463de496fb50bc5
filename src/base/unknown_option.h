// SPDX-License-Identifier: Apache-2.0
// A word that is none of those that may stand there: the refusal names them, so that nobody has to
// look them up.
#pragma once

#include <ranges>
#include <string>
#include <string_view>

#include "base/result.h"

namespace clientela {

// "update, read": all of them, or what there is room for.
template <std::ranges::input_range Options>
std::string option_list(const Options& options) {
    constexpr std::size_t kLettersMax = 300;
    std::string list;
    for (const std::string_view option : options) {
        if (!list.empty()) list += ", ";
        if (list.size() + option.size() > kLettersMax) return list + "...";
        list += option;
    }
    return list;
}

inline Message unknown_option_message(std::string value, std::string options) {
    return Message{"field.unknown_option_of",
                   {{"value", std::move(value)}, {"options", std::move(options)}}};
}

template <std::ranges::input_range Options>
Error unknown_option(std::string field, std::string value, const Options& options) {
    Error error = field_error(std::move(field), "unknown_option");
    error.fields.front().message = unknown_option_message(std::move(value), option_list(options));
    return error;
}

}  // namespace clientela
