// SPDX-License-Identifier: Apache-2.0
// Commands as people and programs meet them: tokens, files, objects that do not exist, and errors
// for programs.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/command_bench.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

namespace json = boost::json;

STORE_TEST(TokenCommands, list_what_was_made_and_revoke_it_once) {
    CommandBench commands(fresh_location(), Language::es);
    ASSERT_EQ(
        commands.run({"user", "add", "ana@x.example", "--name", "Ana", "--role", "administrator"}),
        Exit::done)
        << commands.output.err;
    EXPECT_EQ(commands.run({"token", "list"}), Exit::done);
    EXPECT_EQ(commands.output.out, "No hay claves.\n");
    ASSERT_EQ(commands.run({"token", "add", "ana@x.example", "--name", "ERP"}), Exit::done);
    EXPECT_EQ(commands.run({"token", "list"}), Exit::done);
    EXPECT_TRUE(commands.says("Ana: ERP. Creada ")) << commands.output.out;
    EXPECT_TRUE(commands.says("caduca nunca, usada nunca")) << commands.output.out;
    EXPECT_EQ(commands.run({"token", "list", "nadie@x.example"}), Exit::failed);
    ASSERT_EQ(commands.run({"--json", "token", "list", "ana@x.example"}), Exit::done);
    const json::value list = json::parse(commands.output.out);
    ASSERT_EQ(list.as_array().size(), 1U);
    const std::string id(list.as_array()[0].at("id").as_string());
    EXPECT_EQ(list.as_array()[0].at("user").at("name"), "Ana");
    EXPECT_TRUE(list.as_array()[0].at("last_used_at").is_null());
    EXPECT_EQ(commands.run({"token", "revoke", id}), Exit::done) << commands.output.err;
    EXPECT_EQ(commands.output.out, "La clave «ERP» ya no vale.\n");
    EXPECT_EQ(commands.run({"token", "revoke", id}), Exit::failed);
    EXPECT_EQ(commands.output.err,
              "clientela: No hay ninguna clave " + id + ". clientela token list las muestra.\n");
    EXPECT_EQ(commands.run({"token", "list"}), Exit::done);
    EXPECT_EQ(commands.output.out, "No hay claves.\n");
}

STORE_TEST(UserCommands, tell_programs_who_was_added_and_disabled) {
    CommandBench commands(fresh_location(), Language::es);
    ASSERT_EQ(commands.run({"--json", "user", "add", "eva@x.example", "--name", "Eva", "--role",
                            "read_only"}),
              Exit::done)
        << commands.output.err;
    const json::value added = json::parse(commands.output.out);
    EXPECT_TRUE(added.at("link").as_string().starts_with("/#/link/")) << commands.output.out;
    ASSERT_EQ(commands.run({"--json", "user", "disable", "eva@x.example"}), Exit::done)
        << commands.output.err;
    EXPECT_EQ(json::parse(commands.output.out).at("disabled"), added.at("id"));
    ASSERT_EQ(commands.run({"--json", "user", "list"}), Exit::done);
    const json::value listed = json::parse(commands.output.out).as_array().at(0);
    EXPECT_EQ(listed.at("id"), added.at("id"));
    EXPECT_EQ(listed.at("active"), false);
}

STORE_TEST(Commands, name_the_nearest_object) {
    CommandBench commands(fresh_location(), Language::es);
    commands.write("a.csv", "name\nAcme\n");
    const std::string said =
        "clientela: No existe el objeto «acounts». ¿Querías decir «accounts»?\n";
    EXPECT_EQ(commands.run({"export", "acounts", "x.csv"}), Exit::usage);
    EXPECT_EQ(commands.output.err, said);
    EXPECT_FALSE(std::filesystem::exists(commands.path("x.csv")));
    EXPECT_EQ(commands.run({"import", "acounts", "a.csv"}), Exit::failed);
    EXPECT_EQ(commands.output.err, said);
    EXPECT_EQ(commands.run({"filter", "check", "acounts", "name eq 'x'"}), Exit::failed);
    EXPECT_EQ(commands.output.err, said);
}

