// SPDX-License-Identifier: Apache-2.0
// The built-in definitions are right, and every kind of mistake is said with file, pointer and
// reason.
#include "schema/load.h"

#include <gtest/gtest.h>

#include "base/embedded.h"
#include "tests/builtin_schema.h"

namespace clientela::schema {
namespace {

constexpr const char* kShelf = R"({
  "id": 1, "name": "shelves", "singular": "shelf",
  "label": {"es": ["Estante", "Estantes"], "en": ["Shelf", "Shelves"]},
  "placement": "reference", "sight": {"kind": "everyone"}, "title": "name",
  "fields": [
    {"id": 20, "name": "name", "type": "string", "max_length": 10, "required": true,
     "label": {"es": "Nombre", "en": "Name"}}
  ],
  "relations": [{"name": "books", "target": "books", "via": "shelf_id",
                 "label": {"es": "Libros", "en": "Books"}}],
  "default_sort": "name",
  "views": {"icon": "books", "list": ["name"], "key": [],
            "form": [{"label": {"es": "Todo", "en": "All"}, "fields": ["name"]}]}
})";

constexpr const char* kBook = R"({
  "id": 2, "name": "books", "singular": "book",
  "label": {"es": ["Libro", "Libros"], "en": ["Book", "Books"]},
  "placement": "distributed", "sight": {"kind": "everyone"}, "title": "name", "retired_ids": [30],
  "fields": [
    {"id": 20, "name": "name", "type": "string", "max_length": 10,
     "label": {"es": "Título", "en": "Title"}},
    {"id": 21, "name": "shelf_id", "type": "link", "target": "shelves",
     "label": {"es": "Estante", "en": "Shelf"}},
    {"id": 22, "name": "state", "type": "option", "default": "here",
     "options": [{"value": "here", "label": {"es": "Aquí", "en": "Here"}}],
     "label": {"es": "Estado", "en": "State"}},
    {"id": 23, "name": "price", "type": "money", "sortable": true,
     "label": {"es": "Precio", "en": "Price"}},
    {"id": 24, "name": "pages", "type": "integer", "minimum": 1, "default": 100,
     "label": {"es": "Páginas", "en": "Pages"}}
  ],
  "default_sort": "-price",
  "views": {"icon": "book", "list": ["name"], "key": ["price"],
            "form": [{"label": {"es": "Todo", "en": "All"}, "fields": ["name"]}]}
})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return text.replace(place, from.size(), to);
}

Loaded load_with(const std::string& shelf, const std::string& book) {
    return load_definitions({{"objects/shelf.json", shelf}, {"objects/book.json", book}});
}

// Problems after `from` became `to` in the definition of books.
std::string broken(const std::string& from, const std::string& to) {
    const Loaded loaded = load_with(kShelf, replaced(kBook, from, to));
    EXPECT_EQ(loaded.schema == nullptr, !loaded.problems.empty());
    return to_text(loaded.problems);
}

TEST(BuiltinDefinitions, are_valid) {
    const auto loaded = load_builtin();
    ASSERT_TRUE(loaded.ok()) << loaded.error().detail;
    EXPECT_EQ((*loaded)->objects.size(), 30U);
}

TEST(BuiltinDefinitions, open_timelines_only_for_what_activities_may_regard) {
    const auto schema = *load_builtin();
    for (const char* name : {"accounts", "contacts", "leads", "opportunities", "products"}) {
        EXPECT_TRUE(schema->get(name).timeline) << name;
    }
    EXPECT_FALSE(schema->get("activities").timeline);
}

TEST(BuiltinDefinitions, keep_password_hashes_secret) {
    const auto schema = *load_builtin();
    EXPECT_TRUE(schema->get("users").field("password_hash").secret);
}

