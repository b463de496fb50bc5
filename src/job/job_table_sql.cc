// SPDX-License-Identifier: Apache-2.0
// SQL on job, job_failure and job_item.
#include "job/job_table.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <boost/json.hpp>

namespace clientela::job {
namespace {

namespace json = boost::json;

constexpr std::size_t kRowsPerInsert = 100;
constexpr std::size_t kValueBytes = 200;

constexpr std::string_view kColumns =
    "j.id, j.kind, j.title, j.object, j.state, j.total, j.done, j.started_by_id, u.name, "
    "j.created_at, j.started_at, j.finished_at, j.updated_at, j.receipt, j.undoes_id, "
    "j.undone_by_id, j.undoable, j.error, j.source_name, j.source_path, j.source_bytes, "
    "j.result_name, j.result_path, j.result_bytes, j.parameters, j.place, w.state, "
    // How many undos stand one upon the other: every second one takes back a taking back.
    "(with recursive chain(next_id) as (select d.undone_by_id from job d where "
    "d.id = j.undone_by_id and d.state = 'done' union all select n.undone_by_id from chain c "
    "join job n on n.id = c.next_id where n.state = 'done') select count(*) from chain)";
constexpr std::string_view kFrom =
    " from job j left join \"user\" u on u.id = j.started_by_id "
    "left join job w on w.id = j.undone_by_id";

db::Bind bind_id(Id id) { return id ? db::Bind{id.value} : db::Bind{}; }
db::Bind bind_text(const std::string& text) { return text.empty() ? db::Bind{} : db::Bind{text}; }
db::Bind bind_instant(const std::optional<Instant>& at) { return at ? db::Bind{*at} : db::Bind{}; }
db::Bind bind_total(const std::optional<std::int64_t>& n) { return n ? db::Bind{*n} : db::Bind{}; }

std::string receipt_text(const Job& job) {
    json::object extra;
    for (const auto& [name, number] : job.extra)
        extra[name] = number;
    const Counts& counts = job.counts;
    return json::serialize(json::array{counts.rows, counts.created, counts.updated,
                                       counts.unchanged, counts.skipped, counts.failed,
                                       std::move(extra)});
}

void read_receipt(std::string_view text, Job& job) {
    boost::system::error_code failed;
    const json::value value = json::parse({text.data(), text.size()}, failed);
    if (failed || !value.is_array() || value.get_array().size() < 7) return;
    const json::array& all = value.get_array();
    const auto number = [&](std::size_t place) { return all[place].to_number<std::int64_t>(); };
    job.counts = Counts{number(0), number(1), number(2), number(3), number(4), number(5)};
    for (const auto& [name, extra] : all[6].as_object())
        job.extra.emplace_back(name, extra.to_number<std::int64_t>());
}

std::optional<Instant> instant_at(const db::Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.instant(column);
}

std::optional<File> file_at(const db::Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return File{std::string(row.text(column)), std::string(row.text(column + 1)),
                row.integer(column + 2)};
}

Job read_job(const db::Row& row) {
    Job job;
    job.id = Id{row.integer(0)};
    job.kind = std::string(row.text(1));
    job.title = parse_stored_message(row.text(2));
    job.object = std::string(row.text(3));
    job.state = parse_state(row.text(4)).value_or(State::failed);
    if (!row.is_null(5)) job.total = row.integer(5);
    job.done = row.integer(6);
    job.started_by = Id{row.integer(7)};
    job.started_by_name = std::string(row.text(8));
    job.created_at = row.instant(9);
    job.started_at = instant_at(row, 10);
    job.finished_at = instant_at(row, 11);
    job.updated_at = row.instant(12);
    read_receipt(row.text(13), job);
    job.undoes = Id{row.integer(14)};
    job.undone_by = Id{row.integer(15)};
    job.undoable = row.boolean(16);
    if (!row.is_null(17)) job.error = parse_stored_message(row.text(17));
    job.source = file_at(row, 18);
    job.result = file_at(row, 21);
    job.parameters = std::string(row.text(24));
    job.place = std::string(row.text(25));
    if (!row.is_null(26)) job.undo_state = parse_state(row.text(26));
    job.undone = row.integer(27) % 2 == 1;
    return job;
}

Result<std::vector<Job>> read_jobs(db::Transaction& tx, const db::Sql& sql) {
    std::vector<Job> jobs;
    TRY(tx.query(sql, [&](const db::Row& row) { jobs.push_back(read_job(row)); }));
    return jobs;
}

void bind_file(std::vector<db::Bind>& args, const std::optional<File>& file) {
    args.push_back(file ? db::Bind{file->name} : db::Bind{});
    args.push_back(file ? db::Bind{file->path} : db::Bind{});
    args.push_back(file ? db::Bind{file->bytes} : db::Bind{});
}

std::string cut(std::string text) {
    if (text.size() <= kValueBytes) return text;
    std::size_t end = kValueBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
    return text;
}

// By the clock of PostgreSQL, which all its servers share. On SQLite nobody asks for the end.
std::string end_of_lease(const db::Transaction& tx, std::chrono::milliseconds lease) {
    if (tx.dialect() == db::Dialect::sqlite) return "null";
    return "clock_timestamp() + interval '" + std::to_string(lease.count()) + " milliseconds'";
}

// On SQLite any other holder is dead; so is one whose lease has no end, because the store was one
// of SQLite then, and one whose lease ends later than any that is given now: the clock was ahead.
void append_free(db::Sql& sql, const std::string& job, const db::Transaction& tx,
                 std::string_view holder) {
    if (tx.dialect() == db::Dialect::sqlite) return;
    sql.text += " and (" + job + ".lease_holder is null or " + job + ".lease_holder = ? or " + job +
                ".lease_until is null or " + job + ".lease_until < clock_timestamp() or " + job +
                ".lease_until > clock_timestamp() + interval '2 minutes')";
    sql.args.emplace_back(std::string(holder));
}

}  // namespace

Result<void> insert(db::Transaction& tx, const Job& job) {
    db::Sql sql{
        "insert into job (id, kind, title, object, state, total, done, started_by_id, created_at, "
        "updated_at, receipt, undoes_id, undoable, parameters, place, source_name, source_path, "
        "source_bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {job.id.value, job.kind, to_stored(job.title), bind_text(job.object),
         std::string(name_of(job.state)), bind_total(job.total), job.done, bind_id(job.started_by),
         job.created_at, job.created_at, receipt_text(job), bind_id(job.undoes), job.undoable,
         job.parameters, job.place}};
    bind_file(sql.args, job.source);
    TRY(tx.execute(sql));
    return {};
}

