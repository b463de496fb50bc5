// SPDX-License-Identifier: Apache-2.0
// An export as a job: what it leaves behind when it ends, is stopped or breaks off, and who may
// fetch its file.
#include "exporter/export_job.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>

#include "change/acts.h"
#include "tests/job_bench.h"
#include "tests/site_client.h"

namespace clientela::exporter {
namespace {

using namespace std::chrono_literals;

namespace fs = std::filesystem;
namespace json = boost::json;
using http::Method;

constexpr int kStep = 200;
constexpr int kMany = 250;  // more than one step reads

std::size_t files_in(const std::string& directory) {
    std::error_code failed;
    const fs::directory_iterator begin(directory, failed);
    return failed ? 0 : static_cast<std::size_t>(std::distance(begin, fs::directory_iterator()));
}

std::size_t open_files() { return files_in("/proc/self/fd"); }

std::size_t lines_of(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::size_t count = 0;
    while (std::getline(in, line))
        ++count;
    return count;
}

class Exporting : public JobBench {
public:
    explicit Exporting(db::Store& store) : JobBench(store) {
        add_kinds = [this](job::Kinds& kinds) {
            job::Kind kind =
                export_kind(*runner, [](api::Application& used, const ExportRequest& request) {
                    return record_rows(request, used.search);
                });
            kind.batch_least = kind.batch_first = kind.batch_most = kStep;
            kinds.add(std::move(kind));
        };
        options.directory += "/exports";
        crash();
    }
    ~Exporting() { fs::remove_all(options.directory); }

    void fill(int count) {
        ASSERT_OK(bench.with([count](record::Context& context) -> Result<void> {
            const schema::Object& accounts = context.schema.get("accounts");
            std::vector<record::Draft> drafts(static_cast<std::size_t>(count));
            for (std::size_t i = 0; i < drafts.size(); ++i)
                drafts[i].set(accounts.field("name"), "Account " + std::to_string(i));
            for (auto& saved : record::save_batch(context, accounts, drafts))
                TRY(saved);
            return {};
        }));
    }
    Id start(FileFormat format = FileFormat::csv, Id by = {}) {
        ExportParameters parameters;
        parameters.request.object = "accounts";
        parameters.request.select = "name";
        parameters.request.format = format;
        job::Order order;
        order.kind = kJobKind;
        order.object = "accounts";
        order.parameters = to_parameters(parameters);
        return submit(order, by);
    }
    std::size_t files() const { return files_in(options.directory); }
};

STORE_TEST(ExportJob, tells_how_far_it_is_and_keeps_a_complete_file) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    job::Job job = jobs.find(id);
    EXPECT_EQ(job.state, job::State::running);
    EXPECT_EQ(job.done, kStep);
    EXPECT_EQ(job.total, kMany);
    EXPECT_FALSE(job.result.has_value());
    jobs.runner->run_all();
    job = jobs.find(id);
    EXPECT_EQ(job.state, job::State::done);
    EXPECT_EQ(job.done, kMany);
    ASSERT_TRUE(job.result.has_value());
    EXPECT_EQ(lines_of(job.result->path), kMany + 1U);
    EXPECT_EQ(job.result->bytes, static_cast<std::int64_t>(fs::file_size(job.result->path)));
    struct stat found {};
    ASSERT_EQ(::stat(job.result->path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

STORE_TEST(ExportJob, leaves_neither_file_nor_open_file_when_cancelled) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    for (const FileFormat format : {FileFormat::csv, FileFormat::xlsx, FileFormat::json}) {
        const std::size_t open = open_files();
        const Id id = jobs.start(format);
        EXPECT_TRUE(jobs.runner->run_once());
        EXPECT_EQ(jobs.files(), 1U);
        ASSERT_OK(jobs.runner->cancel(id));
        EXPECT_FALSE(jobs.runner->run_once());
        EXPECT_EQ(jobs.files(), 0U);
        EXPECT_EQ(open_files(), open);
    }
}

STORE_TEST(ExportJob, begins_its_file_anew_after_a_pause_and_after_a_crash) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    const Id id = jobs.start();
    EXPECT_TRUE(jobs.runner->run_once());
    ASSERT_OK(jobs.runner->pause(id));
    EXPECT_FALSE(jobs.runner->run_once());
    EXPECT_EQ(jobs.files(), 0U);
    ASSERT_OK(jobs.runner->resume(id));
    EXPECT_TRUE(jobs.runner->run_once());
    jobs.crash();
    jobs.leases_end_in(-1s);
    jobs.runner->run_all();
    const job::Job job = jobs.find(id);
    EXPECT_EQ(job.state, job::State::done);
    EXPECT_EQ(job.done, kMany);
    EXPECT_EQ(job.extra, (job::Extra{{"matched", kMany}, {"exported", kMany}, {"left_out", 0}}));
    ASSERT_TRUE(job.result.has_value());
    EXPECT_EQ(lines_of(job.result->path), kMany + 1U);
}

STORE_TEST(ExportJob, takes_away_what_a_killed_server_left_of_it) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    const Id id = jobs.start();
    fs::create_directories(jobs.options.directory);
    const std::string left = jobs.options.directory + "/" + to_string(id) + "-0badf00d.csv";
    std::ofstream(left) << "name\r\n";
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_FALSE(fs::exists(left));
    std::ofstream(left) << "name\r\n";  // of a server that was thought to be gone
    jobs.runner->run_all();
    EXPECT_EQ(jobs.files(), 1U);
    EXPECT_EQ(lines_of(jobs.find(id).result->path), kMany + 1U);
}

STORE_TEST(ExportJob, only_two_are_worked_on_at_once) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    const std::vector<Id> ids{jobs.start(), jobs.start(), jobs.start()};
    for (int steps = 0; steps < 2; ++steps)
        EXPECT_TRUE(jobs.runner->run_once());
    const auto states = [&] {
        std::string text;
        for (const Id id : ids)
            text += std::string(job::name_of(jobs.find(id).state)) + " ";
        return text;
    };
    EXPECT_EQ(states(), "running running waiting ");
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_EQ(states(), "done running waiting ");
    jobs.runner->run_all();
    EXPECT_EQ(states(), "done done done ");
}

