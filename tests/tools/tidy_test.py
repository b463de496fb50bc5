# SPDX-License-Identifier: Apache-2.0
"""tools/tidy finds what it is there to find, and nothing in clean text."""
import importlib.util
import pathlib
import sys
import unittest
from importlib.machinery import SourceFileLoader

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
import source_text  # noqa: E402


def load(name: str):
    loader = SourceFileLoader(f"tool_{name}", str(TOOLS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    sys.modules[loader.name] = module  # dataclasses look their module up by name
    loader.exec_module(module)
    return module


tidy = load("tidy")
HEAD = "// SPDX-License-Identifier: Apache-2.0\n"
WORDS = {"cool down": "three-months rule"}


def reasons(text: str, kind: str = "cpp") -> str:
    return "; ".join(reason for _, reason in tidy.check_text("src/x/y.cc", kind, text, WORDS))


class Tidy(unittest.TestCase):
    def test_clean_text_passes(self):
        self.assertEqual(reasons(HEAD + "int one() { return 1'000; }  // a Manager, cool-down, in a comment\n"), "")

    def test_missing_licence_tab_and_space_are_found(self):
        self.assertIn("licence", reasons("int a;\n"))
        self.assertIn("tab", reasons(HEAD + "\tint a;\n"))
        self.assertIn("white space", reasons(HEAD + "int a; \n"))
        self.assertIn("line end", reasons(HEAD + "int a;"))

    def test_long_lines_count_characters_not_bytes(self):
        self.assertEqual(reasons(HEAD + "// " + "ñ" * 97 + "\n"), "")
        self.assertIn("101 columns", reasons(HEAD + "// " + "ñ" * 98 + "\n"))

    def test_long_file_is_found(self):
        self.assertEqual(reasons(HEAD + "int a;\n" * 498), "")
        self.assertIn("500 lines", reasons(HEAD + "int a;\n" * 499))

    def test_long_function_is_found(self):
        def body(lines):
            return HEAD + "namespace a {\nclass B {\nvoid f(int x) {\n" + "x();\n" * (lines - 2) + "}\n};\n}\n"
        self.assertEqual(reasons(body(69)), "")
        self.assertIn("function of 70 lines", reasons(body(70)))

    def test_long_python_function_is_found(self):
        text = "# SPDX-License-Identifier: Apache-2.0\ndef f():\n" + "    x()\n" * 70
        self.assertIn("function of 71 lines", reasons(text, "python"))

    def test_empty_names_are_found_where_they_are_defined(self):
        self.assertIn("RecordManager", reasons(HEAD + "class RecordManager {\n};\n"))
        self.assertIn("RowData", reasons(HEAD + "export interface RowData {\n}\n", "web"))
        self.assertEqual(reasons(HEAD + "using F = FormData;\n"), "")

    def test_folders_and_files_say_what_is_in_them(self):
        self.assertTrue(tidy.check_path("src/sales/utils/x.cc"))
        self.assertTrue(tidy.check_path("web/src/common.ts"))
        self.assertEqual(tidy.check_path("src/base/id.h"), [])

    def test_words_of_the_glossary_are_kept_in_every_spelling(self):
        for name in ("coolDown", "cool_down", "CoolDown"):
            self.assertIn("three-months rule", reasons(HEAD + f"int {name};\n"), name)

    def test_glossary_names_forbidden_words(self):
        table = ("| term | meaning | never | path |\n|---|---|---|---|\n"
                 "| **stage** | a step | `phase`, step | `src/x` |\n")
        self.assertEqual(tidy.forbidden_words(table), {"phase": "stage"})

    def test_unfinished_work_is_found(self):
        self.assertIn("unfinished", reasons(HEAD + "// TO" + "DO later\n"))


class SourceText(unittest.TestCase):
    def test_joined_literals_come_as_one(self):
        text = 'f("select a "  // why\n  "from b", R"(insert\ninto c)");'
        self.assertEqual(source_text.string_literals(text), [(1, "select a from b"), (2, "insert\ninto c")])

    def test_braces_in_literals_and_macros_do_not_count(self):
        text = "#define X(a) \\\n  { a\nvoid f() {\n  g(\"{\", '{');\n}\nvoid h() {\n}\n"
        self.assertEqual(source_text.function_lengths(text), [(3, 3), (6, 2)])


if __name__ == "__main__":
    unittest.main()
