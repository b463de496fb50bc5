// SPDX-License-Identifier: Apache-2.0
// The options of a list, $apply among them: the first byte chooses the set, the rest is what stands
// behind the question mark. They are answered by the store that is there, and compiled for
// PostgreSQL as well, whose statements must have as many values as places for them.
#include "tests/fuzz/targets.h"

#include <array>
#include <cstdint>
#include <string>

#include "api/list_answer.h"
#include "api/query_options.h"
#include "db/postgres/placeholder.h"
#include "http/url.h"
#include "record/aggregate.h"
#include "tests/fuzz/fuzz_site.h"

namespace clientela {
namespace {

// An empty PostgreSQL that never refuses: looks at what it is asked and finds nothing.
class Silent final : public db::Transaction {
public:
    db::Dialect dialect() const override { return db::Dialect::postgres; }
    Result<void> query(const db::Sql& sql, const db::OnRow&) override {
        check(sql);
        return {};
    }
    Result<std::int64_t> execute(const db::Sql& sql) override {
        check(sql);
        return std::int64_t{0};
    }
    Result<void> nested(const std::function<Result<void>()>& work) override { return work(); }

private:
    static void check(const db::Sql& sql) {
        const std::string numbered = db::postgres::number_placeholders(sql.text);
        const std::string last = "$" + std::to_string(sql.args.size());
        CHECK(sql.args.empty() || numbered.find(last) != std::string::npos);
        CHECK(numbered.find("$" + std::to_string(sql.args.size() + 1)) == std::string::npos);
    }
};

Result<void> compile_list(const api::Call& call, const schema::Object& object,
                          record::Context& context) {
    if (api::wants_groups(call.request)) {
        const api::GroupQuery query = TRY(api::group_query(call, object));
        TRY(record::aggregate(context, query.query, query.apply));
        return {};
    }
    api::ListQuery query = TRY(api::list_query(call, object));
    if (!query.search.empty())
        query.query.restriction = TRY(call.application.search(context, object, query.search));
    TRY(record::list(context, query.query));
    TRY(record::count(context, query.query));
    return {};
}

}  // namespace

void fuzz_list(const std::uint8_t* data, std::size_t size) {
    constexpr std::array<const char*, 8> kSets{"opportunities", "accounts",   "contacts",
                                               "activities",    "users",      "opportunity_lines",
                                               "leads",         "territories"};
    if (size == 0) return;
    FuzzSite& site = FuzzSite::shared();
    const std::string set = kSets[data[0] % kSets.size()];
    const std::string options = site.filled({reinterpret_cast<const char*>(data) + 1, size - 1});
    site.ask(http::Method::get, "/api/v1/" + set + "?" + options);

    http::Request request;
    auto query = http::parse_query(options);
    if (!query) return;
    request.query = std::move(*query);
    api::Application& application = *site.site().application;
    for (const auto& person : site.people()) {
        api::Call call{application, request, person};
        if (person->view != nullptr) call.snapshot = person->view;
        Silent silent;
        record::Context context = api::context_for(application, silent, *person, "test");
        static_cast<void>(compile_list(call, call.schema().get(set), context));
    }
}

}  // namespace clientela
