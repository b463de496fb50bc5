// SPDX-License-Identifier: Apache-2.0
// One request, one answer: the words, the directory and the language go over, both outputs and the
// exit status come back.
#include "app/handover.h"

#include <algorithm>
#include <filesystem>

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "http/client.h"

namespace clientela::app {
namespace {

namespace json = boost::json;
constexpr const char* kPath = "/local/command";
constexpr std::chrono::hours kPatience{24};  // an import of millions of rows may take its time

std::string pack(const Invocation& invocation) {
    JsonWriter writer;
    writer.begin_object();
    writer.key("words");
    writer.begin_array();
    for (const std::string& word : invocation.words)
        writer.string(word);
    writer.end_array();
    writer.member("directory", invocation.directory);
    writer.member("input_file", invocation.input_file);
    writer.member("output_file", invocation.output_file);
    writer.member("password", invocation.password);
    writer.member("language", invocation.language == Language::en ? "en" : "es");
    writer.end_object();
    return writer.take();
}

std::string text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains({name.data(), name.size()});
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

Invocation unpack(const std::string& body) {
    Invocation invocation;
    const json::object object = json::parse(body).as_object();
    for (const json::value& word : object.at("words").as_array()) {
        invocation.words.emplace_back(word.as_string());
    }
    invocation.directory = text_of(object, "directory");
    invocation.input_file = text_of(object, "input_file");
    invocation.output_file = text_of(object, "output_file");
    invocation.password = text_of(object, "password");
    invocation.language = text_of(object, "language") == "en" ? Language::en : Language::es;
    return invocation;
}

// The words come from another process, in the minutes of an upgrade of another version: what this
// one does not know is answered as its own command line would.
Exit run_words(Site& site, const Invocation& invocation, Output& output) {
    const CommandLine line = read_command_line(invocation.words, invocation.language);
    if (!line.verb.empty()) return run_command(line, invocation, site, output);
    (line.exit_code == 0 ? output.out : output.err) += line.answer;
    return static_cast<Exit>(line.exit_code);
}

http::Response handle(Site& site, const http::Request& request) {
    http::Response response;
    response.headers.emplace_back("content-type", "application/json");
    if (request.remote != "unix") {
        response.status = 404;
        return response;
    }
    const Invocation invocation = unpack(request.body);
    Output output;
    const Exit ended = run_words(site, invocation, output);
    JsonWriter writer;
    writer.begin_object();
    writer.member("exit", static_cast<int>(ended));
    writer.member("out", output.out);
    writer.member("err", output.err);
    writer.end_object();
    response.body = writer.take();
    return response;
}

}  // namespace

std::string socket_path(const std::string& store) {
    if (store.starts_with("postgres")) return {};
    return (std::filesystem::path(store) / "clientela.sock").string();
}

// A socket may have been left behind by a server that was killed.
bool is_served(const std::string& store) {
    const std::string path = socket_path(store);
    return !path.empty() && std::filesystem::exists(path) &&
           http::Client::over_unix_socket(path).get("/health/live").status == 200;
}

bool hand_over(const std::string& store, const Invocation& invocation, Exit& exit, Output& output) {
    if (!is_served(store)) return false;
    http::Client client = http::Client::over_unix_socket(socket_path(store));
    client.timeout = kPatience;
    const http::ClientResponse answer = client.post(kPath, pack(invocation));
    boost::system::error_code failed;
    const json::value document = json::parse(answer.body, failed);
    if (answer.status != 200 || failed || !document.is_object()) {
        exit = Exit::failed;
        const bool as_json =
            std::ranges::find(invocation.words, "--json") != invocation.words.end();
        output.err += error_text(make_error(ErrorCode::unavailable, "cli.server_lost"), as_json,
                                 invocation.language);
        return true;
    }
    const json::object& object = document.get_object();
    exit = static_cast<Exit>(object.at("exit").to_number<int>());
    output.out += text_of(object, "out");
    output.err += text_of(object, "err");
    return true;
}

void add_handover_route(http::Router& router, Site& site) {
    router.add(http::Method::post, kPath,
               [&site](const http::Request& request) { return handle(site, request); });
}

}  // namespace clientela::app
