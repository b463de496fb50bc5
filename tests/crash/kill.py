#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the server (and PostgreSQL) again and again while people save, import, undo, change many records, add
fields and make backups. Afterwards everything that was answered is there exactly once, jobs have gone on to
their end, what was taken back is as it was before, backups restore to the contents that they told, and `clientela
verify` finds nothing.

Half of the kills fall anywhere; the others wait until the kind of act that was struck least is under way. How often
each was stands in the last line, and one that was never struck in a hundred kills is a problem.

PostgreSQL runs with fsync, as in earnest. A kill with signal 9 takes nothing of what the system has in its memory, so
this proves nothing about the moment when the power fails: that rests on the fsync of SQLite and PostgreSQL.

kill.py [--kills N] [--store sqlite|postgres] [--seed N]
"""
import argparse
import os
import pathlib
import random
import sys
import time

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent), str(FOLDER.parent / "scenarios")]

import stores  # noqa: E402
from aftermath import Aftermath  # noqa: E402
from company import Company  # noqa: E402
from killed_server import Server, wait_for  # noqa: E402,F401  (Server: for other tests that kill)
from strikes import BACKUP, CHECKPOINT, FIELD, OF_JOB, Checkpoints, seconds_of  # noqa: E402

LIVES = (0.05, 1.2)   # seconds between being ready and being killed, or aiming
AIM_PATIENCE = 3      # seconds until a kill falls though what it waits for did not begin
FUSES = {CHECKPOINT: 0.002, FIELD: 0.03, BACKUP: 0.2}  # seconds at most from the beginning to the kill
FUSE = 0.3            # of jobs
LOOK_EVERY = 0.1      # seconds between two looks at the jobs
# Behind each other on one lot; on PostgreSQL the jobs of a killed server wait for half a minute.
LOTS = {"sqlite": 5, "postgres": 8}


class Torture:
    def __init__(self, store, seed: int):
        self.store = store
        self.random = random.Random(seed)
        self.company = Company(store, seed, LOTS[store.name])
        self.server = self.company.server
        self.strikes = self.company.strikes
        self.checkpoints = Checkpoints(self.server.location)
        self.counts = self.company.ledger.counts
        self.problems = self.company.problems
        self.life_began = 0.0
        self.seen = []        # jobs that moved in this life
        self.seen_at = 0.0

    def begin_life(self) -> None:
        self.checkpoints.begin_life()
        self.life_began = time.time()

    # Aiming.

    def look_at_jobs(self) -> None:
        status, document = self.server.try_once("", "GET", "jobs?active=true&top=200")
        if status == 200:
            self.seen = [job for job in document["value"] if job["state"] == "running"
                         and seconds_of(job["updated_at"]) >= self.life_began]
        self.seen_at = time.monotonic()

    def unfinished_backups(self) -> list:
        return list(self.company.folder.glob("*.part"))

    def is_open(self, kind: str) -> bool:
        if kind == CHECKPOINT:
            return self.checkpoints.under_way()
        if kind == FIELD:
            return self.server.under_way.get(FIELD, 0) > 0
        if kind == BACKUP:
            return bool(self.unfinished_backups())
        return any(OF_JOB.get(job["kind"]) == kind for job in self.seen)

    def aim(self) -> None:
        wanted = self.strikes.want_least_struck()
        time.sleep(self.random.uniform(*LIVES))
        if self.random.random() < 0.5:
            return self.look_at_jobs()
        end = time.monotonic() + AIM_PATIENCE
        while not self.company.over.is_set() and time.monotonic() < end:
            if time.monotonic() - self.seen_at > LOOK_EVERY:
                self.look_at_jobs()
            if self.is_open(wanted):
                break
            time.sleep(0.0005)
        time.sleep(self.random.uniform(0, FUSES.get(wanted, FUSE)))

    # Striking.

    def strike(self) -> None:
        self.aim()
        if self.store.name == "postgres" and self.random.random() < 0.5:
            kill = self.kill_database()
        else:
            kill = self.kill_server()
        kill.kinds |= {BACKUP} if self.unfinished_backups() else set()
        if kill.whole_server:
            kill.kinds |= {CHECKPOINT} if self.checkpoints.under_way() else set()
            for part in self.unfinished_backups():  # nobody is left to take them away
                part.unlink()
            self.server.start()
            self.begin_life()
        else:
            self.store.start()
            wait_for(f"{self.server.address}/health/ready", 60, lambda: self.server.process.poll() is None)
        self.strikes.saw_jobs(kill, [self.server.insist("GET", f"jobs('{job['id']}')") for job in self.seen])
        self.seen = []

    def kill_database(self):
        self.counts["kills of PostgreSQL"] += 1
        kill = self.strikes.begin(whole_server=False)
        self.store.kill()
        return kill

    def kill_server(self):
        """On PostgreSQL a backup is the work of its command alone, so that goes with it."""
        self.counts["kills of the server"] += 1
        kill = self.strikes.begin(whole_server=True)
        self.server.kill()
        if self.store.name == "postgres":
            self.server.kill_commands("backup")
        return kill

    def run(self, kills: int) -> None:
        self.company.begin()
        self.begin_life()
        try:
            for kill in range(1, kills + 1):
                if self.company.over.is_set():
                    break
                self.strike()
                if kill % 20 == 0:
                    self.server.command("verify")
                    print(f"  {kill} kills, {sum(self.counts.values()) - kill} acts answered, verified; struck: "
                          f"{told(self.strikes.counts())}", flush=True)
        finally:
            self.company.end()
        self.problems += Aftermath(self.server, self.store, self.company.ledger).look()
        self.problems += self.strikes.never_struck()
        self.server.stop()


def told(counts) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))


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
        print(f"{store.name}, seed {seed}: {told(work.counts)}; kills that fell on: {told(work.strikes.counts())}; "
              f"{time.monotonic() - started:.0f} s; {len(work.problems)} problems", flush=True)
        if work.problems:
            print((work.company.folder / "server.log").read_text()[-3000:])
        return work.problems
    finally:
        store.stop()


def durable_postgres() -> stores.Postgres:
    return stores.Postgres(fsync=True)


STORES = {"sqlite": stores.Sqlite, "postgres": durable_postgres}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", choices=STORES)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    arguments = parser.parse_args()
    problems = []
    for name, make in STORES.items():
        if not arguments.store or name == arguments.store:
            problems += torture(make, arguments.kills, arguments.seed)
    for problem in problems[:40]:
        print(f"PROBLEM {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