STORE_TEST(ExportJob, its_file_goes_after_an_hour) {
    Exporting jobs(fresh_store());
    jobs.fill(1);
    const Id id = jobs.start();
    jobs.runner->run_all();
    jobs.bench.clock.advance_ms(3'500'000);
    ASSERT_OK(jobs.runner->drop_results());
    EXPECT_EQ(jobs.files(), 1U);
    EXPECT_TRUE(jobs.find(id).result.has_value());
    jobs.bench.clock.advance_ms(200'000);
    ASSERT_OK(jobs.runner->drop_results());
    EXPECT_EQ(jobs.files(), 0U);
    EXPECT_FALSE(jobs.find(id).result.has_value());
}

STORE_TEST(ExportJob, stops_when_the_right_goes_in_the_middle) {
    Exporting jobs(fresh_store());
    jobs.fill(kMany);
    const Id person = jobs.person("Ana", R"({"accounts":{"read":"all","export":"all"}})");
    const Id role = std::get<Id>(jobs.bench.get("users", person).at("role_id"));
    const Id id = jobs.start(FileFormat::csv, person);
    EXPECT_TRUE(jobs.runner->run_once());
    EXPECT_OK(jobs.bench.update("roles", role, R"({"rights":{"accounts":{"read":"all"}}})"));
    jobs.runner->run_all();
    EXPECT_EQ(jobs.summary(id), "failed 0=0+0+0+0+0 error.may_not.export");
    EXPECT_EQ(jobs.files(), 0U);
}

constexpr const char* kExporter = R"({"accounts":{"read":"all","export":"all"}})";

struct Exports {
    explicit Exports(const std::string& location) : client(location) {
        ana = client.person("Ana", kExporter);
        client.create("accounts", R"({"name":"Talleres Ñu"})");
    }
    http::Response begin(const std::string& body) {
        return client.send(Method::post, "/api/v1/exports", ana, body);
    }
    std::string done(const std::string& body) {
        const http::Response begun = begin(body);
        EXPECT_EQ(begun.status, 202) << begun.body;
        client.site->runner->run_all();
        return std::string(json::parse(begun.body).at("id").as_string());
    }
    // The status and, of a 200, the whole file.
    std::pair<int, std::string> fetch(const std::string& path, const std::string& session) {
        http::Response response = client.get(path, session);
        if (response.status != 200 || !response.source) return {response.status, response.body};
        std::string file;
        for (bool more = true; more;) {
            std::string chunk;
            more = response.source(chunk);
            file += chunk;
        }
        return {200, file};
    }
    SiteClient client;
    std::string ana;
};

STORE_TEST(ExportJob, is_a_job_of_the_api_whose_file_its_maker_fetches) {
    Exports exports(fresh_location());
    const http::Response begun = exports.begin(R"({"object":"accounts","select":"name"})");
    ASSERT_EQ(begun.status, 202) << begun.body;
    const json::value job = json::parse(begun.body);
    EXPECT_EQ(job.at("kind"), "export");
    EXPECT_EQ(job.at("state"), "waiting");
    EXPECT_EQ(job.at("title"), "Export Accounts");
    const std::string id(job.at("id").as_string());
    const std::string path = "/api/v1/exports('" + id + "')";
    EXPECT_EQ(exports.fetch(path + "/file", exports.ana).first, 404);  // not yet
    exports.client.site->runner->run_all();
    const json::value done = json::parse(exports.client.body(path, exports.ana));
    EXPECT_EQ(done.at("state"), "done");
    EXPECT_EQ(done.at("done"), 1);
    EXPECT_EQ(done.at("undoable"), false);
    EXPECT_TRUE(done.at("file").at("name").as_string().starts_with("accounts-"));
    for (const std::string& file : {path + "/file", "/api/v1/jobs('" + id + "')/file"}) {
        EXPECT_EQ(exports.fetch(file, exports.ana),
                  (std::pair<int, std::string>{200, "name\r\nTalleres Ñu\r\n"}));
    }
    const json::value list = json::parse(exports.client.body("/api/v1/exports", exports.ana));
    ASSERT_EQ(list.at("value").as_array().size(), 1U);
    EXPECT_EQ(list.at("value").at(0).at("id"), job.at("id"));
    EXPECT_OK(exports.client.with([&](record::Context& context) -> Result<void> {
        const auto acts = TRY(change::list_acts(context.tx, {"exported", {}, {}, {}, 0, 10}));
        EXPECT_EQ(acts.size(), 1U);
        EXPECT_EQ(acts.front().subject, "accounts");
        EXPECT_EQ(acts.front().actor, exports.client.user_of(exports.ana));
        return {};
    }));
}

STORE_TEST(ExportJob, its_file_is_for_its_maker_alone_and_only_while_the_right_lasts) {
    Exports exports(fresh_location());
    const std::string id = exports.done(R"({"object":"accounts"})");
    const std::string other = exports.client.person("Otra", kExporter);
    const std::string chief = exports.client.person("Jefa", kExporter, "{}", true);
    for (const char* set : {"exports", "jobs"}) {
        const std::string file = std::string("/api/v1/") + set + "('" + id + "')/file";
        EXPECT_EQ(exports.fetch(file, other).first, 404);
        EXPECT_EQ(exports.fetch(file, chief).first, 403);
        EXPECT_EQ(exports.fetch(file, exports.ana).first, 200);
    }
    Id role;
    EXPECT_OK(exports.client.with([&](record::Context& context) -> Result<void> {
        role = std::get<Id>(TRY(record::get(context, context.schema.get("users"),
                                            exports.client.user_of(exports.ana)))
                                .at("role_id"));
        return {};
    }));
    exports.client.update("roles", role, R"({"rights":{"accounts":{"read":"all"}}})");
    exports.client.site->application->principals.invalidate();
    for (const char* set : {"exports", "jobs"}) {
        const std::string file = std::string("/api/v1/") + set + "('" + id + "')/file";
        EXPECT_EQ(exports.fetch(file, exports.ana).first, 403);
    }
}

STORE_TEST(ExportJob, says_at_once_what_is_wrong_with_the_wish) {
    Exports exports(fresh_location());
    for (const char* body :
         {"{", "{}", R"({"object":"accounts","filter":"nothing eq 1"})",
          R"({"object":"accounts","format":"parquet"})", R"({"object":"accounts","language":"en"})",
          R"({"object":"nothings"})"}) {
        EXPECT_EQ(exports.begin(body).status, 400) << body;
    }
    EXPECT_EQ(exports.begin(R"({"object":"opportunities"})").status, 403);
    EXPECT_EQ(exports.begin(R"({"object":"audit"})").status, 403);
}

STORE_TEST(ExportJob, the_log_of_a_record_goes_out_only_with_the_right_to_export_it) {
    Exports exports(fresh_location());
    const Id account = exports.client.create("accounts", R"({"name":"Uno"})");
    const std::string wish =
        R"({"object":"audit","filter":"object=accounts&record=)" + to_string(account) + R"("})";
    const std::string reader = exports.client.person("Lee", R"({"accounts":{"read":"all"}})");
    EXPECT_EQ(exports.client.send(Method::post, "/api/v1/exports", reader, wish).status, 403);
    const std::string id = exports.done(wish);
    const auto [status, file] = exports.fetch("/api/v1/exports('" + id + "')/file", exports.ana);
    EXPECT_EQ(status, 200);
    EXPECT_NE(file.find("Uno"), std::string::npos) << file;
    const json::value job =
        json::parse(exports.client.body("/api/v1/exports('" + id + "')", exports.ana));
    EXPECT_TRUE(job.at("file").at("name").as_string().starts_with("log-")) << job;
}

STORE_TEST(ExportJob, the_log_tells_texts_as_they_were_written) {
    Exports exports(fresh_location());
    const Id account = exports.client.create(
        "accounts", R"({"name":"Uno","description":"Uno\r\nDos\t\"tres\" \\ cuatro\u0002"})");
    const std::string id =
        exports.done(R"({"object":"audit","filter":"object=accounts&field=description&record=)" +
                     to_string(account) + R"("})");
    const auto [status, file] = exports.fetch("/api/v1/exports('" + id + "')/file", exports.ana);
    EXPECT_EQ(status, 200);
    EXPECT_NE(file.find("Uno\r\nDos\t\"\"tres\"\" \\ cuatro\x02\""), std::string::npos) << file;
}