Result<std::optional<Job>> find(db::Transaction& tx, Id id) {
    auto jobs = TRY(read_jobs(
        tx,
        {"select " + std::string(kColumns) + std::string(kFrom) + " where j.id = ?", {id.value}}));
    if (jobs.empty()) return std::optional<Job>{};
    return std::optional<Job>{std::move(jobs.front())};
}

namespace {

// SQLite knows only how many different values a column has. Where nearly all jobs are done and of
// one kind it would walk along all of them instead of looking into an index; it does look when the
// index holds all that is asked for. Something is done to what else a job that goes on must be, so
// that it leads to none.
void append_lead(db::Sql& sql, const Search& search) {
    if (search.active) {
        sql.text +=
            " and j.id in (select k.id from job k where k.state = 'waiting' "
            "union all select k.id from job k where k.state = 'running' "
            "union all select k.id from job k where k.state = 'paused')";
        return;
    }
    sql.text += " and j.id in (select k.id from job k where k.id < ?";
    sql.args.emplace_back(search.before ? search.before.value : INT64_MAX);
    if (search.started_by) {
        sql.text += " and k.started_by_id = ?";
        sql.args.emplace_back(search.started_by.value);
    }
    if (!search.kind.empty()) {
        sql.text += " and k.kind = ?";
        sql.args.emplace_back(search.kind);
    }
    sql.text += " order by k.id desc limit ?)";
    sql.args.emplace_back(std::int64_t{search.limit});
}

void append_conditions(db::Sql& sql, const Search& search, bool led) {
    if (search.started_by) {
        sql.text += led ? " and coalesce(j.started_by_id, 0) = ?" : " and j.started_by_id = ?";
        sql.args.emplace_back(search.started_by.value);
    }
    if (!search.kind.empty()) {
        sql.text += led ? " and j.kind || '' = ?" : " and j.kind = ?";
        sql.args.emplace_back(search.kind);
    }
    if (search.active && !led) sql.text += " and j.state in ('waiting', 'running', 'paused')";
}

}  // namespace

