// SPDX-License-Identifier: Apache-2.0
// JSON bodies of records: an odd first byte creates, an even one updates.
#include "tests/fuzz/targets.h"

#include <cstdint>

#include "record/exact_json.h"
#include "record/read_json.h"
#include "schema/schema.h"
#include "tests/builtin_schema.h"

namespace clientela {
void fuzz_body(const std::uint8_t* data, std::size_t size) {
    static const std::shared_ptr<const schema::Schema> definitions = *load_builtin();
    static const record::Company company;
    if (size == 0) return;
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto operation = data[0] % 2 == 0 ? record::Operation::update : record::Operation::create;
    for (const char* name : {"opportunities", "accounts", "roles"}) {
        const schema::Object& object = definitions->get(name);
        const auto draft = record::draft_from_json(company, object, body, operation);
        if (draft.ok()) continue;
        CHECK(!draft.error().message.key.empty());
        for (const FieldError& field : draft.error().fields)
            CHECK(!field.code.empty());
    }
}

}  // namespace clientela
