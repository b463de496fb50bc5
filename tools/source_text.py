# SPDX-License-Identifier: Apache-2.0
"""Reads C++ and TypeScript source roughly: comments, string literals, and how long functions are."""
import re

TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)"""
    r"""|(?P<raw>R"(?P<mark>[^()\\\s]{0,16})\((?P<body>.*?)\)(?P=mark)")"""
    r"""|(?P<string>"(?:[^"\\\n]|\\.)*")"""
    r"""|(?P<char>(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<template>`(?:[^`\\]|\\.)*`)""",
    re.S | re.X)

NOT_A_FUNCTION = re.compile(r"\b(?:namespace|class|struct|enum|union|extern)\b")


def without_comments_and_strings(text: str) -> str:
    """The same text with comments and the content of literals blanked; lines keep their numbers."""
    def blank(match):
        lines = "\n" * match[0].count("\n")
        return lines if match["comment"] else '""' + lines
    return TOKEN.sub(blank, text)


def string_literals(text: str) -> list:
    """(line, content) of every string; neighbours that the compiler joins come as one."""
    found = []
    end = -1
    for match in TOKEN.finditer(text):
        if match["comment"] or match["char"] or match["template"]:
            continue
        content = match["body"] if match["raw"] else match["string"][1:-1]
        between = TOKEN.sub(lambda inner: "" if inner["comment"] else inner[0], text[end:match.start()])
        if found and end >= 0 and not between.strip():
            found[-1] = (found[-1][0], found[-1][1] + content)
        else:
            found.append((text.count("\n", 0, match.start()) + 1, content))
        end = match.end()
    return found


def function_lengths(text: str) -> list:
    """(first line, lines) of every C++ function body, outermost only: a brace block that follows a
    parameter list and stands in no other function."""
    plain = without_comments_and_strings(text)
    plain = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda match: "\n" * match[0].count("\n"), plain, flags=re.M)
    found = []
    depth_of_body = None
    depth = 0
    start = 0
    head_start = 0
    for position, sign in enumerate(plain):
        if sign == "{":
            head = plain[head_start:position]
            if depth_of_body is None and "(" in head and not NOT_A_FUNCTION.search(head.split("(")[0]):
                depth_of_body = depth
                start = plain.count("\n", 0, head_start + len(head) - len(head.lstrip())) + 1
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth_of_body is not None and depth == depth_of_body:
                found.append((start, plain.count("\n", 0, position) + 2 - start))
                depth_of_body = None
        if depth_of_body is None and sign in "{};":
            head_start = position + 1
    return found
