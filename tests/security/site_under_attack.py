# SPDX-License-Identifier: Apache-2.0
"""A real server on a store of its own, and the ways in which an attacker may talk to it: requests
that http.client writes, and bytes as they stand."""
import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from serving import PROGRAM, TOKEN, free_port  # noqa: E402

PASSWORD = "a long enough password"
OURS = {"Sec-Fetch-Site": "same-origin"}  # what a browser says of our own pages


class Answer:
    def __init__(self, status: int, headers: list, body: bytes):
        self.status = status
        self.headers = [(name.lower(), value) for name, value in headers]
        self.body = body

    def header(self, name: str) -> str:
        return next((value for known, value in self.headers if known == name), "")

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    def session(self) -> str:
        """Name and value of the session's cookie, as it goes back."""
        return self.header("set-cookie").split(";")[0]


class Site:
    def __init__(self, *options: str, secure: bool = False):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name)
        self.store = self.folder / "store"
        self.spool = self.folder / "spool"  # where bodies stand while they come in, without a name
        self.spool.mkdir()
        self.secure = secure
        self.log = open(self.folder / "log", "w+b")
        self.port = free_port()
        self.host = f"127.0.0.1:{self.port}"
        if secure:
            options += ("--tls-cert", str(self._certificate()), "--tls-key", str(self.folder / "key.pem"))
        self.cli("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator", "--password-stdin")
        self.token = self.token_of("ada@example.com")
        self._server = subprocess.Popen(
            [PROGRAM, "serve", "--store", self.store, "--listen", self.host, *options],
            stdout=self.log, stderr=self.log, env={"PATH": "/usr/bin:/bin", "TMPDIR": str(self.spool)})
        self.process = self._server.pid
        self._wait()

    def uploads(self) -> list:
        """Files of bodies that the server holds open."""
        targets = []
        for handle in pathlib.Path(f"/proc/{self.process}/fd").iterdir():
            try:
                targets.append(os.readlink(handle))
            except FileNotFoundError:  # closed meanwhile
                continue
        return [target for target in targets if target.startswith(f"{self.spool}/")]

    def _certificate(self) -> pathlib.Path:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-subj", "/CN=localhost", "-days", "2", "-keyout", self.folder / "key.pem",
                        "-out", self.folder / "cert.pem"], check=True, capture_output=True)
        return self.folder / "cert.pem"

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                self.connect().close()
                return
            except OSError:
                if time.monotonic() > end or self._server.poll() is not None:
                    raise RuntimeError(self.told()) from None
                time.sleep(0.05)

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait(30)
        self.log.close()
        self._folder.cleanup()

    def told(self) -> str:
        """What the server has written to its outputs."""
        return (self.folder / "log").read_text(errors="replace")

    def cli(self, *words: str, line: str = PASSWORD) -> str:
        done = subprocess.run([PROGRAM, *words, "--store", self.store], capture_output=True, text=True,
                              input=f"{line}\n")
        if done.returncode:
            raise RuntimeError(f"clientela {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def token_of(self, email: str) -> str:
        return TOKEN.search(self.cli("token", "add", email, "--name", "test"))[0]

    def add_person(self, name: str, role: str) -> str:
        """Somebody with the usual password; gives their mail."""
        email = f"{name.lower()}@example.com"
        self.cli("user", "add", email, "--name", name, "--role", role, "--password-stdin")
        return email

    # Requests

    def connect(self, source: str = "127.0.0.1", timeout: float = 20) -> socket.socket:
        plain = socket.create_connection(("127.0.0.1", self.port), timeout, source_address=(source, 0))
        return self.trusting().wrap_socket(plain) if self.secure else plain

    def trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def ask(self, method: str, path: str, body=None, headers: dict = None, token: str = None,
            session: str = None, source: str = "127.0.0.1") -> Answer:
        """As the administrator, unless a token, a session or nobody ("") is named."""
        sent = dict(headers or {})
        if session:
            sent["Cookie"] = session
        elif token != "":
            sent["Authorization"] = f"Bearer {token or self.token}"
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            sent.setdefault("Content-Type", "application/json")
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.sock = self.connect(source)
        try:
            line.request(method, path, body, sent)
            answer = line.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            line.close()

    def sign_in(self, email: str, password: str = PASSWORD, headers: dict = None,
                source: str = "127.0.0.1") -> Answer:
        return self.ask("POST", "/auth/login", {"email": email, "password": password},
                        {**OURS, **(headers or {})}, token="", source=source)

    def session(self, email: str) -> str:
        answer = self.sign_in(email)
        assert answer.status == 200, answer.text
        return answer.session()

    def raw(self, data: bytes, seconds: float = 20) -> bytes:
        """Sends bytes as they stand and reads until the server closes or is silent."""
        with self.connect(timeout=seconds) as line:
            line.sendall(data)
            got = b""
            try:
                while part := line.recv(65536):
                    got += part
            except (TimeoutError, ConnectionResetError):
                pass
            return got

    def set(self, path: str, record: dict, method: str = "POST", status: int = 201, token: str = None) -> dict:
        answer = self.ask(method, path, record, token=token)
        assert answer.status == status, answer.text
        return answer.json()