STORE_TEST(ExportJob, reaches_no_further_than_reading_does) {
    Exports exports(fresh_location());
    const std::string narrow =
        exports.client.person("Nora", R"({"accounts":{"read":"own","export":"all"}})");
    exports.client.create("accounts", R"({"name":"Suya","owner_id":")" +
                                          to_string(exports.client.user_of(narrow)) + "\"}");
    exports.ana = narrow;
    const std::string id = exports.done(R"({"object":"accounts","select":"name"})");
    EXPECT_EQ(exports.fetch("/api/v1/exports('" + id + "')/file", narrow).second,
              "name\r\nSuya\r\n");
}

STORE_TEST(ExportJob, says_before_and_after_what_the_right_leaves_out) {
    Exports exports(fresh_location());
    const std::string narrow =
        exports.client.person("Nora", R"({"accounts":{"read":"all","export":"own"}})");
    exports.client.create("accounts", R"({"name":"Suya","owner_id":")" +
                                          to_string(exports.client.user_of(narrow)) + "\"}");
    exports.client.create("accounts", R"({"name":"Otra"})");
    exports.ana = narrow;
    const auto preview = [&](const std::string& body) {
        const http::Response response = exports.begin(body);
        EXPECT_EQ(response.status, 200);
        return response.body;
    };
    EXPECT_EQ(preview(R"({"object":"accounts","preview":true})"),
              R"({"count":3,"exportable":1,"left_out":2})");
    const std::string others = R"({"object":"accounts","filter":"name eq 'Otra'","preview":true})";
    EXPECT_EQ(preview(others), R"({"count":1,"exportable":0,"left_out":1})");
    EXPECT_EQ(json::parse(exports.client.body("/api/v1/exports", narrow)).at("value"),
              json::array());
    const std::string id = exports.done(R"({"object":"accounts","select":"name"})");
    const json::value job =
        json::parse(exports.client.body("/api/v1/exports('" + id + "')", narrow));
    EXPECT_EQ(job.at("total"), 1);
    EXPECT_EQ(job.at("receipt").at("matched"), 3);
    EXPECT_EQ(job.at("receipt").at("exported"), 1);
    EXPECT_EQ(job.at("receipt").at("left_out"), 2);
}

