# SPDX-License-Identifier: Apache-2.0
"""tools/check_layers, check_map and check_locales refuse what they are there to refuse."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from tidy_test import load  # noqa: E402

layers_tool = load("check_layers")
map_tool = load("check_map")
locales_tool = load("check_locales")

LAYERS = layers_tool.read_layers("# head\nbase 1\ndb 2\nhttp 2\nschema 3\nrecord 3\nparty 4\nsales 4\napp 5\n")


def includes(path: str, line: str) -> list:
    return layers_tool.check_includes(path, f"#include {line}\n", LAYERS)


class Layers(unittest.TestCase):
    def test_lower_layers_and_the_own_module_are_open(self):
        for line in ('"base/id.h"', '"record/save.h"', '"sales/stage.h"', "<vector>"):
            self.assertEqual(includes("src/sales/stage.cc", line), [], line)

    def test_upper_and_sibling_modules_are_closed(self):
        self.assertTrue(includes("src/record/save.cc", '"sales/stage.h"'))
        self.assertTrue(includes("src/sales/stage.cc", '"party/account.h"'))
        self.assertTrue(includes("src/db/store.cc", '"http/server.h"'))

    def test_the_engine_looks_only_at_what_stands_above_in_the_list(self):
        self.assertEqual(includes("src/record/save.cc", '"schema/schema.h"'), [])
        self.assertTrue(includes("src/schema/schema.cc", '"record/save.h"'))

    def test_private_headers_and_unknown_modules(self):
        self.assertTrue(includes("src/record/save.cc", '"db/sqlite/handle.h"'))
        self.assertTrue(includes("src/record/save.cc", '"elsewhere/x.h"'))
        self.assertTrue(includes("src/elsewhere/x.cc", "<vector>"))

    def test_heavy_libraries_stay_inside_their_module(self):
        known = {"db/store.h": ["string"], "db/handle.h": ["sqlite3.h"], "db/pool.h": ["db/handle.h"],
                 "db/store.cc": ["db/pool.h"], "record/a.cc": ["db/store.h"], "record/b.cc": ["db/pool.h"]}
        self.assertEqual(layers_tool.check_weight("src/db/store.cc", known), [])
        self.assertEqual(layers_tool.check_weight("src/record/a.cc", known), [])
        self.assertTrue(layers_tool.check_weight("src/record/b.cc", known))

    def test_sql_stays_in_its_places(self):
        text = 'run("select id "\n    "from account");\n'
        self.assertTrue(layers_tool.check_sql("src/sales/stage.cc", text))
        self.assertEqual(layers_tool.check_sql("src/sales/forecast_sql.cc", text), [])
        self.assertEqual(layers_tool.check_sql("src/record/list.cc", text), [])
        self.assertEqual(layers_tool.check_sql("src/sales/stage.cc", 'say("choose from these");\n'), [])


class Map(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        (self.root / "src/sales").mkdir(parents=True)
        (self.root / "src/sales/stage.h").touch()

    def tearDown(self):
        self.folder.cleanup()

    def test_paths_of_tables_exist(self):
        self.assertEqual(map_tool.check_tables(self.root, "| x | `src/sales/stage.h`, `src/*/stage.h` |"), [])
        self.assertTrue(map_tool.check_tables(self.root, "| x | `src/sales/gone.h` |"))
        self.assertTrue(map_tool.check_tables(self.root, "| x | `src/sales/stage.{h,cc}` |"))

    def test_links_and_decision_records_exist(self):
        here = pathlib.Path(".")
        self.assertEqual(map_tool.check_links(self.root, here, "[a](src/sales) [b](https://x.y/z)"), [])
        self.assertTrue(map_tool.check_links(self.root, here, "[a](src/gone.md)"))
        self.assertTrue(map_tool.check_records(self.root, "// see docs/decisions/" + "0099-none.md"))


class Locales(unittest.TestCase):
    def test_same_keys_and_arguments(self):
        self.assertEqual(locales_tool.compare({"a": "Hola {name}"}, {"a": "Hello {name}"}), [])
        self.assertTrue(locales_tool.compare({"a": "Hola"}, {}))
        self.assertTrue(locales_tool.compare({}, {"a": "Hello"}))
        self.assertTrue(locales_tool.compare({"a": "Hola {nombre}"}, {"a": "Hello {name}"}))
        self.assertTrue(locales_tool.compare({"a": "¡Hola!"}, {"a": "Hello"}))

    def test_nested_texts_are_compared(self):
        self.assertEqual(locales_tool.flatten({"a": {"b": "c"}, "d": ["e"]}), {"a.b": "c", "d[0]": "e"})


if __name__ == "__main__":
    unittest.main()
