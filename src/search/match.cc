// SPDX-License-Identifier: Apache-2.0
#include "search/match.h"

namespace clientela::search {
namespace {

struct Writer {
    db::Dialect dialect;
    bool sqlite() const { return dialect == db::Dialect::sqlite; }
    std::string_view both() const { return sqlite() ? " AND " : " & "; }
    std::string_view either() const { return sqlite() ? " OR " : " | "; }

    std::string term(const std::string& word, bool begins) const {
        const char* quote = sqlite() ? "\"" : "'";
        std::string text = quote + word + quote;
        if (begins) text += sqlite() ? "*" : ":*";
        return text;
    }

    std::string word(const std::string& word, const Corrections& corrections) const {
        std::string text = term(word, word.size() > 1);
        const auto found = corrections.find(word);
        if (found == corrections.end()) return text;
        for (const std::string& other : found->second)
            text.append(either()).append(term(other, false));
        return "(" + text + ")";
    }

    std::string part(const Part& part, const Corrections& corrections) const {
        std::string text;
        for (const std::string& each : part.words) {
            if (!text.empty()) text.append(both());
            text.append(word(each, corrections));
        }
        if (part.words.size() > 1) text = "(" + text + ")";
        if (part.compact.empty()) return text;
        return "(" + text + std::string(either()) + term(part.compact, true) + ")";
    }
};

}  // namespace

std::string match_text(const Wanted& wanted, const Corrections& corrections, Where where,
                       db::Dialect dialect) {
    const Writer writer{dialect};
    std::string text;
    for (const Part& part : wanted.parts) {
        if (!text.empty()) text.append(writer.both());
        text.append(writer.part(part, corrections));
    }
    if (!wanted.digits.empty()) {
        text = "(" + text + ")" + std::string(writer.either()) +
               writer.term(telephone_word(wanted.digits), true);
    }
    return writer.sqlite() && where == Where::name ? "name : (" + text + ")" : text;
}

}  // namespace clientela::search
