// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/SET('ID')/why: the ways by which the caller, or for administrators somebody else,
// sees a record, each as a sentence. Titles of records that the caller may not see are left out.
#include <map>

#include "access/load_principal.h"
#include "access/masks.h"
#include "access/why.h"
#include "people/people_routes.h"
#include "record/read.h"
#include "record/visible.h"

namespace clientela::people {
namespace {

using access::Reason;
using Kind = Reason::Kind;

Error not_found() { return make_error(ErrorCode::not_found, "error.not_found"); }

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::all: return "all";
        case Kind::everyone: return "everyone";
        case Kind::owner: return "owner";
        case Kind::team: return "team";
        case Kind::territory: return "territory";
        case Kind::member: return "member";
        case Kind::participant: return "participant";
        case Kind::grant: return "grant";
        case Kind::shared: return "shared";
        case Kind::inherited: return "inherited";
        case Kind::delegated: return "delegated";
    }
    return "all";
}

class Explanation {
public:
    Explanation(record::Context& context, const schema::Object& object, Language language,
                std::string formats)
        : context_(context), object_(object), language_(language), formats_(std::move(formats)) {}

    Result<void> write(JsonWriter& json, const std::vector<Reason>& reasons, const char* person) {
        json.begin_array();
        for (const Reason& reason : reasons)
            TRY(write_one(json, reason, person));
        json.end_array();
        return {};
    }

private:
    Result<std::string> title(std::string_view set, Id id) {
        const schema::Object* object = context_.schema.find(set);
        if (object == nullptr || !id) return std::string();
        auto& known = titles_[{object->name, id.value}];
        if (!known.empty()) return known;
        const Id ids[] = {id};
        const auto labels = TRY(record::labels_of(context_, *object, ids));
        const auto found = labels.find(id.value);
        if (found != labels.end()) known = found->second.text;
        if (known.empty()) known = localize({"why.hidden_record", {}}, language_);
        return known;
    }

    Result<std::string> path_text(std::string_view set, const std::vector<Id>& path) {
        std::string text;
        for (const Id node : path) {
            if (!text.empty()) text += " › ";
            text += TRY(title(set, node));
        }
        return text;
    }

    std::string label(const schema::Label& of) const {
        return language_ == Language::en ? of.en : of.es;
    }

    std::string day(const std::optional<Instant>& at) const {
        return at ? spoken(context_.company.zone.local(*at).date) : std::string();
    }

    // In the form of the company: 25/11/2026, where it writes so 11/25/2026.
    std::string spoken(Date date) const {
        const std::string text = to_string(date);  // 2026-11-25
        const std::size_t end = text.size();
        const std::string day = text.substr(end - 2);
        const std::string month = text.substr(end - 5, 2);
        const std::string year = text.substr(0, end - 6);
        const bool month_first = formats_ == "en-US" || formats_ == "es-PR" || formats_ == "es-PA";
        return month_first ? month + "/" + day + "/" + year : day + "/" + month + "/" + year;
    }

    Result<Message> message(const Reason& reason, const std::string& person) {
        std::vector<std::pair<std::string, std::string>> args{{"person", person}};
        std::string key =
            std::string("why.") + person_key(person) + std::string(name_of(reason.kind));
        const auto add = [&](const char* name, std::string text) {
            args.emplace_back(name, std::move(text));
        };
        if (reason.kind == Kind::owner) {
            const schema::Field* field = object_.find_field(reason.field);
            const bool told = field != nullptr && !field->secret;
            add("field", told ? label(field->label) : std::string());
        } else if (reason.kind == Kind::team) {
            add("path", TRY(path_text("teams", reason.path)));
        } else if (reason.kind == Kind::territory) {
            add("path", TRY(path_text("territories", reason.path)));
        } else if (reason.kind == Kind::grant) {
            key += reason.grantee == "user" ? "" : "_" + reason.grantee;
            add("to", TRY(title(reason.grantee + "s", reason.grantee_id)));
            add("by", TRY(title("users", reason.by)));
            add("since", day(reason.since));
        } else if (reason.kind == Kind::member && reason.by) {
            key += "_by";
            add("by", TRY(title("users", reason.by)));
            add("since", day(reason.since));
        } else if (reason.kind == Kind::shared) {
            key += reason.field == "team" ? "_team" : "_everyone";
        } else if (reason.kind == Kind::inherited) {
            add("object", label(reason.object->label_one));
            add("record", TRY(title(reason.object->name, reason.record)));
        } else if (reason.kind == Kind::delegated) {
            add("from", TRY(title("users", reason.person)));
            const auto last = parse_date(reason.until);
            add("until", last ? spoken(*last) : reason.until);
        }
        return Message{std::move(key), std::move(args)};
    }

