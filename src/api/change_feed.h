// SPDX-License-Identifier: Apache-2.0
// The change log as its readers may see it: pages of it, and one stream of events per browser. The
// log is read once for all streams; what a person may see is asked once per person and batch.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/application.h"
#include "api/call.h"
#include "change/log.h"

namespace clientela::api {

// Those of `entries`, in order, whose record the caller may see as it stands now (binned records
// like living ones). Entries for a whole object count for everybody who may read any of it.
Result<std::vector<change::Entry>> visible_entries(record::Context& context,
                                                   const std::vector<change::Entry>& entries);

// More changes of one object than this in a batch are told as one: {"object","op":"many"}.
inline constexpr std::size_t kToldSinglyMax = 100;

class ChangeFeed {
public:
    explicit ChangeFeed(Application& application);

    // Opens a stream for the caller: first `hello`, then what happened after `after`, then whatever
    // happens. Gives the channel for Response::event_channel.
    Result<std::string> open(const Call& call, std::optional<change::Cursor> after);

    // Fans a batch out; called by the one reader of the log, in its order.
    void follow(const std::vector<change::Entry>& entries);

    // An event beside the log, for the streams of one person and of administrators.
    void tell(std::string_view event, const std::string& text, Id user);

    // The same for the streams of that person alone.
    void tell_only(std::string_view event, const std::string& text, Id user);

    // Closes the streams of people whose session ended; called every few seconds.
    void close_ended();

private:
    struct Stream {
        access::CredentialKind kind = access::CredentialKind::session;
        std::string hash;  // of the secret
        change::Cursor told;
        std::shared_ptr<const access::Principal> principal;
        Instant checked_at;
        std::uint64_t epoch = 0;
    };
    struct Frame {
        std::string text;
    };
    using Streams = std::map<std::string, Stream>;

    bool check(Stream& stream);
    Result<std::vector<Frame>> frames_for(const access::Principal& principal,
                                          const std::vector<change::Entry>& entries);
    Result<std::vector<Frame>> missed(const access::Principal& principal, change::Cursor after,
                                      change::Cursor until);
    void push(const std::string& channel, const std::vector<Frame>& frames, change::Cursor place);
    void forget_gone();

    Application& application_;
    std::mutex mutex_;
    Streams streams_;

    // Channels that the hub closed; it tells on its own threads, which must not wait for a batch.
    struct Gone {
        std::mutex mutex;
        std::set<std::string> channels;
    };
    std::shared_ptr<Gone> gone_ = std::make_shared<Gone>();
};

}  // namespace clientela::api
