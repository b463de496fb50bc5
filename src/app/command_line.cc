// SPDX-License-Identifier: Apache-2.0
// All commands and their options in one place; the texts stand in locales/server/app.*.json.
#include "app/command_line.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <CLI/CLI.hpp>

#include "app/command.h"
#include "app/command_words.h"
#include "app/version.h"
#include "base/text.h"

namespace clientela::app {
namespace {

class Builder {
public:
    Builder(CommandLine& line, Language language) : line_(line), language_(language) {
        app_.name("clientela");
        speak(app_, language);
        app_.description(text("cli.about"));
        app_.require_subcommand(1);
        app_.fallthrough();
        app_.set_help_flag("-h,--help", text("cli.help"));
        app_.set_version_flag("--version", std::string("clientela ") + kVersion,
                              text("cli.version"));
        app_.add_option("--store", line_.store, text("cli.store"))->envname("CLIENTELA_STORE");
        app_.add_flag("--json", line_.json, text("cli.json"));
        add_serve();
        add_people();
        add_demo();
        add_import();
        add_export();
        add_filter();
        add_job();
        add_upkeep();
        add_words_about_itself();
    }
    CLI::App& app() { return app_; }

private:
    std::string text(const char* key) const { return localize({key, {}}, language_); }

    CLI::App* command(CLI::App* above, const char* name, const char* key, const std::string& verb) {
        CLI::App* made = above->add_subcommand(name, text(key));
        made->group(text("cli.word.commands"));
        made->get_help_ptr()->group(text("cli.word.option_group"));
        made->fallthrough();
        if (!verb.empty()) {
            made->callback([this, verb] {
                if (line_.verb.empty()) line_.verb = verb;
            });
        }
        return made;
    }

    void add_serve() {
        CLI::App* serve = command(&app_, "serve", "cli.serve", "serve");
        serve->add_option("--listen", line_.listen, text("cli.listen"))->capture_default_str();
        serve->add_option("--tls-cert", line_.tls_certificate, text("cli.tls_cert"));
        serve->add_option("--tls-key", line_.tls_key, text("cli.tls_key"));
        serve->add_option("--web", line_.web, text("cli.web"));
        serve->add_option("--access-log", line_.access_log, text("cli.access_log"));
        serve->add_option("--log-format", line_.log_format, text("cli.log_format"))
            ->check(CLI::IsMember({"text", "json"}))
            ->capture_default_str();
        serve->add_option("--proxy", line_.proxies, text("cli.proxy"));
        serve->add_option("--rate-limit", line_.rate_limit, text("cli.rate_limit"))
            ->check(CLI::Range(0, 1'000'000))
            ->capture_default_str();
    }

    void add_people() {
        CLI::App* user = command(&app_, "user", "cli.user", "");
        user->require_subcommand(1);
        CLI::App* add = command(user, "add", "cli.user_add", "user add");
        add->add_option("email", line_.email, text("cli.email"))->required();
        add->add_option("--name", line_.name, text("cli.name"))->required();
        add->add_option("--role", line_.role, text("cli.role"))->required();
        add->add_flag("--password-stdin", line_.password_from_input, text("cli.password_stdin"));
        command(user, "list", "cli.user_list", "user list");
        CLI::App* disable = command(user, "disable", "cli.user_disable", "user disable");
        disable->add_option("email", line_.email, text("cli.email"))->required();
        CLI::App* token = command(&app_, "token", "cli.token", "");
        token->require_subcommand(1);
        CLI::App* make = command(token, "add", "cli.token_add", "token add");
        make->add_option("email", line_.email, text("cli.email"))->required();
        make->add_option("--name", line_.name, text("cli.token_name"))->required();
        make->add_option("--expires", line_.expires_days, text("cli.expires"))
            ->check(CLI::Range(1, 3650));
        CLI::App* tokens = command(token, "list", "cli.token_list", "token list");
        tokens->add_option("email", line_.email, text("cli.token_list_of"));
        CLI::App* revoke = command(token, "revoke", "cli.token_revoke", "token revoke");
        revoke->add_option("id", line_.token, text("cli.token_id"))->required();
    }

