# SPDX-License-Identifier: Apache-2.0
"""/api/openapi.json is accepted by the linter that API tools agree on."""
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("CLIENTELA_PROGRAM", ROOT / "build" / "clientela"))
LINTER = ROOT / "tools" / "openapi"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str, seconds: float) -> bytes:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return answer.read()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


class OpenApi(unittest.TestCase):
    def test_document_passes_the_linter(self):
        path = dict(os.environ, PATH=f"{ROOT}/.tools/node/bin:{os.environ['PATH']}")
        with tempfile.TemporaryDirectory() as folder:
            port = free_port()
            command = [PROGRAM, "serve", "--store", f"{folder}/store", "--listen", f"127.0.0.1:{port}"]
            server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            try:
                document = pathlib.Path(folder) / "openapi.json"
                document.write_bytes(fetch(f"http://127.0.0.1:{port}/api/openapi.json", 30))
            finally:
                server.terminate()
                server.wait()
            checked = subprocess.run(["npx", "--no-install", "redocly", "lint", "--config", "redocly.yaml", document],
                                     cwd=LINTER, env=path, capture_output=True, text=True)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