STORE_TEST(Commands, export_to_a_file_whose_ending_says_the_format) {
    CommandBench commands(fresh_location(), Language::es);
    commands.write("a.csv", "name\nAcme\n");
    ASSERT_EQ(commands.run({"import", "accounts", "a.csv"}), Exit::done) << commands.output.err;
    EXPECT_EQ(commands.run({"export", "accounts", "x.json"}), Exit::done) << commands.output.err;
    EXPECT_EQ(commands.output.out, "Exportada 1 fila de accounts a x.json.\n");
    std::ifstream in(commands.path("x.json"));
    EXPECT_EQ(in.peek(), '[');
}

// No server runs: what the index lacks is put in first.
STORE_TEST(Commands, export_what_a_search_finds_without_a_server) {
    CommandBench commands(fresh_location(), Language::es);
    commands.write("a.csv", "name\nAceros Ávila\nBodegas Sol\n");
    ASSERT_EQ(commands.run({"import", "accounts", "a.csv"}), Exit::done) << commands.output.err;
    ASSERT_EQ(
        commands.run({"export", "accounts", "x.csv", "--select", "name", "--search", "avila"}),
        Exit::done)
        << commands.output.err;
    std::ifstream in(commands.path("x.csv"));
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(text, "name\r\nAceros Ávila\r\n");
}

STORE_TEST(Commands, tell_programs_errors_in_the_shape_of_the_api) {
    CommandBench commands(fresh_location(), Language::es);
    EXPECT_EQ(commands.run({"--json", "export", "acounts", "x.csv"}), Exit::usage);
    const json::value error = json::parse(commands.output.err).at("error");
    EXPECT_EQ(error.at("code"), "invalid");
    EXPECT_EQ(error.at("message"), "No existe el objeto «acounts». ¿Querías decir «accounts»?");
    EXPECT_TRUE(error.at("target").is_null());
    EXPECT_TRUE(error.at("details").as_array().empty());
    EXPECT_EQ(commands.output.out, "");
    commands.write("m.json", R"({"columns":{"a":"nme","z":"name"}})");
    commands.write("a.csv", "a\n1\n");
    EXPECT_EQ(commands.run({"--json", "import", "accounts", "a.csv", "--map", "m.json"}),
              Exit::failed);
    const json::value wrong = json::parse(commands.output.err).at("error");
    EXPECT_EQ(wrong.at("details").as_array().size(), 2U);
    EXPECT_EQ(wrong.at("details").as_array()[1].at("target"), "columns/z");
    EXPECT_EQ(wrong.at("details").as_array()[1].at("code"), "no_such_column");
}

STORE_TEST(Commands, import_tells_how_it_read_numbers_and_every_fault_by_its_row) {
    CommandBench commands(fresh_location(), Language::es);
    commands.write("a.csv", "name;revenue;employees\nAcme;1.234;7\n;x;-3\n");
    EXPECT_EQ(commands.run({"import", "accounts", "a.csv", "--dry-run"}), Exit::some_rows_failed);
    EXPECT_TRUE(commands.says("Filas 2 = creadas 1 + ")) << commands.output.out;
    EXPECT_TRUE(commands.says("revenue: se supone que «1.234» es 1234; también podría ser 1.234."))
        << commands.output.out;
    for (const char* fault :
         {"Fila 3, revenue «x»: No es un número.", "Fila 3, name «»: ", "Fila 3, employees «-3»: "})
        EXPECT_TRUE(commands.says(fault)) << commands.output.out;
    EXPECT_EQ(commands.run({"--json", "import", "accounts", "a.csv"}), Exit::some_rows_failed);
    const json::value receipt = json::parse(commands.output.out);
    EXPECT_EQ(receipt.at("failed").to_number<int>(), 1);
    EXPECT_EQ(receipt.at("errors").as_array().size(), 3U);
    EXPECT_EQ(receipt.at("forms").as_array()[0].at("decimal"), ",");
}

STORE_TEST(Commands, say_why_the_system_refused_in_the_language) {
    CommandBench commands(fresh_location(), Language::es);
    EXPECT_EQ(commands.run({"backup", "no/such/place.bak"}), Exit::failed);
    EXPECT_NE(commands.output.err.find("place.bak: no existe."), std::string::npos)
        << commands.output.err;
}

}  // namespace
}  // namespace clientela::app