Result<std::vector<Job>> newest(db::Transaction& tx, const Search& search) {
    db::Sql sql{"select " + std::string(kColumns) + std::string(kFrom) + " where j.id < ?",
                {search.before ? search.before.value : INT64_MAX}};
    const bool narrowed = search.started_by || !search.kind.empty() || search.active;
    const bool led = narrowed && tx.dialect() == db::Dialect::sqlite;
    if (led) append_lead(sql, search);
    append_conditions(sql, search, led);
    sql.text += " order by j.id desc limit ?";
    sql.args.emplace_back(std::int64_t{search.limit});
    return read_jobs(tx, sql);
}

Result<std::vector<Job>> moved_since(db::Transaction& tx, Instant since, int limit, Id after) {
    return read_jobs(tx, {"select " + std::string(kColumns) + std::string(kFrom) +
                              " where j.updated_at >= ? and (j.updated_at > ? or j.id > ?)"
                              " order by j.updated_at, j.id limit ?",
                          {since, since, after.value, std::int64_t{limit}}});
}

Result<std::vector<Job>> to_be_done(db::Transaction& tx, std::string_view holder) {
    db::Sql sql{"select " + std::string(kColumns) + std::string(kFrom) +
                    " where j.state in ('waiting', 'running')",
                {}};
    append_free(sql, "j", tx, holder);
    sql.text += " order by j.id";
    return read_jobs(tx, sql);
}

Result<bool> take_lease(db::Transaction& tx, Id id, std::string_view holder, Instant now,
                        std::chrono::milliseconds lease) {
    db::Sql sql{
        "update job set state = 'running', started_at = coalesce(started_at, ?), lease_holder = ?, "
        "updated_at = ?, lease_until = " +
            end_of_lease(tx, lease) + " where id = ? and state in ('waiting', 'running')",
        {now, std::string(holder), now, id.value}};
    append_free(sql, "job", tx, holder);
    return TRY(tx.execute(sql)) == 1;
}

Result<void> renew_leases(db::Transaction& tx, std::string_view holder,
                          std::chrono::milliseconds lease) {
    TRY(tx.execute({"update job set lease_until = " + end_of_lease(tx, lease) +
                        " where lease_holder = ? and state = 'running'",
                    {std::string(holder)}}));
    return {};
}

Result<void> give_back(db::Transaction& tx, std::string_view holder) {
    TRY(tx.execute({"update job set lease_holder = null, lease_until = null where lease_holder = ?",
                    {std::string(holder)}}));
    return {};
}

Result<std::optional<Job>> lock_for_step(db::Transaction& tx, Id id, std::string_view holder) {
    db::Sql sql{"select " + std::string(kColumns) + std::string(kFrom) +
                    " where j.id = ? and j.lease_holder = ? and j.state = 'running'",
                {id.value, std::string(holder)}};
    if (tx.dialect() == db::Dialect::postgres) sql.text += " for update of j";
    auto jobs = TRY(read_jobs(tx, sql));
    if (jobs.empty()) return std::optional<Job>{};
    return std::optional<Job>{std::move(jobs.front())};
}

