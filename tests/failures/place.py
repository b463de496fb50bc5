# SPDX-License-Identifier: Apache-2.0
"""A program on a small disk of its own, which only it and who follows it through /proc can see."""
import datetime
import glob
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from serving import PROGRAM, TOKEN, ask, form, free_port, wait_for  # noqa: E402

SPANISH = {**os.environ, "LC_ALL": "es_ES.UTF-8", "LANGUAGE": "es"}
PASSWORD = "a long enough password"
FAKETIME = next(iter(glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")), None)


def command(*words, store, given: str = None) -> subprocess.CompletedProcess:
    return subprocess.run([PROGRAM, *words, "--store", store], capture_output=True, text=True, env=SPANISH,
                          input=given, timeout=60, check=False)


def add_person(name: str, role: str, store) -> str:
    """Somebody with the usual password; gives their mail."""
    email = f"{name.lower()}@example.com"
    done = command("user", "add", email, "--name", name, "--role", role, "--password-stdin", store=store,
                   given=f"{PASSWORD}\n")
    assert done.returncode == 0, done.stderr
    return email


def content(store) -> str:
    """The hash of all content of a store that agrees with itself."""
    verified = command("--json", "verify", store=store)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return json.loads(verified.stdout)["content_hash"]


class Clock:
    """For a server whose clock is so far off as this says; what it measures itself goes on as it does."""

    def __init__(self, file: pathlib.Path):
        assert FAKETIME, "faketime is not installed; tools/setup does it"
        self.file = file
        self.jump()
        self.environment = {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1",
                            "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

    def jump(self, **off) -> None:
        """Ahead of the right time, or behind it; nothing: right again."""
        self.off = datetime.timedelta(**off)
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.off.total_seconds():+.0f}s\n")
        new.rename(self.file)  # who reads it meanwhile finds a whole one

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.timezone.utc) + self.off


def new_store(folder) -> str:
    """A store with one administrator; gives their token."""
    done = command("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator", store=folder)
    assert done.returncode == 0, done.stderr
    return TOKEN.search(command("token", "add", "ada@example.com", "--name", "test", store=folder).stdout)[0]


def in_own_mounts(script: str) -> list:
    """The words that run a shell script where it may mount what nobody else sees."""
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]
    return [*own, "sh", "-ec", script]


def fill(path: pathlib.Path, leave: int = 0) -> None:
    """Until not one page more fits, but for so many bytes."""
    with open(path, "wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                pass
        filler.truncate(max(0, filler.tell() - leave))


def may_mount() -> bool:
    done = subprocess.run(in_own_mounts("mount -t tmpfs -o size=1m tmpfs /mnt"), capture_output=True, check=False)
    return done.returncode == 0


class Server:
    """Serves `store`; `mounts` is a shell script that makes it first."""

    def __init__(self, store, token: str, mounts: str = "", environment=None, options=(), listen=""):
        self.token = token
        self.output = tempfile.TemporaryFile("w+")
        listen = listen or f"127.0.0.1:{free_port()}"
        secure = "--tls-cert" in options
        self.address = f"{'https' if secure else 'http'}://{listen}"
        self.process = subprocess.Popen(
            in_own_mounts(f"{mounts}; exec '{PROGRAM}' serve --store '{store}' --listen {listen}")
            if mounts else [PROGRAM, "serve", "--store", store, "--listen", listen, *options],
            stdout=self.output, stderr=self.output, env={**SPANISH, **(environment or {})})
        self.store = pathlib.Path(f"/proc/{self.process.pid}/root{store}")
        try:
            self.wait(secure)
        except OSError as problem:
            said = self.said()
            self.stop()
            raise AssertionError(f"not served: {said}") from problem

    def wait(self, secure: bool) -> None:
        goes_on = lambda: self.process.poll() is None  # noqa: E731
        if not secure:
            wait_for(f"{self.address}/health/ready", 30, goes_on)
            return
        host, port = self.address.removeprefix("https://").split(":")
        end = time.monotonic() + 30  # who trusts its certificate is the test's business
        while goes_on():
            try:
                socket.create_connection((host, int(port)), 10).close()
                return
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
        raise OSError("it has ended")

    def said(self) -> str:
        self.output.seek(0)
        return self.output.read()

    def ask(self, method: str, path: str, body=None, headers=None):
        """Status and document."""
        return ask(self.token, method, f"{self.address}{path}", body,
                   {"Accept-Language": "es", **(headers or {})})

    def visit(self, method: str, path: str, body=None, session: str = "") -> tuple:
        """As the page of a person does: status and headers."""
        sent = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json", "Cookie": session}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}{path}", data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.headers

    def sign_in(self, email: str, password: str = PASSWORD) -> tuple:
        return self.visit("POST", "/auth/login", {"email": email, "password": password})

    def session(self, email: str) -> str:
        """The cookie of somebody who has just signed in."""
        status, headers = self.sign_in(email)
        assert status == 200, status
        return headers["Set-Cookie"].split(";")[0]

    def upload(self, rows) -> tuple:
        """Begins an import of accounts: (name, description)."""
        text = "name,description\n" + "".join(f"{name},{description}\n" for name, description in rows)
        columns = {"name": "name", "description": "description"}
        return self.ask("POST", "/api/v1/imports",
                        *form({"object": "accounts", "mapping": {"columns": columns}}, "clientes.csv", text))

    def job(self, id: str) -> dict:
        status, job = self.ask("GET", f"/api/v1/jobs('{id}')")
        assert status == 200, job
        return job

    def end_of(self, id: str, seconds: float = 120) -> dict:
        end = time.monotonic() + seconds
        while True:
            job = self.job(id)
            if job["state"] in ("done", "failed", "cancelled") or time.monotonic() > end:
                return job
            time.sleep(0.1)

    def names(self) -> set:
        status, page = self.ask("GET", "/api/v1/accounts?$select=name&$top=1000")
        assert status == 200, page
        return {row["name"] for row in page["value"]}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        self.output.close()
