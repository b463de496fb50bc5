// SPDX-License-Identifier: Apache-2.0
// A tree of path segments. A segment is literal text, a mixture of literals and parameters, or the
// rest of the path; children are tried in the order of how much literal text they hold.
#include "http/router.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/result.h"
#include "http/url.h"

namespace clientela::http {
namespace {

enum class Type { text, id, integer, name };

struct Piece {
    bool is_parameter = false;
    Type type = Type::text;
    bool quoted = false;  // between '...': ends at a quote that is not doubled
    std::string text;     // the literal, or the parameter's name
};

using Pieces = std::vector<Piece>;

bool accepts(Type type, std::string_view value) {
    if (value.empty()) return false;
    switch (type) {
        case Type::text: return true;
        case Type::id:
            return value.size() == 13 && std::all_of(value.begin(), value.end(), is_alphanumeric);
        case Type::integer: return std::all_of(value.begin(), value.end(), is_digit);
        case Type::name:
            return !is_digit(value.front()) && std::all_of(value.begin(), value.end(), [](char c) {
                return is_digit(c) || is_lower(c) || c == '_';
            });
    }
    return false;
}

Piece parameter_piece(std::string_view inside) {
    Piece piece;
    piece.is_parameter = true;
    const auto colon = inside.find(':');
    piece.text = inside.substr(0, colon);
    if (colon == std::string_view::npos) return piece;
    const std::string_view type = inside.substr(colon + 1);
    if (type == "id") {
        piece.type = Type::id;
    } else if (type == "int") {
        piece.type = Type::integer;
    } else if (type == "name") {
        piece.type = Type::name;
    } else {
        CHECK(!"unknown type of a route parameter");
    }
    return piece;
}

Pieces parse_segment(std::string_view segment) {
    Pieces pieces;
    while (!segment.empty()) {
        if (segment.front() == '{') {
            const auto end = segment.find('}');
            CHECK(end != std::string_view::npos);
            Piece piece = parameter_piece(segment.substr(1, end - 1));
            segment.remove_prefix(end + 1);
            piece.quoted = !pieces.empty() && !pieces.back().is_parameter &&
                           pieces.back().text.back() == '\'' && !segment.empty() &&
                           segment.front() == '\'';
            CHECK(pieces.empty() || !pieces.back().is_parameter);
            pieces.push_back(std::move(piece));
        } else {
            const auto end = std::min(segment.find('{'), segment.size());
            pieces.push_back(Piece{false, Type::text, false, std::string(segment.substr(0, end))});
            segment.remove_prefix(end);
        }
    }
    return pieces;
}

// Where the quoted text beginning at `from` ends, or npos.
std::size_t closing_quote(std::string_view text, std::size_t from) {
    for (auto at = text.find('\'', from); at != std::string_view::npos;
         at = text.find('\'', at + 2)) {
        if (at + 1 >= text.size() || text[at + 1] != '\'') return at;
    }
    return std::string_view::npos;
}

std::string undouble(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out.push_back(text[i]);
        if (text[i] == '\'') ++i;
    }
    return out;
}

// The last literal stands at the end, whatever else of it stands before: (name='A)').
std::size_t end_before(std::string_view segment, std::size_t from, std::string_view literal,
                       bool last) {
    if (!last) return segment.find(literal, from);
    const bool fits = segment.size() >= from + literal.size() && segment.ends_with(literal);
    return fits ? segment.size() - literal.size() : std::string_view::npos;
}

bool match_pieces(const Pieces& pieces, std::string_view segment, Parameters& parameters) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const Piece& piece = pieces[i];
        if (!piece.is_parameter) {
            if (segment.substr(at, piece.text.size()) != piece.text) return false;
            at += piece.text.size();
            continue;
        }
        std::size_t end = segment.size();
        if (piece.quoted) {
            end = closing_quote(segment, at);
        } else if (i + 1 < pieces.size()) {
            end = end_before(segment, at, pieces[i + 1].text, i + 2 == pieces.size());
        }
        if (end == std::string_view::npos) return false;
        const std::string_view value = segment.substr(at, end - at);
        if (!accepts(piece.type, value)) return false;
        parameters.emplace_back(piece.text, piece.quoted ? undouble(value) : std::string(value));
        at = end;
    }
    return at == segment.size();
}

std::size_t literal_length(const Pieces& pieces) {
    std::size_t length = 0;
    for (const Piece& piece : pieces) {
        if (!piece.is_parameter) length += piece.text.size();
        if (piece.is_parameter && piece.type != Type::text) ++length;
    }
    return length;
}

constexpr std::array kMethods{Method::get,   Method::head,    Method::post,   Method::put,
                              Method::patch, Method::delete_, Method::options};

Response plain_failure(const Request&, const Failure& failure) {
    Response response;
    response.status = failure.status;
    response.header("content-type", "text/plain; charset=utf-8");
    response.body =
        std::to_string(failure.status) + " " + std::string(reason_phrase(failure.status)) + "\n";
    return response;
}

}  // namespace

struct Router::Node {
    struct Branch {
        std::string spelling;
        Pieces pieces;
        std::unique_ptr<Node> node;
    };
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> literal;
    std::vector<Branch> mixed;
    std::string rest_name;
    std::unique_ptr<Node> rest;
    std::array<std::unique_ptr<Route>, kMethods.size()> routes;

