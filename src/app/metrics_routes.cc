// SPDX-License-Identifier: Apache-2.0
// https://prometheus.io/docs/instrumenting/exposition_formats/ version 0.0.4. Only what is really
// counted stands here; what cannot be read at the moment is left out.
#include "app/metrics_routes.h"

#include <unistd.h>

#include <ctime>
#include <fstream>

#include <fmt/format.h>

#include "api/call.h"
#include "db/load.h"
#include "job/job_counts.h"

namespace clientela::app {
namespace {

class Exposition {
public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        out_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    // `labels` as in {method="GET"}; may be empty.
    template <class Number>
    void value(std::string_view labels, Number number, std::string_view suffix = {}) {
        out_ += fmt::format("{}{}{} {}\n", name_, suffix, labels, number);
    }
    template <class Number>
    void one(std::string_view name, std::string_view type, std::string_view help, Number number) {
        family(name, type, help);
        value({}, number);
    }
    std::string take() { return std::move(out_); }

private:
    std::string name_;
    std::string out_;
};

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') out.push_back('\\');
        out.push_back(c);
    }
    return out;
}

void write_classes(Exposition& out, std::string_view method, std::string_view route,
                   const http::ByClass& answers) {
    for (std::size_t status = 1; status < answers.size(); ++status) {
        if (answers[status] == 0) continue;
        out.value(fmt::format("{{method=\"{}\",route=\"{}\",status=\"{}xx\"}}", method,
                              escaped(route), status),
                  answers[status]);
    }
}

// What no route took has the route "none" and no method: unknown addresses, malformed requests.
void write_requests(Exposition& out, const http::Metrics& http) {
    out.family("clientela_http_requests_total", "counter", "Answers by route and class of status.");
    for (const http::RouteCount& route : http.routes) {
        const bool taken = route.pattern != "none";
        write_classes(out, taken ? http::method_name(route.method) : "", route.pattern,
                      route.answers);
    }
}

void write_latency(Exposition& out, const http::Metrics& http) {
    out.family("clientela_http_request_duration_seconds", "histogram",
               "From the first byte of a request to the last of its answer.");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < http.latency.size(); ++i) {
        sum += http.latency[i];
        const std::string bound = i < http::kLatencyBounds.size()
                                      ? fmt::format("{}", http::kLatencyBounds[i] / 1e6)
                                      : "+Inf";
        out.value(fmt::format("{{le=\"{}\"}}", bound), sum, "_bucket");
    }
    out.value({}, static_cast<double>(http.latency_sum_us) / 1e6, "_sum");
    out.value({}, sum, "_count");
}

void write_server(Exposition& out, const http::Metrics& http) {
    write_requests(out, http);
    write_latency(out, http);
    out.one("clientela_http_sent_bytes_total", "counter", "Bytes of answers.", http.bytes_sent);
    out.one("clientela_http_connections", "gauge", "Open connections.", http.connections_open);
    out.one("clientela_http_connections_total", "counter", "Connections accepted.",
            http.connections_total);
    out.one("clientela_http_connections_refused_total", "counter", "Connections beyond the limit.",
            http.connections_refused);
    out.one("clientela_http_overloaded_total", "counter",
            "Requests answered 503 because too many waited.", http.overloaded);
    out.one("clientela_http_timed_out_total", "counter", "Requests that took too long to arrive.",
            http.timed_out);
    out.one("clientela_http_queue", "gauge", "Requests waiting for a thread.", http.queue_length);
}

void write_store(Exposition& out, db::Store& store) {
    const db::Load load = db::load_of(store);
    if (store.dialect() == db::Dialect::sqlite) {
        out.one("clientela_store_writes_waiting", "gauge", "Writes waiting for the one writer.",
                load.writes_waiting);
        out.one("clientela_store_log_bytes", "gauge",
                "Size of the write-ahead log (clientela.db-wal).", load.log_bytes);
        return;
    }
    out.one("clientela_store_connections_used", "gauge", "Connections to PostgreSQL at work.",
            load.connections_used);
    out.one("clientela_store_connections_wanted", "gauge",
            "Interactive work waiting for a connection.", load.connections_wanted);
}

void write_consumers(Exposition& out, const job::Loop& loop) {
    const std::vector<job::Status> all = loop.status();
    out.family("clientela_log_lag_seconds", "gauge",
               "Age of the oldest change that a consumer of the log has not worked in.");
    for (const job::Status& one : all) {
        out.value(fmt::format("{{consumer=\"{}\"}}", escaped(one.name)),
                  static_cast<double>(one.lag_ms) / 1e3);
    }
    out.family("clientela_log_failing", "gauge", "1: the last try of the consumer failed.");
    for (const job::Status& one : all) {
        out.value(fmt::format("{{consumer=\"{}\"}}", escaped(one.name)), one.error.empty() ? 0 : 1);
    }
}

void write_jobs(Exposition& out, db::Store& store) {
    std::vector<std::pair<job::State, std::int64_t>> counts;
    const Result<void> read = store.read([&](db::Transaction& tx) -> Result<void> {
        counts = TRY(job::count_by_state(tx));
        return {};
    });
    if (!read.ok()) return;
    out.family("clientela_jobs", "gauge", "Jobs by state.");
    for (const auto& [state, count] : counts)
        out.value(fmt::format("{{state=\"{}\"}}", job::name_of(state)), count);
}

// Pages, as the kernel counts them.
void write_process(Exposition& out) {
    std::uint64_t pages = 0;
    std::uint64_t resident = 0;
    if (std::ifstream("/proc/self/statm") >> pages >> resident) {
        const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        out.one("process_resident_memory_bytes", "gauge", "Memory in use.", resident * page);
        out.one("process_virtual_memory_bytes", "gauge", "Address space.", pages * page);
    }
    timespec used{};
    if (::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0) {
        out.one("process_cpu_seconds_total", "counter", "User and system time.",
                static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9);
    }
}

Result<http::Response> answer(const Site& site, const std::function<http::Metrics()>& server,
                              const api::Call& call) {
    if (!call.principal->administers) return make_error(ErrorCode::forbidden, "error.forbidden");
    Exposition out;
    if (server) write_server(out, server());
    out.one("clientela_event_streams", "gauge", "Open streams of changes.", site.events.size());
    write_store(out, *site.store);
    write_consumers(out, *site.loop);
    write_jobs(out, *site.store);
    write_process(out);
    http::Response response = api::json_response(200, out.take());
    response.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

}  // namespace

void add_metrics_route(http::Router& router, Site& site, std::function<http::Metrics()> server) {
    http::RouteOptions probe;
    probe.access_log = false;
    router.add(http::Method::get, "/metrics",
               api::authenticated(*site.application,
                                  [&site, server = std::move(server)](api::Call& call) {
                                      return answer(site, server, call);
                                  }),
               probe);
}

}  // namespace clientela::app
