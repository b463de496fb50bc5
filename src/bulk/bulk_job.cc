// SPDX-License-Identifier: Apache-2.0
#include "bulk/bulk_job.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "access/scopes.h"
#include "job/count_save.h"
#include "job/job_table.h"
#include "record/id_sets.h"
#include "record/save.h"

namespace clientela::bulk {
namespace {

namespace json = boost::json;

constexpr std::size_t kIdsPerItem = 500;
constexpr std::size_t kItemsPerBatch = 20;

// Where a bulk act stands: first its set is written down, then worked on.
struct Place {
    std::int64_t kept = 0;    // ids written down so far
    std::int64_t items = -1;  // all are: so many items of ids
    std::int64_t item = 0;
    std::int64_t offset = 0;
};

Place parse_place(const std::string& text) {
    Place place;
    boost::system::error_code failed;
    const json::value value = json::parse(text, failed);
    const json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr) return place;
    const auto read = [&](const char* name, std::int64_t& number) {
        if (const json::value* found = object->if_contains(name))
            number = found->to_number<std::int64_t>();
    };
    read("kept", place.kept);
    read("items", place.items);
    read("item", place.item);
    read("offset", place.offset);
    return place;
}

std::string to_text(const Place& place) {
    return json::serialize(json::object{{"kept", place.kept},
                                        {"items", place.items},
                                        {"item", place.item},
                                        {"offset", place.offset}});
}

class BulkWorker final : public job::Worker {
public:
    BulkWorker(api::Application& application, BulkAct act)
        : application_(application), act_(std::move(act)) {}

    bool reads() const override { return !fixed_; }
    Result<void> read(record::Context& context, const job::Job& job, int size) override;
    Result<job::Step> write(record::Context& context, const job::Job& job, int size) override;
    void committed() override { begun_ = true; }

private:
    Result<job::Step> write_down(record::Context& context, const job::Job& job, Place place);
    Result<job::Step> work(record::Context& context, const job::Job& job, Place place, int size);
    Result<std::vector<record::Draft>> drafts_for(record::Context& context,
                                                  const schema::Object& object,
                                                  const std::vector<Id>& ids) const;

