// SPDX-License-Identifier: Apache-2.0
// HTML made on the server from the OpenAPI document. It reads with any browser, without scripts,
// and prints; docs.js adds search, copying and the colours.
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "api/docs_example.h"
#include "api/metadata.h"
#include "api/openapi.h"

namespace clientela::api {
namespace {

namespace json = boost::json;

constexpr const char* kMethods[] = {"get", "post", "patch", "put", "delete"};

struct Operation {
    std::string method;
    std::string path;
    const json::object* item = nullptr;  // with the parameters of the path
    const json::object* said = nullptr;
};

class Page {
public:
    Page(const json::object& document, const schema::Schema& schema, Language language)
        : document_(document), schema_(schema), language_(language) {
        for (const auto& [path, item] : document.at("paths").as_object()) {
            for (const char* method : kMethods) {
                const json::value* said = item.as_object().if_contains(method);
                if (said == nullptr) continue;
                by_tag_[std::string(said->at("tags").as_array().front().as_string())].push_back(
                    {method, std::string(path), &item.as_object(), &said->as_object()});
            }
        }
        for (const schema::Object& object : schema.objects)
            of_object_.insert(object.singular);
    }

    std::string whole() {
        head();
        out_ += "<div class=\"shell\">";
        side();
        out_ += "<main id=\"main\" tabindex=\"-1\">\n";
        introduction();
        for (const json::value& tag : document_.at("tags").as_array())
            section(tag.as_object());
        schemas();
        out_ += "<p id=\"nothing\" role=\"status\" hidden>" + text("docs.nothing") +
                "</p>\n</main></div>\n<script src=\"docs.js\" defer></script>\n</body></html>\n";
        return std::move(out_);
    }

private:
    std::string text(const char* key) const { return xml_escaped(localize({key, {}}, language_)); }

    // The Spanish word stands beside the English one.
    std::string said(const json::object& of, const char* english, const char* spanish) const {
        const json::value* found = of.if_contains(english);
        if (language_ == Language::es && of.contains(spanish)) found = of.if_contains(spanish);
        return found != nullptr && found->is_string() ? xml_escaped(found->as_string()) : "";
    }
    static std::string plain(const json::object& of, const char* key) {
        const json::value* found = of.if_contains(key);
        return found != nullptr && found->is_string() ? std::string(found->as_string()) : "";
    }

    void head() {
        const std::string code = language_ == Language::en ? "en" : "es";
        out_ = "<!doctype html>\n<html lang=\"" + code +
               "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
               "content=\"width=device-width, initial-scale=1\"><title>Clientela API</title>"
               "<link rel=\"stylesheet\" href=\"docs.css\"></head><body>\n"
               "<a class=\"skip\" href=\"#main\">" +
               text("docs.skip") + "</a>\n<header class=\"top\"><a class=\"brand\" href=\"docs\">" +
               "Clientela <span>API</span></a><div class=\"tools\" role=\"search\">"
               "<input id=\"find\" type=\"search\" autocomplete=\"off\" aria-label=\"" +
               text("docs.search") + "\" placeholder=\"" + text("docs.search") +
               "\" hidden></div><p class=\"languages\">";
        for (const auto& [one, name] : {std::pair{"es", "Español"}, std::pair{"en", "English"}}) {
            out_ += "<a lang=\"" + std::string(one) + "\" href=\"?lang=" + one + "\"" +
                    (code == one ? " aria-current=\"true\"" : "") + ">" + name + "</a> ";
        }
        out_ += "</p><button id=\"colours\" type=\"button\" hidden>" + text("docs.colours") +
                "</button></header>\n";
    }

    void side() {
        out_ += "<nav class=\"side\" aria-label=\"" + text("docs.contents") +
                "\"><details id=\"contents\"><summary>" + text("docs.contents") +
                "</summary>\n<h2>" + text("docs.areas") + "</h2><ul>";
        bool objects = false;
        for (const json::value& tag : document_.at("tags").as_array()) {
            const std::string name = plain(tag.as_object(), "name");
            if (!objects && schema_.find(name) != nullptr) {
                objects = true;
                out_ += "</ul><h2>" + text("docs.objects") + "</h2><ul>";
            }
            out_ += "<li><a href=\"#" + name + "\">" +
                    said(tag.as_object(), "description", "x-es") + "</a></li>";
        }
        out_ +=
            "<li><a href=\"#schemas\">" + text("docs.schemas") + "</a></li></ul></details></nav>\n";
    }

