# SPDX-License-Identifier: Apache-2.0
"""A lot: the rows of one import, on which one act after another is done and taken back. Nobody else touches them, so
after each act that was answered it is known what every row must hold."""
import pathlib
import time
import urllib.parse

from killed_server import Refused, form
from strikes import BULK, IMPORT, UNDO

ROWS = 1_000
PATIENCE = 600  # seconds for a job; on PostgreSQL one of a killed server waits for its lease to end
OVER = ("done", "failed", "cancelled")
FIRST_VALUE = "Vigo"


class Lot:
    def __init__(self, number: int, server, folder: pathlib.Path, choose, count):
        self.server = server
        self.choose = choose
        self.count = count        # of what was answered
        self.name = f"lot {number} "
        self.file = folder / f"lot{number}.csv"
        self.value = None         # of every row; None: there are no rows
        self.past = []            # what can be taken back: (job, value before)
        self.turn = 0
        self.problems = []

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.problems.append(f"{self.name}: {what}")

    # What is done to it.

    def begin(self) -> bool:
        """Whether there is an import: one by a command that was killed may not have come to be."""
        self.file.write_text("name,description\n"
                             + "".join(f"{self.name}{row},{FIRST_VALUE}\n" for row in range(ROWS)))
        job = self.import_by_command() if self.choose.random() < 0.2 else self.upload()
        self.file.unlink()
        if job:
            self.past.append((job, None))
            self.end_of(job, IMPORT, "created", FIRST_VALUE)
        return job is not None

    def upload(self) -> str:
        columns = {"name": "name", "description": "description"}
        body, headers = form({"object": "accounts", "mapping": {"columns": columns}}, self.file.name,
                             self.file.read_text())
        return self.server.insist("POST", "imports", body, "", headers)["id"]

    def import_by_command(self):
        try:
            self.server.command("import", "accounts", str(self.file))
        except Refused:  # all of it goes on without the command, or there is nothing of it
            pass
        jobs = self.server.insist("GET", "jobs?kind=import&top=100")["value"]
        return next((job["id"] for job in jobs if f"{self.file.name}" in job["title"]), None)

    def change(self) -> None:
        self.turn += 1
        value = f"Lugo {self.turn}"
        order = {"action": "edit", "filter": f"startswith(name,'{self.name}')", "values": {"description": value}}
        count = self.server.insist("POST", "accounts/bulk", {**order, "preview": True})["count"]
        self.expect(count == ROWS, f"a preview finds {count} rows")
        job = self.server.insist("POST", "accounts/bulk", {**order, "expected_count": count})["id"]
        self.past.append((job, self.value))
        self.end_of(job, BULK, "updated", value)

    def take_back(self) -> None:
        """The last act that stands; sometimes that is taken back in its turn."""
        job, before = self.past.pop()
        after = self.value
        undo = self.undo(job)
        self.end_of(undo, UNDO, "updated", before)
        if self.choose.random() < 0.25:
            again = self.undo(undo)
            self.end_of(again, UNDO, "updated", after)
            self.past.append((again, before))

    def undo(self, job: str) -> str:
        while True:
            try:
                return self.server.insist("POST", f"jobs('{job}')/undo")["id"]
            except Refused as refusal:
                if " 409 " not in str(refusal):
                    raise
            made = self.server.insist("GET", f"jobs('{job}')")["undone_by"]
            if made:  # the answer was lost
                return made

    # What it must be afterwards.

    def end_of(self, job: str, kind: str, number: str, value) -> None:
        """Waits for it, however many lives of the server that takes, and looks at its receipt and at the rows."""
        end = time.monotonic() + PATIENCE
        while True:
            now = self.server.insist("GET", f"jobs('{job}')")
            if now["state"] in OVER:
                break
            if time.monotonic() > end:
                raise Refused(f"{self.name}: the {kind} {job} does not come to its end")
            time.sleep(0.15)
        receipt = now["receipt"]
        well = now["state"] == "done" and receipt["rows"] == ROWS == receipt[number]
        if not well:
            self.problems.append(f"{self.name}: the {kind} {job} is {now['state']} with {receipt}, {now['error']}; "
                                 f"{self.evidence(job)}")
        self.value = value
        self.count(f"{kind}s")
        self.look()

    def evidence(self, job: str) -> str:
        """What an act left out, and what became of one of its rows: all that remains when the store is gone."""
        failures = self.server.insist("GET", f"jobs('{job}')/failures?top=1")["value"]
        if not failures:
            return "it left nothing out"
        id = failures[0]["id"]
        lines = self.server.insist("GET", f"audit?object=accounts&record={id}") if id else None
        return f"{failures[0]}; {lines}; taken back so far: {self.past}"

    def look(self) -> None:
        rows = self.rows_where("")
        alike = self.rows_where(f" and description eq '{self.value}'") if self.value else 0
        expected = ROWS if self.value else 0
        self.expect(rows == alike == expected, f"{rows} rows, {alike} of them with {self.value}; {expected} expected")

    def rows_where(self, more: str) -> int:
        where = urllib.parse.quote(f"startswith(name,'{self.name}'){more}")
        return self.server.insist("GET", f"accounts/$count?$filter={where}")

    def live(self, wanted, over) -> None:
        """From the import to the last act; `wanted` names the kind that is short of kills."""
        if not self.begin():
            self.look()
            return
        while not over() and not self.problems and self.past and self.turn < 8:
            kind = wanted()
            if kind == IMPORT:  # makes room for the next lot
                return
            if self.value and (kind == BULK or (kind != UNDO and self.choose.random() < 0.45)):
                self.change()
            else:
                self.take_back()
