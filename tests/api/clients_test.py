# SPDX-License-Identifier: Apache-2.0
"""OData libraries that others wrote read and write through the API (tests/api/clients)."""
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
CLIENTS = ROOT / "tests" / "api" / "clients"


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


class Clients(unittest.TestCase):
    """Each library gets a store of its own."""

    def run_client(self, script: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = ["--store", f"{folder}/store"]
            run = lambda *words: subprocess.run([PROGRAM, *words, *store], check=True, capture_output=True, text=True,
                                                input="a long enough password\n").stdout
            run("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator", "--password-stdin")
            token = re.search(r"clt_\S+?(?=[\s\"]|$)", run("token", "add", "ada@example.com", "--name", "client"))
            host = f"http://127.0.0.1:{free_port()}"
            server = subprocess.Popen([PROGRAM, "serve", *store, "--listen", host.removeprefix("http://")],
                                      stdout=subprocess.DEVNULL)
            try:
                wait_for(f"{host}/health/live", 30)
                environment = dict(os.environ, HOST=host, TOKEN=token.group(0),
                                   PATH=f"{ROOT}/.tools/node/bin:{os.environ['PATH']}")
                done = subprocess.run(["node", script], cwd=CLIENTS, env=environment, capture_output=True, text=True,
                                      timeout=120, check=False)
            finally:
                server.terminate()
                server.wait()
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_odata(self):
        self.run_client("o_client.cjs")

    def test_odata_client(self):
        self.run_client("light_client.cjs")


if __name__ == "__main__":
    unittest.main()
