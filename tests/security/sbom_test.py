# SPDX-License-Identifier: Apache-2.0
"""The list of what the product consists of: ASVS 4.0.3, V14.2."""
import copy
import importlib.machinery
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from serving import PROGRAM  # noqa: E402

NODE = {**os.environ, "PATH": f"{ROOT}/.tools/node/bin:{os.environ['PATH']}"}
loader = importlib.machinery.SourceFileLoader("sbom", str(ROOT / "tools/sbom"))
sbom = importlib.util.module_from_spec(importlib.util.spec_from_loader("sbom", loader))
loader.exec_module(sbom)


class Sbom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.document = sbom.document_of(str(PROGRAM))

    def component(self, name: str) -> dict:
        return next(one for one in self.document["components"] if one["name"] == name)

    def valid(self, document: dict) -> subprocess.CompletedProcess:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(document, file)
            file.flush()
            return subprocess.run(["node", "validate.cjs", file.name], cwd=ROOT / "tests/security/schema", env=NODE,
                                  capture_output=True, text=True, check=False)

    def test_v14_2_5_the_list_is_cyclonedx_by_its_schema(self):
        done = self.valid(self.document)
        self.assertEqual(done.returncode, 0, done.stderr)
        broken = copy.deepcopy(self.document)
        broken["components"][0]["type"] = "thing"
        self.assertEqual(self.valid(broken).returncode, 1)

    def test_v14_2_5_it_names_what_is_linked_and_what_is_locked(self):
        for name in ("libssl3", "libsqlite3-0", "libpq5", "libargon2-1", "libicu72", "libc6", "libcli11-dev"):
            self.assertTrue(self.component(name)["version"], name)
        lock = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
        told = {(one.get("group", "") + "/" + one["name"]).lstrip("/") for one in self.document["components"]}
        for path, one in lock.items():
            if path and not one.get("optional"):
                self.assertIn(path.split("node_modules/")[-1], told)
        self.assertTrue(self.component("react")["hashes"][0]["content"])

    def test_v14_2_4_every_licence_goes_with_ours_and_an_unknown_one_fails(self):
        self.assertEqual(sbom.check(self.document["components"]), [])
        for licence in ({"license": {"id": "AGPL-3.0-only"}}, {"expression": "MIT AND GPL-2.0-only"},
                        {"license": {"name": "Proprietary"}}):
            strange = {"name": "strange", "version": "1", "licenses": [licence]}
            self.assertEqual(len(sbom.check([strange])), 1, licence)
        self.assertEqual(len(sbom.check([{"name": "none", "version": "1"}])), 1)


if __name__ == "__main__":
    unittest.main()
