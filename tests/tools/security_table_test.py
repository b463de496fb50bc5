# SPDX-License-Identifier: Apache-2.0
"""The table of docs/security.md and the tests of tests/security name each other."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = re.compile(r"\btest_v(\d+)_(\d+)_(\d+)_\w+")
CPP = re.compile(r"^(?:STORE_)?TEST(?:_F)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)


def rows(text: str) -> list:
    """(requirement, named tests, state) of each line of the table."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 4 and re.fullmatch(r"\d+\.\d+\.\d+", cells[0]):
            found.append((cells[0], re.findall(r"`([^`]+)`", cells[2]), cells[3]))
    return found


def python_tests() -> set:
    return {match[0] for path in (ROOT / "tests/security").glob("*_test.py")
            for match in NAME.finditer(path.read_text())}


def cpp_tests() -> set:
    return {f"{suite}.{name}" for folder in ("src", "tests") for path in (ROOT / folder).rglob("*_test.cc")
            for suite, name in CPP.findall(path.read_text())}


def faults(table: list, python: set, cpp: set) -> list:
    wrong = []
    named = set()
    for requirement, tests, state in table:
        if state not in ("met", "partly", "not met", "not applicable"):
            wrong.append(f"{requirement}: {state} is no state")
        if state in ("met", "partly") and not tests:
            wrong.append(f"{requirement} is {state} without a test")
        for test in tests:
            match = NAME.fullmatch(test)
            if match:
                named.add(test)
                if ".".join(match.groups()[:3]) != requirement:
                    wrong.append(f"{requirement} names {test}")
            if test not in python and test not in cpp:
                wrong.append(f"{requirement}: {test} does not exist")
    wrong += [f"{test} stands in no row" for test in sorted(python - named)]
    numbers = [row[0] for row in table]
    wrong += [f"{number} stands twice" for number in sorted({one for one in numbers if numbers.count(one) > 1})]
    return wrong


class SecurityTable(unittest.TestCase):
    def test_it_names_every_test_and_no_other(self):
        table = rows((ROOT / "docs/security.md").read_text())
        self.assertGreater(len(table), 50)
        self.assertEqual(faults(table, python_tests(), cpp_tests()), [])

    def test_faults_are_found(self):
        table = rows("| 2.1.1 | a | `test_v2_1_1_a` | met |\n| 2.1.2 | b | `test_v2_1_1_a` `Wire.none` | met |\n"
                     "| 2.1.3 | c | – | met |\n| 2.1.4 | d | – | perhaps |\n| 2.1.4 | d | – | not met |\n")
        self.assertEqual(len(faults(table, {"test_v2_1_1_a", "test_v9_9_9_b"}, set())), 6)


if __name__ == "__main__":
    unittest.main()
