// SPDX-License-Identifier: Apache-2.0
// A file of customers and a store of its own to import it into.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace clientela::bench {

std::string imported_name(std::int64_t number);

class Importing {
public:
    // Writes a CSV file of `rows` accounts beside the stores. `empty` is a database to import into
    // instead of a folder of its own; it can be filled once.
    Importing(std::string program, const std::string& beside, std::int64_t rows,
              const std::string& empty = {});
    Importing(const Importing&) = delete;
    Importing& operator=(const Importing&) = delete;
    ~Importing();

    // A new store with one administrator in place of the last one; their token.
    std::string renew() const;
    const std::string& store() const { return store_; }
    std::int64_t rows() const { return rows_; }

    // `clientela import` of the file, matched on the number; in the server when one runs.
    pid_t begin() const;
    // Waits for it and looks into its receipt: every row has to be created.
    void end(pid_t process) const;

private:
    std::string program_;
    std::string folder_;
    std::string store_;
    std::int64_t rows_;
};

}  // namespace clientela::bench