TEST(LoadDefinitions, resolves_links_between_objects) {
    const Loaded loaded = load_with(kShelf, kBook);
    ASSERT_TRUE(loaded.problems.empty()) << to_text(loaded.problems);
    const Object& books = loaded.schema->get("books");
    const Object& shelves = loaded.schema->get("shelves");
    EXPECT_EQ(books.field("shelf_id").target_object, &shelves);
    EXPECT_EQ(shelves.find_relation("books")->target_object, &books);
    EXPECT_EQ(shelves.find_relation("books")->via_field, &books.field("shelf_id"));
    EXPECT_EQ(loaded.schema->find_by_id(2), &books);
    EXPECT_EQ(loaded.schema->find_by_singular("shelf"), &shelves);
    EXPECT_EQ(loaded.schema->find("nothing"), nullptr);
}

TEST(LoadDefinitions, puts_id_first_and_counts_money_as_two_columns) {
    const Loaded loaded = load_with(kShelf, kBook);
    const Object& books = loaded.schema->get("books");
    EXPECT_EQ(books.fields.front().name, "id");
    EXPECT_EQ(books.field("price").column, 4);
    EXPECT_EQ(books.field("pages").column, 6);
    EXPECT_EQ(books.fields[static_cast<std::size_t>(books.field("pages").index)].name, "pages");
    EXPECT_TRUE(books.field("deleted_at").standard);
    EXPECT_EQ(books.find_field("owner_id"), nullptr);
}

TEST(LoadDefinitions, gives_an_owner_to_objects_whose_sight_asks_for_one) {
    const Loaded loaded = load_with(kShelf, replaced(kBook, R"("everyone")", R"("owned")"));
    ASSERT_TRUE(loaded.problems.empty()) << to_text(loaded.problems);
    const Field& owner = loaded.schema->get("books").field("owner_id");
    EXPECT_EQ(owner.id, 9);
    EXPECT_EQ(std::get<std::string>(owner.default_value), "me");
    EXPECT_EQ(loaded.schema->get("shelves").find_field("owner_id"), nullptr);
}

TEST(LoadDefinitions, versions_follow_the_content_and_not_the_order_of_files) {
    const auto one =
        load_definitions({{"objects/shelf.json", kShelf}, {"objects/book.json", kBook}});
    const auto two =
        load_definitions({{"objects/book.json", kBook}, {"objects/shelf.json", kShelf}});
    const auto changed = load_with(kShelf, replaced(kBook, "Libro", "Tomo"));
    EXPECT_EQ(one.schema->version, two.schema->version);
    EXPECT_NE(one.schema->version, changed.schema->version);
}

TEST(LoadDefinitions, formats_bring_length_and_pattern) {
    const auto schema = *load_builtin();
    const Field& country = schema->get("accounts").field("country");
    EXPECT_EQ(country.max_length, 2);
    EXPECT_EQ(country.pattern, "[A-Z]{2}");
}

TEST(BrokenDefinition, says_where_the_text_is_no_json) {
    const Loaded loaded = load_with(kShelf, "{\n  \"id\": 2,\n  oops\n}");
    EXPECT_EQ(to_text(loaded.problems),
              "objects/book.json: no JSON: syntax error at line 3, column 3");
}

TEST(BrokenDefinition, text_after_the_end_is_refused) {
    const Loaded loaded = load_with(kShelf, std::string(kBook) + "\n x");
    ASSERT_EQ(loaded.problems.size(), 1U);
    EXPECT_TRUE(loaded.problems[0].reason.starts_with("text after the end at line "));
}

TEST(BrokenDefinition, a_missing_key_is_named) {
    EXPECT_EQ(broken(R"("placement": "distributed", )", ""),
              "objects/book.json: Missing required property 'placement'.");
}

TEST(BrokenDefinition, an_unknown_key_is_named) {
    const std::string text = broken(R"("minimum": 1)", R"("minimun": 1)");
    EXPECT_NE(text.find("objects/book.json /fields/4"), std::string::npos) << text;
    EXPECT_NE(text.find("minimun"), std::string::npos) << text;
}

TEST(BrokenDefinition, a_label_in_one_language_only_is_refused) {
    EXPECT_EQ(
        broken(R"("label": {"es": "Páginas", "en": "Pages"})", R"("label": {"es": "Páginas"})"),
        "objects/book.json /fields/4/label: Missing required property 'en'.");
}