Result<void> update(db::Transaction& tx, const Job& job, std::chrono::milliseconds lease) {
    db::Sql sql{
        "update job set state = ?, total = ?, done = ?, finished_at = ?, updated_at = ?, "
        "receipt = ?, error = ?, place = ?, result_name = ?, result_path = ?, result_bytes = ?, "
        "lease_until = " +
            end_of_lease(tx, lease) + " where id = ?",
        {std::string(name_of(job.state)), bind_total(job.total), job.done,
         bind_instant(job.finished_at), job.updated_at, receipt_text(job),
         job.error ? db::Bind{to_stored(*job.error)} : db::Bind{}, job.place}};
    bind_file(sql.args, job.result);
    sql.args.emplace_back(job.id.value);
    TRY(tx.execute(sql));
    return {};
}

Result<void> fail_without_file(db::Transaction& tx, Instant now) {
    auto jobs = TRY(read_jobs(
        tx, {"select " + std::string(kColumns) + std::string(kFrom) +
                 " where j.state in ('waiting', 'running', 'paused') and j.source_path is not null",
             {}}));
    for (Job& job : jobs) {
        std::error_code failed;
        if (std::filesystem::exists(job.source->path, failed)) continue;
        job.state = State::failed;
        job.error = Message{"job.file_gone", {}};
        job.finished_at = job.updated_at = now;
        TRY(update(tx, job, {}));
    }
    return {};
}

Result<bool> move_state(db::Transaction& tx, Id id, const std::vector<State>& from, State to,
                        Instant now) {
    db::Sql sql{
        "update job set state = ?, updated_at = ?, finished_at = ?, lease_holder = null, "
        "lease_until = null where id = ? and state in (",
        {std::string(name_of(to)), now, is_over(to) ? db::Bind{now} : db::Bind{}, id.value}};
    for (const State state : from) {
        sql.text += sql.text.back() == '(' ? "?" : ", ?";
        sql.args.emplace_back(std::string(name_of(state)));
    }
    sql.text += ")";
    return TRY(tx.execute(sql)) == 1;
}

Result<bool> set_undone_by(db::Transaction& tx, Id id, Id undo, Id earlier) {
    const db::Sql sql{
        "update job set undone_by_id = ? where id = ? and (undone_by_id is null or "
        "undone_by_id = ?)",
        {bind_id(undo), id.value, earlier.value}};
    return TRY(tx.execute(sql)) == 1;
}

Result<void> insert_failures(db::Transaction& tx, Id job, const std::vector<Failure>& failures) {
    if (failures.empty()) return {};
    std::int64_t number = 0;
    TRY(tx.query({"select coalesce(max(number), 0) from job_failure where job_id = ?", {job.value}},
                 [&](const db::Row& row) { number = row.integer(0); }));
    for (std::size_t start = 0; start < failures.size(); start += kRowsPerInsert) {
        const std::size_t end = std::min(failures.size(), start + kRowsPerInsert);
        db::Sql sql{
            "insert into job_failure (job_id, number, row_number, object_id, record_id, field, "
            "value, code, message) values ",
            {}};
        for (std::size_t i = start; i < end; ++i) {
            const Failure& failure = failures[i];
            sql.text +=
                i == start ? "(?, ?, ?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?, ?, ?)";
            sql.args.insert(
                sql.args.end(),
                {job.value, failure.number != 0 ? failure.number : ++number, failure.row,
                 std::int64_t{failure.object_id}, bind_id(failure.record), bind_text(failure.field),
                 bind_text(cut(failure.value)), failure.code, to_stored(failure.message)});
        }
        TRY(tx.execute(sql));
    }
    return {};
}

Result<void> drop_failures(db::Transaction& tx, Id job) {
    TRY(tx.execute({"delete from job_failure where job_id = ?", {job.value}}));
    return {};
}

Result<std::vector<Failure>> failures(db::Transaction& tx, Id job, std::int64_t after, int limit) {
    std::vector<Failure> all;
    TRY(tx.query({"select number, row_number, object_id, record_id, field, value, code, message "
                  "from job_failure where job_id = ? and number > ? order by number limit ?",
                  {job.value, after, std::int64_t{limit}}},
                 [&](const db::Row& row) {
                     all.push_back(Failure{
                         row.integer(0), row.integer(1), static_cast<std::uint16_t>(row.integer(2)),
                         Id{row.integer(3)}, std::string(row.text(4)), std::string(row.text(5)),
                         std::string(row.text(6)), parse_stored_message(row.text(7))});
                 }));
    return all;
}

