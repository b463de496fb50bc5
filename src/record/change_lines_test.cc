// SPDX-License-Identifier: Apache-2.0
// The line that each kind of save leaves in the log, word for word: operation, version, actor,
// origin, and the values before and after by the number of their field.
#include <map>

#include <boost/json.hpp>

#include "change/log.h"
#include "record/save.h"
#include "tests/workbench.h"

namespace clientela::record {
namespace {

namespace json = boost::json;

class Lines : public Workbench {
public:
    explicit Lines(db::Store& at) : Workbench(at) {
        author = person("Ana");
        principal.user = author;
        origin = "page";
        read();
    }

    Id person(const std::string& name) {
        const Id role = create("roles", R"({"name":"role_)" + std::to_string(++roles_) +
                                            R"(","label_es":"Rol","label_en":"Role"})");
        return create("users",
                      R"({"name":")" + name + R"(","role_id":")" + to_string(role) + "\"}");
    }

    // What was appended since the last look.
    std::vector<change::Entry> read() {
        std::vector<change::Entry> all;
        EXPECT_OK(store.read([&](db::Transaction& tx) -> Result<void> {
            all = TRY(change::read_after(tx, seen_, 1000));
            return {};
        }));
        if (!all.empty()) seen_ = {all.back().tx_id, all.back().seq};
        return all;
    }

    // {"name": [null, "Acme"]} by name instead of number, compact and sorted.
    std::string told(const change::Entry& entry) const {
        const schema::Object& object = *schema->find_by_id(entry.object_id);
        std::map<std::string, std::string> fields;
        const json::value diff = json::parse(entry.diff);
        for (const auto& [key, pair] : diff.as_object())
            fields[name_of(object, key)] = json::serialize(pair);
        std::string text;
        for (const auto& [name, pair] : fields)
            text += (text.empty() ? "" : " ") + name + pair;
        return text;
    }

    Id author;

private:
    static std::string name_of(const schema::Object& object, std::string_view key) {
        for (const schema::Field& field : object.fields) {
            if (std::to_string(field.id) == key) return field.name;
        }
        for (const schema::ManyLink& link : object.many_links) {
            if (std::to_string(link.id) == key) return link.name;
        }
        return "?" + std::string(key);
    }

    change::Cursor seen_;
    int roles_ = 0;
};

std::string quoted(Id id) { return "\"" + to_string(id) + "\""; }

change::Entry only(const std::vector<change::Entry>& entries) {
    EXPECT_EQ(entries.size(), 1U);
    return entries.empty() ? change::Entry{} : entries.front();
}

STORE_TEST(ChangeLines, creation_tells_every_value_that_is_not_empty) {
    Lines bench(fresh_store());
    const Id group = bench.create("product_groups", R"({"name":"Bombas","code":"B"})");
    const change::Entry line = only(bench.read());
    EXPECT_EQ(line.op, change::Op::create);
    EXPECT_EQ(line.record, group);
    EXPECT_EQ(line.object_id, bench.schema->get("product_groups").id);
    EXPECT_EQ(line.version, 1);
    EXPECT_EQ(line.actor, bench.author);
    EXPECT_EQ(line.origin, "page");
    EXPECT_EQ(line.happened_at, bench.clock.now());
    EXPECT_EQ(bench.told(line), R"(code[null,"B"] created_at[null,"2026-11-24T09:00:00.000Z"] )"
                                R"(created_by_id[null,)" +
                                    quoted(bench.author) +
                                    R"(] name[null,"Bombas"] position[null,0])");
}

STORE_TEST(ChangeLines, an_update_tells_only_what_changed_before_and_after) {
    Lines bench(fresh_store());
    const Id account = bench.create(
        "accounts",
        R"({"name":"Acme","employees":10,"revenue":{"amount":"12.50","currency":"EUR"}})");
    bench.read();
    bench.origin = "api";
    EXPECT_OK(bench.update(
        "accounts", account,
        R"({"name":"Acme","employees":null,"revenue":{"amount":"13","currency":"USD"}})"));
    const change::Entry line = only(bench.read());
    EXPECT_EQ(line.op, change::Op::update);
    EXPECT_EQ(line.version, 2);
    EXPECT_EQ(line.origin, "api");
    EXPECT_EQ(bench.told(line),
              "employees[10,null] "
              R"(revenue[{"amount":"12.50","currency":"EUR"},)"
              R"({"amount":"13.00","currency":"USD"}])");
}

STORE_TEST(ChangeLines, a_save_that_changes_nothing_leaves_no_line_and_no_version) {
    Lines bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    bench.read();
    const auto saved = bench.update("accounts", account, R"({"name":"  Acme "})");
    ASSERT_OK(saved);
    EXPECT_EQ(saved->outcome, Outcome::unchanged);
    EXPECT_EQ(saved->version, 1);
    EXPECT_TRUE(bench.read().empty());
}

STORE_TEST(ChangeLines, a_refused_save_leaves_no_line) {
    Lines bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    bench.read();
    EXPECT_FALSE(bench.update("accounts", account, R"({"name":"B","employees":-1})").ok());
    EXPECT_TRUE(bench.read().empty());
    EXPECT_EQ(text_of(bench.get("accounts", account), "name"), "Acme");
}

