# SPDX-License-Identifier: Apache-2.0
"""The text form of a scenario: a title, some prose, then Given, When and Then with tables below them."""
import pathlib
import re
from dataclasses import dataclass, field

STEP = re.compile(r"^(Given|When|Then|And) (.+)$")


class Wrong(Exception):
    """A scenario that does not hold, or cannot be read; the text says where and why."""


@dataclass
class Step:
    kind: str  # Given, When or Then; And takes that of the step before
    text: str
    line: int
    rows: list = field(default_factory=list)  # of the table below it, the head first

    def records(self) -> list:
        """The table as one dictionary for each row, by head."""
        return [dict(zip(self.rows[0], row)) for row in self.rows[1:]]


@dataclass
class Scenario:
    path: pathlib.Path
    title: str
    steps: list


def read(path: pathlib.Path) -> Scenario:
    lines = path.read_text().split("\n")
    if not lines[0].startswith("# "):
        raise Wrong(f"{path}:1: a scenario begins with its title: # Title")
    steps = []
    for number, line in enumerate(lines[1:], 2):
        text = line.strip()
        found = STEP.match(text)
        if found:
            kind = steps[-1].kind if found[1] == "And" and steps else found[1]
            steps.append(Step(kind, found[2].rstrip(":"), number))
        elif text.startswith("|"):
            append_row(steps, text, f"{path}:{number}")
        elif text and steps:
            raise Wrong(f"{path}:{number}: neither a step nor a row of a table: {text}")
    if not any(step.kind == "Then" for step in steps):
        raise Wrong(f"{path}: says nowhere what should come out (Then)")
    return Scenario(path, lines[0][2:], steps)


def append_row(steps: list, text: str, place: str) -> None:
    if not steps or not text.endswith("|"):
        raise Wrong(f"{place}: a row stands between bars, below a step")
    row = [cell.strip() for cell in text[1:-1].split("|")]
    rows = steps[-1].rows
    if rows and len(rows[0]) != len(row):
        raise Wrong(f"{place}: {len(row)} cells below a head of {len(rows[0])}")
    rows.append(row)
