# SPDX-License-Identifier: Apache-2.0
"""What goes on while kill.py strikes: people save, import, change many records, take that back, add fields and make
backups, all at the same time, and write down what was answered."""
import collections
import itertools
import json
import pathlib
import random
import threading
import time

from killed_server import Refused, Server
from lots import Lot
from strikes import BACKUP, FIELD, SAVE, Strikes

WRITERS = 6
FIELDS_OF = ("accounts", "contacts", "leads", "opportunities")
PAUSES = {FIELD: 8, BACKUP: 4}  # seconds between two of them, unless one is wanted


class Ledger:
    """What was answered."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder
        self.lock = threading.Lock()
        self.accounts = {}    # id: name
        self.employees = {}   # id: the last number answered
        self.fields = []      # (object, label) of fields that were made
        self.lots = []
        self.backups = {}     # file: the hash of its contents that was told
        self.unanswered_backups = []
        self.counts = collections.Counter()

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class Company:
    """`lots`: how many there are at a time."""

    def __init__(self, store, seed: int, lots: int):
        self.folder = pathlib.Path(store.folder)  # files to import, backups
        self.seed = seed
        self.lots = lots
        self.strikes = Strikes(has_checkpoints=store.name == "sqlite")
        self.ledger = Ledger(self.folder)
        self.server = Server(store.fresh(), self.folder / "server.log", self.strikes.heard)
        self.over = threading.Event()
        self.problems = []
        self.numbers = itertools.count(1)
        self.threads = []

    def begin(self) -> None:
        self.server.start()
        for number in range(WRITERS):
            self.in_thread(self.write, random.Random(self.seed * 100 + number), number)
        for number in range(self.lots):
            self.in_thread(self.work_on_lots, random.Random(self.seed * 100 + 50 + number))
        self.in_thread(self.add_fields)
        self.in_thread(self.back_up)

    def end(self) -> None:
        """What is under way comes to its end first."""
        self.over.set()
        for thread in self.threads:
            thread.join()

    def in_thread(self, work, *given) -> None:
        def guarded():
            try:
                work(*given)
            except Exception as problem:
                self.problems.append(f"{work.__name__}: {problem!r}")
                self.over.set()
        self.threads.append(threading.Thread(target=guarded))
        self.threads[-1].start()

    def write(self, choose, writer: int) -> None:
        """Creates accounts and counts up a number of them."""
        mine = []
        number = 0
        while not self.over.is_set():
            number += 1
            if mine and choose.random() < 0.4:
                id = choose.choice(mine)
                self.server.insist("PATCH", f"accounts('{id}')", {"employees": number}, SAVE)
                self.ledger.employees[id] = number
                self.ledger.count("updates")
            else:
                name = f"single {writer} {number}"
                id = self.server.insist("POST", "accounts", {"name": name}, SAVE)["id"]
                self.ledger.accounts[id] = name
                mine.append(id)
                self.ledger.count("creates")

    def work_on_lots(self, choose) -> None:
        while not self.over.is_set():
            with self.ledger.lock:
                lot = Lot(next(self.numbers), self.server, self.folder, choose, self.ledger.count)
                self.ledger.lots.append(lot)
            lot.live(lambda: self.strikes.wanted, self.over.is_set)
            if lot.problems:
                self.over.set()

    def pause(self, kind: str) -> None:
        end = time.monotonic() + PAUSES[kind]
        while not self.over.is_set() and time.monotonic() < end and self.strikes.wanted != kind:
            time.sleep(0.02)

    def add_fields(self) -> None:
        for number in itertools.count():
            self.pause(FIELD)
            if self.over.is_set():
                return
            label = f"Campo {number}"
            changes = [{"do": "add_field", "object": FIELDS_OF[number % len(FIELDS_OF)],
                        "field": {"type": "string", "label": {"es": label, "en": label}, "filterable": True}}]
            plan = self.server.insist("POST", "definitions/plan", {"changes": changes})
            self.ledger.fields.append((changes[0]["object"], label))
            try:
                self.server.insist("POST", "definitions/apply", {"changes": changes, "hash": plan["hash"]}, FIELD)
            except Refused as refusal:  # the answer was lost, and a plan is applied only once
                if " 409 " not in str(refusal):
                    raise
            self.ledger.count("fields")

    def back_up(self) -> None:
        for number in itertools.count():
            self.pause(BACKUP)
            if self.over.is_set():
                return
            file = self.folder / f"backup{number}.clientela"
            try:
                told = json.loads(self.server.command("--json", "backup", str(file)).splitlines()[-1])
            except Refused:
                self.ledger.unanswered_backups.append(file)
                continue
            for older in list(self.ledger.backups)[:-1]:
                older.unlink(missing_ok=True)
            self.ledger.backups[file] = told["content_hash"]
            self.ledger.count("backups")
