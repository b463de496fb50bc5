# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/api.md do what the guide says, run in their order against a fresh store."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from serving import served  # noqa: E402

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)

# What each answer has to hold, by a piece of its command.
SHAPES = [
    ("-d '{\"name\":\"Aceros", {"name", "version", "@odata.etag"}),
    ("select=name,country", {"name", "country", "@odata.etag"}),
    ("count=true", {"@odata.context", "@odata.count", "value"}),
    ("/name\"", {"@odata.context", "value"}),
    ("children?", {"@odata.context", "value"}),
    ("apply=", {"value"}),
    ("batch", {"responses"}),
]


class Guide(unittest.TestCase):
    def test_every_command_works(self):
        blocks = BLOCK.findall((ROOT / "docs" / "api.md").read_text())
        self.assertGreater(len(blocks), 8)
        with served() as (host, token):
            environment = dict(os.environ, HOST=host, TOKEN=token)
            for block in blocks:
                with self.subTest(block.split("\n")[0]):
                    self.check(block, environment)

    def check(self, block, environment):
        done = subprocess.run(["sh", "-e", "-c", block], env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, block + done.stdout + done.stderr)
        for piece, members in SHAPES:
            if piece in block:
                self.assertLessEqual(members, set(json.loads(done.stdout)), block + done.stdout)
        if "responses" in done.stdout:
            statuses = [one["status"] for one in json.loads(done.stdout)["responses"]]
            self.assertTrue(all(status < 300 for status in statuses), done.stdout)


if __name__ == "__main__":
    unittest.main()
