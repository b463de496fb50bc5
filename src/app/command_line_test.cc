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
    EXPECT_EQ(wrong({"frobnicate"}), "clientela: No existe la orden «frobnicate».");
    EXPECT_EQ(wrong({"user", "ad"}), "clientela: No existe la orden «ad». ¿Querías decir «add»?");
    EXPECT_TRUE(holds(answer({"user", "ad"}, Language::es), "Ayuda: clientela user --help\n"));
}

TEST(CommandLine, says_which_command_or_value_is_missing) {
    EXPECT_EQ(wrong({"user"}), "clientela: Falta la orden. Las hay: add, list, disable.");
    EXPECT_EQ(wrong({"export", "accounts"}), "clientela: Falta --format.");
    EXPECT_EQ(wrong({"job", "show"}, Language::en), "clientela: id is missing.");
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

}  // namespace
}  // namespace clientela::app
