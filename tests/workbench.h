// SPDX-License-Identifier: Apache-2.0
// A fresh store with the built-in objects and the rules of the product, and short ways to save and
// read records in it. Everything runs as the program itself unless a test sets another principal.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "record/read.h"
#include "record/record.h"
#include "record/rules.h"
#include "record/save.h"
#include "tests/store_fixture.h"

namespace clientela {

class Workbench {
public:
    explicit Workbench(db::Store& store);

    // Runs `work` in one write transaction; its error rolls it back.
    Result<void> with(const std::function<Result<void>(record::Context&)>& work);

    // Records as JSON bodies, as the API takes them. create() fails the test and gives 0 on error.
    Id create(std::string_view object, std::string_view json);
    Result<record::Saved> try_create(std::string_view object, std::string_view json);
    Result<record::Saved> update(std::string_view object, Id id, std::string_view json);
    Result<record::Saved> remove(std::string_view object, Id id);
    // To the bin as an undo brings it there, which asks no rules: people go with records in hand.
    Result<void> take_back(std::string_view object, Id id);
    record::Record get(std::string_view object, Id id);
    // By OData filter; the first `page_size` records.
    std::vector<record::Record> list(std::string_view object, std::string_view filter,
                                     int page_size = 200);
    std::int64_t count(std::string_view object, std::string_view filter);

    db::Store& store;
    std::shared_ptr<const schema::Schema> schema;
    record::Rules rules;
    record::Company company;
    access::Principal principal = access::Principal::system("test");
    IdSource ids{42};
    FixedClock clock{*parse_instant("2026-11-24T09:00:00Z")};
    std::string origin = "api";

private:
    Result<record::Saved> save(std::string_view object, Id id, std::string_view json,
                               record::Operation operation);
};

// Field errors of a failed result as "field:code", joined by blanks; the message key when there are
// none.
template <class T>
std::string faults(const Result<T>& result) {
    if (result.ok()) return "ok";
    std::string text;
    for (const FieldError& error : result.error().fields) {
        if (!text.empty()) text.push_back(' ');
        text += error.field + ":" + error.code;
    }
    return text.empty() ? result.error().message.key : text;
}

std::string text_of(const record::Record& record, std::string_view field);   // of a text value
std::string money_of(const record::Record& record, std::string_view field);  // "12.50 EUR"

}  // namespace clientela
