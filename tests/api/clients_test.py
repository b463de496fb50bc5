# SPDX-License-Identifier: Apache-2.0
"""OData libraries that others wrote read and write through the API (tests/api/clients)."""
import os
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENTS = ROOT / "tests" / "api" / "clients"
sys.path.insert(0, str(ROOT / "tests"))

from serving import served  # noqa: E402


class Clients(unittest.TestCase):
    """Each library gets a store of its own."""

    def run_client(self, script: str) -> None:
        with served() as (host, token):
            environment = dict(os.environ, HOST=host, TOKEN=token,
                               PATH=f"{ROOT}/.tools/node/bin:{os.environ['PATH']}")
            done = subprocess.run(["node", script], cwd=CLIENTS, env=environment, capture_output=True, text=True,
                                  timeout=120, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_odata(self):
        self.run_client("o_client.cjs")

    def test_odata_client(self):
        self.run_client("light_client.cjs")


if __name__ == "__main__":
    unittest.main()
