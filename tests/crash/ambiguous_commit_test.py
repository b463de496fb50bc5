# SPDX-License-Identifier: Apache-2.0
"""The connection to PostgreSQL breaks while a commit is under way: before it arrived, or before its answer came
back. Whoever saved is told that nobody knows, and repeating the request under its key does it exactly once."""
import pathlib
import selectors
import socket
import sys
import tempfile
import threading
import unittest
import uuid

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent)]

import kill  # noqa: E402  (its server, and the stores of the scenarios)

COMMIT = b"COMMIT"


class Wire(threading.Thread):
    """Stands between the program and PostgreSQL on a socket of its own, and cuts the commit that it is told to."""

    def __init__(self, target: str):
        super().__init__(daemon=True)
        self.target = target
        self.folder = tempfile.TemporaryDirectory(prefix="clientela-wire-")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{self.folder.name}/.s.PGSQL.5432")
        self.listener.listen(64)
        self.lock = threading.Lock()
        self.cut = None   # "before" or "after" the commit reached PostgreSQL
        self.word = b""   # what the transaction to be cut writes
        self.cuts = 0

    def run(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def take_cut(self, writes_word: bool, data: bytes):
        with self.lock:
            if self.cut is None or not writes_word or COMMIT not in data:
                return None
            cut, self.cut = self.cut, None
            self.cuts += 1
            return cut

    def carry(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server, selectors.DefaultSelector() as ready:
            server.connect(self.target)
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            writes_word = False
            while True:
                for key, _ in ready.select():
                    try:
                        data = key.fileobj.recv(1 << 16)
                    except ConnectionResetError:
                        data = b""
                    if not data:
                        return
                    cut = None
                    if key.fileobj is client:
                        writes_word = writes_word or (self.cut is not None and self.word in data)
                        cut = self.take_cut(writes_word, data)
                    if cut == "before":
                        return
                    key.data.sendall(data)
                    if cut == "after":
                        server.recv(1 << 16)  # it is done; the program never hears of it
                        return


class AmbiguousCommit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = kill.stores.Postgres()
        cls.addClassCleanup(cls.store.stop)
        cls.wire = Wire(f"{cls.store.folder}/.s.PGSQL.5432")
        cls.addClassCleanup(cls.wire.listener.close)
        cls.wire.start()
        cls.server = kill.Server(cls.store.fresh().replace(cls.store.folder, cls.wire.folder.name),
                                 pathlib.Path(cls.store.folder) / "server.log")
        cls.addClassCleanup(cls.server.log.close)
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)

    def named(self, name: str) -> list:
        status, page = self.server.ask("GET", f"accounts?$filter=name%20eq%20'{name}'&$select=id")
        self.assertEqual(status, 200, page)
        return [row["id"] for row in page["value"]]

    def save_through(self, cut: str, name: str):
        """The refusal of the cut save and the answer to its repetition."""
        key = str(uuid.uuid4())
        self.wire.word, self.wire.cut = name.encode(), cut
        refused = self.server.ask("POST", "accounts", {"name": name}, key)
        self.assertIsNone(self.wire.cut, "no commit passed by")
        there = self.named(name)
        status, account = self.server.ask("POST", "accounts", {"name": name}, key)
        self.assertEqual(status, 201, account)
        self.assertEqual(self.named(name), [account["id"]])
        return refused, there, account

    def test_commit_that_was_done_is_answered_again_and_not_done_twice(self):
        for number in range(5):
            (status, problem), there, account = self.save_through("after", f"Hecha{number}")
            self.assertEqual(status, 503, problem)
            self.assertIn("puede estar hecho o no", problem["error"]["message"])
            self.assertEqual(there, [account["id"]])

    def test_commit_that_never_arrived_is_done_by_the_repetition(self):
        for number in range(5):
            (status, problem), there, _ = self.save_through("before", f"Perdida{number}")
            self.assertEqual(status, 503, problem)
            self.assertIn("puede estar hecho o no", problem["error"]["message"])
            self.assertEqual(there, [])

    def test_the_store_agrees_with_itself_afterwards(self):
        cuts = self.wire.cuts
        for cut in ("before", "after"):
            self.save_through(cut, f"Corte-{cut}")
        self.assertEqual(self.wire.cuts, cuts + 2)
        self.assertIn("✓", self.server.command("verify"))
