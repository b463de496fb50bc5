#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A working day in minutes: people read, search, save and look at the forecast, files come in and go out, while
memory, open files and the size of the store's log are written down. All three have to stay where they were after
the first quarter.

soak.py [--minutes N] [--store sqlite|postgres] [--seed N] [--out FILE]
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import sys
import threading
import time
import urllib.parse

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent / "crash")]

import kill  # noqa: E402  (its server, and the stores of the scenarios)

READERS = 4
WRITERS = 2
EVERY = 5          # seconds between two looks
FILE_ROWS = 2_000
FILES = 10         # with other rows; then they come again, so that the table and what it needs in memory does not grow
SMALL_LOG = "-c max_wal_size=256MB"  # of PostgreSQL: its own bound of 1 GB is farther than a run goes
# What the last quarter may be above the second one: growth that does not stop is more than noise.
BOUNDS = {"memory_mb": (1.25, 24), "files": (1.1, 16), "wal_mb": (1.5, 80)}


class Day:
    def __init__(self, store, minutes: float, seed: int):
        self.store = store
        self.seconds = minutes * 60
        self.random = random.Random(seed)
        self.folder = pathlib.Path(store.folder)
        self.server = kill.Server(store.fresh(), self.folder / "server.log")
        self.server.start()
        self.over = threading.Event()
        self.counts = {}
        self.lock = threading.Lock()
        self.problems = []
        self.looks = []

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1

    def ask(self, what: str, method: str, path: str, body=None):
        status, document = self.server.ask(method, path, body)
        if status >= 300 and status != 503:
            self.problems.append(f"{what}: {status} {str(document)[:200]}")
        self.count(what)
        return document if status < 300 else None

    def read(self, number: int) -> None:
        pick = random.Random(number)
        ways = ["accounts?$top=50", "accounts?$orderby=name&$top=50", "opportunities?$top=50&$expand=account",
                "activities?$filter=status%20eq%20'open'&$top=50", "accounts?$search=" + urllib.parse.quote("núñez"),
                "accounts?$apply=groupby((life_cycle),aggregate($count%20as%20n))", "changes?top=200",
                "forecast"]
        while not self.over.is_set():
            path = pick.choice(ways)
            self.ask("read " + path.split("?")[0].split("/")[0], "GET", path)
            time.sleep(0.01)

    def write(self, number: int) -> None:
        pick = random.Random(1000 + number)
        made = []
        while not self.over.is_set():
            if made and pick.random() < 0.5:
                self.ask("update", "PATCH", f"accounts('{pick.choice(made)}')", {"employees": pick.randrange(9999)})
            else:
                account = self.ask("create", "POST", "accounts",
                                   {"name": f"Talleres Núñez {number}-{len(made)}", "sector": "software"})
                made += [account["id"]] if account else []
                del made[:-500]
            time.sleep(0.02)

    def move_files(self) -> None:
        """In and out again: an import, an export and a change of everything imported, each as a job."""
        turn = 0
        while not self.over.is_set():
            turn += 1
            lot = turn % FILES
            file = self.folder / f"in{turn}.csv"
            file.write_text("name,number\n" + "".join(f"Importada {turn}-{row},S{lot}-{row}\n"
                                                      for row in range(FILE_ROWS)))
            self.server.command("import", "accounts", str(file), "--match", "number")
            file.unlink()
            self.count("import")
            wanted = {"action": "edit", "filter": f"startswith(number,'S{lot}-')",
                      "expected_count": FILE_ROWS, "values": {"employees": turn}}
            self.wait_for(self.ask("bulk", "POST", "accounts/bulk", wanted))
            self.wait_for(self.ask("export", "POST", "exports", {"object": "accounts", "format": "csv"}))
            self.over.wait(2)

    def wait_for(self, job) -> None:
        while job and job["state"] in ("waiting", "running") and not self.over.is_set():
            time.sleep(0.2)
            job = self.server.ask("GET", f"jobs('{job['id']}')")[1]
        if job and job["state"] == "failed":
            self.problems.append(f"job: {job}")

    def look(self) -> dict:
        process = pathlib.Path(f"/proc/{self.server.process.pid}")
        memory = next(int(line.split()[1]) for line in (process / "status").read_text().splitlines()
                      if line.startswith("RssAnon"))
        return {"at": round(time.monotonic() - self.began, 1), "memory_mb": round(memory / 1024, 1),
                "files": len(os.listdir(process / "fd")),
                "wal_mb": round(self.store.log_bytes() / 2**20, 1)}

    def run(self) -> list:
        self.began = time.monotonic()
        workers = [threading.Thread(target=self.guarded, args=(work, *words), daemon=True) for work, *words in
                   [(self.read, n) for n in range(READERS)] + [(self.write, n) for n in range(WRITERS)]
                   + [(self.move_files,)]]
        for worker in workers:
            worker.start()
        while time.monotonic() - self.began < self.seconds and not self.problems:
            self.over.wait(EVERY)
            self.looks.append(self.look())
        self.over.set()
        for worker in workers:
            worker.join(120)
        self.problems += self.grown()
        self.server.stop()
        said = self.server.command("verify")
        if "✗" in said:
            self.problems.append(said)
        return self.problems

    def guarded(self, work, *words) -> None:
        try:
            work(*words)
        except Exception as problem:  # a thread that dies quietly would leave an idle server to be measured
            self.problems.append(f"{work.__name__}: {problem!r}")
            self.over.set()

    def quarter(self, number: int, what: str) -> float:
        size = len(self.looks) // 4
        return statistics.median(look[what] for look in self.looks[number * size:(number + 1) * size])

    def grown(self) -> list:
        if len(self.looks) < 8:
            return ["too short: four quarters of two looks each are needed"]
        found = []
        for what, (ratio, slack) in BOUNDS.items():
            before, after = self.quarter(1, what), self.quarter(3, what)
            if after > before * ratio + slack:
                found.append(f"{what} grew from {before} to {after}")
        return found


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--minutes", type=float, default=20)
    words.add_argument("--store", choices=("sqlite", "postgres"), default="sqlite")
    words.add_argument("--seed", type=int, default=random.randrange(10**6))
    words.add_argument("--out", default="build/soak.json")
    options = words.parse_args()
    store = kill.stores.Sqlite() if options.store == "sqlite" else kill.stores.Postgres(settings=SMALL_LOG)
    print(f"soak: {options.minutes:g} minutes on {options.store}, seed {options.seed}", flush=True)
    try:
        day = Day(store, options.minutes, options.seed)
        problems = day.run()
    finally:
        store.stop()
    for what in BOUNDS:
        values = [look[what] for look in day.looks]
        print(f"{what:10} first {values[0]:8} median {statistics.median(values):8} most {max(values):8} "
              f"last {values[-1]:8}")
    print("done: " + ", ".join(f"{count} {what}" for what, count in sorted(day.counts.items())))
    outcome = {"store": options.store, "seed": options.seed, "counts": day.counts, "looks": day.looks}
    pathlib.Path(options.out).write_text(json.dumps(outcome, indent=0) + "\n")
    for problem in problems[:10]:
        print(f"soak: {problem}")
    print("soak: " + ("failed" if problems else "nothing grew, nothing failed"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
