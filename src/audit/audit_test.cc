// SPDX-License-Identifier: Apache-2.0
#include "audit/audit.h"

#include "change/acts.h"
#include "tests/workbench.h"

namespace clientela::audit {
namespace {

Id person(Workbench& bench, const std::string& name) {
    const std::string number = std::to_string(bench.count("roles", ""));
    const Id role =
        bench.create("roles", R"({"name":"role_)" + number + R"(","label_es":"R","label_en":"R"})");
    return bench.create("users",
                        R"({"name":")" + name + R"(","role_id":")" + to_string(role) + "\"}");
}

class Auditing {
public:
    explicit Auditing(db::Store& store) : bench(store) {}

    // "op object field:before>after ..." of each item, newest first.
    std::vector<std::string> read(Question question, const char* object = nullptr,
                                  const char* field = nullptr) {
        std::vector<std::string> lines;
        const auto done = bench.with([&](record::Context& context) -> Result<void> {
            if (object != nullptr) question.object = &context.schema.get(object);
            if (field != nullptr) question.field_id = question.object->field(field).id;
            const Page page = TRY(audit::read(context, question));
            next = page.next;
            for (const Item& item : page.items) {
                std::string line(change::name_of(item.entry.op));
                line += " " + item.record.text;
                for (const FieldChange& change : item.changes) {
                    if (change.field != "name" && change.field != "employees" &&
                        change.field != "owner_id")
                        continue;
                    line += " " + change.field + ":" + change.before + ">" + change.after +
                            change.after_title;
                }
                lines.push_back(line);
            }
            return {};
        });
        EXPECT_TRUE(done.ok()) << faults(done);
        return lines;
    }

    Workbench bench;
    std::int64_t next = 0;
};

STORE_TEST(Audit, tells_each_field_before_and_after_newest_first) {
    Auditing audit(fresh_store());
    const Id acme = audit.bench.create("accounts", R"({"name":"Acme","employees":5})");
    ASSERT_TRUE(audit.bench.update("accounts", acme, R"({"employees":7})").ok());
    Question question;
    question.record = acme;
    EXPECT_EQ(audit.read(question, "accounts"),
              (std::vector<std::string>{"update Acme employees:5>7",
                                        "create Acme name:null>\"Acme\" employees:null>5"}));
    EXPECT_EQ(audit.read(question, "accounts", "name"),
              std::vector<std::string>{"create Acme name:null>\"Acme\""});
}

STORE_TEST(Audit, pages_by_place_and_ends) {
    Auditing audit(fresh_store());
    for (const char* name : {"A", "B", "C"})
        audit.bench.create("accounts", std::string(R"({"name":")") + name + "\"}");
    Question question;
    question.limit = 2;
    EXPECT_EQ(audit.read(question, "accounts").size(), 2U);
    ASSERT_GT(audit.next, 0);
    question.before = audit.next;
    EXPECT_EQ(audit.read(question, "accounts"),
              std::vector<std::string>{"create A name:null>\"A\""});
    EXPECT_EQ(audit.next, 0);
}

STORE_TEST(Audit, looks_only_into_the_span_of_time_and_at_the_person_asked_for) {
    Auditing audit(fresh_store());
    const Id anna = person(audit.bench, "Anna");
    audit.bench.create("accounts", R"({"name":"Early"})");
    audit.bench.clock.advance_ms(3 * 86'400'000LL);
    audit.bench.principal.user = anna;
    audit.bench.create("accounts", R"({"name":"Middle"})");
    audit.bench.principal.user = Id{};
    audit.bench.clock.advance_ms(3 * 86'400'000LL);
    audit.bench.create("accounts", R"({"name":"Late"})");
    Question question;
    question.from = parse_instant("2026-11-26T00:00:00Z");
    question.until = parse_instant("2026-11-29T00:00:00Z");
    const auto lines = audit.read(question, "accounts");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0].starts_with("create Middle")) << lines[0];
    Question hers;
    hers.actor = anna;
    EXPECT_EQ(audit.read(hers, "accounts").size(), 1U);
}

STORE_TEST(Audit, shows_others_only_records_that_they_may_see) {
    Auditing audit(fresh_store());
    const Id anna = person(audit.bench, "Anna");
    audit.bench.create("accounts", R"({"name":"Hers","owner_id":")" + to_string(anna) + "\"}");
    audit.bench.create("accounts", R"({"name":"Hidden"})");
    access::Principal principal;
    principal.kind = access::Principal::Kind::person;
    principal.user = anna;
    access::ObjectRights rights;
    rights.breadth[static_cast<std::size_t>(access::Action::read)] = access::Breadth::own;
    principal.rights["accounts"] = rights;
    audit.bench.principal = principal;
    const auto lines = audit.read({}, "accounts");
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_TRUE(lines[0].starts_with("create Hers")) << lines[0];
    audit.bench.principal.administers = true;
    EXPECT_EQ(audit.read({}, "accounts").size(), 2U);
}

STORE_TEST(Audit, tells_when_each_person_signed_in_last) {
    Auditing audit(fresh_store());
    const Id anna = person(audit.bench, "Anna");
    const Id ben = person(audit.bench, "Ben");
    const auto act = [&](Id user, const char* kind, const char* at) {
        change::Act one;
        one.actor = user;
        one.kind = kind;
        one.happened_at = *parse_instant(at);
        return one;
    };
    const auto done = audit.bench.with([&](record::Context& context) -> Result<void> {
        for (const change::Act& one : {act(anna, "signed_in", "2026-11-20T08:00:00Z"),
                                       act(anna, "signed_in", "2026-11-21T08:30:00Z"),
                                       act(anna, "signed_out", "2026-11-21T17:00:00Z"),
                                       act(ben, "sign_in_failed", "2026-11-22T08:00:00Z")}) {
            TRY(change::record_act(context.tx, one));
        }
        const std::vector<SignIn> last = TRY(last_sign_ins(context.tx));
        EXPECT_EQ(last.size(), 1U);
        if (!last.empty()) {
            EXPECT_EQ(last[0].user, anna);
            EXPECT_EQ(last[0].at, parse_instant("2026-11-21T08:30:00Z"));
        }
        return {};
    });
    EXPECT_TRUE(done.ok()) << faults(done);
}

}  // namespace
}  // namespace clientela::audit
