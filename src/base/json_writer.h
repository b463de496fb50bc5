// SPDX-License-Identifier: Apache-2.0
// Writes JSON text in one pass. Lists of records are most of what the server says, and this costs a
// fraction of building a document first (docs/dependencies.md names the figures).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace clientela {

class JsonWriter {
public:
    JsonWriter() { out_.reserve(512); }  // about a record

    void begin_object() {
        separate();
        out_.push_back('{');
        first_ = true;
    }
    void end_object() {
        out_.push_back('}');
        first_ = false;
    }
    void begin_array() {
        separate();
        out_.push_back('[');
        first_ = true;
    }
    void end_array() {
        out_.push_back(']');
        first_ = false;
    }

    void key(std::string_view name);  // escaped
    void string(std::string_view value);
    void integer(std::int64_t value);
    void boolean(bool value) {
        separate();
        out_.append(value ? "true" : "false");
    }
    void null() {
        separate();
        out_.append("null");
    }
    void raw(std::string_view json) {
        separate();
        out_.append(json);
    }  // already JSON

    void member(std::string_view name, std::string_view value) {
        key(name);
        string(value);
    }
    void member(std::string_view name, const char* value) {
        key(name);
        string(value);
    }
    void member(std::string_view name, std::int64_t value) {
        key(name);
        integer(value);
    }
    void member(std::string_view name, int value) {
        key(name);
        integer(value);
    }
    void member(std::string_view name, bool value) {
        key(name);
        boolean(value);
    }

    const std::string& text() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    void separate() {
        if (!first_) out_.push_back(',');
        first_ = false;
    }
    void quoted(std::string_view value);
    void escaped(std::string_view value);  // quoted, and a byte of it needs an escape

    std::string out_;
    bool first_ = true;
};

}  // namespace clientela