    void introduction() {
        out_ += "<h1>Clientela API <small>" +
                xml_escaped(plain(document_.at("info").as_object(), "version")) + "</small></h1>\n";
        for (const char* key : {"docs.what", "docs.sign_in", "docs.errors", "docs.versions"})
            out_ += "<p>" + text(key) + "</p>\n";
        out_ +=
            "<p class=\"links\"><a href=\"openapi.json\">OpenAPI 3.1</a> "
            "<a href=\"v1/$metadata\">$metadata</a></p>\n";
        code(
            "curl -s -G -H \"Authorization: Bearer $TOKEN\" \"$HOST/api/v1/accounts\" \\\n"
            "  --data-urlencode \"\\$filter=country eq 'ES'\" \\\n"
            "  --data-urlencode \"\\$orderby=name\" \\\n"
            "  --data-urlencode \"\\$expand=owner(\\$select=name)\"");
    }

    void code(const std::string& lines) {
        out_ += "<div class=\"code\"><pre tabindex=\"0\" role=\"region\" aria-label=\"" +
                text("docs.example") + " " + std::to_string(++examples_) + "\"><code>" +
                xml_escaped(lines) + "</code></pre><button class=\"copy\" type=\"button\" hidden>" +
                text("docs.copy") + "</button></div>\n";
    }

    void section(const json::object& tag) {
        const std::string name = plain(tag, "name");
        out_ += "<section class=\"part\" id=\"" + name + "\"><h2>" +
                said(tag, "description", "x-es") + "</h2>\n";
        const schema::Object* object = schema_.find(name);
        if (object != nullptr) relations(*object);
        for (const Operation& one : by_tag_[name])
            operation(one);
        if (object != nullptr) properties(object->singular);
        out_ += "</section>\n";
    }

    void relations(const schema::Object& object) {
        const auto all = [](const schema::Object&) { return true; };
        std::string list;
        for (const ModelNavigation& one : navigations(object, all)) {
            list += (list.empty() ? "" : ", ") + std::string("<a href=\"#") + one.target->name +
                    "\"><code>" + one.name + "</code></a>";
        }
        if (!list.empty()) out_ += "<p><code>$expand</code>: " + list + "</p>\n";
    }

    void operation(const Operation& one) {
        const std::string id = plain(*one.said, "operationId");
        out_ += "<details class=\"operation\" id=\"op-" + id + "\"><summary><span class=\"method " +
                one.method + "\">" + (one.method == "delete" ? "del" : one.method) +
                "</span> <code>" + xml_escaped(one.path) + "</code> <span class=\"does\">" +
                said(*one.said, "summary", "x-es") + "</span></summary>\n<div class=\"body\">";
        const std::string about = said(*one.said, "description", "x-es-description");
        if (!about.empty()) out_ += "<p>" + about + "</p>";
        parameters(one);
        if (const json::value* body = one.said->if_contains("requestBody"))
            contents("docs.request", body->as_object());
        answers(*one.said);
        code(curl_of(document_, one.method, one.path, *one.said));
        out_ += "</div></details>\n";
    }

    void parameters(const Operation& one) {
        std::string rows;
        for (const json::object* from : {one.item, one.said}) {
            const json::value* list = from->if_contains("parameters");
            if (list == nullptr) continue;
            for (const json::value& each : list->as_array())
                rows += parameter_row(each.as_object());
        }
        if (rows.empty()) return;
        table(text("docs.parameters"), rows);
    }

    std::string parameter_row(const json::object& given) const {
        const std::string reference = plain(given, "$ref");
        const json::object& one = reference.empty()
                                      ? given
                                      : document_.at("components")
                                            .at("parameters")
                                            .at(reference.substr(reference.rfind('/') + 1))
                                            .as_object();
        const bool needed = one.contains("required");
        return "<tr><td><code>" + xml_escaped(plain(one, "name")) + "</code></td><td>" +
               type_text(one.at("schema").as_object()) + "</td><td>" +
               said(one, "description", "x-es") +
               (needed ? " (" + text("docs.required") + ")" : "") + "</td></tr>";
    }

    void table(const std::string& title, const std::string& rows) {
        out_ += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + title + " " +
                std::to_string(++tables_) + "\"><table><caption>" + title +
                "</caption><thead><tr><th scope=\"col\">" + text("docs.field") +
                "</th><th scope=\"col\">" + text("docs.type") + "</th><th scope=\"col\">" +
                text("docs.meaning") + "</th></tr></thead><tbody>" + rows +
                "</tbody></table></div>\n";
    }

    void contents(const char* key, const json::object& body) {
        out_ += "<p><strong>" + text(key) + "</strong> " + content_text(body) + "</p>";
    }

    std::string content_text(const json::object& answer) const {
        const json::value* content = answer.if_contains("content");
        if (content == nullptr) return {};
        std::string list;
        for (const auto& [kind, said] : content->as_object()) {
            list += (list.empty() ? "" : ", ") + std::string("<span class=\"kind\">") +
                    xml_escaped(kind) + "</span> " + type_text(said.at("schema").as_object());
        }
        return list;
    }

