// SPDX-License-Identifier: Apache-2.0
// The grammar of OData 4.01: what it has, what it has not and where that breaks, and that the text
// of a tree reads back as the same tree.

#include <gtest/gtest.h>

#include "filter/syntax.h"
#include "tests/same_tree.h"

namespace clientela::filter {
namespace {

constexpr const char* kExpressions[] = {
    "true",
    "Completed",
    "Product/Supplier/Address/Street eq 'Hugo'",
    "Address/Model.AddressWithLocation/Street eq 'Hugo'",
    "Name EQ 'Milk' AND Price LT 2.55",
    "style has Sales.Pattern'Yellow'",
    "style has 'Yellow'",
    "style eq Sales.Pattern'Yellow,Solid'",
    "Name in ('Milk', 'Cheese')",
    "Name in [\"Milk\", \"Cheese\"]",
    "Name in Names",
    "Name in @names",
    "Name in ()",
    "[\"Joe\",\"Smith\"] in [[\"John\",\"Doe\"],[\"Jane\",\"Smith\"]]",
    "[FirstName,LastName] in [[\"John\",\"Doe\"]]",
    "Address eq {\"Street\":\"NE 40th\",\"City\":\"Redmond\"}",
    "$it eq {\"@odata.id\":\"http://host/service/ZqV5t\"}",
    "[[],{},true,false,null,42,{\"no name\":\"a\\u00f1\\n\",\"@something\":true}] eq null",
    "(Price add 2.45) mod 2 eq 1",
    "-Price lt -2",
    "- Price lt 3 divby 2",
    "Price gt INF or Price eq -INF or Price ne NaN",
    "Price eq -1.5e-3",
    "Key eq 01234567-89ab-cdef-0123-456789abcdef",
    "Day eq -10000-04-01",
    "Day eq 0000-01-01",
    "At eq 2012-09-03T23:59:60.123456789012+01:00",
    "At eq 2012-09-03T13:52Z",
    "Time eq 11:22 or Time eq 11:22:33.4444444",
    "Length eq duration'-P6DT23H59M59.9999S'",
    "Bytes eq binary'Zm9vYg==' or Bytes eq binary'Zg' or Bytes eq binary''",
    "contains(Names,[\"Fred\",\"George\"])",
    "hassubset(Names,[\"Milk\", \"Cheese\"])",
    "hassubsequence([4,1,3],[4,3])",
    "matchesPattern(CompanyName,'^A.*e$')",
    "substring(Name,1,2) eq trim(concat(tolower(a),toupper(b)))",
    "year(d) add month(d) add day(d) add hour(d) add minute(d) add second(d) gt 1",
    "fractionalseconds(d) lt totalseconds(e) and totaloffsetminutes(d) eq 0",
    "date(d) eq 2012-09-03 and time(d) eq 10:00:00",
    "now( ) ge mindatetime() and maxdatetime() gt now()",
    "round(x) eq floor(x) or ceiling(x) eq 1",
    "cast(Price,Edm.String) eq '5' and cast(Model.Customer)/Name eq 'x'",
    "isof(Model.Customer) and isof(Category,Customer) and isof(x,Collection(Edm.String))",
    "case(X gt 0:1,X lt 0:-1,true:0) eq 1",
    "case( X gt 0 : 1 , true : 0) eq 1",
    "isdefined(Name)",
    "Products/any() or Products/any( )",
    "Products/any( p : p/Price gt 5 and p/Items/all(i:i/Size eq p/Size) )",
    "DirectReports/Sales.Manager/any()",
    "Products/$count gt 0",
    "Products/$count($filter=Price gt 5.00) gt 2",
    "Products/$count($search=red;$filter=Price gt 5) gt 2",
    "Products/$filter(Age gt 3)/$count lt 10",
    "Products/$filter(Age gt 3)(ID='Sugar')/Name eq 'x'",
    "Items(1)/Name eq 'x' and Items(ID=1,Size=5)/Name eq 'y' and Items(@k)/Name eq 'z'",
    "endswith($it,'.com') and endswith($this,'.com') and $it/Completed",
    "LastName eq $root/Employees('A1245')/LastName",
    "City eq $root/TheMostPopularAddress()/City",
    "$root/Sales/Special.MostPopularCategory(Where=ZipCode) eq 'Food'",
    "Special.MostPopularCategory(What=$root/Sales,Where=ZipCode) eq 'Food'",
    "Thumbnail/Model.Available()",
    "Sales/aggregate(Amount with sum) gt 5",
    "Price/@Measures.Currency eq 'EUR'",
    "Price/@Measures.Currency#Reporting eq 'EUR'",
    "@Core.Messages/any(m:m/severity eq 'error')",
    "contains(Title,@word)",
    "name eq 'O''Neil' or name eq ''",
    "clientela.below(territory_id,'0000000000001')",
};

struct Wrong {
    const char* text;
    std::size_t offset;
};

constexpr Wrong kWrong[] = {
    {"", 0},
    {"name eq", 7},
    {"name eq 'x", 8},
    {"'O'Neil'", 3},
    {"name eq 'x' and", 15},
    {"name = 'x'", 5},
    {"name eq 'x') ", 11},
    {"(name eq 'x'", 12},
    {"name eq .1", 8},
    {"price eq 42.", 12},
    {"price eq 1e", 11},
    {"price eq -0.314e1e2", 17},
    {"day eq 2012-02-32", 16},
    {"at eq 2011-12-31T24:00Z", 18},
    {"at eq 2011-12-31T10:00", 22},
    {"length eq duration'P1Y'", 19},
    {"any()", 3},
    {"Products/all()", 13},
    {"Products/any(p)", 14},
    {"case(x gt 1)", 11},
    {"isof()", 5},
    {"a in (b,c)", 6},
    {"style has 5", 10},
    {"{Street:1} eq null", 1},
    {"[1,2 eq null", 12},
    {"geo.intersects(a,b)", 0},
    {"0time eq 1", 1},
    {"a eq \"x\"", 5},
    {"Products/$all", 9},
    {" true", 0},
    {"true ", 4},
    {"now%28", 6},
    {"'O%27Neil'", 5},
};

TEST(FilterSyntax, reads_every_expression_of_the_standard_and_prints_it_back) {
    for (const char* text : kExpressions) {
        SyntaxError where;
        const auto first = parse(text, &where);
        ASSERT_TRUE(first.ok()) << text << " breaks at " << where.offset << " "
                                << where.message.key;
        const std::string printed = to_text(**first);
        const auto second = parse(printed);
        ASSERT_TRUE(second.ok()) << text << "\n" << printed;
        EXPECT_TRUE(same_tree(**first, **second)) << text << "\n" << printed;
    }
}

TEST(FilterSyntax, names_the_byte_where_a_wrong_text_breaks) {
    for (const Wrong& one : kWrong) {
        SyntaxError where;
        EXPECT_FALSE(check_syntax("$filter", one.text, where).ok()) << one.text;
        EXPECT_EQ(where.offset, one.offset) << one.text << " " << where.message.key;
    }
}

TEST(FilterSyntax, reads_percent_encoded_texts_and_counts_their_bytes) {
    SyntaxError where;
    EXPECT_TRUE(check_syntax("$filter", "now%28%20%29%20gt%20null", where).ok());
    EXPECT_TRUE(check_syntax("$filter", "At eq 2012-09-03T23%3A59%2B01%3A00", where).ok());
    EXPECT_TRUE(check_syntax("$filter", "x eq %27O'%27Neil'", where).ok());
    EXPECT_FALSE(check_syntax("$filter", "name%20eq%20%C3%B1%20%C3%B1", where).ok());
    EXPECT_EQ(where.offset, 21u);
}

// Text of the tree of an option, or where it breaks.
std::string option_text(std::string_view option, std::string_view text) {
    SyntaxError where;
    std::string printed;
    const auto hold = [&](const auto& read) {
        printed = read.ok() ? to_text(*read) : "breaks at " + std::to_string(where.offset);
    };
    if (option == "$orderby") hold(order_syntax(text, &where));
    if (option == "$select") hold(select_syntax(text, &where));
    if (option == "$expand") hold(expand_syntax(text, &where));
    return printed;
}

TEST(OptionSyntax, orders_by_any_expression) {
    EXPECT_EQ(option_text("$orderby", "Name asc,Rating, ReleaseDate\tdesc"),
              "Name,Rating,ReleaseDate desc");
    EXPECT_EQ(option_text("$orderby", "Cost ge Revenue ASC"), "Cost ge Revenue");
    EXPECT_EQ(option_text("$orderby", "Products/$count desc"), "Products/$count desc");
    EXPECT_EQ(option_text("$orderby", "Price/@Measures.Currency"), "Price/@Measures.Currency");
    EXPECT_EQ(option_text("$orderby", "Name,"), "breaks at 5");
    EXPECT_EQ(option_text("$orderby", "Name down"), "breaks at 5");
}

TEST(OptionSyntax, selects_paths_operations_and_nested_options) {
    for (const char* text :
         {"*", "Rating,ReleaseDate", "Address/Model.AddressWithLocation/Location", "Model.*",
          "Model.ActionName,Model.MostPopularName(Location,Kind)", "@Measures.Currency",
          "Addresses($filter=startswith(City,'H');$orderby=$it;$top=5)",
          "Address($select=Street,Namespace.AddressWithLocation/Location)"}) {
        EXPECT_EQ(option_text("$select", text), text);
    }
    EXPECT_EQ(option_text("$select", "a,,b"), "breaks at 2");
    EXPECT_EQ(option_text("$select", "a/"), "breaks at 2");
    EXPECT_EQ(option_text("$select", "Addresses($levels=2)"), "breaks at 10");
}

TEST(OptionSyntax, expands_deeply) {
    for (const char* text :
         {"Items", "Items/$ref", "Customer,Items($expand=Product)", "Customer($levels=4)",
          "Category($levels=max)", "Items/$count($filter=Name eq 'Hugo')", "*,*/$ref,*($levels=2)",
          "Products/Model.BestSellingProduct($select=Name)", "$value,Thumbnail",
          "@Namespace.EntityTerm($top=2)", "Address/*/$ref", "Items/$count($search=Hugo)",
          "Products(@foo=$this;$filter=@foo/Price gt 3)",
          "Sales($apply=groupby((a),aggregate(b with sum as c)))",
          "Items($filter=a eq ';)';$orderby=b desc;$skip=1;$top=2;$count=true;$select=x;"
          "$expand=Product($select=Name,Price))"}) {
        EXPECT_EQ(option_text("$expand", text), text);
    }
    EXPECT_EQ(option_text("$expand", "expand(levels=2;top=3)"), "expand($top=3;$levels=2)");
    EXPECT_EQ(option_text("$expand", "Customer/$ref($levels=4)"), "breaks at 14");
    EXPECT_EQ(option_text("$expand", "Items/$count($count=true)"), "breaks at 13");
    EXPECT_EQ(option_text("$expand", "Category($levels=04)"), "breaks at 17");
    EXPECT_EQ(option_text("$expand", "Items($top=1;$top=2)"), "breaks at 13");
    EXPECT_EQ(option_text("$expand", "Items($top=x)"), "breaks at 11");
    EXPECT_EQ(option_text("$expand", "Items($top=1"), "breaks at 12");
}

TEST(OptionSyntax, reads_the_transformations_of_apply) {
    for (const char* text :
         {"aggregate(Amount with sum as Total)", "aggregate($count as n,Amount with max as m)",
          "filter(Amount gt 3)/groupby((Customer/Name,Product/Name),aggregate(Amount with sum as "
          "t))",
          "groupby((Name))", "concat(topcount(2,Amount),aggregate(Amount with sum as t))",
          "compute(Amount mul 2 as Twice)/filter(Twice gt 3)", "identity", "search(red OR blue)",
          "groupby((rollup(Country,City)),aggregate(Amount with sum as t))",
          "aggregate(Amount with sum from Time/Month with average as x)",
          "orderby(Name desc,Size)/skip(2)/top(3)", "aggregate(Sales/$count as n)",
          "descendants($root/Org,Hier,ID,filter(ID eq 'US'),2,keep start)",
          "join(Sales as Sale,aggregate(Sale/Amount with sum as t))"}) {
        SyntaxError where;
        EXPECT_TRUE(apply_syntax(text, &where).ok()) << text << " breaks at " << where.offset;
    }
    SyntaxError where;
    EXPECT_FALSE(apply_syntax("filter(a gt 1)/shuffle(b)", &where).ok());
    EXPECT_EQ(where.offset, 15u);
    EXPECT_FALSE(apply_syntax("aggregate(a with sum)", &where).ok());
    EXPECT_EQ(where.offset, 20u);
    EXPECT_FALSE(apply_syntax("aggregate(a with total as b)", &where).ok());
    EXPECT_EQ(where.offset, 17u);
}

TEST(OptionSyntax, has_limits) {
    SyntaxError where;
    std::string deep = "a";
    for (int i = 0; i < 60; ++i)
        deep = "a($expand=" + deep + ")";
    EXPECT_FALSE(expand_syntax(deep, &where).ok());
    EXPECT_EQ(where.message.key, "filter.too_deep");
    std::string steps = "identity";
    for (int i = 0; i < 600; ++i)
        steps += "/identity";
    EXPECT_FALSE(apply_syntax(steps, &where).ok());
    EXPECT_EQ(where.message.key, "filter.too_many");
    EXPECT_FALSE(select_syntax(std::string(9000, 'a'), &where).ok());
    EXPECT_EQ(where.message.key, "filter.too_long");
}

}  // namespace
}  // namespace clientela::filter
