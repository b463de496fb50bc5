#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the server (and PostgreSQL) again and again while people save, import, undo, change many records, add
fields and make backups. Afterwards everything that was answered is there exactly once, jobs have gone on to
their end, and `clientela verify` finds nothing.

kill.py [--kills N] [--store sqlite|postgres] [--seed N]
"""
import argparse
import collections
import os
import pathlib
import random
import signal
import subprocess
import sys
import threading
import time
import uuid

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent), str(FOLDER.parent / "scenarios")]

import stores  # noqa: E402
from serving import PROGRAM, TOKEN, ask, free_port, wait_for  # noqa: E402

WRITERS = 6
IMPORT_ROWS = 2_000
LIVES = (0.05, 1.2)  # seconds between being ready and being killed
PATIENCE = 70       # seconds until a request must have been answered, however often it was sent


class Refused(Exception):
    pass


class Server:
    """The program on one store and one port, which it keeps over all its lives."""

    def __init__(self, location: str, log: pathlib.Path):
        self.location = location
        self.log = open(log, "ab")
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = None
        self.command("user", "add", "ada@example.com", "--name", "Ada", "--role", "administrator")
        self.token = TOKEN.search(self.command("token", "add", "ada@example.com", "--name", "kill"))[0]

    def command(self, *words: str) -> str:
        done = subprocess.run([PROGRAM, *words, "--store", self.location], capture_output=True, text=True)
        if done.returncode:
            raise Refused(f"clientela {' '.join(words)}: {done.stdout[-3000:]}{done.stderr}")
        return done.stdout

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

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def ask(self, method: str, path: str, body=None, key: str = ""):
        """One try: status and document. OSError when nobody answers."""
        return ask(self.token, method, f"{self.address}/api/v1/{path}", body,
                   {"Idempotency-Key": key} if key else None)

    def insist(self, method: str, path: str, body=None):
        """The same request under the same key until it is answered; 503 is an invitation to try again."""
        key = str(uuid.uuid4())
        end = time.monotonic() + PATIENCE
        while True:
            try:
                status, document = self.ask(method, path, body, key if method != "GET" else "")
            except (OSError, ValueError, EOFError):
                status, document = 503, "no answer"
            except Exception as broken:  # http.client speaks of half an answer in its own ways
                status, document = 503, repr(broken)
            if status < 300:
                return document
            if status != 503 or time.monotonic() > end:
                raise Refused(f"{method} {path}: {status} {document}")
            time.sleep(0.02)


class Ledger:
    """What was answered."""

    def __init__(self):
        self.lock = threading.Lock()
        self.accounts = {}     # id: name
        self.employees = {}    # id: the last number answered
        self.fields = []       # labels of fields that were made
        self.imports = {}      # prefix: the command ended well
        self.backups = []      # files of backups that ended well
        self.counts = collections.Counter()

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class Torture:
    def __init__(self, store, seed: int):
        self.store = store
        self.random = random.Random(seed)
        self.seed = seed
        self.server = Server(store.fresh(), pathlib.Path(store.folder) / "server.log")
        self.ledger = Ledger()
        self.over = threading.Event()
        self.problems = []
        self.folder = pathlib.Path(store.folder)  # files to import, backups

    # What people do.

    def in_thread(self, work, *given) -> threading.Thread:
        def guarded():
            try:
                work(*given)
            except Exception as problem:
                self.problems.append(f"{work.__name__}: {problem!r}")
                self.over.set()
        thread = threading.Thread(target=guarded)
        thread.start()
        return thread

    def write(self, writer: int) -> None:
        """Creates accounts and counts up a number of them."""
        choose = random.Random(self.seed * 100 + writer)
        mine = []
        number = 0
        while not self.over.is_set():
            number += 1
            if mine and choose.random() < 0.4:
                id = choose.choice(mine)
                self.server.insist("PATCH", f"accounts('{id}')", {"employees": number})
                self.ledger.employees[id] = number
                self.ledger.count("updates")
            else:
                name = f"single {writer} {number}"
                id = self.server.insist("POST", "accounts", {"name": name})["id"]
                self.ledger.accounts[id] = name
                mine.append(id)
                self.ledger.count("creates")

    def work_long(self) -> None:
        """Imports, their undoing, acts on many records, new fields, backups; one after the other, for ever."""
        choose = random.Random(self.seed * 100 + 99)
        turn = 0
        while not self.over.is_set():
            turn += 1
            for act in (self.import_file, self.change_many, self.undo_one, self.add_field, self.back_up):
                if self.over.is_set():
                    return
                act(turn, choose)

    def import_file(self, turn: int, choose) -> None:
        prefix = f"import {turn} "
        path = self.folder / f"import{turn}.csv"
        path.write_text("name,description\n" + "".join(f"{prefix}{row},Vigo\n" for row in range(IMPORT_ROWS)))
        self.ledger.imports[prefix] = False
        try:
            self.server.command("import", "accounts", str(path))
        except Refused:
            return  # killed meanwhile: all of it or nothing, which is looked at in the end
        self.ledger.imports[prefix] = True
        self.ledger.count("imports")

    def change_many(self, turn: int, choose) -> None:
        where = {"action": "edit", "filter": f"startswith(name,'import {max(1, turn - 1)} ')"}
        preview = {**where, "values": {"description": "x"}, "preview": True}
        count = self.server.insist("POST", "accounts/bulk", preview)["count"]
        if not count:
            return
        order = {**where, "values": {"description": f"Lugo {turn}"}, "expected_count": count}
        try:
            self.server.insist("POST", "accounts/bulk", order)
            self.ledger.count("bulk acts")
        except Refused as refusal:
            if " 409 " not in str(refusal):  # the number changed since the preview
                raise

    def undo_one(self, turn: int, choose) -> None:
        jobs = self.server.insist("GET", "jobs?top=50")["value"]
        able = [job["id"] for job in jobs if job["undoable"] and job["state"] in ("done", "cancelled")]
        if not able:
            return
        try:
            self.server.insist("POST", f"jobs('{choose.choice(able)}')/undo")
            self.ledger.count("undos")
        except Refused as refusal:
            if " 409 " not in str(refusal):
                raise

    def add_field(self, turn: int, choose) -> None:
        if turn % 4:
            return
        label = f"Campo {turn}"
        changes = [{"do": "add_field", "object": "accounts",
                    "field": {"type": "string", "label": {"es": label, "en": label}, "filterable": True}}]
        plan = self.server.insist("POST", "definitions/plan", {"changes": changes})
        self.ledger.fields.append(label)
        try:
            self.server.insist("POST", "definitions/apply", {"changes": changes, "hash": plan["hash"]})
        except Refused as refusal:  # the answer was lost, and a plan is applied only once
            if " 409 " not in str(refusal):
                raise
        self.ledger.count("fields")

    def back_up(self, turn: int, choose) -> None:
        file = self.folder / f"backup{turn % 3}.clientela"
        try:
            self.server.command("backup", str(file))
        except Refused:
            return
        self.ledger.backups.append(file)
        self.ledger.count("backups")

    # What befalls them.

    def strike(self) -> None:
        time.sleep(self.random.uniform(*LIVES))
        if self.store.name == "postgres" and self.random.random() < 0.5:
            self.ledger.count("kills of PostgreSQL")
            self.store.kill()
            self.store.start()
            wait_for(f"{self.server.address}/health/ready", 60, lambda: self.server.process.poll() is None)
        else:
            self.ledger.count("kills of the server")
            self.server.kill()
            self.server.start()

    def run(self, kills: int) -> None:
        self.server.start()
        threads = [self.in_thread(self.write, number) for number in range(WRITERS)]
        threads.append(self.in_thread(self.work_long))
        try:
            for kill in range(1, kills + 1):
                if self.over.is_set():
                    break
                self.strike()
                if kill % 20 == 0:
                    self.server.command("verify")
                    print(f"  {kill} kills, {sum(self.ledger.counts.values())} acts answered, verified", flush=True)
        finally:
            self.over.set()
            for thread in threads:
                thread.join()
        self.wait_for_jobs()
        self.check()
        self.server.stop()

    # What must be true afterwards.

    def wait_for_jobs(self) -> None:
        end = time.monotonic() + 300
        while self.server.insist("GET", "jobs?active=true")["value"]:
            if time.monotonic() > end:
                raise Refused("jobs did not come to their end")
            time.sleep(0.2)

    def all_accounts(self) -> list:
        found = []
        path = "accounts?$select=id,name,employees"
        while path:
            page = self.server.insist("GET", path)
            found += page["value"]
            path = page.get("@odata.nextLink", "").rpartition("/api/v1/")[2]
        return found

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.problems.append(what)

    def check(self) -> None:
        accounts = self.all_accounts()
        names = collections.Counter(account["name"] for account in accounts)
        by_id = {account["id"]: account for account in accounts}
        for id, name in self.ledger.accounts.items():
            self.expect(id in by_id and by_id[id]["name"] == name, f"{name} was answered and is lost")
        singles = [name for name in names if name.startswith("single ")]
        self.expect(len(singles) == len(self.ledger.accounts), f"{len(singles)} accounts of "
                    f"{len(self.ledger.accounts)} that were answered")
        for name in singles:
            self.expect(names[name] == 1, f"{name} is there {names[name]} times")
        for id, number in self.ledger.employees.items():
            self.expect(id in by_id and by_id[id]["employees"] == number, f"{id}: a change that was answered is lost")
        self.all_jobs = self.jobs()
        self.check_imports(names)
        self.check_jobs()
        self.check_fields()
        self.server.command("verify")
        self.check_backup()

    def check_imports(self, names) -> None:
        """All of it or nothing, but for those taken back: an undo leaves alone what was changed since."""
        imports = {job["title"]: job for job in self.all_jobs if job["kind"] == "import"}
        for prefix, ended_well in self.ledger.imports.items():
            file = prefix.replace(" ", "") + ".csv"
            job = next((job for title, job in imports.items() if file in title), None)
            rows = sum(count for name, count in names.items() if name.startswith(prefix))
            self.expect(job or not ended_well, f"{file} ended well and there is no job of it")
            if job and not job.get("undone_by"):
                self.expect(rows == IMPORT_ROWS == job["receipt"]["created"],
                            f"{file} has {rows} of {IMPORT_ROWS} rows")
            if not job:
                self.expect(rows == 0, f"{file} has {rows} rows and no job")

    def jobs(self) -> list:
        jobs, after = [], ""
        while after is not None:
            page = self.server.insist("GET", f"jobs?top=200&after={after}")
            jobs += page["value"]
            after = page["next"]
        return jobs

    def check_jobs(self) -> None:
        for job in self.all_jobs:
            receipt = job["receipt"]
            parts = sum(receipt[part] for part in ("created", "updated", "unchanged", "skipped", "failed"))
            self.expect(receipt["rows"] == parts, f"the receipt of job {job['id']} does not add up")
            came_to_nothing = job["kind"] == "bulk" and receipt["rows"] == 0  # its set had changed meanwhile
            self.expect(job["state"] == "done" or came_to_nothing,
                        f"job {job['id']} ({job['kind']}) is {job['state']}: {job.get('error')}")

    def check_fields(self) -> None:
        objects = self.server.insist("GET", "definitions")["objects"]
        fields = next(one["fields"] for one in objects if one["name"] == "accounts")
        labels = collections.Counter(str(field["label"]["en"]) for field in fields)
        for label in self.ledger.fields:
            self.expect(labels[label] == 1, f"field {label} is there {labels[label]} times")

    def check_backup(self) -> None:
        if not self.ledger.backups:
            return
        restored = self.store.fresh()
        words = [PROGRAM, "--store", restored]
        for command in (["restore", str(self.ledger.backups[-1])], ["verify"]):
            done = subprocess.run([*words, *command], capture_output=True, text=True)
            self.expect(done.returncode == 0, f"{command[0]} of the last backup: {done.stdout}{done.stderr}")


def torture(kind, kills: int, seed: int) -> list:
    """Problems found; prints seed and counts."""
    store = kind()
    started = time.monotonic()
    try:
        work = Torture(store, seed)
        try:
            work.run(kills)
        except Exception as problem:
            work.problems.append(repr(problem))
            if work.server.process and work.server.process.poll() is None:
                work.server.kill()
        told = ", ".join(f"{count} {what}" for what, count in sorted(work.ledger.counts.items()))
        print(f"{store.name}, seed {seed}: {told}; {time.monotonic() - started:.0f} s; "
              f"{len(work.problems)} problems", flush=True)
        if work.problems:
            print((work.folder / "server.log").read_text()[-3000:])
        return work.problems
    finally:
        store.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", choices=("sqlite", "postgres"))
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    arguments = parser.parse_args()
    problems = []
    for kind in (stores.Sqlite, stores.Postgres):
        if not arguments.store or kind.name == arguments.store:
            problems += torture(kind, arguments.kills, arguments.seed)
    for problem in problems[:40]:
        print(f"PROBLEM {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
