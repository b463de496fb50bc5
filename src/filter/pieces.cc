// SPDX-License-Identifier: Apache-2.0
// Text and arguments of SQL, always joined in the same order.

#include "filter/pieces.h"

namespace clientela::filter {
namespace {

void append(Piece& out, const Piece& part) {
    out.text += part.text;
    out.args.insert(out.args.end(), part.args.begin(), part.args.end());
}

}  // namespace

Piece join(std::string_view pattern, std::initializer_list<Piece> parts) {
    Piece out;
    auto part = parts.begin();
    while (true) {
        const std::size_t hole = pattern.find("{}");
        out.text += pattern.substr(0, hole);
        if (hole == std::string_view::npos) return out;
        append(out, *part++);
        pattern.remove_prefix(hole + 2);
    }
}

Piece join(const std::vector<Piece>& parts, std::string_view between) {
    Piece out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out.text += between;
        append(out, parts[i]);
    }
    return out;
}

bool is_simple(const Piece& piece) { return piece.text.find_first_of(" (") == std::string::npos; }

}  // namespace clientela::filter
