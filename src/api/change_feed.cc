// SPDX-License-Identifier: Apache-2.0
// Only the last frame of a batch carries an id: a browser that comes back after half a batch gets
// it again, never less.
#include "api/change_feed.h"

#include <map>
#include <unordered_map>
#include <unordered_set>

#include <spdlog/spdlog.h>

#include "access/load_principal.h"
#include "access/secret.h"
#include "access/session.h"
#include "access/token.h"
#include "api/admission.h"
#include "base/json_writer.h"
#include "record/visible.h"

namespace clientela::api {
namespace {

constexpr std::int64_t kRecheckMs = 10'000;
constexpr int kMissedMax = 1'000;  // more missed changes are told by object

change::Cursor place_of(const change::Entry& entry) { return {entry.tx_id, entry.seq}; }

bool may_read_any(const access::Principal& principal, const schema::Object& object) {
    return principal.breadth(object.name, access::Action::read) != access::Breadth::none;
}

std::string many_text(const schema::Object& object) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("object", object.name);
    writer.member("op", "many");
    writer.end_object();
    return writer.take();
}

std::string change_text(const schema::Object& object, const change::Entry& entry) {
    JsonWriter writer;
    writer.begin_object();
    writer.member("object", object.name);
    writer.member("id", to_string(entry.record));
    writer.member("op", change::name_of(entry.op));
    writer.member("version", entry.version);
    writer.end_object();
    return writer.take();
}

// Of several changes of one record the last one counts; of many of one object none is told singly.
struct Told {
    std::vector<change::Entry> singly;
    std::vector<std::uint16_t> many;
};

Told thin_out(const std::vector<change::Entry>& entries) {
    std::map<std::uint16_t, std::map<std::int64_t, std::size_t>> last;
    std::set<std::uint16_t> many;
    for (std::size_t place = 0; place < entries.size(); ++place) {
        const change::Entry& entry = entries[place];
        if (!entry.record) many.insert(entry.object_id);
        last[entry.object_id][entry.record.value] = place;
    }
    Told told;
    for (const auto& [object, records] : last) {
        if (records.size() > kToldSinglyMax) many.insert(object);
    }
    for (std::size_t place = 0; place < entries.size(); ++place) {
        const change::Entry& entry = entries[place];
        if (many.contains(entry.object_id)) continue;
        if (last[entry.object_id][entry.record.value] == place) told.singly.push_back(entry);
    }
    told.many.assign(many.begin(), many.end());
    return told;
}

}  // namespace

Result<std::vector<change::Entry>> visible_entries(record::Context& context,
                                                   const std::vector<change::Entry>& entries) {
    std::map<std::uint16_t, std::vector<Id>> asked;
    for (const change::Entry& entry : entries) {
        const schema::Object* object = context.schema.find_by_id(entry.object_id);
        if (object == nullptr || !may_read_any(context.principal, *object)) continue;
        asked[entry.object_id].push_back(entry.record);
    }
    std::map<std::uint16_t, std::unordered_set<std::int64_t>> visible;
    for (const auto& [object_id, ids] : asked) {
        const schema::Object& object = *context.schema.find_by_id(object_id);
        visible[object_id] = TRY(record::visible_ids(context, object, ids));
        visible[object_id].insert(0);  // an entry for the whole object
    }
    std::vector<change::Entry> kept;
    for (const change::Entry& entry : entries) {
        const auto found = visible.find(entry.object_id);
        if (found != visible.end() && found->second.contains(entry.record.value))
            kept.push_back(entry);
    }
    return kept;
}

ChangeFeed::ChangeFeed(Application& application) : application_(application) {}

Result<std::vector<ChangeFeed::Frame>> ChangeFeed::frames_for(
    const access::Principal& principal, const std::vector<change::Entry>& entries) {
    const Told told = thin_out(entries);
    const std::shared_ptr<const schema::Schema> schema = application_.schema.get();
    std::vector<Frame> frames;
    for (const std::uint16_t object_id : told.many) {
        const schema::Object* object = schema->find_by_id(object_id);
        if (object != nullptr && may_read_any(principal, *object))
            frames.push_back({many_text(*object)});
    }
    if (told.singly.empty()) return frames;
    std::vector<change::Entry> visible;
    TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
        record::Context context = context_for(application_, *schema, tx, principal, "stream");
        visible = TRY(visible_entries(context, told.singly));
        return {};
    }));
    for (const change::Entry& entry : visible) {
        frames.push_back({change_text(*schema->find_by_id(entry.object_id), entry)});
    }
    return frames;
}

// Whoever was away too long asks again for everything that they may read.
Result<std::vector<ChangeFeed::Frame>> ChangeFeed::missed(const access::Principal& principal,
                                                          change::Cursor after,
                                                          change::Cursor until) {
    std::vector<change::Entry> entries;
    TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
        entries = TRY(change::read_after(tx, after, kMissedMax + 1));
        return {};
    }));
    if (entries.size() <= kMissedMax) {
        std::erase_if(entries, [&](const change::Entry& entry) { return place_of(entry) > until; });
        return frames_for(principal, entries);
    }
    std::vector<Frame> frames;
    const std::shared_ptr<const schema::Schema> schema = application_.schema.get();
    for (const schema::Object& object : schema->objects) {
        if (may_read_any(principal, object)) frames.push_back({many_text(object)});
    }
    return frames;
}

