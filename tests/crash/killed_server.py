# SPDX-License-Identifier: Apache-2.0
"""The program on one store and one port, which it keeps over all its lives, and requests that are sent again until
they are answered."""
import pathlib
import signal
import subprocess
import sys
import threading
import time
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from serving import PROGRAM, TOKEN, ask, form, free_port, wait_for  # noqa: E402,F401

PATIENCE = 70  # seconds until a request must have been answered, however often it was sent


class Refused(Exception):
    pass


class Server:
    """`tell`, if there is one, hears of each try of a request that names its kind: (kind, began, ended, answered)."""

    def __init__(self, location: str, log: pathlib.Path, tell=None):
        self.location = location
        self.tell = tell or (lambda *_: None)
        self.log = open(log, "ab")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.lock = threading.Lock()
        self.under_way = {}  # kind: requests that wait for their answer
        self.commands = {}   # process: its first word
        self.command("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator")
        self.token = TOKEN.search(self.command("token", "add", "ada@example.com", "--name", "kill"))[0]

    def command(self, *words: str) -> str:
        process = subprocess.Popen([PROGRAM, *words, "--store", self.location], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.commands[process] = words[0]
        try:
            output, errors = process.communicate()
        finally:
            del self.commands[process]
        if process.returncode:
            raise Refused(f"clientela {' '.join(words)}: {output[-3000:]}{errors}")
        return output

    def start(self) -> None:
        """As a service manager would: again, while a command that began in between holds the store."""
        end = time.monotonic() + 60
        while True:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--store", self.location, "--listen", f"127.0.0.1:{self.port}",
                 "--rate-limit", "0"],
                stdout=self.log, stderr=self.log)
            try:
                return wait_for(f"{self.address}/health/ready", 60, lambda: self.process.poll() is None)
            except OSError:
                if self.process.poll() is None or time.monotonic() > end:
                    raise
            time.sleep(0.1)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_commands(self, word: str) -> None:
        for process, first in list(self.commands.items()):
            if first == word:
                process.kill()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def ask(self, method: str, path: str, body=None, key: str = "", headers=None):
        """One try: status and document. OSError when nobody answers."""
        return ask(self.token, method, f"{self.address}/api/v1/{path}", body,
                   {**(headers or {}), **({"Idempotency-Key": key} if key else {})})

    def try_once(self, kind: str, *request):
        """Status and document of one try; no answer, or half of one, is 503."""
        began = time.time()
        with self.lock:
            self.under_way[kind] = self.under_way.get(kind, 0) + 1
        try:
            status, document = self.ask(*request)
        except (OSError, ValueError, EOFError):
            status, document = 503, "no answer"
        except Exception as broken:  # http.client speaks of half an answer in its own ways
            status, document = 503, repr(broken)
        with self.lock:
            self.under_way[kind] -= 1
        if kind:
            self.tell(kind, began, time.time(), status != 503)
        return status, document

    def insist(self, method: str, path: str, body=None, kind: str = "", headers=None):
        """The same request under the same key until it is answered; 503 is an invitation to try again."""
        key = str(uuid.uuid4()) if method != "GET" else ""
        end = time.monotonic() + PATIENCE
        while True:
            status, document = self.try_once(kind, method, path, body, key, headers)
            if status < 300:
                return document
            if status != 503 or time.monotonic() > end:
                raise Refused(f"{method} {path}: {status} {document}")
            time.sleep(0.02)
