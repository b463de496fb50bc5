// SPDX-License-Identifier: Apache-2.0
// Plain data: what the definitions in objects/*.json say, checked and resolved, as one immutable
// snapshot. No behaviour beyond lookup; every request holds one snapshot for its life.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace clientela::schema {

enum class FieldType {
    id,       // the record's own key only
    string,   // one line, at most max_length characters
    text,     // several lines
    integer,  // 64 bits
    decimal,  // exact, `scale` digits after the point, kept as a scaled integer
    money,    // two columns: NAME (minor units) and NAME_currency
    boolean,
    date,
    instant,
    option,     // one of `options`, kept as its text value
    link,       // to-one: the id of a record of `target`; the name ends in _id
    reference,  // the id of a record of any object, named beside it (activity_links.record_id)
    json,       // opaque, never filtered
};

struct Label {
    std::string es;
    std::string en;
};

struct Option {
    std::string value;
    Label label;
    std::string tone;     // neutral, accent, ok, attention, danger, info: how the page colours it
    bool hidden = false;  // records keep it, nobody is offered it
};

enum class Format { none, email, phone, url, country, currency, language, color, zone };

struct Object;

struct Field {
    std::uint16_t id = 0;  // immutable; goes to the change log
    std::string name;      // API name = column name (custom ones start with c_)
    FieldType type = FieldType::string;
    Format format = Format::none;
    Label label;
    Label help;
    bool standard = false;  // added by the loader to every object: id, version, created_at, ...
    bool required = false;
    bool unique = false;      // claimed in claim table, binned records keep their claim
    bool read_only = false;   // set by the engine or by rules, never by a caller
    bool immutable = false;   // set at creation only
    bool filterable = false;  // indexed
    bool sortable = false;    // strings: also has the stored column NAME_sort (Spanish sort key)
    bool searchable = false;  // part of full text
    bool history = false;
    bool personal = false;  // personal data, for privacy requests and masks
    bool secret = false;    // never leaves the server (password hashes)
    bool custom = false;    // made by an administrator; the name starts with c_
    bool hidden = false;    // a built-in field that this company does not show
    bool masked = false;    // secret to this reader only; see access/masks.h
    std::int32_t max_length = 0;
    std::int32_t scale = 0;
    std::optional<std::int64_t> minimum;  // integers; decimals in units of the field
    std::optional<std::int64_t> maximum;
    std::string pattern;  // ECMAScript, whole value
    Value default_value;  // null: none. Text "now", "today", "me" for instant, date and user links
    std::vector<Option> options;
    std::string target;  // link: set name of the object it points to
    const Object* target_object = nullptr;
    int column = 0;  // position among the stored columns of the table; money takes two
    int index = 0;   // position in Object::fields
};

// To-many: rows of `target` whose link field `via` points here.
struct Relation {
    std::string name;    // API name, for $expand and lambdas: "lines"
    std::string target;  // set name
    std::string via;     // link field of the target
    Label label;
    const Object* target_object = nullptr;
    const Field* via_field = nullptr;
};

// Many-to-many without attributes: a link table LEFT_RIGHT (left_id, right_id) with both indexes.
struct ManyLink {
    std::string name;  // API name: "classifications"; written as a list of ids
    std::string target;
    std::string table;         // "account_classification"
    std::string own_column;    // "account_id"
    std::string other_column;  // "classification_id"
    std::uint16_t id = 0;      // field id for the change log
    Label label;
    bool filterable = true;
    bool custom = false;
    const Object* target_object = nullptr;
};

enum class Placement { distributed, fact, reference };

// How the sight of a record is decided (docs/decisions/0006-visibility.md).
enum class SightKind {
    everyone,   // any breadth above none sees all rows
    owned,      // owner_id, team_id, territory_id, members and grants
    follows,    // visible when the record behind any of `follow_links` is
    through,    // visible when owned, or when any record joined by `through_object` is (contacts)
    regarding,  // visible when owned, or when any record it regards is, unless marked private
    personal,   // owner only, or shared (views)
};

struct SightRule {
    SightKind kind = SightKind::everyone;
    std::vector<std::string> follow_links;  // follows: link fields
    std::string members;                    // owned: object with a link here and a user_id
    std::string members_via;                // its link field to this object
    std::vector<std::string> also_owners;   // more link-to-user fields that see (originator_id)
    std::string through_object;             // through: the joining object
    std::string through_own;                // its link here
    std::string through_other;              // its link to the object whose sight counts
};

struct FormSection {
    Label label;
    std::vector<std::string> fields;
};

struct Views {
    std::vector<std::string> list;  // default columns
    std::vector<std::string> key;   // key figures of the record page
    std::vector<FormSection> form;
    std::string icon;  // Tabler icon name
};

struct Object {
    std::uint16_t id = 0;
    std::string name;      // entity set: "opportunities"
    std::string singular;  // table and type: "opportunity"; SQL writes quoted(singular), because
                           // `user` is a reserved word
    Label label_one;
    Label label_many;
    Placement placement = Placement::distributed;
    SightRule sight;
    bool timeline = false;      // has a timeline; activities may regard it
    bool administered = false;  // configuration: only roles with the right "administer" write it
    bool append_only = false;
    bool custom = false;        // made by an administrator; name and table start with c_
    std::string title;          // field that names a record: a string, text or option
    std::string subtitle;       // optional second line in search hits and pickers
    std::string parent;         // link field that makes a tree, if any
    std::vector<Field> fields;  // id first, then the file's fields, then the other standard ones
    std::vector<Relation> relations;
    std::vector<ManyLink> many_links;
    std::vector<std::vector<std::string>> indexes;
    std::vector<std::vector<std::string>> unique_together;
    std::string default_sort;  // "-updated_at"
    Views views;
    int index = 0;          // position in Schema::objects
    bool narrowed = false;  // of a masked reader's view

    const Field* find_field(std::string_view field_name) const;
    const Field& field(std::string_view field_name) const;  // CHECKs that it exists
    const Relation* find_relation(std::string_view relation_name) const;
    const ManyLink* find_many_link(std::string_view link_name) const;

    std::unordered_map<std::string, int> field_index;  // built by the loader
};

struct Schema : std::enable_shared_from_this<Schema> {
    std::uint64_t version = 0;
    std::int64_t custom_version = 0;  // of the company's own definitions; 0: there are none
    std::vector<Object> objects;
    std::shared_ptr<const Schema> whole;  // of a masked reader's view: without masks

    const Object* find(std::string_view set_name) const;
    const Object& get(std::string_view set_name) const;  // CHECKs that it exists
    const Object* find_by_id(std::uint16_t id) const;
    const Object* find_by_singular(std::string_view singular) const;

    std::unordered_map<std::string, int> object_index;
};

// An identifier of the definitions as SQL wants it: in double quotes.
std::string quoted(std::string_view identifier);

}  // namespace clientela::schema
