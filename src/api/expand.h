// SPDX-License-Identifier: Apache-2.0
// $expand: linked records inside their owners, one or two statements per relation and level,
// whatever the number of rows. Everything comes through record::list, so only visible records
// appear.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "filter/options.h"
#include "record/read.h"

namespace clientela::api {

// A to-one expansion needs the id of its link, selected or not.
record::Query with_links(record::Query query, const std::vector<filter::Expand>& expand);

// The many-to-many ids and the expanded records of a page, ready to be written row by row.
class Attachments {
public:
    Result<void> load(record::Context& context, const record::Page& page,
                      const std::vector<const schema::ManyLink*>& links,
                      const std::vector<filter::Expand>& expand, bool labels);

    // The members that belong to this row.
    void write(JsonWriter& writer, const record::Row& row) const;

private:
    struct Ids {
        const schema::ManyLink* link = nullptr;
        std::map<std::int64_t, std::vector<Id>> by_owner;
    };
    struct Members {
        std::string missing;                           // written for owners without any
        std::map<std::int64_t, std::string> by_owner;  // JSON text of whole members
    };

    Result<Members> to_one(record::Context& context, const record::Page& page,
                           const filter::Expand& expand, bool labels);
    Result<Members> to_many(record::Context& context, const record::Page& page,
                            const filter::Expand& expand, bool labels);

    Result<Members> counted(record::Context& context, const record::Page& page,
                            const filter::Expand& expand);

    std::vector<Ids> ids_;
    std::vector<Members> members_;
};

}  // namespace clientela::api
