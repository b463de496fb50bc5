# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/api.md do what the guide says, run in their order against a fresh store."""
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CLIENTELA_PROGRAM", ROOT / "build" / "clientela"))
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class Guide(unittest.TestCase):
    def test_every_command_works(self):
        blocks = BLOCK.findall((ROOT / "docs" / "api.md").read_text())
        self.assertGreater(len(blocks), 8)
        with tempfile.TemporaryDirectory() as folder:
            store = ["--store", f"{folder}/store"]
            run = lambda *words: subprocess.run([PROGRAM, *words, *store], check=True, capture_output=True, text=True,
                                                input="a long enough password\n").stdout
            run("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator", "--password-stdin")
            token = re.search(r"clt_\S+?(?=[\s\"]|$)", run("token", "add", "ada@example.com", "--name", "guide"))
            host = f"127.0.0.1:{free_port()}"
            server = subprocess.Popen([PROGRAM, "serve", *store, "--listen", host], stdout=subprocess.DEVNULL)
            try:
                wait_for(f"http://{host}/health/live", 30)
                environment = dict(os.environ, HOST=f"http://{host}", TOKEN=token.group(0))
                for block in blocks:
                    with self.subTest(block.split("\n")[0]):
                        self.check(block, environment)
            finally:
                server.terminate()
                server.wait()

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