    void add_upkeep() {
        command(&app_, "verify", "cli.verify", "verify");
        CLI::App* backup = command(&app_, "backup", "cli.backup", "backup");
        backup->add_option("file", line_.file, text("cli.backup_file"))->required();
        CLI::App* restore = command(&app_, "restore", "cli.restore", "restore");
        restore->add_option("file", line_.file, text("cli.restore_file"))->required();
        restore->add_flag("--replace", line_.replace, text("cli.restore_replace"));
    }

    void add_demo() {
        CLI::App* demo = command(&app_, "demo", "cli.demo", "demo");
        demo->add_option("--customers", line_.customers, text("cli.customers"))
            ->check(CLI::Range(50, 10'000'000))
            ->capture_default_str();
        demo->add_option("--seed", line_.seed, text("cli.seed"))->capture_default_str();
        demo->add_option("--truth", line_.truth, text("cli.truth"));
    }

    void add_import() {
        CLI::App* import = command(&app_, "import", "cli.import", "import");
        import->add_option("object", line_.object, text("cli.object"));
        import->add_option("file", line_.file, text("cli.file"));
        import->add_option("--map", line_.map, text("cli.map"));
        import->add_option("--match", line_.match, text("cli.match"))->delimiter(',');
        import->add_flag("--dry-run", line_.dry_run, text("cli.dry_run"));
        import->add_option("--receipt", line_.receipt, text("cli.receipt_file"));
    }

    void add_export() {
        CLI::App* made = command(&app_, "export", "cli.export", "export");
        made->add_option("object", line_.object, text("cli.object"))->required();
        made->add_option("file", line_.out, text("cli.export_out"));
        made->add_option("--filter", line_.filter, text("cli.export_filter"));
        made->add_option("--search", line_.search, text("cli.export_search"));
        made->add_option("--order", line_.order, text("cli.export_order"));
        made->add_option("--select", line_.select, text("cli.export_select"));
        made->add_option("--format", line_.format, text("cli.export_format"));
        made->add_option("--out", line_.out, text("cli.export_out_option"));
        made->add_option("--headings", line_.headings, text("cli.export_headings"))
            ->check(CLI::IsMember({"names", "labels"}))
            ->capture_default_str();
        made->add_option("--formats", line_.formats, text("cli.export_formats"));
        made->add_flag("--bom", line_.byte_order_mark, text("cli.export_bom"));
    }

    void add_filter() {
        CLI::App* filter = command(&app_, "filter", "cli.filter", "");
        filter->require_subcommand(1);
        CLI::App* check = command(filter, "check", "cli.filter_check", "filter check");
        check->add_flag("--syntax", line_.syntax_only, text("cli.syntax"));
        check->add_option("--option", line_.option, text("cli.filter_option"))
            ->check(CLI::IsMember({"filter", "orderby", "select", "expand", "apply"}));
        check->add_option("object", line_.object, text("cli.object"))->required();
        check->add_option("text", line_.text, text("cli.filter_text"))->required();
    }

