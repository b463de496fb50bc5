// SPDX-License-Identifier: Apache-2.0
// What the command line answers by itself: help and mistakes, in the language of the terminal.
#include "app/command_line.h"

#include <gtest/gtest.h>

namespace clientela::app {
namespace {

std::string answer(const std::vector<std::string>& words, Language language, int code = 2) {
    const CommandLine line = read_command_line(words, language);
    EXPECT_EQ(line.exit_code, code);
    EXPECT_TRUE(line.verb.empty());
    return line.answer;
}

std::string wrong(const std::vector<std::string>& words, Language language = Language::es) {
    const std::string said = answer(words, language);
    return said.substr(0, said.find('\n'));
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

TEST(CommandLine, names_an_unknown_command_and_the_nearest_one) {
    EXPECT_EQ(wrong({"jobs", "list"}),
              "clientela: No existe la orden «jobs». ¿Querías decir «job»?");
    EXPECT_EQ(wrong({"jobs", "list"}, Language::en),
              "clientela: There is no command “jobs”. Did you mean “job”?");
    EXPECT_EQ(wrong({"jbo", "list"}), "clientela: No existe la orden «jbo». ¿Querías decir «job»?");
    EXPECT_EQ(wrong({"frobnicate"}), "clientela: No existe la orden «frobnicate».");
    EXPECT_EQ(wrong({"user", "ad"}), "clientela: No existe la orden «ad». ¿Querías decir «add»?");
    EXPECT_TRUE(holds(answer({"user", "ad"}, Language::es), "Ayuda: clientela user --help\n"));
}

TEST(CommandLine, says_which_command_or_value_is_missing) {
    EXPECT_EQ(wrong({"user"}), "clientela: Falta la orden. Las hay: add, list, disable.");
    EXPECT_EQ(wrong({"export", "accounts"}), "clientela: Falta --format.");
    EXPECT_EQ(wrong({"job", "show"}, Language::en), "clientela: ID is missing.");
    EXPECT_EQ(wrong({"serve", "--listen"}), "clientela: A --listen le falta su valor.");
}

TEST(CommandLine, names_an_unknown_option_and_a_word_too_many) {
    EXPECT_EQ(wrong({"serve", "--lisen", "x"}),
              "clientela: No existe la opción «--lisen». ¿Querías decir «--listen»?");
    EXPECT_EQ(wrong({"user", "list", "todos"}), "clientela: «todos» sobra.");
}

TEST(CommandLine, says_what_a_value_may_be) {
    EXPECT_EQ(wrong({"job", "list", "--top", "0"}),
              "clientela: «0» no vale para --top. Va de 1 a 1000.");
    EXPECT_EQ(wrong({"export", "accounts", "--format", "csv", "--headings", "x"}),
              "clientela: «x» no vale para --headings. Puede ser: names, labels.");
    EXPECT_EQ(wrong({"demo", "--seed", "abc"}), "clientela: «abc» no vale para --seed.");
}

TEST(CommandLine, helps_in_the_language_of_the_terminal) {
    const std::string spanish = answer({"export", "--help"}, Language::es, 0);
    for (const char* word :
         {"Uso:", "OPCIONES", "Argumentos:", "Opciones:", "OBLIGATORIO", "TEXTO"})
        EXPECT_TRUE(holds(spanish, word)) << word << '\n' << spanish;
    const std::string whole = answer({"--help"}, Language::es, 0);
    EXPECT_TRUE(holds(whole, "Órdenes:")) << whole;
    EXPECT_TRUE(holds(whole, "Muestra la versión")) << whole;
    for (const std::string& page : {spanish, whole, answer({"import", "-h"}, Language::es, 0),
                                    answer({"job", "list", "-h"}, Language::es, 0)}) {
        for (const char* word : {"Usage", "OPTIONS", "Options:", "SUBCOMMAND", "Subcommands",
                                 "Positionals", "REQUIRED", "TEXT ", "INT", "Env:", "Display"})
            EXPECT_FALSE(holds(page, word)) << word << '\n' << page;
    }
    EXPECT_TRUE(holds(answer({"--help"}, Language::en, 0), "Commands:"));
}

TEST(CommandLine, every_page_names_arguments_and_what_holds_everywhere) {
    const std::string verify = answer({"verify", "--help"}, Language::es, 0);
    for (const char* word : {"Con cualquier orden:", "--store TEXTO", "--json"})
        EXPECT_TRUE(holds(verify, word)) << word << '\n' << verify;
    const std::string restore = answer({"restore", "--help"}, Language::es, 0);
    EXPECT_TRUE(holds(restore, "ARCHIVO")) << restore;
    EXPECT_FALSE(holds(restore, " file")) << restore;
    EXPECT_FALSE(holds(answer({"--help"}, Language::es, 0), "Con cualquier orden:"));
}

TEST(CommandLine, help_and_version_are_commands_too) {
    EXPECT_EQ(answer({"help"}, Language::es, 0), answer({"--help"}, Language::es, 0));
    EXPECT_EQ(answer({"help", "job", "list"}, Language::es, 0),
              answer({"job", "list", "--help"}, Language::es, 0));
    EXPECT_EQ(answer({"help", "import", "undo"}, Language::es, 0),
              answer({"import", "--help"}, Language::es, 0));
    EXPECT_EQ(wrong({"help", "verfy"}),
              "clientela: No existe la orden «verfy». ¿Querías decir «verify»?");
    EXPECT_EQ(answer({"version"}, Language::es, 0), answer({"--version"}, Language::es, 0));
    EXPECT_TRUE(holds(answer({"version", "--json"}, Language::es, 0), "{\"version\":\""));
}

TEST(CommandLine, tells_programs_what_is_wrong_as_json) {
    EXPECT_EQ(answer({"serve", "--lisen", "x", "--json"}, Language::en),
              R"({"error":{"code":"invalid","message":"There is no option “--lisen”. )"
              R"(Did you mean “--listen”?","target":null,"details":[]}})"
              "\n");
    EXPECT_TRUE(holds(answer({"--json", "export", "accounts"}, Language::es),
                      R"("message":"Falta --format.")"));
    EXPECT_TRUE(holds(answer({"--json", "import"}, Language::es), R"({"error":{)"));
}

TEST(CommandLine, takes_the_format_of_an_export_from_the_file) {
    const CommandLine line = read_command_line({"export", "accounts", "a.XLSX"}, Language::es);
    EXPECT_EQ(line.verb, "export");
    EXPECT_EQ(line.format, "xlsx");
    EXPECT_EQ(
        read_command_line({"export", "accounts", "a.csv", "--format", "json"}, Language::es).format,
        "json");
}

}  // namespace
}  // namespace clientela::app
