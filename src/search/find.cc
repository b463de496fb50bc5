// SPDX-License-Identifier: Apache-2.0
// When there are more hits than are read, names are read once more by themselves, so that long
// texts never crowd them out; corrected words follow, as guesses, when next to nothing was found.
// The order is made of how well each typed word fits the title.
#include "search/find.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "search/find_sql.h"
#include "search/index.h"

namespace clientela::search {
namespace {

constexpr std::size_t kFew = 5;
constexpr std::size_t kNationalDigits = 9;

// Points per word; the sum decides, then whether the title begins so, then how much else stands in
// it.
constexpr int kExact = 0;
constexpr int kAccentsDiffer = 1;
constexpr int kBeginning = 2;
constexpr int kBeginningAccentsDiffer = 3;
constexpr int kCorrected = 20;
constexpr int kElsewhere = 40;
constexpr int kWordWeight = 100;
constexpr int kNotFirst = 50;  // the title begins with something else

bool begins_any(const std::vector<std::string>& words, const std::string& start) {
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& word) { return word.starts_with(start); });
}

bool is_any(const std::vector<std::string>& words, const std::string& wanted) {
    return std::find(words.begin(), words.end(), wanted) != words.end();
}

class Ranking {
public:
    Ranking(const Wanted& wanted, const Corrections& corrections)
        : corrections_(corrections),
          folded_(words_of(wanted.text)),
          exact_(exact_words_of(wanted.text)) {
        if (exact_.size() != folded_.size()) exact_ = folded_;
    }

    int score(const std::string& title) const {
        const std::vector<std::string> folded = words_of(title);
        const std::vector<std::string> exact = exact_words_of(title);
        int sum = 0;
        for (std::size_t place = 0; place < folded_.size(); ++place) {
            sum += word_score(folded_[place], exact_[place], folded, exact);
        }
        const bool begins = !folded.empty() && folded.front().starts_with(folded_.front());
        return sum * kWordWeight + (begins ? 0 : kNotFirst) +
               static_cast<int>(std::min<std::size_t>(folded.size(), kNotFirst - 1));
    }

private:
    int word_score(const std::string& word, const std::string& accented,
                   const std::vector<std::string>& folded,
                   const std::vector<std::string>& exact) const {
        if (is_any(exact, accented)) return kExact;
        if (is_any(folded, word)) return kAccentsDiffer;
        if (begins_any(exact, accented)) return kBeginning;
        if (begins_any(folded, word)) return kBeginningAccentsDiffer;
        const auto found = corrections_.find(word);
        if (found == corrections_.end()) return kElsewhere;
        for (const std::string& other : found->second) {
            if (is_any(folded, other)) return kCorrected;
        }
        return kElsewhere;
    }

    const Corrections& corrections_;
    std::vector<std::string> folded_;
    std::vector<std::string> exact_;
};

std::string match_of(const Found& found, const Wanted& wanted, bool in_title) {
    if (found.point_kind == "postal") return "address";
    if (!found.point_kind.empty()) return found.point_kind;
    if (in_title) return "name";
    if (!wanted.digits.empty()) return "phone";
    return wanted.text.find('@') != std::string::npos ? "email" : "name";
}

class Search {
public:
    Search(record::Context& context, const Wanted& wanted, std::size_t top)
        : context_(context), wanted_(wanted), top_(top) {}

    Result<void> run(const std::vector<const schema::Object*>& objects,
                     const Corrections& corrections) {
        const Ranking ranking(wanted_, corrections);
        guessing_ = !corrections.empty();
        const db::Dialect dialect = context_.tx.dialect();
        const std::string anywhere = match_text(wanted_, corrections, Where::anywhere, dialect);
        const std::string in_name = match_text(wanted_, corrections, Where::name, dialect);
        for (const schema::Object* object : objects) {
            const db::Sql unmasked = unmasked_words(context_, *object, wanted_, "t");
            int found = 0;
            const OnFound keep = [&](Found hit) {
                ++found;
                add(*object, std::move(hit), ranking);
            };
            TRY(find_by_digits(context_, *object, wanted_.digits, keep));
            TRY(find_by_points(context_, *object, anywhere, wanted_, keep));
            found = 0;
            TRY(find_by_words(context_, *object, anywhere, Where::anywhere, unmasked, keep));
            if (found < kHitsRead) continue;
            TRY(find_by_words(context_, *object, in_name, Where::name, unmasked, keep));
        }
        return {};
    }

    std::size_t size() const { return hits_.size(); }

