// SPDX-License-Identifier: Apache-2.0
// What the members mean is checked where they are used; here only that they are what they must be.
#include "customize/document/file_shape.h"

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <string_view>

#include "base/field_errors.h"
#include "base/unknown_option.h"
#include "customize/document/editor.h"

namespace clientela::customize {
namespace {

using Check = std::function<void(const json::value&, const std::string& place)>;

class Shape {
public:
    Result<void> run(const json::object& file) {
        only(file, "file", {"format", "document", "rows", "roles", "layouts", "views"});
        member(file, "file", "document", false, [&](const json::value& value, const auto& place) {
            if (const json::object* document = object(value, place))
                check_document(*document, place);
        });
        member(file, "file", "rows", false, [&](const json::value& value, const auto& place) {
            const json::object* rows = object(value, place);
            if (rows == nullptr) return;
            for (const auto& [name, list] : *rows) {
                if (!list.is_array()) refuse(place + "/" + std::string(name), "wrong_type");
            }
        });
        named_list(file, "roles", {"name"});
        named_list(file, "views", {"object", "name"});
        list(file, "file", "layouts", [&](const json::object& one, const std::string& place) {
            needs_text(one, place, "scope");
            needs_text(one, place, "place");
            needs_object(one, place, "content");
            check_scope(one, place);
        });
        return problems_.take();
    }

private:
    void refuse(const std::string& place, const char* code) { problems_.add(place, code); }

    // A slip in a name would be passed over in silence.
    void only(const json::object& source, const std::string& place,
              std::initializer_list<std::string_view> known) {
        for (const auto& [name, value] : source) {
            if (std::find(known.begin(), known.end(), std::string_view(name.data(), name.size())) ==
                known.end())
                refuse(place + "/" + std::string(name), "unknown_field");
        }
    }

    const json::object* object(const json::value& value, const std::string& place) {
        if (!value.is_object()) refuse(place, "wrong_type");
        return value.if_object();
    }

    void text(const json::value& value, const std::string& place) {
        if (!value.is_string() || value.as_string().empty()) refuse(place, "wrong_type");
    }

    void member(const json::object& source, const std::string& place, const char* name, bool needed,
                const Check& check) {
        const json::value* value = source.if_contains(name);
        const std::string at = place + "/" + name;
        if (value != nullptr) return check(*value, at);
        if (needed) refuse(at, "required");
    }

    void needs_text(const json::object& source, const std::string& place, const char* name) {
        member(source, place, name, true,
               [&](const json::value& value, const std::string& at) { text(value, at); });
    }

    void needs_object(const json::object& source, const std::string& place, const char* name) {
        member(source, place, name, true,
               [&](const json::value& value, const std::string& at) { object(value, at); });
    }

    void list(const json::object& source, const std::string& place, const char* name,
              const std::function<void(const json::object&, const std::string&)>& each) {
        member(source, place, name, false, [&](const json::value& value, const std::string& at) {
            if (!value.is_array()) return refuse(at, "wrong_type");
            for (std::size_t i = 0; i < value.as_array().size(); ++i) {
                const std::string one = at + "/" + std::to_string(i);
                if (const json::object* found = object(value.as_array()[i], one)) each(*found, one);
            }
        });
    }

    void named_list(const json::object& file, const char* name,
                    const std::vector<const char*>& texts) {
        list(file, "file", name, [&](const json::object& one, const std::string& place) {
            for (const char* part : texts)
                needs_text(one, place, part);
        });
    }

    // Layouts of people are their own and in no file.
    void check_scope(const json::object& layout, const std::string& place) {
        constexpr std::array<std::string_view, 2> kScopes{"company", "role"};
        const std::string scope = text_at(layout, "scope");
        if (scope.empty() || std::find(kScopes.begin(), kScopes.end(), scope) != kScopes.end())
            return;
        problems_.add_told(place + "/scope", "unknown_option",
                           unknown_option_message(scope, option_list(kScopes)));
    }

    void check_fields(const json::object& source, const std::string& place) {
        for (const char* key : {"fields", "many_links"}) {
            list(source, place, key, [&](const json::object& field, const std::string& at) {
                needs_text(field, at, "name");
                needs_object(field, at, "label");
                only(field, at,
                     {"id",        "name",       "type",       "label",   "help",     "custom",
                      "hidden_at", "table",      "options",    "in_list", "required", "filterable",
                      "sortable",  "searchable", "max_length", "minimum", "maximum",  "pattern",
                      "scale",     "format",     "default",    "target",  "unique",   "personal"});
            });
        }
    }

    void check_document(const json::object& document, const std::string& place) {
        only(document, place, {"objects", "changes", "retired"});
        list(document, place, "objects", [&](const json::object& one, const std::string& at) {
            needs_text(one, at, "name");
            needs_text(one, at, "singular");
            only(one, at,
                 {"id", "name", "singular", "label", "placement", "sight", "timeline",
                  "administered", "custom", "title", "default_sort", "fields", "many_links",
                  "views", "options_of", "hidden_at"});
            needs_object(one, at, "label");
            member(one, at, "sight", true, [&](const json::value& value, const std::string& where) {
                if (const json::object* sight = object(value, where))
                    needs_text(*sight, where, "kind");
            });
            check_fields(one, at);
        });
        member(document, place, "changes", false,
               [&](const json::value& value, const std::string& at) {
                   const json::object* changes = object(value, at);
                   if (changes == nullptr) return;
                   for (const auto& [name, change] : *changes)
                       check_change(change, at + "/" + std::string(name));
               });
    }

    void check_change(const json::value& value, const std::string& place) {
        const json::object* change = object(value, place);
        if (change == nullptr) return;
        only(*change, place, {"label", "icon", "fields", "many_links", "overrides"});
        check_fields(*change, place);
        member(*change, place, "overrides", false,
               [&](const json::value& said, const std::string& at) {
                   const json::object* overrides = object(said, at);
                   if (overrides == nullptr) return;
                   for (const auto& [name, one] : *overrides)
                       object(one, at + "/" + std::string(name));
               });
    }

    FieldErrors problems_;
};

}  // namespace

Result<void> check_shape(const json::object& file) { return Shape().run(file); }

}  // namespace clientela::customize