STORE_TEST(ExportJob, the_log_has_no_preview_of_its_number) {
    Exports exports(fresh_location());
    exports.ana = exports.client.person("Jefa", kExporter, "{}", true);
    EXPECT_EQ(exports.begin(R"({"object":"audit","preview":true})").body,
              R"({"count":null,"exportable":null,"left_out":null})");
}

STORE_TEST(ExportJob, a_cancelled_one_says_that_there_is_no_file) {
    Exports exports(fresh_location());
    const json::value begun = json::parse(exports.begin(R"({"object":"accounts"})").body);
    const std::string path = "('" + std::string(begun.at("id").as_string()) + "')";
    const auto says = [&](const std::string& text) {
        const auto [status, body] = exports.fetch("/api/v1/exports" + path + "/file", exports.ana);
        EXPECT_EQ(status, 404);
        EXPECT_NE(body.find(text), std::string::npos) << body;
    };
    says("El archivo todavía no está");
    const std::string cancel = "/api/v1/jobs" + path + "/cancel";
    EXPECT_EQ(exports.client.send(Method::post, cancel, exports.ana).status, 200);
    says("se canceló");
}

http::Response with_key(Exports& exports, const std::string& key, const std::string& body) {
    return exports.client.send(Method::post, "/api/v1/exports", exports.ana, body,
                               "idempotency-key", key);
}

STORE_TEST(ExportJob, asked_for_twice_with_one_key_is_one_job) {
    Exports exports(fresh_location());
    const http::Response first = with_key(exports, "one", R"({"object":"accounts"})");
    const http::Response again = with_key(exports, "one", R"({"object":"accounts"})");
    EXPECT_EQ(first.status, 202) << first.body;
    EXPECT_EQ(again.status, 202);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(with_key(exports, "one", R"({"object":"contacts"})").status, 403);
    EXPECT_EQ(with_key(exports, "one", R"({"object":"accounts","format":"json"})").status, 409);
    const json::value list = json::parse(exports.client.body("/api/v1/exports", exports.ana));
    EXPECT_EQ(list.at("value").as_array().size(), 1U);
}

STORE_TEST(ExportJob, nobody_has_more_than_five_waiting) {
    Exports exports(fresh_location());
    for (int count = 0; count < 5; ++count)
        EXPECT_EQ(exports.begin(R"({"object":"accounts"})").status, 202);
    EXPECT_EQ(exports.begin(R"({"object":"accounts"})").status, 409);
    exports.client.site->runner->run_all();
    EXPECT_EQ(exports.begin(R"({"object":"accounts"})").status, 202);
}

}  // namespace
}  // namespace clientela::exporter
