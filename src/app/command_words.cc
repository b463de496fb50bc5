// SPDX-License-Identifier: Apache-2.0
#include "app/command_words.h"

#include <memory>
#include <optional>
#include <vector>

#include "app/nearest.h"

namespace clientela::app {
namespace {

// Arguments are shown in the language: "file" as "ARCHIVO".
std::string argument_word(const std::string& name, Language language) {
    const std::string key = "cli.argument." + name;
    const std::string word = localize({key, {}}, language);
    return word == key ? name : word;
}

class Formatter : public CLI::Formatter {
public:
    explicit Formatter(Language language) : language_(language) {
        label("Usage", word("usage"));
        label("OPTIONS", word("options"));
        label("SUBCOMMAND", word("command"));
        label("SUBCOMMANDS", word("command"));
        label("Positionals", word("positionals"));
        label("REQUIRED", word("required"));
        label("Env", word("environment"));
        column_width(34);
    }

    // " TEXT", or " INT:INT in [1 - 30]" where a number has a range.
    std::string make_option_opts(const CLI::Option* option) const override {
        if (option->get_positional())
            return option->get_required() ? " " + get_label("REQUIRED") : "";
        std::string text = CLI::Formatter::make_option_opts(option);
        constexpr std::string_view kRange = ":INT in [";
        if (const std::size_t at = text.find(kRange); at != text.npos)
            text.replace(at, kRange.size(), ":[");
        for (const char* type : {"TEXT", "UINT", "INT"}) {
            const std::string start = std::string(" ") + type;
            if (!text.starts_with(start)) continue;
            return " " + word(start == " TEXT" ? "text" : "number") + text.substr(start.size());
        }
        return text;
    }

    // "ARCHIVO", without a type of its own, for what has its place and no name.
    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        if (!positional) return CLI::Formatter::make_option_name(option, positional);
        return argument_word(option->get_name(true), language_);
    }

    // What holds for every command stands on its page as well.
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override {
        std::string text = CLI::Formatter::make_help(app, std::move(name), mode);
        const CLI::App* top = app;
        while (top->get_parent() != nullptr)
            top = top->get_parent();
        if (top == app || mode == CLI::AppFormatMode::Sub) return text;
        text += "\n" + word("everywhere") + ":\n";
        for (const CLI::Option* option : top->get_options()) {
            if (option->check_name("--store") || option->check_name("--json"))
                text += make_option(option, false);
        }
        return text;
    }

private:
    std::string word(const std::string& name) const {
        return localize({"cli.word." + name, {}}, language_);
    }

    Language language_;
};

// The innermost command that was understood.
const CLI::App& innermost(const CLI::App& app) {
    const CLI::App* place = &app;
    while (!place->get_subcommands().empty())
        place = place->get_subcommands().back();
    return *place;
}

std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* place = &app; place != nullptr; place = place->get_parent()) {
        for (const CLI::Option* option : place->get_options()) {
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
        }
    }
    return names;
}

Message with_nearest(std::string key, const std::string& word,
                     const std::vector<std::string>& known) {
    const std::string near = nearest(word, known);
    if (near.empty()) return {std::move(key), {{"word", word}}};
    return {std::move(key) + "_near", {{"word", word}, {"near", near}}};
}

// What nothing in the line could be made of.
std::optional<Message> about_strange_word(const CLI::App& app, const CLI::App& place) {
    const std::vector<std::string> left = app.remaining(true);
    for (const std::string& word : left) {
        if (word.starts_with("-") && word != "-") {
            return with_nearest("cli.no_option", word.substr(0, word.find('=')),
                                option_names(place));
        }
    }
    if (left.empty()) return std::nullopt;
    if (command_names(place).empty()) return Message{"cli.word_too_many", {{"word", left.front()}}};
    return with_nearest("cli.no_command", left.front(), command_names(place));
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

// "x not in {a,b}" and "Value 5 not in range 1 to 3" are how CLI11 refuses a value.
std::optional<Message> about_value(const std::string& name, std::string_view said) {
    constexpr std::string_view kRange = " not in range ";
    constexpr std::string_view kSet = " not in {";
    constexpr std::string_view kValue = "Value ";
    if (const std::size_t at = said.find(kRange); at != said.npos && said.starts_with(kValue)) {
        const std::string_view range = said.substr(at + kRange.size());
        const std::size_t to = range.find(" to ");
        if (to == range.npos) return std::nullopt;
        return Message{"cli.value_not_between",
                       {{"name", name},
                        {"value", std::string(said.substr(kValue.size(), at - kValue.size()))},
                        {"least", std::string(range.substr(0, to))},
                        {"most", std::string(range.substr(to + 4))}}};
    }
    const std::size_t at = said.find(kSet);
    if (at == said.npos) return std::nullopt;
    std::string allowed;
    for (const char sign : said.substr(at + kSet.size())) {
        if (sign == '}') break;
        allowed += sign == ',' ? std::string(", ") : std::string(1, sign);
    }
    return Message{
        "cli.value_not_in",
        {{"name", name}, {"value", std::string(said.substr(0, at))}, {"allowed", allowed}}};
}

Message message_of(const CLI::App& app, const CLI::App& place, const CLI::ParseError& thrown,
                   Language language) {
    const std::string said = thrown.what();
    const std::size_t colon = said.find(": ");
    const std::string name = said.substr(0, colon);
    const std::string rest = colon == said.npos ? "" : said.substr(colon + 2);
    if (const auto strange = about_strange_word(app, place)) return *strange;
    if (thrown.get_name() == "RequiredError") {
        constexpr std::string_view kRequired = " is required";
        if (!command_names(place).empty())
            return {"cli.command_missing", {{"commands", joined(command_names(place))}}};
        const std::string missing = said.substr(0, said.find(kRequired));
        return {"cli.option_missing", {{"name", argument_word(missing, language)}}};
    }
    if (thrown.get_name() == "ArgumentMismatch") return {"cli.value_missing", {{"name", name}}};
    if (thrown.get_name() == "ConversionError") {
        // "Could not convert: --seed = abc"
        const std::size_t equals = rest.find(" = ");
        if (equals != rest.npos) {
            return {"cli.value_not_allowed",
                    {{"name", rest.substr(0, equals)}, {"value", rest.substr(equals + 3)}}};
        }
    }
    if (thrown.get_name() == "ValidationError") {
        if (const auto refused = about_value(name, rest)) return *refused;
    }
    return {said, {}};
}

std::string whole_name(const CLI::App& place) {
    return place.get_parent() == nullptr ? place.get_name()
                                         : whole_name(*place.get_parent()) + " " + place.get_name();
}

}  // namespace

void speak(CLI::App& app, Language language) {
    app.formatter(std::make_shared<Formatter>(language));
    app.option_defaults()->group(localize({"cli.word.option_group", {}}, language));
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({}))
        names.push_back(command->get_name());
    return names;
}

std::string unknown_command(const std::string& word, const std::vector<std::string>& known,
                            Language language) {
    return localize(with_nearest("cli.no_command", word, known), language);
}

Explanation explain(const CLI::App& app, const CLI::ParseError& thrown, Language language) {
    const CLI::App& place = innermost(app);
    return {localize(message_of(app, place, thrown, language), language), whole_name(place)};
}

}  // namespace clientela::app