    void answers(const json::object& operation) {
        out_ += "<ul class=\"answers\">";
        for (const auto& [status, given] : operation.at("responses").as_object()) {
            if (status == "4XX") continue;  // the same everywhere, said once at the beginning
            out_ += "<li><code>" + std::string(status) + "</code> " +
                    content_text(given.as_object()) + "</li>";
        }
        out_ += "<li><code>4XX</code> <a href=\"#schema-Error\">Error</a></li></ul>";
    }

    // "string", "[contact]", "integer?"; schemas with a name lead to it.
    std::string type_text(const json::object& schema) const {
        if (const std::string reference = plain(schema, "$ref"); !reference.empty()) {
            std::string name = reference.substr(reference.rfind('/') + 1);
            const bool page = name.ends_with("_list") && !schema_.find_by_singular(name);
            if (page) name.resize(name.size() - 5);
            const std::string link = "<a href=\"#schema-" + name + "\">" + name + "</a>";
            return page ? "{ value: [" + link + "] }" : link;
        }
        for (const char* several : {"allOf", "anyOf"}) {
            const json::value* parts = schema.if_contains(several);
            if (parts == nullptr) continue;
            std::string list;
            for (const json::value& part : parts->as_array())
                list += (list.empty() ? "" : " · ") + type_text(part.as_object());
            return list;
        }
        if (const json::value* items = schema.if_contains("items"))
            return "[" + type_text(items->as_object()) + "]";
        const json::value* type = schema.if_contains("type");
        if (type == nullptr) return text("docs.anything");
        if (type->is_string()) return members_text(schema, std::string(type->as_string()));
        const std::string first(type->as_array().front().as_string());
        return members_text(schema, first) + (first == "null" ? "" : "?");
    }

    std::string members_text(const json::object& schema, const std::string& type) const {
        const json::value* members = schema.if_contains("properties");
        if (members == nullptr || members->as_object().empty()) {
            const std::string format = plain(schema, "format");
            return format.empty() ? type : format;
        }
        std::string list;
        for (const auto& [name, property] : members->as_object()) {
            list += (list.empty() ? "" : ", ") + std::string("<code>") + xml_escaped(name) +
                    "</code>: " + type_text(property.as_object());
        }
        return "{ " + list + " }";
    }

    void properties(const std::string& name) {
        const json::object& schema = document_.at("components").at("schemas").at(name).as_object();
        std::string rows;
        if (const json::value* members = schema.if_contains("properties")) {
            for (const auto& [member, property] : members->as_object())
                rows += property_row(member, property.as_object());
        } else {
            rows = property_row("", schema);
        }
        out_ += "<div id=\"schema-" + name + "\">";
        table(of_object_.contains(name) ? text("docs.fields") : xml_escaped(name), rows);
        out_ += "</div>";
    }

    std::string property_row(std::string_view name, const json::object& property) const {
        std::string meaning = said(property, "description", "x-es");
        std::string marks;
        const auto mark = [&](const char* sign, const char* key) {
            if (property.contains(sign)) marks += (marks.empty() ? "" : ", ") + text(key);
        };
        mark("readOnly", "docs.read_only");
        mark("x-key", "docs.unique");
        if (!marks.empty()) meaning += " (" + marks + ")";
        if (const json::value* options = property.if_contains("enum")) {
            std::string list;
            for (const json::value& one : options->as_array()) {
                if (one.is_string()) list += " <code>" + xml_escaped(one.as_string()) + "</code>";
            }
            meaning += (meaning.empty() ? "" : ":") + list;
        }
        return "<tr><td><code>" + xml_escaped(name) + "</code></td><td>" + type_text(property) +
               "</td><td>" + meaning + "</td></tr>";
    }

    // Those that no object has in its section.
    void schemas() {
        out_ += "<section class=\"part\" id=\"schemas\"><h2>" + text("docs.schemas") + "</h2>\n";
        for (const auto& [name, schema] : document_.at("components").at("schemas").as_object()) {
            const bool page = name.ends_with("_list");
            if (!page && !of_object_.contains(std::string(name))) properties(std::string(name));
        }
        out_ += "</section>\n";
    }

    const json::object& document_;
    const schema::Schema& schema_;
    Language language_;
    std::map<std::string, std::vector<Operation>> by_tag_;
    std::set<std::string> of_object_;
    std::string out_;
    int examples_ = 0;
    int tables_ = 0;
};

}  // namespace

std::string docs_page(const schema::Schema& schema, const std::string& version, Language language) {
    const json::value document = json::parse(openapi_json(schema, version));
    return Page(document.as_object(), schema, language).whole();
}

}  // namespace clientela::api
