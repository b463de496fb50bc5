// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "record/table_sql.h"
#include "verify/record_pages.h"

namespace clientela::verify {
namespace {

constexpr std::int64_t kRecordsAtOnce = 2'000;

}  // namespace

Result<void> each_page(db::Transaction& tx, const schema::Object& object,
                       const std::function<Result<void>(const RecordPage&)>& look) {
    const std::vector<const schema::Field*> fields = record::all_fields(object);
    RecordPage page;
    const std::string text = "select " + record::select_list(fields, "t") + " from " +
                             schema::quoted(object.singular) +
                             " t where t.id > ? order by t.id limit ?";
    for (;;) {
        page.records.clear();
        TRY(tx.query({text, {page.after.value, kRecordsAtOnce}}, [&](const db::Row& row) {
            record::Record record{&object, std::vector<Value>(object.fields.size())};
            record::fill(record, fields, row, 0);
            page.records.push_back(std::move(record));
        }));
        const bool final = page.records.size() < kRecordsAtOnce;
        page.last = final ? Id{std::numeric_limits<std::int64_t>::max()} : page.records.back().id();
        TRY(look(page));
        if (final) return {};
        page.after = page.last;
    }
}

}  // namespace clientela::verify
