// SPDX-License-Identifier: Apache-2.0
// What follows another record goes along with it; the rest in an order in which nothing has to be
// put right for a record that is about to go too.
#include "demo/remove.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "access/session.h"
#include "demo/planted_sql.h"
#include "record/save.h"

namespace clientela::demo {
namespace {

constexpr int kRecordsPerTransaction = 200;

constexpr std::array<std::string_view, 6> kFirst{"activities", "opportunities", "leads",
                                                 "contacts",   "accounts",      "views"};

std::vector<const schema::Object*> in_order(const schema::Schema& schema) {
    std::vector<const schema::Object*> objects;
    for (const std::string_view name : kFirst)
        objects.push_back(&schema.get(name));
    for (const schema::Object& object : schema.objects) {
        if (std::find(kFirst.begin(), kFirst.end(), object.name) == kFirst.end())
            objects.push_back(&object);
    }
    return objects;
}

class Remover {
public:
    Remover(const Host& host, const record::Company& company, IdSource& ids, Id remover)
        : host_(host),
          company_(company),
          ids_(ids),
          remover_(remover),
          principal_(access::Principal::system("demonstration removed")),
          group_(ids.next(host.now.ms)) {
        principal_.user = remover;
    }

    Result<Removal> run() {
        const std::int64_t before = TRY(count_all());
        for (const schema::Object* object : in_order(host_.schema))
            TRY(remove_all(*object));
        removal_.removed = before - TRY(count_all());
        return removal_;
    }

private:
    // What goes along with another record counts too.
    Result<std::int64_t> count_all() {
        std::int64_t count = 0;
        const auto work = [&](db::Transaction& tx) -> Result<void> {
            count = 0;
            for (const schema::Object& object : host_.schema.objects)
                count += TRY(count_planted(tx, object));
            return {};
        };
        TRY(host_.store.read(work, std::chrono::minutes(5)));
        return count;
    }

    Result<void> remove_all(const schema::Object& object) {
        Id after;
        Id start;
        do {
            start = after;
            const auto work = [&](db::Transaction& tx) -> Result<void> {
                after = start;
                return remove_some(tx, object, after);
            };
            TRY(host_.store.write(work, db::Priority::bulk));
        } while (after != start);
        return {};
    }

    Result<void> remove_some(db::Transaction& tx, const schema::Object& object, Id& after) {
        record::Context context{
            tx,           host_.schema, principal_, company_,
            host_.rules,  ids_,         host_.now,  company_.zone.local(host_.now).date,
            "demo:remove"};
        for (const Id id : TRY(living_planted(tx, object, after, kRecordsPerTransaction))) {
            after = id;
            if (object.name == "users" && id == remover_) {
                TRY(set_free(context, object));
                removal_.kept_oneself = true;
                continue;
            }
            record::Draft draft;
            draft.operation = record::Operation::remove;
            draft.id = id;
            draft.set(object.field("deleted_group_id"), group_.value);
            const auto saved = record::save(context, object, draft);
            // Gone with the record that it belongs to, a moment ago.
            if (!saved.ok() && saved.error().code == ErrorCode::not_found) continue;
            if (!saved.ok()) return saved.error();
            if (object.name == "users") TRY(access::end_sessions_of(tx, id));
        }
        return {};
    }

    // The person who stays belongs to no team and no boss of the demonstration any more.
    Result<void> set_free(record::Context& context, const schema::Object& users) {
        record::Draft draft;
        draft.operation = record::Operation::update;
        draft.id = remover_;
        draft.set(users.field("team_id"), {});
        draft.set(users.field("manager_id"), {});
        TRY(record::save(context, users, draft));
        return {};
    }

    const Host& host_;
    const record::Company& company_;
    IdSource& ids_;
    Id remover_;
    access::Principal principal_;
    Id group_;
    Removal removal_;
};

}  // namespace

Result<Removal> remove_demonstration(const Host& host, const record::Company& company,
                                     IdSource& ids, Id remover) {
    return Remover(host, company, ids, remover).run();
}

}  // namespace clientela::demo