    std::vector<Hit> best(const std::vector<const schema::Object*>& objects) {
        std::vector<Hit> hits;
        for (auto& [key, hit] : hits_)
            hits.push_back(std::move(hit));
        const auto place = [&](const Hit& hit) {
            return std::find(objects.begin(), objects.end(), hit.object) - objects.begin();
        };
        std::sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) {
            return std::tuple(a.guess, a.score, place(a), std::string_view(a.label), a.id) <
                   std::tuple(b.guess, b.score, place(b), std::string_view(b.label), b.id);
        });
        // Beside what was found a few guesses are enough.
        const auto first_guess =
            std::find_if(hits.begin(), hits.end(), [](const Hit& hit) { return hit.guess; });
        const auto found = static_cast<std::size_t>(first_guess - hits.begin());
        const std::size_t most = found == 0 ? top_ : std::min(top_, std::max(found, kFew));
        if (hits.size() > most) hits.resize(most);
        return hits;
    }

private:
    void add(const schema::Object& object, Found found, const Ranking& ranking) {
        const int by_title = ranking.score(found.title);
        const bool in_title = by_title < kElsewhere * kWordWeight;
        Hit hit{
            &object,  found.id, {}, {}, match_of(found, wanted_, in_title && found.point.empty()),
            by_title, guessing_};
        if (!found.point.empty()) {
            // A number is as good as a name; among words a title that has them all comes first.
            const int by_point =
                wanted_.digits.empty() ? ranking.score(found.point) + kWordWeight : 1;
            hit.score = std::min(by_title, by_point);
        }
        hit.label = std::move(found.title);
        hit.detail = found.point.empty() ? std::move(found.subtitle) : std::move(found.point);
        const auto key = std::pair(&object, hit.id);
        const auto [known, fresh] = hits_.try_emplace(key, hit);
        if (!fresh && hit.score < known->second.score && hit.guess == known->second.guess)
            known->second = std::move(hit);
    }

    record::Context& context_;
    const Wanted& wanted_;
    std::size_t top_;
    bool guessing_ = false;
    std::map<std::pair<const schema::Object*, Id>, Hit> hits_;
};

// People type +34 600 12 34 56 for what stands as 600 123 456.
Wanted national(Wanted wanted) {
    wanted.digits = wanted.digits.substr(wanted.digits.size() - kNationalDigits);
    return wanted;
}

}  // namespace

std::vector<const schema::Object*> usual_objects(const schema::Schema& schema) {
    std::vector<const schema::Object*> objects;
    for (const schema::Object* object : searchable_objects(schema)) {
        const auto sight = object->sight.kind;
        if (sight == schema::SightKind::follows || sight == schema::SightKind::personal) continue;
        if (!object->administered || object->name == "users") objects.push_back(object);
    }
    // The definitions' own numbers put accounts, contacts and opportunities before the rest, people
    // last.
    std::stable_sort(objects.begin(), objects.end(), [](const auto* a, const auto* b) {
        return std::tuple(a->administered, a->id) < std::tuple(b->administered, b->id);
    });
    return objects;
}

Result<std::vector<Hit>> find(record::Context& context, Vocabulary& vocabulary,
                              const Wanted& wanted,
                              const std::vector<const schema::Object*>& objects, std::size_t top) {
    if (wanted.empty()) return std::vector<Hit>{};
    std::vector<const schema::Object*> readable;
    std::copy_if(objects.begin(), objects.end(), std::back_inserter(readable),
                 [&](const auto* object) {
                     return context.principal.breadth(object->name, access::Action::read) !=
                            access::Breadth::none;
                 });
    Search search(context, wanted, top);
    TRY(search.run(readable, {}));
    if (search.size() < kFew && wanted.digits.size() > kNationalDigits) {
        const Wanted shorter = national(wanted);
        Search again(context, shorter, top);
        TRY(again.run(readable, {}));
        if (again.size() > search.size()) return again.best(readable);
    }
    if (search.size() < kFew) {
        const Corrections corrections = TRY(vocabulary.corrections(context.tx, wanted));
        if (!corrections.empty()) TRY(search.run(readable, corrections));
    }
    return search.best(readable);
}

Result<db::Sql> search_restriction(record::Context& context, Vocabulary& vocabulary,
                                   const schema::Object& object, std::string_view text) {
    const Wanted wanted = understand(text);
    if (wanted.empty()) return db::Sql{};
    if (searchable_fields(object).empty()) return field_error("$search", "not_searchable");
    const db::Dialect dialect = context.tx.dialect();
    const auto condition = [&](const Corrections& corrections) {
        return condition_of(context, object,
                            match_text(wanted, corrections, Where::anywhere, dialect), wanted);
    };
    db::Sql plain = condition({});
    // Nothing in a list would tell guesses from hits.
    if (TRY(count_hits(context, object, plain, 1)) > 0) return plain;
    const Corrections corrections = TRY(vocabulary.corrections(context.tx, wanted));
    return corrections.empty() ? plain : condition(corrections);
}

}  // namespace clientela::search
