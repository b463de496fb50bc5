# SPDX-License-Identifier: Apache-2.0
"""When the kills fell, and which kinds of act were under way at each: only that shows whether a kind was ever struck.

A kind counts for a kill only on evidence that it had begun before and had not ended: a request whose answer was lost,
a job that moved in this life of the server and ended only in a later one, the unfinished file that a backup left, or
SQLite's own note of a checkpoint that was begun and not ended."""
import collections
import datetime
import pathlib
import struct
import threading
import time

SAVE, IMPORT, BULK, UNDO, FIELD, BACKUP = "single save", "import", "bulk act", "undo", "live field", "backup"
INDEX, CHECKPOINT = "index build", "checkpoint"
OF_JOB = {"import": IMPORT, "bulk": BULK, "undo": UNDO, "index": INDEX}
ALWAYS_AIMED_AT = (IMPORT, BULK, UNDO, FIELD, BACKUP)
KILLS_ENOUGH = 100  # to expect that every kind was struck

# The wal-index (sqlite.org/walformat.html, 2.2): how many frames were copied, and how many were to be.
COPIED_AT, TO_BE_COPIED_AT = 96, 128


def seconds_of(moment: str) -> float:
    return datetime.datetime.fromisoformat(moment).timestamp()


class Kill:
    def __init__(self, at: float, whole_server: bool):
        self.at = at
        self.whole_server = whole_server  # not the database below it, whose server can try again
        self.kinds = set()


class Strikes:
    def __init__(self, has_checkpoints: bool):
        self.required = (SAVE, *ALWAYS_AIMED_AT) + ((CHECKPOINT,) if has_checkpoints else ())
        self.lock = threading.Lock()
        self.kills = []
        self.wanted = ""  # the kind that the next kill shall fall on; acts of this kind come first

    def counts(self) -> collections.Counter:
        counts = collections.Counter(dict.fromkeys(self.required, 0))
        for kill in self.kills:
            counts.update(kill.kinds)
        return counts

    def want_least_struck(self) -> str:
        counts = self.counts()
        self.wanted = min((kind for kind in self.required if kind != SAVE), key=lambda kind: counts[kind])
        return self.wanted

    def begin(self, whole_server: bool) -> Kill:
        kill = Kill(time.time(), whole_server)
        with self.lock:
            self.kills.append(kill)
        return kill

    def heard(self, kind: str, began: float, ended: float, answered: bool) -> None:
        """One try of a request. While the server itself lives, an answer may come after the kill all the same."""
        with self.lock:
            for kill in reversed(self.kills):
                if kill.at < began:
                    return
                if kill.at <= ended and not (answered and kill.whole_server):
                    kill.kinds.add(kind)

    def saw_jobs(self, kill: Kill, jobs: list) -> None:
        """`jobs` worked in the life that the kill ended; as they are now."""
        for job in jobs:
            if not job["finished_at"] or seconds_of(job["finished_at"]) > kill.at:
                kill.kinds.add(OF_JOB.get(job["kind"], job["kind"]))

    def never_struck(self) -> list:
        if len(self.kills) < KILLS_ENOUGH:
            return []
        return [f"no kill of {len(self.kills)} fell on this kind: {kind}"
                for kind, count in self.counts().items() if count == 0]


class Checkpoints:
    """Of the SQLite store in a directory: whether one is under way, or was when its server was killed."""

    def __init__(self, store: str):
        self.index = pathlib.Path(store, "clientela.db-shm")
        self.recovered = 0

    def frames(self) -> tuple:
        """Of the log: how many were copied into the database, and how many were to be."""
        try:
            content = self.index.read_bytes()[:TO_BE_COPIED_AT + 4]
            return (struct.unpack_from("=I", content, COPIED_AT)[0],
                    struct.unpack_from("=I", content, TO_BE_COPIED_AT)[0])
        except (OSError, struct.error):
            return 0, 0

    def begin_life(self) -> None:
        """Whoever opens the log of a killed server notes that none of it is known to be copied, though much may be:
        that looks like a checkpoint and is none."""
        self.recovered = self.frames()[1]

    def under_way(self) -> bool:
        copied, to_be_copied = self.frames()
        return to_be_copied > copied and to_be_copied != self.recovered