void ChangeFeed::push(const std::string& channel, const std::vector<Frame>& frames,
                      change::Cursor place) {
    const std::string token = change::to_token(place, application_.log_series);
    for (const Frame& frame : frames) {
        const bool last = &frame == &frames.back();
        application_.events.push(channel, "change", frame.text,
                                 last ? std::string_view(token) : std::string_view());
    }
}

// With the lock held from the look at the head to the end, no change falls between what is told
// here and what follow() tells: a batch read before is skipped by its place.
Result<std::string> ChangeFeed::open(const Call& call, std::optional<change::Cursor> after) {
    Stream stream;
    std::string_view secret = call.request.cookie(session_cookie_name(call.request));
    if (!call.by_cookie) {
        stream.kind = access::CredentialKind::token;
        secret = call.request.header("authorization").substr(kBearer.size());
    }
    stream.hash = access::hash_secret(secret);
    stream.principal = call.principal;
    stream.epoch = application_.principals.epoch();
    stream.checked_at = application_.clock.now();

    const std::lock_guard lock(mutex_);
    forget_gone();
    TRY(application_.store.read([&](db::Transaction& tx) -> Result<void> {
        stream.told = TRY(change::head(tx));
        return {};
    }));
    std::vector<Frame> frames;
    if (after) frames = TRY(missed(*call.principal, *after, stream.told));
    auto channel = std::make_shared<std::string>();
    *channel = application_.events.open(to_string(call.principal->user), [gone = gone_, channel] {
        const std::lock_guard held(gone->mutex);
        gone->channels.insert(*channel);
    });
    if (channel->empty()) {
        return make_error(ErrorCode::rate_limited, "changes.too_many_streams", {{"seconds", "10"}});
    }
    const std::string token = change::to_token(stream.told, application_.log_series);
    application_.events.push(*channel, "hello", R"({"token":")" + token + "\"}",
                             after ? std::string_view() : std::string_view(token));
    push(*channel, frames, stream.told);
    streams_.emplace(*channel, std::move(stream));
    return *channel;
}

// A stream is not a use of the session: it neither keeps it alive nor outlives it.
bool ChangeFeed::check(Stream& stream) {
    const Instant now = application_.clock.now();
    const std::uint64_t epoch = application_.principals.epoch();
    if (stream.epoch == epoch && now.ms - stream.checked_at.ms < kRecheckMs) return true;
    const Result<void> alive = application_.store.read([&](db::Transaction& tx) -> Result<void> {
        Id user;
        if (stream.kind == access::CredentialKind::session) {
            const auto session = TRY(access::find_session(tx, stream.hash, now));
            if (session) user = session->user;
        } else {
            const auto token = TRY(access::find_token(tx, stream.hash, now));
            if (token) user = token->user;
        }
        if (!user) return make_error(ErrorCode::unauthenticated, "login.needed");
        stream.principal = std::make_shared<const access::Principal>(TRY(access::load_principal(
            tx, *application_.schema, user, application_.company->zone.local(now).date)));
        return {};
    });
    stream.epoch = epoch;
    stream.checked_at = now;
    return alive.ok();
}

void ChangeFeed::follow(const std::vector<change::Entry>& entries) {
    const std::lock_guard lock(mutex_);
    forget_gone();
    const change::Cursor end = place_of(entries.back());
    std::map<Id, std::vector<Frame>> known;  // of people whose streams want the whole batch
    std::vector<std::string> ended;
    for (auto& [channel, stream] : streams_) {
        if (stream.told >= end) continue;
        if (!check(stream)) {
            ended.push_back(channel);
            continue;
        }
        const bool whole = stream.told < place_of(entries.front());
        const auto found = whole ? known.find(stream.principal->user) : known.end();
        if (found == known.end()) {
            std::vector<change::Entry> news = entries;
            std::erase_if(news, [told = stream.told](const change::Entry& entry) {
                return place_of(entry) <= told;
            });
            Result<std::vector<Frame>> frames = frames_for(*stream.principal, news);
            if (!frames.ok()) {  // it comes back and asks for what it missed
                spdlog::warn("change stream: {}", frames.error().detail);
                ended.push_back(channel);
                continue;
            }
            push(channel, *frames, end);
            if (whole) known.emplace(stream.principal->user, std::move(*frames));
        } else {
            push(channel, found->second, end);
        }
        stream.told = end;
    }
    for (const std::string& channel : ended)
        application_.events.close(channel);
    forget_gone();
}

void ChangeFeed::tell(std::string_view event, const std::string& text, Id user) {
    const std::lock_guard lock(mutex_);
    for (const auto& [channel, stream] : streams_) {
        const access::Principal& reader = *stream.principal;
        if (reader.administers || (user && reader.user == user))
            application_.events.push(channel, event, text);
    }
}

void ChangeFeed::tell_only(std::string_view event, const std::string& text, Id user) {
    const std::lock_guard lock(mutex_);
    for (const auto& [channel, stream] : streams_) {
        if (stream.principal->user == user) application_.events.push(channel, event, text);
    }
}

void ChangeFeed::close_ended() {
    const std::lock_guard lock(mutex_);
    forget_gone();
    std::vector<std::string> ended;
    for (auto& [channel, stream] : streams_) {
        if (!check(stream)) ended.push_back(channel);
    }
    for (const std::string& channel : ended)
        application_.events.close(channel);
    forget_gone();
}

void ChangeFeed::forget_gone() {
    const std::lock_guard held(gone_->mutex);
    for (const std::string& channel : gone_->channels)
        streams_.erase(channel);
    gone_->channels.clear();
}

}  // namespace clientela::api