STORE_TEST(ChangeLines, linking_and_unlinking_tell_the_whole_set) {
    Lines bench(fresh_store());
    const Id one = bench.create("classifications", R"({"name":"Uno","kind":"type"})");
    const Id two = bench.create("classifications", R"({"name":"Dos","kind":"type"})");
    const Id account =
        bench.create("accounts", R"({"name":"Acme","classifications":[)" + quoted(one) + "]}");
    const change::Entry created = bench.read().back();
    EXPECT_NE(bench.told(created).find("classifications[[],[" + quoted(one) + "]]"),
              std::string::npos);

    EXPECT_OK(bench.update("accounts", account,
                           R"({"classifications":[)" + quoted(two) + "," + quoted(one) + "]}"));
    const change::Entry linked = only(bench.read());
    EXPECT_EQ(linked.op, change::Op::update);
    EXPECT_EQ(linked.version, 2);
    EXPECT_EQ(bench.told(linked),
              "classifications[[" + quoted(one) + "],[" + quoted(one) + "," + quoted(two) + "]]");

    EXPECT_OK(bench.update("accounts", account, R"({"classifications":[]})"));
    EXPECT_EQ(bench.told(only(bench.read())),
              "classifications[[" + quoted(one) + "," + quoted(two) + "],[]]");
    EXPECT_OK(bench.update("accounts", account, R"({"classifications":[]})"));
    EXPECT_TRUE(bench.read().empty());
}

STORE_TEST(ChangeLines, the_bin_and_the_way_back_are_lines_of_their_own) {
    Lines bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    bench.read();
    EXPECT_OK(bench.remove("accounts", account));
    const change::Entry binned = only(bench.read());
    EXPECT_EQ(binned.op, change::Op::remove);
    EXPECT_EQ(binned.version, 2);
    EXPECT_EQ(binned.actor, bench.author);
    // The mark of what was binned together stays inside.
    EXPECT_EQ(bench.told(binned),
              R"(deleted_at[null,"2026-11-24T09:00:00.000Z"] deleted_group_id[null,null])");

    Draft back;
    back.operation = Operation::restore;
    back.id = account;
    EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
        TRY(save(context, bench.schema->get("accounts"), back));
        return {};
    }));
    const change::Entry restored = only(bench.read());
    EXPECT_EQ(restored.op, change::Op::restore);
    EXPECT_EQ(restored.version, 3);
    EXPECT_EQ(bench.told(restored),
              R"(deleted_at["2026-11-24T09:00:00.000Z",null] deleted_group_id[null,null])");
}

STORE_TEST(ChangeLines, what_goes_to_the_bin_with_a_record_has_lines_of_the_same_author) {
    Lines bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    const Id point =
        bench.create("contact_points", R"({"account_id":)" + quoted(account) +
                                           R"(,"kind":"web","value":"https://acme.example"})");
    bench.read();
    EXPECT_OK(bench.remove("accounts", account));
    const auto lines = bench.read();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].record, account);
    EXPECT_EQ(lines[1].record, point);
    EXPECT_EQ(lines[1].op, change::Op::remove);
    EXPECT_EQ(lines[1].actor, bench.author);
    EXPECT_EQ(lines[1].origin, "page");
    EXPECT_EQ(bench.get("accounts", account).at("deleted_group_id"),
              bench.get("contact_points", point).at("deleted_group_id"));
}

STORE_TEST(ChangeLines, a_secret_value_leaves_the_fact_and_no_value) {
    Lines bench(fresh_store());
    const Id user = bench.person("Luis");
    bench.read();
    const schema::Object& users = bench.schema->get("users");
    const schema::Field* secret = users.find_field("password_hash");
    ASSERT_NE(secret, nullptr);
    Draft draft;
    draft.operation = Operation::update;
    draft.id = user;
    draft.set(*secret, std::string("$argon2id$marker"));
    EXPECT_OK(bench.with([&](Context& context) -> Result<void> {
        TRY(save(context, users, draft));
        return {};
    }));
    const change::Entry line = only(bench.read());
    EXPECT_EQ(bench.told(line), "password_hash[null,null]");
    EXPECT_EQ(line.diff.find("marker"), std::string::npos);
}

STORE_TEST(ChangeLines, history_and_log_hold_the_same_lines) {
    Lines bench(fresh_store());
    const Id account = bench.create("accounts", R"({"name":"Acme"})");
    for (const char* name : {"B", "C", "D"})
        EXPECT_OK(bench.update("accounts", account, std::string(R"({"name":")") + name + "\"}"));
    const auto lines = bench.read();
    std::vector<change::Entry> history;
    EXPECT_OK(bench.store.read([&](db::Transaction& tx) -> Result<void> {
        history = TRY(change::history(tx, bench.schema->get("accounts").id, account, 10));
        return {};
    }));
    ASSERT_EQ(history.size(), 4U);
    ASSERT_EQ(lines.size(), 4U);
    for (std::size_t place = 0; place < 4; ++place) {
        EXPECT_EQ(history[place].version, static_cast<std::int64_t>(4 - place));
        EXPECT_EQ(history[place].diff, lines[3 - place].diff);
    }
    EXPECT_EQ(bench.told(history.front()), R"(name["C","D"])");
}

}  // namespace
}  // namespace clientela::record