    static std::string person_key(const std::string& person) {
        return person.empty() ? "you." : "they.";
    }

    Result<void> write_id(JsonWriter& json, const char* name, std::string_view set, Id id) {
        if (!id) return {};
        json.key(name);
        json.begin_object();
        json.member("id", to_string(id));
        json.member("name", TRY(title(set, id)));
        json.end_object();
        return {};
    }

    Result<void> write_one(JsonWriter& json, const Reason& reason, const std::string& person) {
        json.begin_object();
        json.member("kind", name_of(reason.kind));
        json.member("text", localize(TRY(message(reason, person)), language_));
        if (!reason.path.empty()) {
            json.key("path");
            json.begin_array();
            const char* set = reason.kind == Kind::team ? "teams" : "territories";
            for (const Id node : reason.path) {
                json.begin_object();
                json.member("id", to_string(node));
                json.member("name", TRY(title(set, node)));
                json.end_object();
            }
            json.end_array();
        }
        TRY(write_id(json, "by", "users", reason.by));
        TRY(write_id(json, "person", "users", reason.person));
        if (reason.since) json.member("since", to_string(*reason.since));
        if (!reason.until.empty()) json.member("until", reason.until);
        if (!reason.level.empty()) json.member("level", reason.level);
        if (!reason.remark.empty()) json.member("remark", reason.remark);
        if (reason.object != nullptr) {
            json.member("object", reason.object->name);
            TRY(write_id(json, "record", reason.object->name, reason.record));
        }
        if (!reason.behind.empty()) {
            json.key("behind");
            const schema::Object& behind = reason.object != nullptr ? *reason.object : object_;
            const std::string who = reason.person ? TRY(title("users", reason.person)) : person;
            Explanation inner(context_, behind, language_, formats_);
            TRY(inner.write(json, reason.behind, who.c_str()));
        }
        json.end_object();
        return {};
    }

    record::Context& context_;
    const schema::Object& object_;
    Language language_;
    std::string formats_;
    std::map<std::pair<std::string, std::int64_t>, std::string> titles_;
};

Result<std::string> explanation_of(api::Call& call, record::Context& context,
                                   const schema::Object& object, Id id, Id other) {
    // Whoever asks must see the record: the answer tells of it.
    TRY(record::get(context, object, id));
    access::Principal reader = context.principal;
    if (other && other != reader.user) {
        if (!reader.administers) return make_error(ErrorCode::forbidden, "error.forbidden");
        auto loaded = access::load_principal(context.tx, access::whole_of(context.schema), other,
                                             context.today);
        if (!loaded.ok()) return field_error("user", "not_found");
        reader = std::move(loaded).value();
    }
    const access::Visibility seen =
        access::visibility(reader, context.schema, object, access::Action::read);
    const auto reasons = TRY(access::why(context.tx, seen, id));
    JsonWriter json;
    json.begin_object();
    json.member("visible", !reasons.empty());
    json.key("user");
    json.begin_object();
    json.member("id", to_string(reader.user));
    json.member("name", reader.name);
    json.end_object();
    json.key("reasons");
    const bool oneself = reader.user == context.principal.user;
    TRY(Explanation(context, object, call.language, call.application.company.settings().formats)
            .write(json, reasons, oneself ? "" : reader.name.c_str()));
    json.end_object();
    return json.take();
}

Result<http::Response> answer_why(api::Call& call) {
    const schema::Object* object = call.schema().find(call.request.parameter("set"));
    const auto id = parse_id(call.request.parameter("id"));
    if (object == nullptr || !id) return not_found();
    Id other;
    if (const auto text = call.request.query_value("user"); text && !text->empty()) {
        const auto named = parse_id(*text);
        if (!named) return field_error("user", "not_an_id");
        other = *named;
    }
    std::string body;
    TRY(call.read([&](record::Context& context) -> Result<void> {
        body = TRY(explanation_of(call, context, *object, *id, other));
        return {};
    }));
    return api::json_response(200, std::move(body));
}

}  // namespace

void add_why_routes(http::Router& router, api::Application& application) {
    for (const char* pattern : {"/api/v1/{set}('{id}')/why", "/api/v1/{set}/{id}/why"})
        router.add(http::Method::get, pattern, api::authenticated(application, answer_why));
}

}  // namespace clientela::people
