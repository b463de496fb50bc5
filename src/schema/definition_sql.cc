// SPDX-License-Identifier: Apache-2.0
// The definition table: every version of the company's document, with who and when.
#include <string>

#include "schema/custom.h"
#include "schema/migrate.h"

namespace clientela::schema {

Result<CustomDocument> find_document(db::Transaction& tx) {
    CustomDocument document;
    const std::optional<StoreLayout> layout = TRY(find_layout(tx));
    if (!layout || layout->find_table("definition") == nullptr) return document;
    TRY(tx.query({"select version, document from definition order by version desc limit 1", {}},
                 [&](const db::Row& row) {
                     document.version = row.integer(0);
                     document.json = row.text(1);
                 }));
    return document;
}

Result<std::int64_t> document_version(db::Transaction& tx) {
    std::int64_t version = 0;
    TRY(tx.query({"select version from definition order by version desc limit 1", {}},
                 [&](const db::Row& row) { version = row.integer(0); }));
    return version;
}

Result<void> keep_document(db::Transaction& tx, const CustomDocument& document,
                           std::string_view changes, std::int64_t who, Instant now) {
    TRY(tx.execute(
        {"insert into definition (version, document, changes, created_by_id, created_at) "
         "values (?, ?, ?, ?, ?)",
         {document.version, document.json, std::string(changes), who, now}}));
    return {};
}

Error invalid_definitions(const Problems& problems) {
    Error error =
        make_error(ErrorCode::internal, "schema.invalid", {{"problems", to_text(problems)}});
    error.detail = to_text(problems);
    return error;
}

Result<std::shared_ptr<const Schema>> open_definitions(db::Store& store) {
    while (true) {
        CustomDocument document;
        TRY(store.read([&](db::Transaction& tx) -> Result<void> {
            document = TRY(find_document(tx));
            return {};
        }));
        const Loaded stored = load_customized(document, Extent::stored);
        if (stored.schema == nullptr) return invalid_definitions(stored.problems);
        const Result<Plan> migrated = migrate(store, *stored.schema);
        if (!migrated.ok() && migrated.error().message.key == kDefinitionsChanged) continue;
        TRY(migrated);
        Loaded served = load_customized(document, Extent::served);
        if (served.schema == nullptr) return invalid_definitions(served.problems);
        return std::move(served.schema);
    }
}

}  // namespace clientela::schema
