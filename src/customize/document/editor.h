// SPDX-License-Identifier: Apache-2.0
// The document while a list of changes is worked in: what every change needs, and what is refused,
// gathered so that a person reads all of it at once.
#pragma once

#include <map>
#include <set>

#include "base/field_errors.h"
#include "customize/document/change.h"

namespace clientela::customize {

class Editor {
public:
    Editor(json::object document, const Present& present)
        : present_(present), edited_{std::move(document), {}, {}, {}} {}

    Result<Edited> run(const json::array& changes);

private:
    struct Place {
        json::object* container = nullptr;  // has fields and many_links; of a built-in: its change
        const schema::Object* object = nullptr;  // null for one that this request makes
        std::string name;
        std::string singular;
        std::uint16_t id = 0;
    };

    void run_one(const json::object& change);
    void add_object(const json::object& change);
    void change_object(const json::object& change);
    void drop_object(const json::object& change);
    void add_field(const json::object& change);
    void change_field(const json::object& change);
    void drop_field(const json::object& change);
    void order_fields(const json::object& change);

    std::optional<Place> place(const std::string& name);
    json::object& changes_of(const std::string& object);
    void override_field(const Place& where, const schema::Field& field, const json::object& set);
    void set_on_custom(json::object& field, const json::object& set);
    void set_options(json::object& field, const json::value& wanted, bool built_in);
    bool take_options(json::object& field, const json::value* wanted, const std::string& at);
    void add_plain(const Place& where, json::object field, const json::object& asked);
    void add_links(const Place& where, const json::object& field);
    void add_options(const Place& where, const json::object& field, const json::object& asked);
    json::object new_object(const std::string& name, const std::string& singular,
                            const json::object& label, bool administered);
    std::string free_name(const Place& where, const json::object& asked, std::string_view type);
    std::uint16_t next_field_id(std::uint16_t object_id, const json::object& container) const;
    std::uint16_t next_object_id();
    int field_count(const Place& where) const;
    bool may_erase(const json::object& source, const json::object& change);
    void refuse(const std::string& at, std::string code,
                std::vector<std::pair<std::string, std::string>> args = {});
    void refuse_told(const std::string& at, std::string code, Message message);
    bool check_label(const json::object& source, const std::string& at);
    bool check_target(const std::string& target);

    const Present& present_;
    Edited edited_;
    std::size_t position_ = 0;
    FieldErrors refused_;
};

std::string text_at(const json::object& source, std::string_view key);
bool flag_at(const json::object& source, std::string_view key);
const json::object& object_at(const json::object& source, std::string_view key);  // or empty
json::array& list_in(json::object& source, std::string_view key);
json::object& part_in(json::object& source, std::string_view key);
// "Número de hoteles" gives numero_de_hoteles.
std::string plain_word(std::string_view label);

}  // namespace clientela::customize