Result<std::int64_t> count_failures(db::Transaction& tx, Id job) {
    std::int64_t count = 0;
    TRY(tx.query({"select count(*) from job_failure where job_id = ?", {job.value}},
                 [&](const db::Row& row) { count = row.integer(0); }));
    return count;
}

Result<void> put_items(db::Transaction& tx, Id job, const std::vector<Item>& items) {
    for (std::size_t start = 0; start < items.size(); start += kRowsPerInsert) {
        const std::size_t end = std::min(items.size(), start + kRowsPerInsert);
        db::Sql sql{"insert into job_item (job_id, number, content) values ", {}};
        for (std::size_t i = start; i < end; ++i) {
            sql.text += i == start ? "(?, ?, ?)" : ", (?, ?, ?)";
            sql.args.insert(sql.args.end(), {job.value, items[i].number, items[i].text});
        }
        TRY(tx.execute(sql));
    }
    return {};
}

Result<std::vector<Item>> items(db::Transaction& tx, Id job, std::int64_t from, int limit) {
    std::vector<Item> all;
    TRY(tx.query({"select number, content from job_item where job_id = ? and number >= ? "
                  "order by number limit ?",
                  {job.value, from, std::int64_t{limit}}},
                 [&](const db::Row& row) {
                     all.push_back(Item{row.integer(0), std::string(row.text(1))});
                 }));
    return all;
}

Result<void> drop_items(db::Transaction& tx, Id job, std::int64_t from, std::int64_t to) {
    TRY(tx.execute({"delete from job_item where job_id = ? and number >= ? and number <= ?",
                    {job.value, from, to}}));
    return {};
}

namespace {

// From one job that has rows in the table to the next, however many rows each has and however many
// jobs there are; `over` is asked of h.id.
std::string delete_of_jobs(const std::string& table, const std::string& over) {
    return "delete from " + table +
           " where job_id in (with recursive held(id) as (select min(job_id) from " + table +
           " union all select (select min(n.job_id) from " + table +
           " n where n.job_id > p.id) from held p where p.id is not null) "
           "select h.id from held h where " +
           over + ")";
}

}  // namespace

Result<void> clean_up(db::Transaction& tx, Instant failures_before) {
    TRY(tx.execute({delete_of_jobs("job_item",
                                   "(select j.state from job j where j.id = h.id) in "
                                   "('cancelled', 'done', 'failed')"),
                    {}}));
    TRY(tx.execute({delete_of_jobs("job_failure",
                                   "(select j.finished_at from job j where j.id = h.id and "
                                   "j.state in ('cancelled', 'done', 'failed')) < ?"),
                    {failures_before}}));
    return {};
}

Result<std::vector<std::string>> forget_results(db::Transaction& tx, std::string_view kind,
                                                Instant ended_before) {
    // Something is done to `kind` so that its index, in which every export ever stands, is not
    // taken.
    const std::string which =
        " where kind || '' = ? and result_path is not null and finished_at < ?";
    std::vector<std::string> paths;
    TRY(tx.query({"select result_path from job" + which, {std::string(kind), ended_before}},
                 [&](const db::Row& row) { paths.emplace_back(row.text(0)); }));
    if (paths.empty()) return paths;
    TRY(tx.execute(
        {"update job set result_name = null, result_path = null, result_bytes = null" + which,
         {std::string(kind), ended_before}}));
    return paths;
}

Result<bool> needs_file(db::Transaction& tx, Id job, const std::string& path) {
    const auto found = TRY(find(tx, job));
    if (!found) return tx.dialect() == db::Dialect::postgres;  // may be of another installation
    return !is_over(found->state) || (found->result && found->result->path == path);
}

}  // namespace clientela::job
