// SPDX-License-Identifier: Apache-2.0
// The commands of jobs as people and programs meet them.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "tests/command_bench.h"
#include "tests/postgres_cluster.h"
#include "tests/store_fixture.h"

namespace clientela::app {
namespace {

namespace json = boost::json;

class JobCommands : public CommandBench {
public:
    explicit JobCommands(const std::string& location) : CommandBench(location, Language::en) {}

    // Imports one account for each name; the id of the job.
    std::string import(const std::string& names) {
        write("a.csv", "name\n" + names);
        EXPECT_EQ(run({"--json", "import", "accounts", "a.csv"}), Exit::done) << output.err;
        return std::string(json::parse(output.out).at("id").as_string());
    }

    // An import that waits for its turn, which nobody gives it.
    std::string waiting() {
        job::Order order;
        order.kind = "import";
        order.title = Message{"export.title", {{"object", "accounts"}}};
        order.total = 1'234;
        const auto job = site().runner->submit(order, {});
        EXPECT_OK(job);
        return to_string(job->id);
    }
};

STORE_TEST(JobCommands, list_and_show_what_was_done_for_people_and_programs) {
    JobCommands commands(fresh_location());
    EXPECT_EQ(commands.run({"job", "list"}), Exit::done);
    EXPECT_EQ(commands.output.out, "There are no jobs.\n");
    const std::string id = commands.import("Acme\nBolt\n");
    EXPECT_EQ(commands.run({"job", "list"}, Language::es), Exit::done);
    EXPECT_TRUE(commands.says(id + "  terminado")) << commands.output.out;
    EXPECT_TRUE(commands.says("Importar a.csv · Cuentas")) << commands.output.out;
    EXPECT_EQ(commands.run({"job", "list", "--active", "--json"}), Exit::done);
    EXPECT_EQ(commands.output.out, "[]\n");
    EXPECT_EQ(commands.run({"job", "show", id}), Exit::done);
    EXPECT_TRUE(commands.says("Rows 2 = created 2")) << commands.output.out;
    EXPECT_TRUE(commands.says("clientela job undo " + id)) << commands.output.out;
    EXPECT_EQ(commands.run({"--json", "job", "show", id}), Exit::done);
    const json::value shown = json::parse(commands.output.out);
    EXPECT_EQ(shown.at("state"), "done");
    EXPECT_EQ(shown.at("receipt").at("created").to_number<int>(), 2);
}

STORE_TEST(JobCommands, undo_takes_back_once) {
    JobCommands commands(fresh_location());
    const std::string id = commands.import("Acme\nBolt\n");
    EXPECT_EQ(commands.run({"job", "undo", id, "--json"}), Exit::done) << commands.output.err;
    const json::value undo = json::parse(commands.output.out);
    EXPECT_EQ(undo.at("undoes"), json::string(id));
    EXPECT_EQ(undo.at("receipt").at("rows").to_number<int>(), 2);
    EXPECT_EQ(commands.run({"job", "undo", id}), Exit::failed);
    EXPECT_NE(commands.output.err.find("already"), std::string::npos) << commands.output.err;
    EXPECT_EQ(commands.run({"job", "show", id}), Exit::done);
    EXPECT_TRUE(commands.says("taken back")) << commands.output.out;
}

STORE_TEST(JobCommands, cancel_stops_what_waits_and_refuses_what_is_over) {
    JobCommands commands(fresh_location());
    const std::string id = commands.waiting();
    EXPECT_EQ(commands.run({"job", "cancel", id}), Exit::done) << commands.output.err;
    EXPECT_TRUE(commands.says("cancelled")) << commands.output.out;
    EXPECT_TRUE(commands.says("Not begun: 1,234")) << commands.output.out;
    EXPECT_EQ(commands.run({"job", "cancel", id}), Exit::failed);
    EXPECT_EQ(commands.output.out, "");
}

STORE_TEST(JobCommands, say_what_is_wrong_with_an_id_and_how_to_find_one) {
    JobCommands commands(fresh_location());
    for (const char* act : {"show", "cancel", "undo"}) {
        EXPECT_EQ(commands.run({"job", act, "0123456789abc"}), Exit::failed) << act;
        EXPECT_NE(commands.output.err.find("There is no job 0123456789abc. clientela job list"),
                  std::string::npos)
            << commands.output.err;
        EXPECT_EQ(commands.run({"job", act, "what?"}), Exit::failed) << act;
        EXPECT_NE(commands.output.err.find("is not the id of a job"), std::string::npos)
            << commands.output.err;
    }
}

TEST(JobCommandLine, is_wrong_usage_without_an_act_or_an_id) {
    EXPECT_EQ(read_command_line({"job"}, Language::es).exit_code, 2);
    EXPECT_EQ(read_command_line({"job", "show"}, Language::es).exit_code, 2);
    EXPECT_EQ(read_command_line({"job", "list", "--top", "0"}, Language::es).exit_code, 2);
    const CommandLine help = read_command_line({"job", "undo", "--help"}, Language::es);
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_NE(help.answer.find("Deshace un trabajo"), std::string::npos) << help.answer;
}

}  // namespace
}  // namespace clientela::app
