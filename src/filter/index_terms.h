// SPDX-License-Identifier: Apache-2.0
// The conditions of a filter that an index can answer, of the object's own table or of what belongs
// to it, apart from the rest of it: where the store keeps no statistics, the engine counts what
// each would find.
#pragma once

#include <vector>

#include "filter/filter.h"

namespace clientela::filter {

// Every condition on one field, joined by "and"; a range of dates is one with two ends.
struct IndexTerm {
    const schema::Field* field = nullptr;
    bool one_value = false;  // it is compared for equality with one value
    Filter filter;
};

// A condition on what belongs to the object: any(), or below() of a tree it lies in many times.
struct ElementTerm {
    Filter filter;
    const schema::Object* elements = nullptr;
    // Conditions on the elements, each of which an index of their table can answer; for owners_of.
    std::vector<Filter> parts;
    Filter others;  // what the filter asks for besides
};

struct IndexTerms {
    std::vector<IndexTerm> by_field;
    Filter rest;                           // everything else; empty: nothing
    std::vector<ElementTerm> by_elements;  // some of the rest
};

// The parts by field and the rest, joined by "and", mean what the filter means.
IndexTerms index_terms(const Filter& filter);

}  // namespace clientela::filter