    Node& child(std::string_view segment) {
        if (segment.find('{') == std::string_view::npos) {
            for (auto& [text, node] : literal) {
                if (text == segment) return *node;
            }
            literal.emplace_back(std::string(segment), std::make_unique<Node>());
            return *literal.back().second;
        }
        if (segment.size() > 3 && segment.front() == '{' && segment.ends_with("*}")) {
            rest_name = segment.substr(1, segment.size() - 3);
            if (!rest) rest = std::make_unique<Node>();
            return *rest;
        }
        for (auto& branch : mixed) {
            if (branch.spelling == segment) return *branch.node;
        }
        Branch branch{std::string(segment), parse_segment(segment), std::make_unique<Node>()};
        Node& node = *branch.node;
        const auto length = literal_length(branch.pieces);
        const auto place = std::find_if(mixed.begin(), mixed.end(), [&](const Branch& other) {
            return literal_length(other.pieces) < length;
        });
        mixed.insert(place, std::move(branch));
        return node;
    }

    const Route* route_for(Method method) const {
        const auto& route = routes[static_cast<std::size_t>(method)];
        if (route) return route.get();
        if (method == Method::head) return routes[static_cast<std::size_t>(Method::get)].get();
        return nullptr;
    }
};

namespace {

// One look-up: walks the tree and gathers which methods the path would know.
template <class Node>
struct Search {
    Method method;
    std::vector<std::string>& segments;
    Parameters parameters;
    std::array<bool, kMethods.size()> known{};
    bool any_known = false;

    const Route* at_end(const Node& node) {
        if (const Route* route = node.route_for(method)) return route;
        for (const Method each : kMethods) {
            if (node.route_for(each)) known[static_cast<std::size_t>(each)] = any_known = true;
        }
        return nullptr;
    }

    const Route* walk(const Node& node, std::size_t depth) {
        if (depth == segments.size()) return at_end(node);
        const std::string& segment = segments[depth];
        for (const auto& [text, child] : node.literal) {
            if (text != segment) continue;
            if (const Route* route = walk(*child, depth + 1)) return route;
        }
        for (const auto& branch : node.mixed) {
            const auto before = parameters.size();
            if (match_pieces(branch.pieces, segment, parameters)) {
                if (const Route* route = walk(*branch.node, depth + 1)) return route;
            }
            parameters.resize(before);
        }
        return node.rest ? take_rest(node, depth) : nullptr;
    }

    const Route* take_rest(const Node& node, std::size_t depth) {
        const Route* route = at_end(*node.rest);
        if (!route) return nullptr;
        std::string joined;
        for (std::size_t i = depth; i < segments.size(); ++i) {
            if (i > depth) joined.push_back('/');
            joined += segments[i];
        }
        parameters.emplace_back(node.rest_name, std::move(joined));
        return route;
    }
};

std::vector<std::string> split(std::string_view raw_path) {
    std::vector<std::string> segments;
    segments.reserve(8);
    if (!raw_path.empty()) raw_path.remove_prefix(1);
    for (;;) {
        const auto slash = raw_path.find('/');
        const std::string_view segment = raw_path.substr(0, slash);
        if (segment.find('%') == std::string_view::npos) {
            segments.emplace_back(segment);
        } else {
            segments.push_back(percent_decode(segment).value_or(std::string(segment)));
        }
        if (slash == std::string_view::npos) return segments;
        raw_path.remove_prefix(slash + 1);
    }
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()), on_failure_(plain_failure) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
    CHECK(!pattern.empty() && pattern.front() == '/');
    Node* node = root_.get();
    std::string_view rest = pattern.substr(1);
    for (;;) {
        const auto slash = rest.find('/');
        node = &node->child(rest.substr(0, slash));
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    auto& place = node->routes[static_cast<std::size_t>(method)];
    CHECK(!place);  // two handlers for one path
    place = std::make_unique<Route>(
        Route{std::string(pattern), std::move(handler), std::move(options)});
}

void Router::otherwise(Handler handler, RouteOptions options) {
    otherwise_ = std::make_unique<Route>(Route{"*", std::move(handler), std::move(options)});
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
    std::vector<std::pair<Method, std::string>> all;
    std::vector<const Node*> open{root_.get()};
    while (!open.empty()) {
        const Node* node = open.back();
        open.pop_back();
        for (std::size_t method = 0; method < node->routes.size(); ++method) {
            if (node->routes[method])
                all.emplace_back(static_cast<Method>(method), node->routes[method]->pattern);
        }
        for (const auto& [text, below] : node->literal)
            open.push_back(below.get());
        for (const Node::Branch& branch : node->mixed)
            open.push_back(branch.node.get());
        if (node->rest) open.push_back(node->rest.get());
    }
    std::sort(all.begin(), all.end());
    return all;
}

void Router::on_failure(FailureHandler handler) { on_failure_ = std::move(handler); }

Match Router::match(Method method, std::string_view raw_path) const {
    auto segments = split(raw_path);
    Search<Node> search{method, segments, {}, {}, false};
    Match match;
    match.route = search.walk(*root_, 0);
    if (match.route) {
        match.parameters = std::move(search.parameters);
        return match;
    }
    if (search.any_known) {
        search.known[static_cast<std::size_t>(Method::options)] = true;
        for (const Method each : kMethods) {
            if (!search.known[static_cast<std::size_t>(each)]) continue;
            if (!match.allow.empty()) match.allow += ", ";
            match.allow += method_name(each);
        }
    } else if (method == Method::get || method == Method::head) {
        match.route = otherwise_.get();
    }
    return match;
}

Response Router::failure(const Request& request, const Failure& failure) const {
    return on_failure_(request, failure);
}

}  // namespace clientela::http