    void add_job() {
        CLI::App* job = command(&app_, "job", "cli.job", "");
        job->require_subcommand(1);
        CLI::App* list = command(job, "list", "cli.job_list", "job list");
        list->add_flag("--active", line_.active, text("cli.job_active"));
        list->add_option("--top", line_.most, text("cli.job_top"))
            ->check(CLI::Range(1, 1'000))
            ->capture_default_str();
        const auto add_act = [&](const char* name, const char* key) {
            CLI::App* act = command(job, name, key, std::string("job ") + name);
            act->add_option("id", line_.job, text("cli.job_id"))->required();
        };
        add_act("show", "cli.job_show");
        add_act("cancel", "cli.job_cancel");
        add_act("undo", "cli.job_undo");
    }

    void add_words_about_itself() {
        CLI::App* help = command(&app_, "help", "cli.help_command", "help");
        help->add_option("command", line_.about, text("cli.help_about"));
        command(&app_, "version", "cli.version", "version");
    }

    CommandLine& line_;
    Language language_;
    CLI::App app_;
};

// What is said instead of running anything.
void answer(CommandLine& line, int exit_code, std::string text) {
    line.verb.clear();
    line.exit_code = exit_code;
    line.answer = std::move(text);
}

// A line that cannot be run: for programs the sentence alone, in the shape of every error.
void refuse(CommandLine& line, const std::string& sentence, const std::string& place,
            Language language) {
    if (line.json) {
        const Error error = make_error(ErrorCode::invalid, sentence);
        answer(line, 2, error_text(error, true, language));
        return;
    }
    answer(line, 2,
           localize({"cli.error", {{"message", sentence}}}, language) + "\n" +
               localize({"cli.see_help", {{"command", place}}}, language) + "\n");
}

// "import undo RECEIPT" shares its place with "import OBJECT FILE": told apart by the first word.
void settle_import(CommandLine& line, Language language) {
    if (line.verb != "import") return;
    if (line.object == "undo" && !line.file.empty()) {
        line.verb = "import undo";
        line.receipt = line.file;
        return;
    }
    if (line.object.empty() || line.file.empty())
        refuse(line, localize({"cli.import_usage", {}}, language), "clientela import", language);
}

// The ending of the file says the format, unless it is stated.
void settle_export(CommandLine& line, Language language) {
    if (line.verb != "export" || !line.format.empty()) return;
    const std::size_t name = line.out.rfind('/') + 1;  // 0 without any
    const std::size_t point = line.out.rfind('.');
    if (point != std::string::npos && point > name) line.format = lower(line.out.substr(point + 1));
    if (line.format.empty())
        refuse(line, localize({"cli.option_missing", {{"name", "--format"}}}, language),
               "clientela export", language);
}

void settle_version(CommandLine& line) {
    if (line.verb != "version") return;
    const std::string version = kVersion;
    answer(line, 0,
           line.json ? R"({"version":")" + version + "\"}\n" : "clientela " + version + "\n");
}

// "help job list" is "job list --help".
void settle_help(CommandLine& line, const CLI::App& app, Language language) {
    if (line.verb != "help") return;
    std::vector<std::string> words;
    const CLI::App* place = &app;
    for (const std::string& word : line.about) {
        const std::vector<std::string> known = command_names(*place);
        if (known.empty()) break;
        if (std::ranges::find(known, word) == known.end()) {
            refuse(line, unknown_command(word, known, language), "clientela", language);
            return;
        }
        place = place->get_subcommand(word);
        words.push_back(word);
    }
    words.emplace_back("--help");
    answer(line, 0, read_command_line(words, language).answer);
}

}  // namespace

CommandLine read_command_line(std::vector<std::string> words, Language language) {
    CommandLine line;
    Builder builder(line, language);
    const bool as_json = std::ranges::find(words, "--json") != words.end();
    std::reverse(words.begin(), words.end());  // as CLI11 wants them
    try {
        builder.app().parse(words);
    } catch (const CLI::ParseError& thrown) {
        if (thrown.get_exit_code() == 0) {
            std::ostringstream out;
            builder.app().exit(thrown, out, out);
            answer(line, 0, out.str());
        } else {
            line.json = as_json;
            const Explanation why = explain(builder.app(), thrown, language);
            refuse(line, why.sentence, why.place, language);
        }
        return line;
    }
    settle_import(line, language);
    settle_export(line, language);
    settle_version(line);
    settle_help(line, builder.app(), language);
    return line;
}

}  // namespace clientela::app