    api::Application& application_;
    BulkAct act_;
    bool fixed_ = false;
    bool begun_ = false;   // what is written down of the set comes from ids_
    std::vector<Id> ids_;  // while they are being written down
};

// One snapshot gives the whole set; who began and did not end writing it down begins again.
Result<void> BulkWorker::read(record::Context& context, const job::Job& job, int) {
    const Place place = parse_place(job.place);
    fixed_ = place.items >= 0;
    if (fixed_ || !ids_.empty()) return {};
    ids_ = TRY(record::all_ids(context, TRY(query_of(application_, context, act_))));
    const auto count = static_cast<std::int64_t>(ids_.size());
    if (act_.expected_count && *act_.expected_count != count) {
        return make_error(ErrorCode::conflict, "bulk.count_changed",
                          {{"count", std::to_string(count)}});
    }
    return {};
}

Result<job::Step> BulkWorker::write_down(record::Context& context, const job::Job& job,
                                         Place place) {
    job::Step step;
    const auto total = static_cast<std::int64_t>(ids_.size());
    if (!begun_) {
        TRY(job::drop_items(context.tx, job.id, 0, INT64_MAX));
        place = Place{};
    }
    std::vector<job::Item> items;
    while (place.kept < total && items.size() < kItemsPerBatch) {
        const auto begin = static_cast<std::size_t>(place.kept);
        const std::size_t end = std::min(ids_.size(), begin + kIdsPerItem);
        items.push_back(
            {static_cast<std::int64_t>(begin / kIdsPerItem), pack_ids(ids_, begin, end)});
        place.kept = static_cast<std::int64_t>(end);
    }
    TRY(job::put_items(context.tx, job.id, items));
    if (place.kept == total) {
        place.items = static_cast<std::int64_t>((ids_.size() + kIdsPerItem - 1) / kIdsPerItem);
    }
    step.total = total;
    step.done = 0;
    step.finished = total == 0;
    step.place = to_text(place);
    return step;
}

Result<std::vector<record::Draft>> BulkWorker::drafts_for(record::Context& context,
                                                          const schema::Object& object,
                                                          const std::vector<Id>& ids) const {
    const record::Draft pattern = TRY(draft_of(context.company, object, act_));
    std::vector<record::Draft> drafts(ids.size(), pattern);
    for (std::size_t i = 0; i < ids.size(); ++i)
        drafts[i].id = ids[i];
    if (act_.action != Action::classify && act_.action != Action::unclassify) return drafts;
    const auto& [link, named] = pattern.links.front();
    auto present = TRY(record::whole_links(context, object, *link, ids));
    for (record::Draft& draft : drafts) {
        std::vector<Id>& wanted = draft.links.front().second;
        wanted = std::move(present[draft.id.value]);
        for (const Id id : named) {
            if (act_.action == Action::unclassify) {
                std::erase(wanted, id);
            } else if (std::find(wanted.begin(), wanted.end(), id) == wanted.end()) {
                wanted.push_back(id);
            }
        }
    }
    return drafts;
}

Result<job::Step> BulkWorker::work(record::Context& context, const job::Job& job, Place place,
                                   int size) {
    const schema::Object* object = context.schema.find(act_.object);
    if (object == nullptr) return make_error(ErrorCode::not_found, "bulk.object_gone");
    job::Step step;
    const auto items = TRY(job::items(context.tx, job.id, place.item, 1));
    if (items.empty()) return internal_error("the ids of a bulk act are missing");
    const std::vector<Id> all = unpack_ids(items.front().text);
    const auto begin = std::min(all.size(), static_cast<std::size_t>(place.offset));
    const std::size_t end = std::min(all.size(), begin + static_cast<std::size_t>(size));
    const std::vector<Id> ids(all.begin() + static_cast<std::ptrdiff_t>(begin),
                              all.begin() + static_cast<std::ptrdiff_t>(end));
    const std::vector<record::Draft> drafts = TRY(drafts_for(context, *object, ids));
    const auto results = record::save_batch(context, *object, drafts);
    for (std::size_t i = 0; i < results.size(); ++i)
        TRY(job::count_save(step, *object, drafts[i].id, results[i]));
    place.offset = static_cast<std::int64_t>(end);
    if (end == all.size()) {
        TRY(job::drop_items(context.tx, job.id, place.item, place.item));
        ++place.item;
        place.offset = 0;
    }
    step.people = access::affects_principals(object->name) || access::affects_scopes(object->name);
    step.finished = place.item >= place.items;
    step.place = to_text(place);
    return step;
}

Result<job::Step> BulkWorker::write(record::Context& context, const job::Job& job, int size) {
    const Place place = parse_place(job.place);
    if (place.items < 0) return write_down(context, job, place);
    fixed_ = true;
    ids_.clear();
    ids_.shrink_to_fit();
    return work(context, job, place, size);
}

}  // namespace

std::string pack_ids(const std::vector<Id>& ids, std::size_t begin, std::size_t end) {
    std::string text;
    std::int64_t last = 0;
    for (std::size_t i = begin; i < end; ++i) {
        char digits[16];
        const auto written = std::to_chars(digits, digits + sizeof digits, ids[i].value - last, 36);
        text.append(digits, written.ptr).push_back(' ');
        last = ids[i].value;
    }
    return text;
}

std::vector<Id> unpack_ids(std::string_view text) {
    std::vector<Id> ids;
    std::int64_t last = 0;
    const char* place = text.data();
    const char* const end = place + text.size();
    while (place < end) {
        std::int64_t difference = 0;
        const auto read = std::from_chars(place, end, difference, 36);
        CHECK(read.ec == std::errc{});
        last += difference;
        ids.push_back(Id{last});
        place = read.ptr + 1;
    }
    return ids;
}

job::Kind bulk_kind() {
    job::Kind kind;
    kind.name = "bulk";
    kind.begin = [](api::Application& application,
                    const job::Job& job) -> Result<std::unique_ptr<job::Worker>> {
        BulkAct act = TRY(parse_parameters(job.parameters));
        return std::unique_ptr<job::Worker>(
            std::make_unique<BulkWorker>(application, std::move(act)));
    };
    return kind;
}

}  // namespace clientela::bulk
