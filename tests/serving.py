# SPDX-License-Identifier: Apache-2.0
"""The program on a store of its own, for tests that ask it from outside."""
import contextlib
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAM = pathlib.Path(os.environ.get("CLIENTELA_PROGRAM", ROOT / "build" / "clientela"))
TOKEN = re.compile(r"clt_[\w-]+")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, seconds: float, goes_on=lambda: True) -> None:
    """Until the address answers; OSError when the time is over or `goes_on` says no."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=10).close()
            return
        except OSError:
            if time.monotonic() > end or not goes_on():
                raise
            time.sleep(0.05)


def ask(token: str, method: str, url: str, body=None, headers=None):
    """One request with a JSON body, or with bytes as they are: status and document. OSError when nobody answers."""
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})}
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data, sent, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.loads(refusal.read())


def form(options: dict, file_name: str, text: str) -> tuple:
    """Body and headers of an upload: options as JSON, and one CSV file."""
    border = "the-border-between-the-parts"
    body = (f'--{border}\r\nContent-Disposition: form-data; name="options"\r\n\r\n{json.dumps(options)}\r\n'
            f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
            f'Content-Type: text/csv\r\n\r\n{text}\r\n--{border}--\r\n')
    return body.encode(), {"Content-Type": f"multipart/form-data; boundary={border}"}


@contextlib.contextmanager
def served(*options, environment=None, log=None):
    """A server on an empty store with one administrator; gives its address and their token. `log` is a file that takes
    what it writes on its standard error."""
    with tempfile.TemporaryDirectory() as folder:
        store = ["--store", f"{folder}/store"]
        run = lambda *words: subprocess.run([PROGRAM, *words, *store], check=True, capture_output=True, text=True,
                                            input="a long enough password\n").stdout
        run("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator", "--password-stdin")
        token = TOKEN.search(run("token", "add", "ada@example.com", "--name", "test"))[0]
        host = f"127.0.0.1:{free_port()}"
        server = subprocess.Popen([PROGRAM, "serve", *store, "--listen", host, *options], stdout=subprocess.DEVNULL,
                                  stderr=log, env={**os.environ, **(environment or {})})
        try:
            wait_for(f"http://{host}/health/live", 30)
            yield f"http://{host}", token
        finally:
            server.terminate()
            server.wait()
