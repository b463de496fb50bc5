// SPDX-License-Identifier: Apache-2.0
// Plain HTML made on the server: it reads with any browser, without scripts, and prints.
#include "api/metadata.h"
#include "api/openapi.h"
#include "schema/to_json.h"

namespace clientela::api {
namespace {

class Page {
public:
    explicit Page(Language language) : language_(language) {}

    std::string whole(const schema::Schema& schema) {
        const std::string code = language_ == Language::en ? "en" : "es";
        out_ = "<!doctype html>\n<html lang=\"" + code +
               "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
               "content=\"width=device-width, initial-scale=1\"><title>Clientela API</title>"
               "<link rel=\"stylesheet\" href=\"docs.css\"></head><body>\n<h1>Clientela API</h1>\n";
        introduction();
        out_ += "<nav><ul>";
        for (const schema::Object& object : schema.objects) {
            out_ +=
                "<li><a href=\"#" + object.name + "\">" + label(object.label_many) + "</a></li>";
        }
        out_ += "</ul></nav>\n";
        for (const schema::Object& object : schema.objects)
            section(object);
        return std::move(out_) + "</body></html>\n";
    }

private:
    std::string text(const char* key) const { return xml_escaped(localize({key, {}}, language_)); }
    std::string label(const schema::Label& label) const {
        return xml_escaped(language_ == Language::en ? label.en : label.es);
    }

    void introduction() {
        for (const char* key : {"docs.what", "docs.sign_in", "docs.errors", "docs.versions"}) {
            out_ += "<p>" + text(key) + "</p>\n";
        }
        out_ +=
            "<p><a href=\"openapi.json\">OpenAPI 3.1</a> · <a href=\"?lang=es\">Español</a> · "
            "<a href=\"?lang=en\">English</a></p>\n";
        out_ +=
            "<pre>curl -H 'Authorization: Bearer clt_...' \\\n  '/api/v1/accounts?$filter=country "
            "eq "
            "''ES''&amp;$orderby=name&amp;$expand=owner($select=name)'</pre>\n";
    }

    void route(const char* method, const std::string& path, const char* key) {
        out_ += "<tr><td class=\"method\">" + std::string(method) + "</td><td><code>" + path +
                "</code></td><td>" + text(key) + "</td></tr>";
    }

    void section(const schema::Object& object) {
        const std::string set = "/api/v1/" + object.name;
        out_ += "<section id=\"" + object.name + "\"><h2>" + label(object.label_many) + "</h2>\n";
        out_ += "<div class=\"scroll\"><table>";
        route("GET", set, "docs.list");
        route("POST", set, "docs.create");
        route("GET", set + "('ID')", "docs.get");
        route("PATCH", set + "('ID')", "docs.update");
        route("DELETE", set + "('ID')", "docs.delete");
        if (!object.append_only) route("POST", set + "('ID')/restore", "docs.restore");
        if (object.name == "leads") route("POST", set + "('ID')/convert", "docs.convert");
        if (object.name == "users") route("POST", set + "('ID')/invite", "docs.invite");
        out_ += "</table></div>\n<div class=\"scroll\"><table><thead><tr><th>" +
                text("docs.field") + "</th><th>" + text("docs.type") + "</th><th>" +
                text("docs.meaning") + "</th></tr></thead><tbody>\n";
        for (const schema::Field& field : object.fields) {
            if (is_shown(field)) row(field);
        }
        out_ += "</tbody></table></div>\n";
        relations(object);
        out_ += "</section>\n";
    }

    void row(const schema::Field& field) {
        std::string type(schema::to_string(field.type));
        if (field.target_object != nullptr) {
            type += " <a href=\"#" + field.target + "\">" + xml_escaped(field.target) + "</a>";
        }
        std::string meaning = label(field.label);
        if (!field.help.es.empty()) meaning += ". " + label(field.help);
        std::string marks;
        const auto mark = [&](bool holds, const char* key) {
            if (holds) marks += (marks.empty() ? "" : ", ") + text(key);
        };
        mark(field.required, "docs.required");
        mark(field.read_only, "docs.read_only");
        mark(field.immutable, "docs.immutable");
        mark(field.unique, "docs.unique");
        if (!marks.empty()) meaning += " (" + marks + ")";
        for (std::size_t place = 0; place < field.options.size(); ++place) {
            meaning += place == 0 ? ": " : ", ";
            meaning += "<code>" + xml_escaped(field.options[place].value) + "</code> " +
                       label(field.options[place].label);
        }
        out_ += "<tr><td><code>" + field.name + "</code></td><td>" + type + "</td><td>" + meaning +
                "</td></tr>\n";
    }

    void relations(const schema::Object& object) {
        const auto all = [](const schema::Object&) { return true; };
        std::string list;
        for (const ModelNavigation& one : navigations(object, all)) {
            list += (list.empty() ? "" : ", ") + std::string("<code>") + one.name + "</code>";
        }
        if (!list.empty()) out_ += "<p>$expand: " + list + "</p>\n";
    }

    Language language_;
    std::string out_;
};

}  // namespace

std::string docs_page(const schema::Schema& schema, Language language) {
    return Page(language).whole(schema);
}

}  // namespace clientela::api