TEST(BrokenDefinition, a_link_without_target_is_refused) {
    const std::string text = broken(R"("target": "shelves",)", "");
    EXPECT_NE(text.find("objects/book.json /fields/1: Missing required property 'target'"),
              std::string::npos)
        << text;
}

struct Mistake {
    const char* name;
    const char* from;
    const char* to;
    const char* said;  // starting with / it is a pointer into objects/book.json
};

class BrokenBook : public ::testing::TestWithParam<Mistake> {};

TEST_P(BrokenBook, is_refused_with_pointer_and_reason) {
    const Mistake& mistake = GetParam();
    const std::string said = mistake.said;
    EXPECT_EQ(broken(mistake.from, mistake.to),
              said.starts_with('/') ? "objects/book.json " + said : said);
}

INSTANTIATE_TEST_SUITE_P(
    Meaning, BrokenBook,
    ::testing::Values(
        Mistake{"object_id_taken", R"("id": 2,)", R"("id": 1,)",
                "objects/shelf.json /id: the id 1 is taken by objects/book.json"},
        Mistake{"file_name", R"("singular": "book")", R"("singular": "tome")",
                "/singular: the file of `tome` must be objects/tome.json"},
        Mistake{"reserved_set", R"("name": "books")", R"("name": "imports")",
                "objects/book.json /name: `imports` is a reserved name\n"
                "objects/shelf.json /relations/0/target: no object is named `books`"},
        Mistake{"field_id_twice", R"("id": 24)", R"("id": 23)",
                "/fields/4/id: the id 23 belongs to `price`"},
        Mistake{"field_id_retired", R"("id": 24)", R"("id": 30)",
                "/fields/4/id: the id 30 is retired and never used again"},
        Mistake{"field_twice", R"("name": "pages")", R"("name": "state")",
                "/fields/4/name: the field `state` stands twice"},
        Mistake{"standard_name", R"("name": "pages")", R"("name": "version")",
                "/fields/4/name: `version` is the name of a standard field"},
        Mistake{"reserved_word", R"("name": "pages")", R"("name": "order")",
                "/fields/4/name: `order` is a reserved word of SQL"},
        Mistake{"word_at", R"("name": "pages")", R"("name": "at")",
                "/fields/4/name: `at` is a reserved word of SQL"},
        Mistake{"custom_name", R"("name": "pages")", R"("name": "c_pages")",
                "/fields/4/name: names starting with c_ belong to custom fields"},
        Mistake{"id_suffix", R"("name": "pages")", R"("name": "pages_id")",
                "/fields/4/name: only links and references end in _id"},
        Mistake{"currency_column", R"("name": "pages")", R"("name": "price_currency")",
                "/fields/4/name: `price_currency` is a column of the field `price`"},
        Mistake{"unknown_target", R"("target": "shelves")", R"("target": "cellars")",
                "objects/book.json /fields/1/target: no object is named `cellars`\n"
                "objects/shelf.json /relations/0/via: `books.shelf_id` is no link to `shelves`"},
        Mistake{
            "followed_name", R"("name": "pages")", R"("name": "shelf")",
            "/fields/1/name: the link would be followed as `shelf`, which is another name here"},
        Mistake{"default_option", R"("default": "here")", R"("default": "gone")",
                "/fields/2/default: the default is no value that the field can hold"},
        Mistake{"default_range", R"("default": 100)", R"("default": 0)",
                "/fields/4/default: the default is no value that the field can hold"},
        Mistake{"default_fraction", R"("default": 100)", R"("default": 1.5)",
                "/fields/4/default: the default is no value that the field can hold"},
        Mistake{"default_beyond", R"("type": "integer", "minimum": 1, "default": 100)",
                R"("type": "decimal", "scale": 12, "default": 10000000)",
                "/fields/4/default: the default is no value that the field can hold"},
        Mistake{
            "range", R"("minimum": 1)", R"("minimum": 900, "maximum": 100)",
            "objects/book.json /fields/4/minimum: the minimum is above the maximum\n"
            "objects/book.json /fields/4/default: the default is no value that the field can hold"},
        Mistake{"length", R"("max_length": 10,)", "",
                "/fields/0: a string needs max_length or a format"},
        Mistake{"pattern", R"("max_length": 10,)", R"("max_length": 10, "pattern": "[a",)",
                "/fields/0/pattern: no regular expression"},
        Mistake{"scale", R"("minimum": 1)", R"("scale": 1)",
                "/fields/4/scale: only a decimal has a scale"},
        Mistake{"searchable", R"("minimum": 1)", R"("searchable": true)",
                "/fields/4/searchable: only strings and texts are searched"},
        Mistake{"unique_money", R"("sortable": true)", R"("unique": true)",
                "/fields/3/unique: only strings and integers can be unique"},
        Mistake{"secret", R"("minimum": 1)", R"("secret": true, "filterable": true)",
                "/fields/4/secret: a secret field cannot be filtered, sorted or searched"},
        Mistake{"title", R"("title": "name")", R"("title": "label")",
                "/title: `books` has no field `label`"},
        Mistake{"title_type", R"("title": "name")", R"("title": "price")",
                "/title: the title must be a string, a text or an option"},
        Mistake{"parent", R"("title": "name")", R"("title": "name", "parent": "shelf_id")",
                "/parent: the parent must be a link to `books` itself"},
        Mistake{"sort", R"("-price")", R"("-prize")",
                "/default_sort: `books` has no field `prize`"},
        Mistake{"index", R"("default_sort")", R"("indexes": [["name", "size"]], "default_sort")",
                "/indexes/0/1: `books` has no field `size`"},
        Mistake{"unique_together", R"("default_sort")",
                R"("unique_together": [["name", "size"]], "default_sort")",
                "/unique_together/0/1: `books` has no field `size`"},
        Mistake{"relation", R"("default_sort")",
                R"("relations": [{"name": "shelves", "target": "shelves", "via": "name",
                    "label": {"es": "a", "en": "a"}}], "default_sort")",
                "/relations/0/via: `shelves.name` is no link to `books`"},
        Mistake{
            "many_link_table", R"("default_sort")",
            R"("many_links": [{"id": 90, "name": "shelves", "target": "shelves", "table": "mine",
                    "label": {"es": "a", "en": "a"}}], "default_sort")",
            "/many_links/0/table: the link table must be `book_shelf`"},
        Mistake{"view", R"("key": ["price"])", R"("key": ["price", "size"])",
                "/views/key/1: `books` has no field `size`"},
        Mistake{"form", R"("minimum": 1, "default": 100)", R"("required": true)",
                "/views/form: the required field `pages` is missing"},
        Mistake{"follows", R"({"kind": "everyone"})", R"({"kind": "follows"})",
                "/sight: this kind of sight needs follow_links"},
        Mistake{"follow_link", R"({"kind": "everyone"})",
                R"({"kind": "follows", "follow_links": ["name"]})",
                "/sight/follow_links/0: `name` is no link"},
        Mistake{"also_owner", R"({"kind": "everyone"})",
                R"({"kind": "everyone", "also_owners": ["shelf_id"]})",
                "/sight/also_owners/0: `shelf_id` is no link to users"},
        Mistake{"members", R"({"kind": "everyone"})",
                R"({"kind": "everyone", "members": "readers", "members_via": "book_id"})",
                "/sight/members: no object is named `readers`"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(BrokenDefinition, all_mistakes_of_all_files_come_at_once) {
    const Loaded loaded = load_with(replaced(kShelf, R"("title": "name")", R"("title": "x")"),
                                    replaced(kBook, R"("title": "name")", R"("title": "y")"));
    EXPECT_EQ(to_text(loaded.problems),
              "objects/book.json /title: `books` has no field `y`\n"
              "objects/shelf.json /title: `shelves` has no field `x`");
}

TEST(ObjectSchema, is_part_of_the_program) {
    EXPECT_FALSE(embedded_file("tools/object.schema.json").empty());
}

}  // namespace
}  // namespace clientela::schema
